import { type Box, clip, type Raster } from "./raster.ts";

/** Least width of a bar, in widths of the picture; what is shorter may be anything. */
const leastWidth = 0.35;
/** Least and most height of a bar, in widths of it: thinner ones are lines, thicker ones are cards. */
const height = { least: 0.012, most: 0.16 } as const;
/** Colour, the largest channel less the smallest, from which a pixel is of the filled part, and up to which it is of the track. */
const colour = { filled: 60, track: 24 } as const;
/** By how much a track differs from what is around it, on any channel. */
const leastContrast = 8;
/** By how much the ends of one bar may differ from row to row, in widths of it: they are round. */
const even = 0.02;

interface Row {
  readonly start: number;
  readonly filled: number;
  readonly end: number;
}

/**
 * How far the bar in an area is filled, 0–1: a coloured stretch from its left end and a grey one to its right, at even places for
 * as many rows as a bar is high. `null` where there is none, or one that is full, as a button is.
 */
export function filledShare(image: Raster, area: Box): number | null {
  const box = clip(area, image.width, image.height);
  let run: Row[] = [];
  for (let y = box.y; y < box.y + box.height; y++) {
    const row = rowAt(image, box, y);
    const [first] = run;
    if (row !== null && (first === undefined || isEven(first, row))) {
      run.push(row);
      continue;
    }
    const share = shareOf(run);
    if (share !== null) return share;
    run = row === null ? [] : [row];
  }
  return shareOf(run);
}

function isEven(a: Row, b: Row): boolean {
  const by = even * (a.end - a.start);
  return (
    Math.abs(a.start - b.start) <= by && Math.abs(a.filled - b.filled) <= by && Math.abs(a.end - b.end) <= by
  );
}

function shareOf(run: readonly Row[]): number | null {
  const middle = run[run.length >> 1];
  if (middle === undefined) return null;
  const width = middle.end - middle.start;
  if (run.length < height.least * width || run.length > height.most * width) return null;
  return (middle.filled - middle.start) / width;
}

/** The longest coloured stretch of a row, and the even grey one right behind it. */
function rowAt({ width, data }: Raster, box: Box, y: number): Row | null {
  const at = (x: number): number => (y * width + x) * 3;
  // Every pixel of the area is asked: nothing is made for one.
  const colourAt = (x: number): number => {
    const from = at(x);
    const red = data[from] ?? 0;
    const green = data[from + 1] ?? 0;
    const blue = data[from + 2] ?? 0;
    return Math.max(red, green, blue) - Math.min(red, green, blue);
  };
  let [start, filled] = [0, 0];
  for (let x = box.x; x < box.x + box.width; ) {
    let end = x;
    while (end < box.x + box.width && colourAt(end) >= colour.filled) end++;
    if (end - x > filled - start) [start, filled] = [x, end];
    x = Math.max(end, x + 1);
  }
  // Between the two is a soft or round edge.
  const soft = Math.round(0.01 * width) + 2;
  const from = filled + soft;
  if (filled === start || from >= width || colourAt(from) > colour.track) return null;
  const differs = (x: number, as: number, channel: number): boolean =>
    Math.abs((data[at(x) + channel] ?? 0) - (data[at(as) + channel] ?? 0)) >= leastContrast;
  const isSame = (x: number, as: number): boolean =>
    !(differs(x, as, 0) || differs(x, as, 1) || differs(x, as, 2));
  let end = from;
  while (end < box.x + box.width && isSame(end, from)) end++;
  // It lies on the same ground with both ends.
  const [before, after] = [start - 2 * soft, end + 2 * soft];
  const isTrack =
    end > from && before >= 0 && after < width && !isSame(before, from) && isSame(before, after);
  return isTrack && end - start >= leastWidth * width ? { start, filled, end } : null;
}
