import type { Line } from "../engines/engine.ts";
import { centreX, right } from "../extract/layout.ts";
import type { NumberToken } from "../extract/numbers.ts";
import { glyphsIn } from "../image/glyphs.ts";
import { inkBox } from "../image/ink.ts";
import { type Box, clip, type Raster, union } from "../image/raster.ts";
import { resample } from "../image/resample.ts";

/** Cells of one line's hash: their number is its number of bits. */
const grid = { columns: 16, rows: 4 } as const;
/** Numbers that are hashed besides the step count, the largest ones. */
const mostNumbers = 12;
/**
 * Bits by which the hashes of one number may differ after scaling and recompression. Measured on real screenshots:
 * copies of the same count differ by up to 9, different counts by 16 and more in 99 of 100 pairs.
 */
const mostDifferentBits = 9;
/** Share of the numbers that must be found again: some are cut off, some are read as something else. */
const leastShare = 0.6;

/**
 * A hash of what the screenshot looks like where it says something: one 64-bit hash for the step count and for each
 * of the largest other numbers, of the ink inside of its box. A whole picture's hash cannot tell two days of one app
 * apart and does not survive a cut; these do both. Each bit says whether a cell of a 16 × 4 grid is nearer to ink
 * than to ground (the mean hash of Krawetz 2011, on lines). Hex, joined by points; empty without a step count.
 */
export function perceptualHash(
  image: Raster,
  count: NumberToken | null,
  others: readonly NumberToken[],
): string {
  if (count === null) return "";
  const numbers = others
    .filter((number) => number !== count && number.text.length >= 2)
    .sort((a, b) => b.box.height - a.box.height)
    .slice(0, mostNumbers);
  // A line with several numbers is taken apart once.
  const glyphs = new Map<Line, readonly Box[]>();
  for (const { line } of [count, ...numbers])
    if (!glyphs.has(line)) glyphs.set(line, glyphsIn(image, line.box) ?? []);
  return [count, ...numbers]
    .map((number) => hashOf(image, drawnBox(image, number, glyphs.get(number.line) ?? [])))
    .join(".");
}

/** True when two hashes are of one screenshot, also when it was cut, scaled or recompressed. */
export function isSameScreenshot(a: string, b: string): boolean {
  const [first, second] = [a.split("."), b.split(".")];
  const [countA = "", ...restA] = first;
  const [countB = "", ...restB] = second;
  if (countA === "" || countB === "" || differentBits(countA, countB) > mostDifferentBits) return false;
  const [few, many] = restA.length <= restB.length ? [restA, restB] : [restB, restA];
  const found = few.filter((hash) => many.some((other) => differentBits(hash, other) <= mostDifferentBits));
  // A count alone says too little: a small one may be anybody's.
  return found.length >= 2 && found.length >= leastShare * few.length;
}

/** Where a number's ink is: its box in the line is only an estimate, and hashes need its very edges. */
function drawnBox(image: Raster, { box }: NumberToken, glyphs: readonly Box[]): Box {
  const own = glyphs.filter((glyph) => {
    const middle = centreX(glyph);
    return middle >= box.x && middle <= right(box);
  });
  if (own.length > 0) return union(own);
  return inkBox(image, clip(box, image.width, image.height), 0);
}

function hashOf(image: Raster, box: Box): string {
  const cells = grid.columns * grid.rows;
  const planes = resample(image, box, grid.columns, grid.rows, grid.columns);
  const values = Array.from(
    { length: cells },
    (_, cell) =>
      0.114 * (planes[cell] ?? 0) +
      0.587 * (planes[cells + cell] ?? 0) +
      0.299 * (planes[2 * cells + cell] ?? 0),
  );
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  let bits = 0n;
  for (const value of values) bits = (bits << 1n) | (value > middle ? 1n : 0n);
  return bits.toString(16).padStart(cells / 4, "0");
}

function differentBits(a: string, b: string): number {
  let rest = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; rest !== 0n; rest &= rest - 1n) count++;
  return count;
}
