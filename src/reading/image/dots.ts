import { inkColumnsOf, inkOf, inkRowsOf } from "./glyphs.ts";
import { lengthOf } from "./ink-runs.ts";
import type { Box, Raster } from "./raster.ts";

/** By what share of their height dots may differ from each other, and from being as wide as high; edges are soft. */
const mostUnlike = 0.35;
/** Ground between two dots, in heights of a dot; letters of a word on its side stand closer. */
const leastGap = 0.3;
/** Share of its square that a disc fills, at least; letters fill less. */
const leastFilled = 0.65;

/** How wide a box of three dots is at most, in heights of it. */
const widest = 0.6;
/** How much of the ground around a box is looked at, in heights of it: a box may cut the first dot. */
const around = 0.2;

/** Whether nothing but three dots over each other is in a box, behind which a menu is: words on their side are drawn unlike. */
export function isColumnOfDots(image: Raster, box: Box): boolean {
  if (box.width > widest * box.height) return false;
  const by = Math.ceil(around * box.height);
  const ink = inkOf(image, {
    x: box.x - by,
    y: box.y - by,
    width: box.width + 2 * by,
    height: box.height + 2 * by,
  });
  if (ink === null) return false;
  const [columns, ...others] = inkColumnsOf(ink);
  const rows = inkRowsOf(ink, 0, ink.width);
  if (columns === undefined || others.length > 0 || rows.length !== 3) return false;
  const width = lengthOf(columns);
  const isDot = (row: (typeof rows)[number], at: number): boolean => {
    const height = lengthOf(row);
    const before = rows[at - 1];
    let filled = 0;
    for (let y = row.start; y < row.end; y++)
      for (let x = columns.start; x < columns.end; x++) if (ink.isInk(x, y)) filled++;
    return (
      Math.abs(height - width) <= 1 + mostUnlike * width &&
      filled >= leastFilled * width * height &&
      (before === undefined || row.start - before.end >= leastGap * width)
    );
  };
  return rows.every(isDot);
}
