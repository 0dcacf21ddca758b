import { tighten } from "../../image/ink.ts";
import { columnsWithInk, gapsBetween, lengthOf, type Run } from "../../image/ink-runs.ts";
import { type Box, type Raster, union } from "../../image/raster.ts";

/** How much of the lower one's height two boxes share when they stand in one row. */
const oneRow = 0.6;
/** How much of the higher one's height they share when they are of one size, too. */
const oneSize = 0.7;
/** Columns without ink between two texts, as a share of the lower one's height: more than a space. */
const apart = 0.35;
/**
 * How far boxes of two texts can overlap, as a share of the lower one's height: both are grown by three quarters of
 * it. Beyond that they are one line that two tiles found.
 */
const furthest = 1.5;

/**
 * Settles whose ink it is where boxes of one row overlap. A character that stands in two boxes is read twice, or
 * as something else where a box cuts it: "33,335/10,000" came out as "33,335/1" and "5/10,000", two numbers that
 * nobody printed. Boxes end where columns without ink part them; where ink runs through, they are one line.
 */
export function settleOverlaps(image: Raster, boxes: readonly Box[]): Box[] {
  const settled: Box[] = [];
  for (const box of [...boxes].sort((a, b) => a.x - b.x)) {
    let right = box;
    for (let at = 0; at < settled.length; at++) {
      const left = settled[at];
      if (left === undefined || !meet(left, right)) continue;
      const seam = seamOf(image, left, right);
      if (seam === "none") {
        // The line that comes of it may meet others.
        right = tighten(image, union([left, right]));
        settled.splice(at, 1);
        at = -1;
      } else if (seam !== "unclear") {
        settled[at] = tighten(image, { ...left, width: seam - left.x });
        right = tighten(image, { ...right, x: seam, width: endOf(right) - seam });
      }
    }
    settled.push(right);
  }
  return settled;
}

/** Whether the boxes stand in one row and the right one begins inside of the left one and ends beyond it. */
function meet(left: Box, right: Box): boolean {
  return (
    shared(left, right) >= oneRow * Math.min(left.height, right.height) &&
    left.x < right.x &&
    right.x < endOf(left) &&
    endOf(left) < endOf(right)
  );
}

/** The x where the left box should end and the right one begin. */
function seamOf(image: Raster, left: Box, right: Box): number | "none" | "unclear" {
  const height = Math.min(left.height, right.height);
  const rows = shared(left, right);
  const alike = rows >= oneSize * Math.max(left.height, right.height);
  const [from, to] = [Math.max(left.x, right.x - height), Math.min(endOf(left) + height, endOf(right))];
  const overlap = { start: right.x - from, end: endOf(left) - from };
  if (alike && lengthOf(overlap) > furthest * height) return "none";
  const reaches = ({ start, end }: Run): boolean => start < overlap.end && end > overlap.start;
  const ink = columnsWithInk(image, {
    x: from,
    y: Math.max(left.y, right.y),
    width: to - from,
    height: rows,
  });
  if (!ink.some(reaches)) return "unclear";
  const kept = alike ? { start: 0, end: to - from } : betweenTall(image, left, right, from, to);
  const gap = gapsBetween(ink, to - from)
    .filter((run) => reaches(run) && run.start >= kept.start && run.end <= kept.end)
    .reduce((most, run) => (lengthOf(run) > lengthOf(most) ? run : most), { start: 0, end: 0 });
  if (alike && lengthOf(gap) < apart * height) return "none";
  const seam = from + Math.round((gap.start + gap.end) / 2);
  return lengthOf(gap) > 0 && seam > left.x && seam < endOf(right) ? seam : "unclear";
}

/**
 * Where large type may end beside small type: what rises above or sinks below the small type is large, so that a
 * number never loses its last digit to its unit.
 */
function betweenTall(image: Raster, left: Box, right: Box, from: number, to: number): Run {
  const leftIsTall = left.height > right.height;
  const [tall, low] = leftIsTall ? [left, right] : [right, left];
  const above = low.y - tall.y;
  const below = tall.y + tall.height - (low.y + low.height);
  const part = above >= below ? { y: tall.y, height: above } : { y: low.y + low.height, height: below };
  const x = Math.max(from, tall.x);
  const ink = columnsWithInk(image, { ...part, x, width: Math.min(to, endOf(tall)) - x });
  return leftIsTall
    ? { start: ink.at(-1)?.end ?? 0, end: to - from }
    : { start: 0, end: x - from + (ink[0]?.start ?? to - x) };
}

const endOf = (box: Box): number => box.x + box.width;

/** Rows in which both boxes are; negative when they have none in common. */
function shared(a: Box, b: Box): number {
  return Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
}
