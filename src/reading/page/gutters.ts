import { blanksIn, type Placed, type Slice, type Span } from "./blanks.ts";

/** The narrowest gutter, in heights of a line. */
const narrowestGutter = 0.8;
/** What is blank from side to side for more heights of a line than this ends a gutter. */
const widestBreak = 3;

/** A stretch of x in which nothing is written, in the slices from `first` to before `end`. */
export interface Gutter {
  readonly first: number;
  readonly end: number;
  readonly span: Span;
}

/**
 * All upright stretches of a page that are blank and reach as far up and down as they can: where one ends, something is
 * written in it. `height` is that of a line, in pixels.
 */
export function guttersOf<T extends Placed>(slices: readonly Slice<T>[], height: number): Gutter[] {
  const ended: Gutter[] = [];
  let going: Gutter[] = [];
  for (const [index, slice] of slices.entries()) {
    const before = slices[index - 1];
    const isApart = before !== undefined && slice.start - before.end > widestBreak * height;
    const blanks = blanksIn(slice.pieces);
    const longer: Gutter[] = [];
    for (const gutter of going) {
      const rest = isApart ? [] : blanks.map((blank) => common(gutter.span, blank)).filter(isWide);
      if (rest.length === 0) ended.push(gutter);
      longer.push(...rest.map((span) => ({ first: gutter.first, end: index + 1, span })));
    }
    const begun = blanks
      .filter(isWide)
      .filter((blank) => !longer.some(({ span }) => span.start <= blank.start && span.end >= blank.end))
      .map((span) => ({ first: index, end: index + 1, span }));
    going = [...longer, ...begun];
  }
  // What has no end is a margin.
  return [...ended, ...going].filter(({ span }) => Number.isFinite(span.end - span.start));

  function isWide({ start, end }: Span): boolean {
    return end - start >= narrowestGutter * height;
  }
}

const common = (a: Span, b: Span): Span => ({
  start: Math.max(a.start, b.start),
  end: Math.min(a.end, b.end),
});
