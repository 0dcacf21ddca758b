import type { Line } from "../engines/engine.ts";
import type { Box, Raster } from "../image/raster.ts";
import { resample } from "../image/resample.ts";

/** Cells of one line's hash: their number is its number of bits. */
const grid = { columns: 16, rows: 4 } as const;
/** Numbers that are hashed besides the step count, the largest ones. */
const mostLines = 9;
/** Bits by which the hashes of one line may differ after scaling and recompression. */
const mostDifferentBits = 6;
/** Share of the numbers that must be found again: some are cut off, some are read as something else. */
const leastShare = 0.6;

/**
 * A hash of what the screenshot looks like where it says something: one 64-bit hash for the step count and for each
 * of the largest other numbers, of the ink inside of its box. A whole picture's hash cannot tell two days of one app
 * apart and does not survive a cut; these do both. Each bit says whether a cell of a 16 × 4 grid is nearer to ink
 * than to ground (the mean hash of Krawetz 2011, on lines). Hex, joined by points; empty without a step count.
 */
export function perceptualHash(image: Raster, count: Box | null, lines: readonly Line[]): string {
  if (count === null) return "";
  const numbers = lines
    .filter((line) => (line.text.match(/\d/g)?.length ?? 0) >= 2 && !touches(line.box, count))
    .sort((a, b) => b.box.height - a.box.height)
    .slice(0, mostLines);
  return [count, ...numbers.map((line) => line.box)].map((box) => hashOf(image, box)).join(".");
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

function touches(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
