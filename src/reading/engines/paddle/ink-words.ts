import { inkBox } from "../../image/ink.ts";
import { columnsWithInk, gapsBetween, lengthOf, type Run } from "../../image/ink-runs.ts";
import type { Raster } from "../../image/raster.ts";
import { median } from "../../median.ts";
import type { Line, Word } from "../engine.ts";

/** The narrowest gap that is a space, as a share of the line's height. */
const narrowestSpace = 0.2;
/** The same as a share of the spaces that the model saw in this line. */
const likeOtherSpaces = 0.65;
/** How much wider than what lies between the line's letters a space is. */
const widerThanLetters = 2;
/** How far from where the model saw a space its gap may be, in heights of the line: it knows characters to half of one. */
const drift = 0.4;

/** One character of a line: what it is, where its centre is, and how sure the model is of its word. */
interface Character {
  readonly char: string;
  readonly centre: number;
  readonly confidence: number;
  /** Whether the model saw a space behind it. */
  readonly last: boolean;
}

/**
 * Parts a line into words where its ink does: the model loses spaces around digits and full stops, and says only
 * about where its characters are. Each word gets the box of its ink, without the space around it.
 */
export function withInkWords(image: Raster, line: Line): Line {
  const characters = charactersOf(line);
  if (characters.length === 0) return line;
  const gaps = gapsOf(image, line);
  const between = gapsBetweenCharacters(gaps.inner, characters, drift * line.box.height);
  const least = leastSpace(line, characters, between);
  const words: Word[] = [];
  let [start, from] = [0, gaps.outer.start];
  for (const [index, { last }] of characters.entries()) {
    const gap = between[index];
    const isLast = index === characters.length - 1;
    if (!isLast && !last && !(gap !== undefined && isSpace(gap, least, characters, index))) continue;
    const to = isLast || gap === undefined ? gaps.outer.end : gap.start;
    words.push(wordOf(image, line, characters.slice(start, index + 1), { start: from, end: to }));
    [start, from] = [index + 1, gap?.end ?? to];
  }
  return { ...line, text: words.map((word) => word.text).join(" "), words };
}

function charactersOf(line: Line): Character[] {
  return line.words.flatMap(({ text, centres = [], confidence }) => {
    const letters = [...text];
    return letters.map((char, index) => ({
      char,
      centre: centres[index] ?? 0,
      confidence,
      last: index === letters.length - 1,
    }));
  });
}

interface Gaps {
  /** Columns without ink, in pixels of the picture. */
  readonly inner: readonly Run[];
  /** From the first column with ink to behind the last. */
  readonly outer: Run;
}

function gapsOf(image: Raster, { box }: Line): Gaps {
  const ink = columnsWithInk(image, box);
  const moved = ({ start, end }: Run): Run => ({ start: box.x + start, end: box.x + end });
  const [first = { start: 0, end: 0 }, last = first] = [ink[0], ink.at(-1)];
  return {
    inner: gapsBetween(ink, box.width).map(moved),
    outer: moved(ink.length === 0 ? { start: 0, end: box.width } : { start: first.start, end: last.end }),
  };
}

/**
 * The gap behind each character but the last. Those that the model saw spaces in are given away first, so that a
 * character whose centre it put into the space beside it does not seem to stand apart from its own word.
 */
function gapsBetweenCharacters(
  inner: readonly Run[],
  characters: readonly Character[],
  within: number,
): readonly Run[] {
  const free = new Set(inner);
  const pairs = characters
    .slice(1)
    .map((next, index) => ({ from: characters[index]?.centre ?? 0, to: next.centre, index }));
  const found: Run[] = [];
  for (const isSpace of [true, false]) {
    for (const { from, to, index } of pairs) {
      if (characters[index]?.last !== isSpace) continue;
      const reach = isSpace ? within : 0;
      const worth = (run: Run): number => lengthOf(run) - 0.5 * Math.max(0, run.start - to, from - run.end);
      const near = [...free].filter(({ start, end }) => start < to + reach && end > from - reach);
      const middle = Math.round((from + to) / 2);
      const best = near.reduce<Run | null>(
        (most, run) => (most && worth(most) >= worth(run) ? most : run),
        null,
      );
      if (best !== null) free.delete(best);
      found[index] = best ?? { start: middle, end: middle };
    }
  }
  return found;
}

/** How wide a gap of this line is at least, in pixels, to be a space. */
function leastSpace(line: Line, characters: readonly Character[], between: readonly Run[]): number {
  const spaces = between.filter((_, index) => characters[index]?.last === true).map(lengthOf);
  const letters = between.filter((_, index) => characters[index]?.last === false).map(lengthOf);
  return Math.max(
    narrowestSpace * line.box.height,
    likeOtherSpaces * median(spaces),
    widerThanLetters * median(letters),
  );
}

/** Beside a `1`, and beside marks within numbers, figures stand as far apart as words do. */
function isSpace(gap: Run, least: number, characters: readonly Character[], index: number): boolean {
  const pair = `${characters[index]?.char ?? ""}${characters[index + 1]?.char ?? ""}`;
  return lengthOf(gap) >= least && !/^[\d.,:/-]{2}$/.test(pair);
}

function wordOf(image: Raster, line: Line, characters: readonly Character[], { start, end }: Run): Word {
  const area = { ...line.box, x: start, width: Math.max(1, end - start) };
  return {
    text: characters.map(({ char }) => char).join(""),
    box: inkBox(image, area, 0),
    confidence: characters.reduce((sum, each) => sum + each.confidence, 0) / characters.length,
    centres: characters.map(({ centre }) => centre),
  };
}
