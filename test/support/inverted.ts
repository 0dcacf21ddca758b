import sharp from "sharp";
import type { Raster } from "../../src/reading/image/raster.ts";

/** The negative of a picture: what was dark on light is light on dark. */
export async function inverted({ width, height, data }: Raster): Promise<Raster> {
  const negative = sharp(data, { raw: { width, height, channels: 3 } }).negate();
  return { width, height, data: await negative.raw().toBuffer() };
}
