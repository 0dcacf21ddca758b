import type { Word } from "../engines/engine.ts";
import { bottom, centreX } from "../extract/layout.ts";
import type { Box } from "../image/raster.ts";
import { median } from "../median.ts";

/** Where a line's letters stand, as hOCR says it: seen from the lower left corner of the line's box. */
export interface Baseline {
  /** How far it sinks (or, below 0, rises) for each pixel to the right. */
  readonly slope: number;
  /** How far below the corner it begins, in pixels; below 0 where letters reach under it. */
  readonly offset: number;
}

/** Characters that reach below the baseline in some type face, or do not stand on it. */
const unfit = /[gjpqyJQçşţģķļņŗµß,;()[\]{}|/\\@$§&_"'“”‘’„‚«»*^~+=<>•·–—-]/u;
/** How much of a line's height lies below the baseline where no word tells. */
const belowBaseline = 0.21;
/** How many heights of the line apart words must stand to tell whether it slopes. */
const farEnough = 5;
/** By how many pixels a line must rise or sink from end to end to slope: boxes are whole pixels. */
const leastRise = 2;

/** The line on which the letters of some words stand, from the lower ends of those words that reach down to it. */
export function baselineOf(words: readonly Word[], line: Box): Baseline {
  const standing = words.filter(({ text }) => !unfit.test(text));
  if (standing.length === 0) {
    const sinks = words.some(({ text }) => /[gjpqyQ,;()[\]{}|/@$§]/.test(text));
    return { slope: 0, offset: sinks ? -Math.round(belowBaseline * line.height) : 0 };
  }
  const feet = standing.map(({ box }) => ({ x: centreX(box) - line.x, y: bottom(box) - bottom(line) }));
  const seen = slopeOf(feet, farEnough * line.height);
  const slope = Math.abs(seen) * line.width < leastRise ? 0 : seen;
  return { slope, offset: Math.round(median(feet.map(({ x, y }) => y - slope * x))) };
}

/** The median of the slopes between points that are far apart (Theil–Sen); 0 where there are none. */
function slopeOf(points: readonly { readonly x: number; readonly y: number }[], apart: number): number {
  const slopes = points.flatMap((a, index) =>
    points
      .slice(index + 1)
      .filter((b) => b.x - a.x >= apart)
      .map((b) => (b.y - a.y) / (b.x - a.x)),
  );
  return Number(median(slopes).toFixed(3));
}
