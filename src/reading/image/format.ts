import { OcrEcoError } from "../../errors.ts";

/** Formats that can be read. What a file is called does not matter, only what is in it. */
export type ImageFormat = "jpeg" | "png" | "webp" | "gif" | "tiff" | "avif" | "heic";

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** What a file that is no picture we can read seems to be, with the advice for its owner. */
const others: readonly (readonly [test: (bytes: Uint8Array) => boolean, what: string, advice: string])[] = [
  [(bytes) => ascii(bytes, 0, 5) === "%PDF-", "a PDF", "Export its page as PNG or JPEG"],
  [(bytes) => ascii(bytes, 0, 2) === "BM", "a BMP picture", "Save it as PNG or JPEG"],
  [(bytes) => ascii(bytes, 0, 4) === "8BPS", "a Photoshop file", "Save it as PNG or JPEG"],
  [
    (bytes) => ascii(bytes, 4, 12) === "JXL \r\n\x87\n" || (bytes[0] === 0xff && bytes[1] === 0x0a),
    "a JPEG XL picture",
    "Save it as PNG or JPEG",
  ],
  [(bytes) => ascii(bytes, 0, 2) === "PK", "an archive", "Unpack it and give the pictures inside"],
  [(bytes) => ascii(bytes, 4, 8) === "ftyp", "a video", "Take a screenshot of it"],
  [
    (bytes) => /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?<svg/i.test(ascii(bytes, 0, 512)),
    "an SVG drawing",
    "Save it as PNG",
  ],
  [
    (bytes) => /^\s*<(!doctype html|html|head|body)/i.test(ascii(bytes, 0, 512)),
    "a web page",
    "Give the address of the picture itself",
  ],
  [isText, "a text file", "Give a PNG, JPEG, WebP or HEIC picture"],
];

/**
 * Tells the format by the first bytes. Throws `IMAGE_EMPTY`, `IMAGE_FORMAT_UNSUPPORTED` for pictures of other
 * kinds, or `IMAGE_NOT_AN_IMAGE`; `name` is what the sentence calls the input.
 */
export function sniffFormat(bytes: Uint8Array, name: string): ImageFormat {
  if (bytes.length === 0) {
    throw new OcrEcoError("IMAGE_EMPTY", `${name} is empty (0 bytes). Copy or download it again.`);
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "webp";
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return "gif";
  if (["II*\0", "MM\0*"].includes(ascii(bytes, 0, 4))) return "tiff";
  if (ascii(bytes, 4, 8) === "ftyp") {
    const brands = ascii(bytes, 8, 40);
    if (/avif|avis/.test(brands)) return "avif";
    if (/hei[cxms]|hev[cxms]|mif1|msf1/.test(brands)) return "heic";
  }
  for (const [test, what, advice] of others) {
    if (!test(bytes)) continue;
    const code = /picture|drawing|PDF|Photoshop/.test(what)
      ? "IMAGE_FORMAT_UNSUPPORTED"
      : "IMAGE_NOT_AN_IMAGE";
    throw new OcrEcoError(code, `${name} is ${what}, whatever it is called. ${advice}.`);
  }
  throw new OcrEcoError(
    "IMAGE_NOT_AN_IMAGE",
    `${name} is no picture. Give a PNG, JPEG, WebP or HEIC picture.`,
  );
}

/** True for UTF-8 without control characters other than white space and escape. */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 512);
  if (head.some((byte) => byte < 32 && ![9, 10, 11, 12, 13, 27].includes(byte))) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
