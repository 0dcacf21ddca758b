import sharp from "sharp";
import { decode } from "../reading/image/decode.ts";

/** Twice the width at which a page shows it, for screens with fine pixels. */
const most = { width: 560, height: 2200 } as const;

/**
 * A picture in a size that a page can hold hundreds of, as a `data:` address. Throws `IMAGE_…` failures that call
 * it `name`.
 */
export async function thumbnail(bytes: Uint8Array, name: string): Promise<string> {
  const { raster } = await decode(bytes, name);
  const { width, height } = raster;
  const small = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .resize({ ...most, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer();
  return `data:image/webp;base64,${small.toBase64()}`;
}
