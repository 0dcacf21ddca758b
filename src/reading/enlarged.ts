import sharp from "sharp";
import type { Effort } from "./effort.ts";
import type { Line, OcrEngine, Word } from "./engines/engine.ts";
import { type Box, type Raster, sharedArea } from "./image/raster.ts";

/** Half of the width of today's screens: on narrower pictures, small print is a few pixels high. */
const narrow = 540;
const factor = 2;

/** Whether words of a picture may have been misread because it is small. */
export function isSmall({ width, height }: Raster): boolean {
  return Math.min(width, height) < narrow;
}

/**
 * Reads a picture once more, enlarged, where letters run into one another otherwise; boxes are in pixels of the picture as
 * it is. `null` where a line that was `known` was not found again: it may be the one that says what matters.
 */
export async function readEnlarged(
  engine: OcrEngine,
  raster: Raster,
  known: readonly Line[],
  detail: "usual" | "fine",
  effort: Effort,
): Promise<Line[] | null> {
  const { width, height } = raster;
  const { data, info } = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .resize(factor * width, factor * height, { fit: "fill", kernel: "lanczos3" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const large = { width: info.width, height: info.height, data: new Uint8Array(data) };
  return ifWhole((await engine.recognize(large, detail, { effort })).map(reduced), known, effort);
}

/**
 * Searches a picture once more for small print, such as the days of a week, of which single digits are easily missed.
 * `null` where a line that was `known` was not found again.
 */
export async function searchFiner(
  engine: OcrEngine,
  raster: Raster,
  known: readonly Line[],
  effort: Effort,
): Promise<Line[] | null> {
  return ifWhole(await engine.recognize(raster, "fine", { known, effort }), known, effort);
}

function ifWhole(lines: Line[], known: readonly Line[], effort: Effort): Line[] | null {
  const isFound = ({ text, box }: Line): boolean =>
    (text.match(/[\p{L}\d]/gu) ?? []).length < 2 || lines.some((line) => overlap(line.box, box) >= 0.3);
  return effort.isSpent || !known.every(isFound) ? null : lines;
}

function reduced(line: Line): Line {
  return { ...line, box: smaller(line.box), words: line.words.map(reducedWord) };
}

function reducedWord({ centres, ...word }: Word): Word {
  const box = smaller(word.box);
  return centres === undefined ? { ...word, box } : { ...word, box, centres: centres.map((x) => x / factor) };
}

function smaller({ x, y, width, height }: Box): Box {
  return { x: x / factor, y: y / factor, width: width / factor, height: height / factor };
}

/** The share of the second box that the first covers, 0–1. */
function overlap(a: Box, b: Box): number {
  return sharedArea(a, b) / (b.width * b.height);
}
