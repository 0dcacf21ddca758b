import sharp from "sharp";
import { OcrEcoError, reasonOf } from "../../../errors.ts";
import { type Box, clip, crop, isDark, type Raster, union } from "../../image/raster.ts";
import type { Line, OcrEngine, SecondReader, Word } from "../engine.ts";
import { type Prepared, startTesseract, type Tesseract } from "./core.ts";

/**
 * Page segmentation modes: text in any place, which is what a screen full of cards needs; pages with columns and
 * tables; and a single line.
 */
const modes = { sparse: "11", page: "3", line: "7" } as const;

/**
 * The ways in which a single line is read: scaled to a height in pixels, all characters or digits only.
 * Measured on 183 step counts that PP-OCR read rightly: the first reads 92 % of them, the first two 97 %.
 */
const lineTries = [
  { height: 64, characters: "" },
  { height: 40, characters: "" },
  { height: 48, characters: "0123456789.,'/" },
] as const;

/** tesseract's LSTM engine as WebAssembly, inside this process, which can use the latest only. Throws `LANGUAGE_CORRUPT`. */
export async function createTesseractEngine(prepared: Prepared): Promise<OcrEngine & SecondReader> {
  const tesseract = await startTesseract(prepared);
  return {
    name: "tesseract",
    recognize: async (image, detail) =>
      read(tesseract, await toGrey(image, 1, 0), { mode: detail === "document" ? modes.page : modes.sparse }),
    async recognizeLine(image, box, settles) {
      const piece = crop(image, clip(box, image.width, image.height));
      let first: Line | null = null;
      for (const { height, characters } of lineTries) {
        const scale = Math.min(4, height / piece.height);
        const margin = Math.round(height / 5);
        const grey = await toGrey(piece, scale, margin);
        const lines = await read(tesseract, grey, { mode: modes.line, characters, scale, margin });
        const [found] = lines;
        if (found === undefined) continue;
        const line = shifted({ ...found, text: lines.map((each) => each.text).join(" ") }, box);
        if (settles(line)) return line;
        first ??= line;
      }
      return first;
    },
  };
}

/** One byte for each pixel, row by row. */
interface GreyImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One channel, dark on light (tesseract was trained on paper), enlarged, with a border of background. */
async function toGrey(image: Raster, scale: number, margin: number): Promise<GreyImage> {
  const dark = isDark(image);
  let pipeline = sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 3 },
  }).greyscale();
  if (scale !== 1) {
    pipeline = pipeline.resize(Math.round(image.width * scale), Math.round(image.height * scale), {
      fit: "fill",
      kernel: "cubic",
    });
  }
  if (dark) pipeline = pipeline.negate();
  if (margin > 0) {
    pipeline = pipeline.extend({
      top: margin,
      bottom: margin,
      left: margin,
      right: margin,
      extendWith: "copy",
    });
  }
  const { data, info } = await pipeline
    .normalise()
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** How a picture is read, and what was done to it before: it was enlarged, and has a border. */
interface Way {
  readonly mode: (typeof modes)[keyof typeof modes];
  /** The only characters that are read; empty for all. */
  readonly characters?: string;
  readonly scale?: number;
  readonly margin?: number;
}

/** Throws `INTERNAL`, after which nobody knows what still works. */
async function read(
  tesseract: Tesseract,
  image: GreyImage,
  { mode, characters = "", scale = 1, margin = 0 }: Way,
): Promise<Line[]> {
  const params = { tessedit_pageseg_mode: mode, tessedit_char_whitelist: characters };
  try {
    return toLines(await tesseract.toTsv(toPnm(image), params), scale, margin);
  } catch (error) {
    throw new OcrEcoError(
      "INTERNAL",
      `tesseract could not read what it was given: ${reasonOf(error)}. Send another copy of the picture.`,
      { cause: error },
    );
  }
}

/** tesseract.js looks for EXIF in the first 500 bytes of whatever it is given: pixels are not to be taken for that. */
const comment = `#${" ".repeat(500)}`;

function toPnm({ data, width, height }: GreyImage): Uint8Array {
  const header = new TextEncoder().encode(`P5\n${comment}\n${width} ${height}\n255\n`);
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}

/** tesseract's own TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
function toLines(tsv: string, scale: number, margin: number): Line[] {
  const lines = new Map<string, Word[]>();
  for (const row of tsv.split("\n")) {
    const cells = row.split("\t");
    const text = cells[11]?.trim() ?? "";
    if (cells[0] !== "5" || text === "") continue;
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
    const key = cells.slice(1, 5).join(".");
    const words = lines.get(key) ?? [];
    lines.set(key, words);
    words.push({
      text,
      box: {
        x: Math.round((left - margin) / scale),
        y: Math.round((top - margin) / scale),
        width: Math.max(1, Math.round(width / scale)),
        height: Math.max(1, Math.round(height / scale)),
      },
      confidence: Math.max(0, confidence) / 100,
    });
  }
  return [...lines.values()].map(lineOf);
}

function lineOf(words: readonly Word[]): Line {
  return {
    text: words.map((word) => word.text).join(" "),
    box: union(words.map((word) => word.box)),
    confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
    words,
  };
}

function shifted(line: Line, by: Box): Line {
  const move = (box: Box): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y });
  return {
    ...line,
    box: move(line.box),
    words: line.words.map((word) => ({ ...word, box: move(word.box) })),
  };
}
