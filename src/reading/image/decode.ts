import sharp, { type Sharp, type SharpOptions } from "sharp";
import { OcrEcoError } from "../../errors.ts";
import { type ImageFormat, sniffFormat } from "./format.ts";
import { decodeHeic } from "./heic.ts";
import { isLikeSrgb } from "./icc.ts";
import { luma, type Raster } from "./raster.ts";

/** Pixels beyond which a picture is refused before it is decoded; the largest phone screens have 5 million. */
export const mostPixels = 50_000_000;
/** The same for what no phone's screenshot is and what takes two or three times as much: AVIF, and more than 8 bits. */
const mostCostlyPixels = 25_000_000;
/**
 * Pixels that are kept of a larger one. It is made smaller while it is decoded, so that its size costs little memory
 * and time; type that is large enough for a phone's screen stays large enough.
 */
const mostKeptPixels = 16_000_000;
/** Width and height below which no text can be read. */
const leastSide = 16;
/** Width and height beyond which nothing that somebody scrolled through would go. */
const mostSide = 50_000;
/** What the decoder reports where a file does not say how many dots an inch it has. */
const unsaidDensity = 72;
/** Frames of an animation beyond which it is no screenshot: only the first is read, but all are looked for. */
const mostFrames = 1_000;

/** A decoded picture and what was noticed on the way. */
export interface Decoded {
  readonly raster: Raster;
  readonly format: ImageFormat;
  /** Dots an inch of the raster, where the file says so. */
  readonly dpi: number | null;
  /** Sentences for a person about what was not decoded. */
  readonly warnings: readonly string[];
  /** True when a part of the picture is missing: further frames are other pictures. */
  readonly isDamaged: boolean;
}

// One thread: a worker is given one core, and several workers share the machine. Decoded pictures are used
// once, so libvips's cache would only hold memory.
sharp.concurrency(1);
sharp.cache(false);
// libvips picks a loader by content, whatever we sniffed, so all but these are off: also ones that a later version adds.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif", "Tiff", "Heif"].map((format) => `VipsForeignLoad${format}`),
});

/**
 * Decodes a picture to upright 8-bit sRGB: EXIF orientation applied, transparency laid on a contrasting
 * background, CMYK and 16 bits converted, the first frame of an animation, with a warning.
 * Throws `IMAGE_…` failures whose sentence calls the picture `name`.
 */
export async function decode(bytes: Uint8Array, name: string): Promise<Decoded> {
  const format = sniffFormat(bytes, name);
  try {
    if (format === "heic") {
      const raster = await kept(await decodeHeic(bytes, name, checkSize));
      return { raster, format, dpi: null, warnings: [], isDamaged: false };
    }
    const {
      width,
      height,
      autoOrient: upright,
      pages = 1,
      depth,
      density,
      icc,
    } = await open(bytes, { failOn: "none" }).metadata();
    checkSize(width, height, name, format === "avif" || depth !== "uchar" ? mostCostlyPixels : mostPixels);
    checkFrames(pages, name);
    const dpi =
      density === undefined || density === unsaidDensity
        ? null
        : Math.round((density * keptSize(upright).width) / upright.width);
    // Decoders fill what they cannot read with grey. A phone shows such a picture, so it is read, but not
    // without a word.
    const ignoreIcc = icc !== undefined && isLikeSrgb(icc);
    const whole = await pixels(bytes, { failOn: "warning", ignoreIcc }, upright).catch(() => null);
    const frames = format === "png" ? pngFrames(bytes) : pages;
    const warnings = frames > 1 ? [`${name} has ${frames} frames or pages; only the first was read.`] : [];
    if (whole !== null) return { raster: whole, format, dpi, warnings, isDamaged: false };
    warnings.push(`${name} is damaged or ends early; what could be decoded was read.`);
    return {
      raster: await pixels(bytes, { failOn: "none", ignoreIcc }, upright),
      format,
      dpi,
      warnings,
      isDamaged: true,
    };
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    const detail =
      error instanceof Error ? (error.message.split("\n")[0] ?? "").replace(/[\s:]+$/, "") : String(error);
    throw new OcrEcoError(
      "IMAGE_CORRUPT",
      `${name} is damaged and cannot be decoded (${detail}). Send it again.`,
      {
        cause: error,
      },
    );
  }
}

/** How many frames an animated PNG says it has, which the decoder does not tell; 1 for any other PNG. */
function pngFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // After the signature, chunks: length, type, data, checksum. `acTL` stands before the first `IDAT`.
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "acTL") return view.getUint32(at + 8);
    if (type === "IDAT") return 1;
  }
  return 1;
}

function open(bytes: Uint8Array, options: Pick<SharpOptions, "failOn" | "ignoreIcc">): Sharp {
  return sharp(bytes, { ...options, limitInputPixels: false, pages: 1 });
}

