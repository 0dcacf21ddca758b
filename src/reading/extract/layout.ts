import type { Box } from "../image/raster.ts";

/** Geometry of boxes on a screen. All measures are in pixels unless said otherwise. */

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const centreX = (box: Box): number => box.x + box.width / 2;
export const centreY = (box: Box): number => box.y + box.height / 2;

/** True when the boxes stand beside each other: their vertical overlap is half of the lower one's height. */
export function sameRow(a: Box, b: Box): boolean {
  const shared = Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y);
  return shared >= 0.5 * Math.min(a.height, b.height);
}

/** True when the boxes stand in one column: left edges, centres or right edges in line, and one over the other. */
export function sameColumn(a: Box, b: Box): boolean {
  const shared = Math.min(right(a), right(b)) - Math.max(a.x, b.x);
  if (shared <= 0) return false;
  const tolerance = 0.8 * Math.max(a.height, b.height);
  return (
    shared >= 0.8 * Math.min(a.width, b.width) ||
    Math.abs(a.x - b.x) <= tolerance ||
    Math.abs(centreX(a) - centreX(b)) <= tolerance ||
    Math.abs(right(a) - right(b)) <= tolerance
  );
}

/** Space between two boxes of one row, negative when they overlap. */
export function gapX(left: Box, other: Box): number {
  return Math.max(left.x, other.x) - Math.min(right(left), right(other));
}

/** Space between two boxes of one column, negative when they overlap. */
export function gapY(upper: Box, lower: Box): number {
  return lower.y - bottom(upper);
}

/** Items that stand beside each other, row by row from top to bottom, each row from left to right. */
export function rowsOf<T extends { readonly box: Box }>(items: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (const item of [...items].sort((a, b) => centreY(a.box) - centreY(b.box))) {
    const row = rows.findLast((others) => others.every((other) => sameRow(other.box, item.box)));
    if (row === undefined) rows.push([item]);
    else row.push(item);
  }
  return rows.map((row) => row.sort((a, b) => a.box.x - b.box.x));
}

/** Reading order: row by row. */
export function inReadingOrder<T extends { readonly box: Box }>(items: readonly T[]): T[] {
  return rowsOf(items).flat();
}

/** The nearest item right above a box, within 1.2 heights of the larger; `skip` passes over what means nothing. */
export function headingOf<T extends { readonly box: Box; readonly text: string }>(
  box: Box,
  items: readonly T[],
  own: T,
  skip: (text: string) => boolean,
): T | null {
  const above = items.filter(
    (item) =>
      item !== own &&
      item.box.y < box.y &&
      sameColumn(item.box, box) &&
      !sameRow(item.box, box) &&
      gapY(item.box, box) < 1.2 * Math.max(item.box.height, box.height) &&
      !skip(item.text),
  );
  return above.sort((a, b) => bottom(b.box) - bottom(a.box))[0] ?? null;
}
