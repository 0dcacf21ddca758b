import type { Line, Word } from "../engines/engine.ts";
import { type Box, union } from "../image/raster.ts";
import type { Unit } from "./lexicon.ts";
import { unitOf } from "./vocabulary.ts";

/** One number as printed, with what is written around it on the same line. */
export interface NumberToken {
  /** As printed: `7.069`, `4,27`, `10 000`. */
  readonly text: string;
  /** The number as a count of whole things, or `null` when it cannot be one (`4,27`, `12:09`). */
  readonly count: number | null;
  readonly unit: Unit | null;
  /** The unit as printed, empty when there is none. */
  readonly unitText: string;
  /** `value` and `goal` of a pair such as `8,376/4,000`; a lone `/4,000` is a goal. */
  readonly role: "plain" | "value" | "goal";
  /** The number behind the slash, for a `value`. */
  readonly goal: number | null;
  readonly box: Box;
  /** The engine's confidence in the word that holds the number. */
  readonly confidence: number;
  readonly line: Line;
  /** True when the form is irregular: a gap inside, a letter repaired. Such a number needs a second look. */
  readonly irregular: boolean;
}

/**
 * Digits with thousands separators (point, comma, apostrophe, space or thin space before groups of three),
 * or plain digits with an optional decimal part. A number glued to a colon is a time and is kept whole.
 */
const number = /\d{1,3}(?:[.,'’]\d{3})+(?![\d])|\d{1,3}(?: \d{3})+(?![\d.,:])|\d+(?:[.,:]\d+)*/g;

/** All numbers of a line, from left to right. */
export function numbersOf(line: Line): NumberToken[] {
  const text = repaired(line.text);
  const tokens: NumberToken[] = [];
  const matches = [...text.matchAll(number)]
    .flatMap((match) => withoutLeadingZero(match[0], match.index))
    // An icon read as a digit of its own: `0 64` is 64.
    .filter(({ printed, at }) => !(printed.length === 1 && /^ \d/.test(text.slice(at + 1))));
  matches.forEach(({ printed, at }, index) => {
    const end = at + printed.length;
    const next = matches[index + 1];
    const rest = text.slice(end, next?.at ?? text.length);
    const before = text.slice(0, at);
    const paired = next !== undefined && /^\s*\/\s*$/.test(rest);
    const unitText = paired ? unitAfter(text, next.at + next.printed.length) : unitAfter(text, end);
    tokens.push({
      text: printed,
      count: countOf(printed),
      // A word that we do not know still says that something else than steps is counted.
      unit: unitText === "" ? null : (unitOf(unitText) ?? "other"),
      unitText,
      role: paired ? "value" : /\/\s*$/.test(before) ? "goal" : "plain",
      goal: paired ? countOf(next.printed) : null,
      box: boxOf(line, at, end),
      confidence: confidenceOf(line, at, end),
      line,
      irregular: printed.includes(" ") || text.slice(at, end) !== line.text.slice(at, end),
    });
  });
  return tokens;
}

/** Letters that engines read for 0 and 1, and spaces of other widths. The length stays, so that places stay. */
function repaired(text: string): string {
  return text
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .replace(/^[oO](?= ?(?:steps|langkah|lngkh)$)/, "0")
    .replace(/(?<=\d[.,]?)[oO](?=[\d.,]|\b)|(?<=\b)[oO](?=[.,]\d|\d{2})/g, "0")
    .replace(/(?<=\d[.,]?)[lI|](?=[.,]?\d)|(?<!\p{L})[lI](?=\d{0,2}[.,]\d{3}\b)/gu, "1");
}

/** An icon in front of a number is often read as a zero: `02.002`, `0 258`. No app prints leading zeros. */
function withoutLeadingZero(printed: string, at: number): { printed: string; at: number }[] {
  const zero = /^0+ ?(?=[1-9])/.exec(printed)?.[0].length ?? 0;
  if (zero === 0 || /^0+[.,:]/.test(printed) || printed.includes(":")) return [{ printed, at }];
  return [{ printed: printed.slice(zero), at: at + zero }];
}

/** Groups of three digits or plain digits are a count; `4,27` and `12:09` are none. */
function countOf(printed: string): number | null {
  if (printed.length > 1 && printed.startsWith("0")) return null;
  const isCount = /^(?:\d{1,3}(?:[.,'’ ]\d{3})+|\d+)$/.test(printed);
  return isCount ? Number(printed.replace(/\D/g, "")) : null;
}

/** The word that follows, with or without a space: `401steps`, `4,27 km`, `18 %`. */
function unitAfter(text: string, end: number): string {
  return /^\s?(%|[\p{L}]+(?:\/[\p{L}]+)?)/u.exec(text.slice(end))?.[1] ?? "";
}

/** The part of the line's box that the characters from `start` to `end` cover. */
function boxOf(line: Line, start: number, end: number): Box {
  const parts: Box[] = [];
  for (const { word, from } of places(line)) {
    const length = word.text.length;
    const [first, last] = [Math.max(start, from) - from, Math.min(end, from + length) - from];
    if (first >= last) continue;
    const x = edge(word, first);
    parts.push({ ...word.box, x, width: edge(word, last) - x });
  }
  return parts.length === 0 ? line.box : union(parts);
}

/** The x between the character at `index` of a word and the one before it; estimated where centres are unknown. */
function edge({ text, box, centres }: Word, index: number): number {
  if (index === 0) return box.x;
  if (index === text.length) return box.x + box.width;
  const [before, after] = [centres?.[index - 1], centres?.[index]];
  if (centres?.length === text.length && before !== undefined && after !== undefined)
    return (before + after) / 2;
  return box.x + (box.width * index) / text.length;
}

function confidenceOf(line: Line, start: number, end: number): number {
  const touched = places(line).filter(({ word, from }) => from < end && from + word.text.length > start);
  return touched.length === 0 ? line.confidence : Math.min(...touched.map(({ word }) => word.confidence));
}

/** Each word with the place of its first character in the line's text. */
function places(line: Line): { word: Word; from: number }[] {
  let from = 0;
  return line.words.map((word) => {
    const place = { word, from };
    from += word.text.length + 1;
    return place;
  });
}
