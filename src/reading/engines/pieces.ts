import { columnsWithInk, gapsBetween, lengthOf, type Run } from "../image/ink-runs.ts";
import type { Box, Raster } from "../image/raster.ts";

/**
 * Heights beyond which a line is cut into pieces. The model is trained on lines of about seven, and over long ones it
 * loses spaces and letters; but the lines that matter on a screenshot, of up to fourteen, are best read as a whole.
 */
const longest = 16;
/** How many heights long the pieces are at most, or about. */
const pieceLength = 8;
/** The narrowest space, as a share of the line's height. */
const narrowestSpace = 0.12;
/** How much wider than what lies between letters a space must be, so that spaced letters are not torn apart. */
const widerThanLetters = 1.5;
/** How far from an even division a cut may be, as a share of a piece. */
const reach = 0.35;

/** Cuts a long line between words into pieces of about one length; a line without spaces stays whole. */
export function piecesOf(image: Raster, box: Box): Box[] {
  if (box.width <= longest * box.height) return [box];
  const count = Math.ceil(box.width / (pieceLength * box.height));
  const spaces = spacesIn(image, box);
  const cuts: number[] = [];
  for (let piece = 1; piece < count; piece++) {
    const even = (piece * box.width) / count;
    const near = spaces.filter((gap) => Math.abs(middle(gap) - even) < (reach * box.width) / count);
    const widest = near.reduce<Run | null>(
      (most, gap) => (most && lengthOf(most) >= lengthOf(gap) ? most : gap),
      null,
    );
    if (widest !== null) cuts.push(middle(widest));
  }
  return [0, ...cuts].map((cut, index) => ({
    ...box,
    x: box.x + cut,
    width: (cuts[index] ?? box.width) - cut,
  }));
}

function spacesIn(image: Raster, box: Box): Run[] {
  const gaps = gapsBetween(columnsWithInk(image, box), box.width);
  // A line holds fewer spaces than it has heights: whatever comes behind the widest ones lies between letters.
  const fromWidest = gaps.map(lengthOf).sort((a, b) => b - a);
  const letters = fromWidest[Math.round(box.width / box.height)] ?? 0;
  const least = Math.max(narrowestSpace * box.height, widerThanLetters * letters);
  return gaps.filter((gap) => gap.start > 0 && gap.end < box.width && lengthOf(gap) >= least);
}

const middle = ({ start, end }: Run): number => Math.round((start + end) / 2);
