import { OcrEcoError } from "../../errors.ts";
import type { Raster } from "./raster.ts";

/**
 * Decodes a HEIC picture, which newer iPhones write for HDR screenshots, with libheif as WebAssembly: sharp's
 * libvips has no HEVC decoder. libheif applies the rotation itself. Loaded only when such a picture comes.
 * `checkSize` throws when the picture is too large to decode.
 */
export async function decodeHeic(
  bytes: Uint8Array,
  name: string,
  checkSize: (width: number, height: number, name: string) => void,
): Promise<Raster> {
  const { default: libheif } = await import("libheif-js/wasm-bundle");
  const [image, ...rest] = new libheif.HeifDecoder().decode(bytes);
  for (const other of rest) other.free();
  if (image === undefined) {
    throw new OcrEcoError(
      "IMAGE_CORRUPT",
      `${name} is a HEIC file without a picture that can be decoded. Send the screenshot as PNG: on the iPhone, Settings › General › Screen Capture › SDR.`,
    );
  }
  try {
    const [width, height] = [image.get_width(), image.get_height()];
    checkSize(width, height, name);
    const rgba = new Uint8ClampedArray(width * height * 4);
    await new Promise<void>((resolve, reject) => {
      image.display({ data: rgba, width, height }, (result) => {
        if (result === null)
          reject(new OcrEcoError("IMAGE_CORRUPT", `${name} is a damaged HEIC picture. Send it again.`));
        else resolve();
      });
    });
    const data = new Uint8Array(width * height * 3);
    for (let pixel = 0; pixel < width * height; pixel++) {
      for (let channel = 0; channel < 3; channel++)
        data[pixel * 3 + channel] = rgba[pixel * 4 + channel] ?? 0;
    }
    return { width, height, data };
  } finally {
    image.free();
  }
}
