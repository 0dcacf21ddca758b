import type { Box, Raster } from "../image/raster.ts";
import type { Line } from "./engine.ts";

/** Reads a box that is known to hold one line of text; `null` when nothing is written there. */
export type LineReader = (image: Raster, box: Box) => Promise<Line | null>;

/** What was read, and how sure its least sure word is, 0–1; or, where nothing is written, how sure that is. */
export interface SureLine {
  readonly line: Line | null;
  readonly confidence: number;
}

/** How sure a reader must be of text, or that there is none, so that no other has to look, 0–1. */
interface Sure {
  readonly text: number;
  readonly nothing: number;
}

/** Whether nobody else has to read it. */
export function isSure({ line, confidence }: SureLine, sure: Sure): boolean {
  return confidence >= (line === null ? sure.nothing : sure.text);
}

/** What stands for a character of which so little is left that nobody could say which it was. */
export const fragmentSign = "\ufffd";

/** What stands for text that our recogniser cannot read: of another alphabet, on its side, lines above each other. */
export const unreadableSign = "\u3013";

/** A piece of a number whose first or last digit is cut. */
const cutNumber = new RegExp(`${fragmentSign}[.,:]?\\d|\\d[.,:]?${fragmentSign}`);

/** Three characters or more, one by one, with spaces between; or a number that falls apart behind its separator. */
const setApart = /(?:^|\s)\S(?:\s\S){2}(?=\s|$)|\d[.,]\s\d{3}(?!\d)/;

/** No sign is wider than it is high, and few are as wide: so many of them, at least, fill a line of that many squares. */
const leastOfSquares = 0.75;
/** Less sure than this of a line that another reader cannot read, 0–1, it says what is in no alphabet. */
const leastOfWhole = 0.6;

/**
 * Lets the second reader read what the first one is not sure of, or cannot read. It does so with cut words, too, but not with cut
 * numbers: the second reader has no sign for what is cut, and what is left of a number is another number. And it does so with
 * characters that stand apart: they may be one word or number in wide letters.
 */
export function withFallBack(
  first: (image: Raster, box: Box) => Promise<SureLine>,
  second: LineReader,
  sure: Sure,
): LineReader {
  return async (image, box) => {
    const read = await first(image, box);
    const { line } = read;
    const text = line?.text ?? "";
    const isUnreadable = text.includes(unreadableSign);
    const isIncomplete = text.includes(fragmentSign) || isUnreadable;
    if (isSure(read, sure) && !(isIncomplete && !cutNumber.test(text)) && !setApart.test(text)) return line;
    const other = await second(image, box);
    if (!isUnreadable) return other;
    return isWhole(other) && (!isSure(read, sure) || signsOf(other) > signsOf(line)) ? other : line;
  };
}

/**
 * Whether a reading of a line that another reader cannot read may be all of it. The second reader knows few alphabets, too: of
 * the others it says nothing, or a sign where there are many, and what is written there would be gone.
 */
function isWhole(line: Line | null): line is Line {
  if (line === null || line.confidence < leastOfWhole) return false;
  const signs = signsOf(line);
  return signs > 1 && signs >= (leastOfSquares * line.box.width) / line.box.height;
}

/** How many letters and digits were read. */
function signsOf(line: Line | null): number {
  return line?.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/**
 * Reads each box of a picture once: who searches it again from near or afar, or looks at a number again, asks for many of the
 * same boxes, to the pixel, and would hear the same.
 */
export function withMemory<Read>(
  read: (image: Raster, box: Box) => Promise<Read>,
): (image: Raster, box: Box) => Promise<Read> {
  const pictures = new WeakMap<Raster, Map<string, Promise<Read>>>();
  return (image, box) => {
    const lines = pictures.get(image) ?? new Map<string, Promise<Read>>();
    pictures.set(image, lines);
    const place = `${box.x},${box.y},${box.width},${box.height}`;
    const line = lines.get(place) ?? read(image, box);
    lines.set(place, line);
    return line;
  };
}
