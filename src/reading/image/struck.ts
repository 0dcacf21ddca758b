import { inkColumnsOf, inkOf, inkRowsOf } from "./glyphs.ts";
import { lengthOf, runsWhere } from "./ink-runs.ts";
import type { Box, Raster } from "./raster.ts";

/** Where a line through digits is, as shares of their height: what is lower underlines them. */
const middle = { from: 0.25, to: 0.75 } as const;
/** Share of a row that is ink in a line from the first digit to the last, whose ends may be pale. */
const leastInk = 0.97;
/** A line is thinner than this share of the height; what is thicker is a ground that the digits stand on. */
const thickest = 0.25;
/** Width in heights below which it is one character, which may have a bar of its own: `4`. */
const leastWidth = 1.2;

/**
 * Whether a number is struck out: a line runs through the middle of its digits from end to end. Rows through digits alone
 * have gaps, between the digits if nowhere else. Lines that are not level are not seen.
 */
export function isStruckOut(image: Raster, box: Box): boolean {
  const ink = inkOf(image, box);
  if (ink === null) return false;
  const { width, height, isInk } = ink;
  const columns = inkColumnsOf(ink);
  const rows = inkRowsOf(ink, 0, width);
  const [left = 0, right = 0] = [columns[0]?.start, columns.at(-1)?.end];
  const [top = 0, bottom = 0] = [rows[0]?.start, rows.at(-1)?.end];
  const [across, down] = [right - left, bottom - top];
  if (across < leastWidth * down) return false;
  const lines = runsWhere(height, (y) => {
    let count = 0;
    for (let x = left; x < right; x++) if (isInk(x, y)) count++;
    return count >= leastInk * across;
  });
  return lines.some((line) => {
    const centre = (line.start + line.end) / 2 - top;
    return centre > middle.from * down && centre < middle.to * down && lengthOf(line) <= thickest * down;
  });
}
