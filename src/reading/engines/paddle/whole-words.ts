import { tighten } from "../../image/ink.ts";
import { columnsWithInk, type Run } from "../../image/ink-runs.ts";
import { type Box, clip, type Raster } from "../../image/raster.ts";

/** How far beyond either end of a box the rest of its words is looked for, in heights of the box. */
const reach = 1.5;
/** The widest gap between the letters of one word, in heights of the box. */
const widestGap = 0.15;

/**
 * The box of a line, grown sideways to hold its first and last word whole: of small type the detector sees now and then
 * only a part of the first or the last letter.
 */
export function withWholeWords(image: Raster, box: Box): Box {
  const by = Math.round(reach * box.height);
  const window = clip({ ...box, x: box.x - by, width: box.width + 2 * by }, image.width, image.height);
  const own: Run = { start: box.x - window.x, end: box.x - window.x + box.width };
  const ink = columnsWithInk(image, window);
  let { start, end } = own;
  const gap = widestGap * box.height;
  for (const run of ink.toReversed()) if (run.start < start && run.end >= start - gap) start = run.start;
  for (const run of ink) if (run.end > end && run.start <= end + gap) end = run.end;
  // What goes on and on is no word: a frame, a rule, a picture.
  if (start === 0 && window.x > 0) start = own.start;
  if (end === window.width && window.x + window.width < image.width) end = own.end;
  if (start === own.start && end === own.end) return box;
  return tighten(image, { ...box, x: window.x + start, width: end - start });
}
