import sharp from "sharp";
import type { Raster } from "./raster.ts";

/** Quarter turns clockwise, in degrees. */
export type Turn = 0 | 90 | 180 | 270;

/** The picture turned clockwise. */
export async function turned(image: Raster, turn: Turn): Promise<Raster> {
  if (turn === 0) return image;
  const { width, height } = image;
  const { data: pixels, info } = await sharp(image.data, { raw: { width, height, channels: 3 } })
    .rotate(turn)
    .raw()
    .toBuffer({ resolveWithObject: true });
  // A view: of a large picture a copy would cost more than turning it.
  const data = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  return { width: info.width, height: info.height, data };
}