async function pixels(
  bytes: Uint8Array,
  options: Pick<SharpOptions, "failOn" | "ignoreIcc">,
  upright: Size,
): Promise<Raster> {
  const pipeline = open(bytes, options)
    .autoOrient()
    .resize({ ...keptSize(upright), fit: "fill" })
    .toColourspace("srgb")
    .raw();
  const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
  return toRgb(data, info.width, info.height, info.channels);
}

type Size = Pick<Raster, "width" | "height">;

/** How large a picture is kept: as it is, unless that is too much. */
function keptSize({ width, height }: Size): Size {
  const scale = Math.min(1, Math.sqrt(mostKeptPixels / (width * height)));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

async function kept(raster: Raster): Promise<Raster> {
  const { width, height, data } = raster;
  const size = keptSize(raster);
  if (size.width === width) return raster;
  const smaller = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ ...size, fit: "fill" })
    .raw()
    .toBuffer();
  return { ...size, data: smaller };
}

function checkFrames(frames: number, name: string): void {
  if (frames > mostFrames) {
    throw new OcrEcoError(
      "IMAGE_TOO_LARGE",
      `${name} is an animation of ${frames} frames; at most ${mostFrames} are looked through. Send one screenshot.`,
    );
  }
}

function checkSize(width: number, height: number, name: string, most = mostPixels): void {
  if (width > mostSide || height > mostSide) {
    throw new OcrEcoError(
      "IMAGE_TOO_LARGE",
      `${name} has ${width} × ${height} pixels; no side may have more than ${mostSide}. Send the screenshot itself, or its pages one by one.`,
    );
  }
  if (width * height > most) {
    throw new OcrEcoError(
      "IMAGE_TOO_LARGE",
      `${name} has ${width} × ${height} pixels; at most ${most / 1e6} million of this kind are decoded. Send the screenshot itself, not an enlargement.`,
    );
  }
  if (width < leastSide || height < leastSide) {
    throw new OcrEcoError(
      "IMAGE_TOO_SMALL",
      `${name} has ${width} × ${height} pixels: too few for any text. Send the whole screenshot.`,
    );
  }
}

/** Brings the three or four channels of sRGB to three, in the same memory; transparency is laid on what contrasts with the text. */
function toRgb(data: Uint8Array, width: number, height: number, channels: number): Raster {
  if (channels === 3) return { width, height, data };
  // As words, the first byte lowest, as on all machines that the program is built for: half of the time that bytes take.
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  if (!pixelsAreOpaque(pixels)) flatten(pixels);
  return { width, height, data: withoutFourth(pixels) };
}

function pixelsAreOpaque(pixels: Int32Array): boolean {
  let all = -1;
  for (let at = 0; at < pixels.length; at++) all &= pixels[at] ?? 0;
  return isOpaque(all);
}

const isOpaque = (pixel: number): boolean => pixel >>> 24 === 0xff;

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The first three of every four bytes, in the same memory: phones write screenshots with an idle fourth channel. */
function withoutFourth(pixels: Int32Array): Uint8Array {
  const data = bytesOf(pixels);
  const fours = pixels.length - (pixels.length % 4);
  for (let from = 0, to = 0; from < fours; from += 4, to += 3) {
    // One by one: to take a list apart takes nine times as long as all of the rest.
    const first = pixels[from] ?? 0;
    const second = pixels[from + 1] ?? 0;
    const third = pixels[from + 2] ?? 0;
    const fourth = pixels[from + 3] ?? 0;
    pixels[to] = (first & 0xff_ff_ff) | (second << 24);
    pixels[to + 1] = ((second >>> 8) & 0xff_ff) | (third << 16);
    pixels[to + 2] = ((third >>> 16) & 0xff) | (fourth << 8);
  }
  for (let pixel = fours; pixel < pixels.length; pixel++)
    data.copyWithin(3 * pixel, 4 * pixel, 4 * pixel + 3);
  return data.subarray(0, 3 * pixels.length);
}

/** White under dark writing, black under light writing: writing on its own colour would vanish. */
function flatten(pixels: Int32Array): void {
  const data = bytesOf(pixels);
  let [brightness, weight] = [0, 0];
  for (let at = 0; at < data.length; at += 7 * 4) {
    const alpha = data[at + 3] ?? 255;
    brightness += luma(data, at) * alpha;
    weight += alpha;
  }
  const background =
    weight > 0 && brightness / weight > 140 && weight < (255 * data.length) / 4 / 7 / 2 ? 0 : 255;
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    if (isOpaque(pixels[pixel] ?? 0)) continue;
    const at = 4 * pixel;
    const alpha = (data[at + 3] ?? 255) / 255;
    for (let channel = at; channel < at + 3; channel++)
      data[channel] = Math.round((data[channel] ?? 0) * alpha + background * (1 - alpha));
  }
}
