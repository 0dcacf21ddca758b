import { readFileSync } from "node:fs";
import { assetPath } from "../../../native/assets.ts";
import type { Box, Raster } from "../../image/raster.ts";
import { resampleGrey } from "../../image/resample.ts";
import { median } from "../../median.ts";
import { decode, type Glyph, type Likeliest, toLine, toWords } from "../ctc.ts";
import type { Word } from "../engine.ts";
import type { SureLine } from "../line-reader.ts";
import type { Model } from "../onnx/model.ts";
import { piecesOf } from "../pieces.ts";

/** Height of a line as the network sees it, in pixels. */
const lineHeight = 32;
/** Pixels of its width for each of which the network scores all classes. */
const stepWidth = 4;
/** Widths are rounded up to a multiple of this, in pixels, so that few different shapes occur. */
const widthStep = 16;
/** Pixels of blank ground behind the end, where the network may say the last character. */
const blankEnd = 8;
/** How far apart the centres of two letters of one word are at most, in heights of the line. */
const widestLetter = 1.5;
/** How much further apart than the line's other characters they stand. */
const widerThanOthers = 2;
/** Characters that nobody has to tell apart: what the network is not sure of among them, it is sure of together. */
const alike = ["-–—", "'‘’", '"“”'] as const;
/** The smallest deviation that a line's pixels are brought to 1 from: what is flatter has nothing written on it. */
const leastDeviation = 2 / 255;

/** What the network tells apart. */
export interface Classes {
  /** The character of each class, in order; the first is CTC's blank. */
  readonly characters: readonly string[];
  /** For each class those that are alike, itself among them. */
  readonly kin: readonly (readonly number[])[];
}

export function loadClasses(): Classes {
  const characters = ["", ...readFileSync(assetPath("tally/characters.txt"), "utf8").replace(/\n$/, "")];
  const kin = characters.map((own, index) => {
    const group = own === "" ? undefined : alike.find((each) => each.includes(own));
    return group === undefined ? [index] : [...group].map((each) => characters.indexOf(each));
  });
  return { characters, kin };
}

/** Reads one line of text. */
export async function recognizeByTally(
  model: Model,
  classes: Classes,
  image: Raster,
  box: Box,
): Promise<SureLine> {
  const words: Word[] = [];
  let blank = 1;
  for (const piece of piecesOf(image, box)) {
    const read = await recognizePiece(model, classes, image, piece);
    words.push(...read.words);
    blank = Math.min(blank, read.blank);
  }
  const line = toLine(words, box);
  return { line, confidence: line === null ? blank : Math.min(...words.map((word) => word.confidence)) };
}

/** The words of a piece, and how sure it is that it has none, 0–1; 1 where it has some. */
async function recognizePiece(
  model: Model,
  classes: Classes,
  image: Raster,
  box: Box,
): Promise<{ readonly words: readonly Word[]; readonly blank: number }> {
  const used = Math.max(stepWidth, Math.round((box.width / box.height) * lineHeight));
  const width = Math.ceil((used + blankEnd) / widthStep) * widthStep;
  const steps = width / stepWidth;
  const { characters, kin } = classes;
  const scores = await model.run(
    [1, 1, lineHeight, width],
    [1, steps, characters.length],
    (input, stride) => {
      resampleGrey(image, box, used, lineHeight, stride, input);
      evenOut(input, used, stride);
    },
  );
  const glyphs = decode(
    steps,
    (step) => likeliest(scores, step * kin.length, kin),
    (index) => characters[index] ?? "",
    (step) => Math.min(1, Math.max(0, ((step + 0.5) * stepWidth) / used)),
  );
  const words = toWords(parted(glyphs, widestLetter * (box.height / box.width)), box);
  // Few lines have nothing on them, and it takes a sum over all classes at each step.
  return { words, blank: words.length > 0 ? 1 : leastBlank(scores, steps, kin) };
}

/**
 * Puts a space where two characters stand further apart than any letters do, and than those of this line do: a sign that is
 * not read stands in between.
 */
function parted(glyphs: readonly Glyph[], widestLetter: number): Glyph[] {
  const gaps = glyphs.slice(1).map(({ at }, index) => at - (glyphs[index]?.at ?? at));
  const widest = Math.max(widestLetter, widerThanOthers * median(gaps));
  return glyphs.flatMap((glyph, index) => {
    const before = glyphs[index - 1];
    if (before === undefined || glyph.at - before.at <= widest) return [glyph];
    return [{ char: " ", confidence: 1, at: (before.at + glyph.at) / 2 }, glyph];
  });
}

/** Brings the first `used` pixels of each row to mean 0 and deviation 1; the others stay 0. */
function evenOut(plane: Float32Array, used: number, stride: number): void {
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < plane.length; row += stride) {
    for (let at = row; at < row + used; at++) {
      const value = plane[at] ?? 0;
      sum += value;
      squares += value * value;
    }
  }
  const count = (plane.length / stride) * used;
  const mean = sum / count;
  const scale = 1 / (Math.sqrt(Math.max(0, squares / count - mean * mean)) + leastDeviation);
  for (let row = 0; row < plane.length; row += stride) {
    for (let at = row; at < row + used; at++) plane[at] = ((plane[at] ?? 0) - mean) * scale;
  }
}

/** How sure the network is of blank ground where it is least sure of it, among the steps at which it says so. */
function leastBlank(scores: Float32Array, steps: number, kin: Classes["kin"]): number {
  let least = 1;
  for (let step = 0; step < steps; step++) {
    const { index } = likeliest(scores, step * kin.length, kin);
    if (index === 0) least = Math.min(least, share(scores, step * kin.length, kin, 0));
  }
  return least;
}

/** The class with the highest score, and the share of those like it; of blank ground nobody asks for it. */
function likeliest(scores: Float32Array, from: number, kin: Classes["kin"]): Likeliest {
  let [index, most] = [0, scores[from] ?? 0];
  for (let candidate = 1; candidate < kin.length; candidate++) {
    const value = scores[from + candidate] ?? 0;
    if (value > most) [index, most] = [candidate, value];
  }
  return { index, score: index === 0 ? 0 : share(scores, from, kin, index) };
}

/** The share of all by softmax that a class and those like it have, 0–1. */
function share(scores: Float32Array, from: number, kin: Classes["kin"], index: number): number {
  const own = scores[from + index] ?? 0;
  let [sum, alikes] = [0, 0];
  for (let each = 0; each < kin.length; each++) sum += Math.exp((scores[from + each] ?? 0) - own);
  for (const each of kin[index] ?? []) alikes += Math.exp((scores[from + each] ?? 0) - own);
  return alikes / sum;
}
