import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** A file of some kilobytes that wants to be gigabytes, or takes for ever. */
export interface Bomb {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** How its server says that it is encoded. */
  readonly encoding?: string;
}

const flat = (width: number, height: number, channels: 3 | 4 = 3): Sharp =>
  sharp({
    create: { width, height, channels, background: { r: 20, g: 60, b: 90, alpha: 0.5 } },
    limitInputPixels: false,
  });

/** Just below the largest number of pixels that is decoded. */
const [wide, high] = [7000, 7100] as const;

/** How each bomb is made, and how its server says that it is encoded: every format that is read, every encoding. */
const makers: Readonly<Record<string, { make: () => Uint8Array | Promise<Uint8Array>; encoding?: string }>> =
  {
    "jpeg-49-megapixels": { make: () => flat(wide, high).jpeg().toBuffer() },
    "jpeg-progressive": {
      make: () => flat(wide, high).jpeg({ progressive: true, optimiseScans: true }).toBuffer(),
    },
    "gif-49-megapixels": { make: () => flat(wide, high).gif({ effort: 1 }).toBuffer() },
    "webp-lossless": { make: () => flat(wide, high, 4).webp({ lossless: true, effort: 0 }).toBuffer() },
    "webp-lossy": { make: () => flat(wide, high).webp({ effort: 0 }).toBuffer() },
    "avif-25-megapixels": { make: () => flat(4990, 5000).avif({ effort: 0 }).toBuffer() },
    "tiff-16-bits-deflate": {
      make: () => flat(4990, 5000, 4).toColourspace("rgb16").tiff({ compression: "deflate" }).toBuffer(),
    },
    "tiff-tiles": { make: () => flat(wide, high).tiff({ compression: "lzw", tile: true }).toBuffer() },
    "png-49-megapixels": { make: () => png(wide, high, deflateSync(zeros(50), fast)) },
    "png-16-bits-interlaced": {
      make: () => png(4990, 5000, deflateSync(zeros(200), fast), { isDeep: true }),
    },
    "png-claims-900-megapixels": { make: () => png(30_000, 30_000, deflateSync(zeros(1))) },
    "png-claims-2-gigapixels-a-side": { make: () => png(2 ** 31 - 1, 2 ** 31 - 1, deflateSync(zeros(1))) },
    "png-of-300-mb-of-pixels-for-64": { make: () => png(64, 64, deflateSync(zeros(300))) },
    "png-text-of-300-mb": {
      make: () => png(64, 64, deflateSync(zeros(1)), { before: textOf(zeros(300)) }),
    },
    "png-text-2000-times": {
      make: () => png(64, 64, deflateSync(zeros(1)), { before: texts(2000, zeros(1)) }),
    },
    "jpeg-claims-65500-a-side": { make: async () => withSize(await small().jpeg().toBuffer(), 65_500) },
    "jpeg-of-3000-scans": {
      make: async () => scans(await small().jpeg({ progressive: true }).toBuffer(), 3000),
    },
    "gif-claims-65535-a-side": { make: () => gif(65_535, 65_535, 1) },
    "gif-of-50000-frames": { make: () => gif(64, 64, 50_000) },
    "webp-claims-16384-a-side": { make: () => webp(16_384) },
    "avif-claims-65536-a-side": {
      make: async () => withExtent(await small().avif({ effort: 0 }).toBuffer(), 65_536),
    },
    "tiff-that-goes-round-in-circles": {
      make: async () => circle(await small().tiff({ compression: "none" }).toBuffer()),
    },
    "svg-that-laughs": { make: () => new TextEncoder().encode(laughter) },
    "gzip-of-300-mb": { make: () => gzipSync(zeros(300), fast), encoding: "gzip" },
    "brotli-of-300-mb": { make: () => brotliCompressSync(zeros(300), quick), encoding: "br" },
    "deflate-of-300-mb": { make: () => deflateSync(zeros(300), fast), encoding: "deflate" },
    "zstd-of-300-mb": { make: () => zstdCompressSync(zeros(300)), encoding: "zstd" },
  };

