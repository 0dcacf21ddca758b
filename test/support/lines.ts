import type { Line, Word } from "../../src/reading/engines/engine.ts";
import { analyse, type Screen } from "../../src/reading/extract/screen.ts";

/** The size of the made-up screens in pixels, as an older phone has it. */
const screenSize = { width: 720, height: 1280 } as const;

/**
 * A line of text as an engine would give it: `x` and `y` are its top left corner, `height` that of its box;
 * characters are half as wide as high, and words are divided at spaces.
 */
export function line(text: string, x: number, y: number, height = 24, confidence = 0.98): Line {
  const unit = height / 2;
  const words: Word[] = [];
  let at = 0;
  for (const part of text.split(" ")) {
    words.push({ text: part, confidence, box: { x: x + at * unit, y, width: part.length * unit, height } });
    at += part.length + 1;
  }
  return { text, confidence, words, box: { x, y, width: text.length * unit, height } };
}

/** A line whose middle is at `x`, as rings and headings are set. */
export function centred(text: string, x: number, y: number, height = 24, confidence = 0.98): Line {
  return line(text, x - (text.length * height) / 4, y, height, confidence);
}

/** The screen that consists of these lines. */
export function screenOf(...lines: readonly Line[]): Screen {
  return analyse(lines, screenSize.width, screenSize.height);
}
