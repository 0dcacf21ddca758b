import type { Line } from "../engines/engine.ts";
import { unitOf } from "./vocabulary.ts";

/** A zero at the beginning of a word of small letters, with no digit or separator before it. */
const zeroInWord = /(?<![\p{L}\p{N}.,:/])0(\p{Ll}{3,})(?!\p{L})/gu;

/** Zeros that begin a word are the letter O, which many faces print alike: `0lahraga`. Before a unit they are a number: `0steps`. */
export function withoutZeros(line: Line): Line {
  if (!line.text.includes("0")) return line;
  const text = lettered(line.text);
  if (text === line.text) return line;
  return { ...line, text, words: line.words.map((word) => ({ ...word, text: lettered(word.text) })) };
}

function lettered(text: string): string {
  return text.replace(zeroInWord, (found, rest: string) => (unitOf(rest) === null ? `O${rest}` : found));
}
