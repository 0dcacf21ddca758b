import { centreX, centreY, rowsOf } from "../extract/layout.ts";
import { union } from "../image/raster.ts";
import { median } from "../median.ts";
import { type Placed, type Slice, type Span, slicesOf } from "./blanks.ts";
import { guttersOf } from "./gutters.ts";

/** As many gutters are looked at, the longest first, however many a picture of anything seems to have. */
const mostTried = 30;
/** Prose is at least so many lines, and so many heights of a line wide. */
const leastProse = { lines: 3, width: 8 } as const;
/** How much of its column's width a line of prose fills at least. */
const fullLine = 0.55;
/** How far apart the lines of prose are at most, from middle to middle, in heights of a line. */
const widestPitch = 2.2;
/** So many rows after each other with something on both sides of a gutter, none of which fills its side, are a table. */
const leastTable = 2;

/** Slices after each other, and the gutters that part columns of prose in all of them, from left to right. */
interface Band<T extends Placed> {
  readonly slices: readonly Slice<T>[];
  readonly gutters: readonly Span[];
}

/**
 * The pieces of text of a page in groups, in the order in which groups are read; each group is read row by row. The
 * page is cut along what is blank (an XY-cut, Nagy and Seth 1984), but upright only where columns of prose stand on
 * either side, so that tables stay whole.
 */
export function columnsOf<T extends Placed>(pieces: readonly T[]): T[][] {
  if (pieces.length === 0) return [];
  const height = median(pieces.map(({ box }) => box.height));
  const slices = slicesOf(pieces);
  const band = longestBand(slices, height);
  if (band === null) return [[...pieces]];
  const first = slices.findIndex(({ start }) => start === band.slices[0]?.start);
  const above = slices.slice(0, first);
  const below = slices.slice(first + band.slices.length);
  const columns = partsOf(piecesOf(band.slices), band.gutters);
  return [piecesOf(above), ...columns, piecesOf(below)].flatMap((part) => columnsOf(part));
}

/** The run with the most slices in which gutters part columns of prose; `null` when there is none. */
function longestBand<T extends Placed>(slices: readonly Slice<T>[], height: number): Band<T> | null {
  let best: Band<T> | null = null;
  const gutters = guttersOf(slices, height).sort((a, b) => b.end - b.first - (a.end - a.first));
  for (const { first, end, span } of gutters.slice(0, mostTried)) {
    if (end - first <= (best?.slices.length ?? 0)) break;
    for (const part of withoutTables(slices.slice(first, end), span)) {
      const parting = proseGutters(part, span, height);
      if (parting.length > 0 && part.length > (best?.slices.length ?? 0))
        best = { slices: part, gutters: parting };
    }
  }
  return best;
}

/** What is left of some slices without the tables in them. */
function withoutTables<T extends Placed>(slices: readonly Slice<T>[], gutter: Span): Slice<T>[][] {
  const widths = partsOf(piecesOf(slices), [gutter]).map(widthOf);
  const isRow = slices.map(({ pieces }) => {
    const parts = partsOf(pieces, [gutter]);
    const isFull = (part: T[], index: number): boolean =>
      Math.max(0, ...rowsOf(part).map(writtenWidth)) >= fullLine * (widths[index] ?? 0);
    return parts.every((part) => part.length > 0) && !parts.some(isFull);
  });
  const parts: Slice<T>[][] = [[]];
  for (const [index, slice] of slices.entries()) {
    const from = isRow.lastIndexOf(false, index) + 1;
    const next = isRow.indexOf(false, index);
    const isTable = isRow[index] === true && (next === -1 ? isRow.length : next) - from >= leastTable;
    if (isTable) parts.push([]);
    else parts.at(-1)?.push(slice);
  }
  return parts.filter((part) => part.length > 0);
}

/** Those gutters of some slices, one of them known, that have prose on either side. */
function proseGutters<T extends Placed>(slices: readonly Slice<T>[], known: Span, height: number): Span[] {
  const pieces = piecesOf(slices);
  const others = guttersOf(slices, height)
    .filter(({ first, end }) => first === 0 && end === slices.length)
    .map(({ span }) => span)
    .filter((span) => span.start >= known.end || span.end <= known.start);
  let kept: Span[] = [];
  for (const gutter of [known, ...others.sort((a, b) => lengthOf(b) - lengthOf(a))]) {
    const tried = [...kept, gutter].sort((a, b) => a.start - b.start);
    if (partsOf(pieces, tried).every((part) => isProse(part, height))) kept = tried;
  }
  return kept;
}

function isProse(pieces: readonly Placed[], height: number): boolean {
  const rows = rowsOf(pieces);
  const width = widthOf(pieces);
  const middles = rows.map((row) => centreY(union(row.map(({ box }) => box))));
  const pitches = middles.slice(1).map((middle, index) => middle - (middles[index] ?? middle));
  return (
    rows.length >= leastProse.lines &&
    width >= leastProse.width * height &&
    median(rows.map(writtenWidth)) >= fullLine * width &&
    median(pitches) <= widestPitch * height
  );
}

/** The pieces to the left of the first gutter, between it and the second, and so on. */
function partsOf<T extends Placed>(pieces: readonly T[], gutters: readonly Span[]): T[][] {
  const parts: T[][] = Array.from({ length: gutters.length + 1 }, () => []);
  for (const piece of pieces) {
    parts[gutters.filter((gutter) => centreX(piece.box) > gutter.start).length]?.push(piece);
  }
  return parts;
}

const piecesOf = <T extends Placed>(slices: readonly Slice<T>[]): T[] =>
  slices.flatMap((slice) => slice.pieces);

const writtenWidth = (row: readonly Placed[]): number => row.reduce((sum, { box }) => sum + box.width, 0);

const widthOf = (pieces: readonly Placed[]): number =>
  pieces.length === 0 ? 0 : union(pieces.map(({ box }) => box)).width;

const lengthOf = ({ start, end }: Span): number => end - start;
