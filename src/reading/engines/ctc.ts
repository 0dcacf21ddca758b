import type { Box } from "../image/raster.ts";
import type { Line, Word } from "./engine.ts";

/** One character as it was read, with the place of its centre as a share of the line's width. */
export interface Glyph {
  readonly char: string;
  readonly confidence: number;
  readonly at: number;
}

/** The likeliest class at one step, and how likely it is. Class 0 is the blank. */
export interface Likeliest {
  readonly index: number;
  readonly score: number;
}

/**
 * Greedy decoding of what a network says step by step (CTC, Graves et al. 2006): the best class at each step, repetitions
 * and blanks removed. `at` gives the place of a step's centre as a share of the line's width.
 */
export function decode(
  steps: number,
  likeliest: (step: number) => Likeliest,
  characterOf: (index: number) => string,
  at: (step: number) => number,
): Glyph[] {
  const glyphs: Glyph[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const { index: best, score } = likeliest(step);
    const last = glyphs.at(-1);
    if (best !== 0 && best !== previous) {
      glyphs.push({ char: characterOf(best), confidence: score, at: at(step) });
    } else if (best !== 0 && last !== undefined && score > last.confidence) {
      glyphs[glyphs.length - 1] = { ...last, confidence: score };
    }
    previous = best;
  }
  return glyphs;
}

/** The line that words make; `null` where there are none. */
export function toLine(words: readonly Word[], box: Box): Line | null {
  if (words.length === 0) return null;
  return {
    text: words.map((word) => word.text).join(" "),
    box,
    confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
    words,
  };
}

/** Splits the characters at spaces and gives each word its share of the line's box. */
export function toWords(glyphs: readonly Glyph[], box: Box): Word[] {
  const groups: Glyph[][] = [[]];
  for (const glyph of glyphs) {
    if (glyph.char.trim() === "") groups.push([]);
    else groups.at(-1)?.push(glyph);
  }
  const spoken = groups.filter((group) => group.length > 0);
  return spoken.map((group, index): Word => {
    const [left, right] = bounds(spoken, index, box);
    return {
      text: group.map((glyph) => glyph.char).join(""),
      box: {
        x: Math.round(left),
        y: box.y,
        width: Math.max(1, Math.round(right - left)),
        height: box.height,
      },
      confidence: group.reduce((sum, glyph) => sum + glyph.confidence, 0) / group.length,
      centres: group.flatMap((glyph) => [...glyph.char].map(() => Math.round(box.x + glyph.at * box.width))),
    };
  });
}

/**
 * Where a word begins and ends, in pixels of the picture. Only the centres of its characters are known: it
 * reaches half a character beyond the first and last of them, never into its neighbour's half, and to the
 * line's end where no further character (or icon) fits in between.
 */
function bounds(words: readonly (readonly Glyph[])[], index: number, box: Box): [number, number] {
  const place = (at: number): number => box.x + at * box.width;
  const [half, whole] = [box.height * 0.4, box.height * 0.8];
  const end = box.x + box.width;
  const first = place(words[index]?.[0]?.at ?? 0);
  const last = place(words[index]?.at(-1)?.at ?? 1);
  const before = words[index - 1]?.at(-1);
  const after = words[index + 1]?.[0];
  const left = before === undefined ? box.x : (place(before.at) + first) / 2;
  const right = after === undefined ? end : (last + place(after.at)) / 2;
  return [
    before === undefined && first - box.x < whole ? left : Math.max(left, first - half),
    after === undefined && end - last < whole ? right : Math.min(right, last + half),
  ];
}
