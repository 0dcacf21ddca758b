import { type Box, luma, type Raster } from "./raster.ts";

/**
 * Share of the strongest contrast in the box from which a row or column counts as written on. Half of what shrinking
 * a box takes: here a faint slash beside a bold number is no gap.
 */
const inkShare = 0.15;
/** Contrast below which nothing is written at all, as a difference of luma, 0–255. */
const leastContrast = 12;

/** Neighbouring rows or columns of a box, counted from its top or left edge; `end` is one past the last. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

export const lengthOf = ({ start, end }: Run): number => end - start;

export function columnsWithInk(image: Raster, box: Box): Run[] {
  const down = image.width * 3;
  return runsOfInk(
    Array.from({ length: box.width }, (_, column) =>
      contrast(image, (box.y * image.width + box.x + column) * 3, down, box.height),
    ),
  );
}

export function rowsWithInk(image: Raster, box: Box): Run[] {
  return runsOfInk(Array.from({ length: box.height }, (_, row) => rowContrast(image, box, box.y + row)));
}

/** True when something may be written in the row `y` of the picture, as far as the box is wide. */
export function mayHaveInk(image: Raster, box: Box, y: number): boolean {
  return rowContrast(image, box, y) >= leastContrast;
}

/** True when something may be written anywhere in the box, however faint. */
export function mayHoldInk(image: Raster, box: Box): boolean {
  for (let y = box.y; y < box.y + box.height; y++) if (mayHaveInk(image, box, y)) return true;
  return false;
}

/** What lies before, between and behind the given runs, up to `length`. */
export function gapsBetween(runs: readonly Run[], length: number): Run[] {
  return [...runs, { start: length, end: length }]
    .map(({ start }, index) => ({ start: runs[index - 1]?.end ?? 0, end: start }))
    .filter((gap) => lengthOf(gap) > 0);
}

function rowContrast(image: Raster, box: Box, y: number): number {
  return contrast(image, (y * image.width + box.x) * 3, 3, box.width);
}

/** The difference between the brightest and the darkest of `count` pixels, of which each is `step` bytes on. */
function contrast({ data }: Raster, from: number, step: number, count: number): number {
  let [low, high] = [255, 0];
  for (let at = from; at < from + count * step; at += step) {
    const value = luma(data, at);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}

function runsOfInk(contrasts: readonly number[]): Run[] {
  const threshold = Math.max(leastContrast, inkShare * Math.max(...contrasts));
  return runsWhere(contrasts.length, (at) => (contrasts[at] ?? 0) >= threshold);
}

/** The runs of those places from 0 up to `length` that have ink. */
export function runsWhere(length: number, hasInk: (at: number) => boolean): Run[] {
  const runs: Run[] = [];
  let start = -1;
  for (let at = 0; at <= length; at++) {
    const ink = at < length && hasInk(at);
    if (ink && start < 0) start = at;
    if (!ink && start >= 0) {
      runs.push({ start, end: at });
      start = -1;
    }
  }
  return runs;
}
