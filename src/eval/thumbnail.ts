import sharp from "sharp";
import { decode } from "../reading/image/decode.ts";

/** Twice the width at which a page shows it, for screens with fine pixels. */
const most = { width: 560, height: 2200 } as const;

export interface Thumbnail {
  /** A `data:` address. */
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture in a size that a page can hold hundreds of. Throws `IMAGE_…` failures that call
 * it `name`.
 */
export async function thumbnail(bytes: Uint8Array, name: string): Promise<Thumbnail> {
  const { raster } = await decode(bytes, name);
  const { width, height } = raster;
  const { data, info } = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .resize({ ...most, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer({ resolveWithObject: true });
  return { address: `data:image/webp;base64,${data.toBase64()}`, width: info.width, height: info.height };
}
