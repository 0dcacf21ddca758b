import { right } from "../extract/layout.ts";
import type { Box } from "../image/raster.ts";

/** What has a place on the page. */
export interface Placed {
  readonly box: Box;
}

/** A stretch of a page in one direction, in pixels. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What lies between two lines that are blank from side to side. */
export interface Slice<T extends Placed> extends Span {
  readonly pieces: readonly T[];
}

/** How much of a piece's height is left out above and below: boxes have ground around them, and neighbours touch. */
const ground = 0.15;

/** Cuts a page along all lines that are blank from side to side, from top to bottom. */
export function slicesOf<T extends Placed>(pieces: readonly T[]): Slice<T>[] {
  const slices: { start: number; end: number; pieces: T[] }[] = [];
  for (const piece of [...pieces].sort((a, b) => a.box.y - b.box.y)) {
    const { y, height } = piece.box;
    const [start, end] = [y + ground * height, y + (1 - ground) * height];
    const last = slices.at(-1);
    if (last === undefined || start > last.end) slices.push({ start, end, pieces: [piece] });
    else {
      last.pieces.push(piece);
      last.end = Math.max(last.end, end);
    }
  }
  return slices;
}

/** The spans of x in which nothing is written, from left to right; the first and the last have no end. */
export function blanksIn(pieces: readonly Placed[]): Span[] {
  const spans: Span[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const { box } of [...pieces].sort((a, b) => a.box.x - b.box.x)) {
    if (box.x > from) spans.push({ start: from, end: box.x });
    from = Math.max(from, right(box));
  }
  spans.push({ start: from, end: Number.POSITIVE_INFINITY });
  return spans;
}
