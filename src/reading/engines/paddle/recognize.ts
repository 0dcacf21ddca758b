import { readFileSync } from "node:fs";
import { assetPath } from "../../../native/assets.ts";
import type { Box, Raster } from "../../image/raster.ts";
import { resample } from "../../image/resample.ts";
import { decode, toLine, toWords } from "../ctc.ts";
import type { Line, Word } from "../engine.ts";
import type { Model } from "../onnx/model.ts";
import { piecesOf } from "../pieces.ts";

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
/** Pixels for each of which the model says the best character, and its share. */
const stepWidth = 8;

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
  return toLine(words, box);
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
  const best = await model.run([1, 3, lineHeight, width], [1, steps, 2], (input, stride) =>
    resample(image, box, used, lineHeight, stride, input),
  );
  const glyphs = decode(
    steps,
    (step) => ({ index: best[2 * step] ?? 0, score: best[2 * step + 1] ?? 0 }),
    (index) => (alphabet[index] ?? "").normalize("NFKC"),
    (step) => ((step + 0.5) * stepWidth) / used,
  );
  return toWords(glyphs, box);
}
