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
  /** The place of its first character on its line. */
  readonly at: number;
  readonly box: Box;
  /** The engine's confidence in the word that holds the number. */
  readonly confidence: number;
  readonly line: Line;
  /** True when the form is irregular: a gap inside, a letter repaired. Such a number needs a second look. */
  readonly irregular: boolean;
  /** The sign that changes what the number means, before it or behind it (`-`, `~`, `12,674+`); empty when there is none. */
  readonly sign: string;
  /** The word that stands for the slash before its goal, or before the goal that it is: `of`, `dari`; empty when none does. */
  readonly goalWord: string;
  /** True for a count that is printed as a decimal number: `7,674.0`. */
  readonly hasDecimals: boolean;
}

/** Groups of three, and in India of two before the last three: `1,12,674`. */
const groups = "\\d{1,3}(?:[.,'’_]\\d{3})+|\\d{1,2}(?:,\\d{2})+,\\d{3}";
/**
 * Digits with thousands separators (point, comma, apostrophe, underscore, space or thin space) and an optional decimal
 * part of one or two digits, or plain digits with one. A number glued to a colon is a time and is kept whole.
 */
const number = new RegExp(
  `(?:${groups})(?:[.,]\\d{1,2})?(?!\\d)|\\d{1,3}(?: \\d{3})+(?![\\d.,:])|\\d+(?:[.,:]\\d+)*`,
  "g",
);
const count = new RegExp(`^(?:${groups}|\\d{1,3}(?: \\d{3})+|\\d+)$`);
/** A count in groups with decimals that say nothing: `7,674.0`, `12.674,00`. */
const emptyDecimals = new RegExp(`(?<=^(?:${groups}))[.,]0{1,2}$`);
/** A minus, a tilde or a plus, also set apart. Icons are read as `<`, `>` and `≥`, so these say nothing. */
const signBefore = /([-−–—~≈∼±+])\s?$|\($/;
/** What stands between a count and its goal, or before a goal alone. */
const slash = /\/\s*$/;
const goalWord = /(?<!\p{L})((?:out )?of|dari)\s*$/iu;
/** A number from which on a goal may be one of steps. */
const leastGoal = 1000;
/** `10k`: so many thousands. */
const thousands = /^k(?![\p{L}\d])/iu;

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
    const ownWord = goalWordBefore(text, { printed, at });
    const nextWord = next === undefined ? "" : goalWordBefore(text, next);
    const paired =
      next !== undefined && (/^\s*\/\s*$/.test(rest) || (nextWord !== "" && rest.trim() === nextWord));
    const isGoal = slash.test(before) || ownWord !== "";
    const goal = paired ? goalAt(text, next) : null;
    // Goals are round: `10k` is all of one. A count that is cut to thousands is none.
    const own = isGoal ? goalAt(text, { printed, at }) : { value: countOf(printed), end };
    const unitText = unitAfter(text, goal?.end ?? own.end);
    tokens.push({
      text: printed,
      count: own.value,
      // A word that we do not know still says that something else than steps is counted.
      unit: unitText === "" ? null : (unitOf(unitText) ?? "other"),
      unitText,
      role: paired ? "value" : isGoal ? "goal" : "plain",
      goal: goal?.value ?? null,
      at,
      box: boxOf(line, at, end),
      confidence: confidenceOf(line, at, end),
      line,
      irregular: printed.includes(" ") || text.slice(at, end) !== line.text.slice(at, end),
      sign: signBefore.exec(before)?.[0].trim() ?? (text[end] === "+" ? "+" : ""),
      goalWord: isGoal ? ownWord : paired ? nextWord : "",
      hasDecimals: emptyDecimals.test(printed),
    });
  });
  return tokens;
}

/** Letters that engines read for 0 and 1, and spaces of other widths. The length stays, so that places stay. */
function repaired(text: string): string {
  return text
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .replace(/^[oO](?= ?(?:steps|langkah|lngkh)$)/, "0")
    .replace(/(?<=:\s?)[oO]$/, "0")
    .replace(/(?<=\d[.,]?)[oO](?=[\d.,]|\b)|(?<=\b)[oO](?=[.,]\d|\d{2})/g, "0")
    .replace(/(?<=\d[.,]?)[lI|](?=[.,]?\d)|(?<!\p{L})[lI](?=\d{0,2}[.,]\d{3}\b)/gu, "1");
}

/** An icon in front of a number is often read as a zero: `02.002`, `0 258`. No app prints leading zeros. */
function withoutLeadingZero(printed: string, at: number): { printed: string; at: number }[] {
  const zero = /^0+ ?(?=[1-9])/.exec(printed)?.[0].length ?? 0;
  if (zero === 0 || /^0+[.,:]/.test(printed) || printed.includes(":")) return [{ printed, at }];
  return [{ printed: printed.slice(zero), at: at + zero }];
}

/** Digits in groups or plain ones are a count; `4,27`, `1,234.56` and `12:09` are none. */
function countOf(printed: string): number | null {
  if (printed.length > 1 && printed.startsWith("0")) return null;
  const whole = printed.replace(emptyDecimals, "");
  return count.test(whole) ? Number(whole.replace(/\D/g, "")) : null;
}

/** `of` before a number as large as a goal of steps: `12,345 of 10,000`. Of other things there are fewer: `29 of 150`. */
function goalWordBefore(
  text: string,
  { printed, at }: { readonly printed: string; readonly at: number },
): string {
  const word = goalWord.exec(text.slice(0, at))?.[1];
  if (word === undefined) return "";
  const { value, end } = goalAt(text, { printed, at });
  return (value ?? 0) >= leastGoal || unitOf(unitAfter(text, end)) === "steps" ? word : "";
}

/** A goal's number, which may be printed in thousands, and where what follows it begins. */
function goalAt(
  text: string,
  { printed, at }: { readonly printed: string; readonly at: number },
): { readonly value: number | null; readonly end: number } {
  const end = at + printed.length;
  const value = countOf(printed);
  if (!thousands.test(text.slice(end))) return { value, end };
  return { value: value === null ? null : 1000 * value, end: end + 1 };
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