/** Decompression bombs and their kind: all of them, or those that are named. */
export async function makeBombs(names: readonly string[] = Object.keys(makers)): Promise<Bomb[]> {
  const bombs: Bomb[] = [];
  for (const name of names) {
    const maker = makers[name];
    if (maker === undefined) throw new Error(`There is no bomb ${name}.`);
    const { make, encoding } = maker;
    const bytes = new Uint8Array(await make());
    bombs.push({ name, bytes, ...(encoding === undefined ? {} : { encoding }) });
  }
  return bombs;
}

const small = (): Sharp => flat(64, 64);
const zeros = (megabytes: number): Uint8Array => new Uint8Array(megabytes * 1e6);
const fast = { level: 1 };
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(Bun.hash.crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG in grey, or in all that PNG has, that says what size it has, whatever is in it. */
export function png(
  width: number,
  height: number,
  pixels: Uint8Array,
  { before = new Uint8Array(), isDeep = false }: { before?: Uint8Array; isDeep?: boolean } = {},
): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Bits of a channel, kind of colour, compression, filter, interlacing.
  head.set(isDeep ? [16, 6, 0, 0, 1] : [8, 0, 0, 0, 0], 8);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const parts = [chunk("IHDR", head), before, chunk("IDAT", pixels), chunk("IEND", new Uint8Array())];
  return new Uint8Array(Buffer.concat([signature, ...parts]));
}

function textOf(text: Uint8Array): Uint8Array {
  return chunk("zTXt", Buffer.concat([Buffer.from("Comment\0\0", "latin1"), deflateSync(text)]));
}

function texts(count: number, text: Uint8Array): Uint8Array {
  const one = textOf(text);
  return Buffer.concat(Array.from({ length: count }, () => one));
}

/** A JPEG whose frame header says another size. */
function withSize(jpeg: Uint8Array, side: number, isProgressive = false): Uint8Array {
  const bytes = new Uint8Array(jpeg);
  const at = Buffer.from(bytes).indexOf(Buffer.from([0xff, isProgressive ? 0xc2 : 0xc0]));
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(at + 5, side);
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(at + 7, side);
  return bytes;
}

/** A progressive JPEG that says it is large, and goes over all of it again and again. */
function scans(jpeg: Uint8Array, count: number): Uint8Array {
  const sized = Buffer.from(withSize(jpeg, 6900, true));
  const at = sized.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = sized.subarray(at, -2);
  return Buffer.concat([sized.subarray(0, at), ...Array(count).fill(scan), sized.subarray(-2)]);
}

/** Frames of one pixel on a large canvas. */
function gif(width: number, height: number, frames: number): Uint8Array {
  const head = Buffer.from("GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff", "latin1");
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const frame = Buffer.from("\x21\xf9\x04\0\x01\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0", "latin1");
  return Buffer.concat([head, ...Array(frames).fill(frame), Buffer.from("\x3b", "latin1")]);
}

/** The head of a lossless WebP, and nothing behind it. */
function webp(side: number): Uint8Array {
  const head = Buffer.from("RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f", "latin1");
  const size = Buffer.alloc(4);
  size.writeUInt32LE(((side - 1) | ((side - 1) << 14)) >>> 0);
  return Buffer.concat([head, size, Buffer.alloc(9)]);
}

/** An AVIF that says another size: the box ispe holds it behind version and flags. */
function withExtent(avif: Uint8Array, side: number): Uint8Array {
  const bytes = new Uint8Array(avif);
  const at = Buffer.from(bytes).indexOf("ispe");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(at + 8, side);
  view.setUint32(at + 12, side);
  return bytes;
}

/** A TIFF whose last directory says that the first one follows. */
function circle(tiff: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(tiff);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isLittle = bytes[0] === 0x49;
  const first = view.getUint32(4, isLittle);
  view.setUint32(first + 2 + 12 * view.getUint16(first, isLittle), first, isLittle);
  return bytes;
}

const laughter = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "ha">${Array.from(
  { length: 12 },
  (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`,
).join("")}]><svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text>&a12;</text></svg>`;
