import { inkColumnsOf, inkOf, inkRowsOf } from "./glyphs.ts";
import type { Run } from "./ink-runs.ts";
import type { Box, Raster } from "./raster.ts";

/** All in heights of the number's box: how far before it is looked, and by how much its box may miss its first digit. */
const look = { before: 0.6, slack: 0.1 } as const;
/** Icons stand further from the number beside them: on real screens a quarter of its height and more. */
const nearest = 0.2;
/** What covers a digit is as high as it: share of the box's height. Signs and separators are lower. */
const tall = 0.7;

/**
 * Whether something as high as the digits ends right before the first one, as an icon never does: what floats over a screen
 * may cover a digit there.
 */
export function isCoveredBefore(image: Raster, box: Box): boolean {
  // Nothing is before digits right at the edge; less than that far from it, a bubble that sticks to the edge may be.
  const before = Math.min(Math.round(look.before * box.height), Math.floor(box.x));
  const around = { x: box.x - before, y: box.y, width: before + box.width, height: box.height };
  const ink = before <= 0 ? null : inkOf(image, around);
  if (ink === null) return false;
  const { width, height } = ink;
  const columns = inkColumnsOf(ink);
  const slack = look.slack * box.height;
  const first = columns.find(({ start }) => start >= before - slack)?.start ?? width;
  return columns.some(
    ({ start, end }) =>
      start < before - slack &&
      (end > before + slack || end > first - nearest * box.height) &&
      heightOf(inkRowsOf(ink, start, Math.min(end, before))) >= tall * height,
  );
}

/** From the first row that is written on to the last one. */
function heightOf(rows: readonly Run[]): number {
  return (rows.at(-1)?.end ?? 0) - (rows[0]?.start ?? 0);
}
