import { readFileSync } from "node:fs";
import { assetPath } from "../../../native/assets.ts";
import type { Box, Raster } from "../../image/raster.ts";
import { resample } from "../../image/resample.ts";
import type { Line, Word } from "../engine.ts";
import { piecesOf } from "./pieces.ts";
import type { Model } from "./session.ts";

/** Height of a line as the recognition model sees it, in pixels. */
const lineHeight = 48;
/**
 * How wide lines are set, as a share of their width: recognition takes time by the column. Measured on real
 * screenshots, 0.9 reads the same as 1, and 0.8 melts letters that are repeated (`kk`). Documents are read with half
 * as many errors at 1.
 */
export const condensed = { screen: 0.9, document: 1 } as const;
/** Widths are rounded up to a multiple of this, in pixels, so that few different shapes occur. */
const widthStep = 32;
/** Pixels for each of which the model scores all characters. */
const stepWidth = 8;

/** One character as it was read, with the place of its centre as a share of the line's width. */
interface Glyph {
  readonly char: string;
  readonly confidence: number;
  readonly at: number;
}

/** The characters that the recognition model tells apart; index 0 is CTC's blank. */
export function loadAlphabet(): string[] {
  const keys = readFileSync(assetPath("paddle/keys.txt"), "utf8")
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
  return ["", ...keys, " "];
}

/** Reads one line of text, set `share` times as wide as it is; `null` when nothing is written there. */
export async function recognize(
  model: Model,
  alphabet: readonly string[],
  image: Raster,
  box: Box,
  share: number = condensed.screen,
): Promise<Line | null> {
  const words: Word[] = [];
  for (const piece of piecesOf(image, box))
    words.push(...(await recognizePiece(model, alphabet, image, piece, share)));
  if (words.length === 0) return null;
  return {
    text: words.map((word) => word.text).join(" "),
    box,
    confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
    words,
  };
}

async function recognizePiece(
  model: Model,
  alphabet: readonly string[],
  image: Raster,
  box: Box,
  share: number,
): Promise<Word[]> {
  const natural = Math.max(1, (box.width / box.height) * lineHeight * share);
  const width = Math.max(widthStep, Math.ceil(natural / widthStep) * widthStep);
  const used = Math.min(width, Math.max(1, Math.round(natural)));
  const steps = width / stepWidth;
  const scores = await model.run([1, 3, lineHeight, width], [1, steps, alphabet.length], (input) =>
    resample(image, box, used, lineHeight, width, input),
  );
  return toWords(decode(scores, steps, alphabet, width / used), box);
}

/** Greedy CTC decoding: the best class at each step, repetitions and blanks removed. */
function decode(scores: Float32Array, steps: number, alphabet: readonly string[], stretch: number): Glyph[] {
  const glyphs: Glyph[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const { index: best, score } = likeliest(scores, step * alphabet.length, alphabet.length);
    const last = glyphs.at(-1);
    if (best !== 0 && best !== previous) {
      const char = (alphabet[best] ?? "").normalize("NFKC");
      glyphs.push({ char, confidence: score, at: ((step + 0.5) / steps) * stretch });
    } else if (best !== 0 && last !== undefined && score > last.confidence) {
      glyphs[glyphs.length - 1] = { ...last, confidence: score };
    }
    previous = best;
  }
  return glyphs;
}

/** The class with the highest score. Scores add up to 1, so the search ends at the first one above a half. */
function likeliest(scores: Float32Array, from: number, classes: number): { index: number; score: number } {
  let [index, score] = [0, scores[from] ?? 0];
  for (let candidate = 1; candidate < classes && score <= 0.5; candidate++) {
    const value = scores[from + candidate] ?? 0;
    if (value > score) [index, score] = [candidate, value];
  }
  return { index, score };
}

/** Splits the characters at spaces and gives each word its share of the line's box. */
function toWords(glyphs: readonly Glyph[], box: Box): Word[] {
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
