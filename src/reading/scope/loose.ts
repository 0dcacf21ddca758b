import type { Line } from "../engines/engine.ts";
import type { StepCandidate } from "../extract/candidate.ts";
import { units } from "../extract/lexicon.ts";
import { type NumberToken, numbersOf } from "../extract/numbers.ts";
import type { Screen } from "../extract/screen.ts";
import { conceptOf, squeeze } from "../extract/vocabulary.ts";
import type { Zone } from "./around.ts";
import { type Explanation, isDrawing } from "./explain.ts";

/** Fewer letters may be an icon, or the rest of a word. */
const shortestWord = 3;
/** From this height on, in heights of the count, what was read as two letters is a drawing. */
const chartHeight = 3;
const rareUnits = new Set(
  units.other.filter((unit) => unit.length > 1 && !["am", "pm", "of", "dari"].includes(unit)).map(squeeze),
);
/** How many times, and how long: `3x`, `5j37m`. A lone `3m` may be months. */
const amount = /^(?:\d+x|\d+(?:h|hr|j|jam)\d+(?:m|min|mnt)?)$/i;
/** One place of several, and so many days from another: `#3`, `H-1`. */
const place = /^[^\p{L}\p{N}]*(?:#\s?\d{1,3}|\p{L}{1,2}\s?[-–+]\s?\d{1,2})$/u;
/** Digits, halves of a day, and signs of a range. */
const besideDay = /\p{N}|(?<!\p{L})[ap]\.?m\.?(?!\p{L})|[–—~≤≥±+&→]|(?:^|\s)-(?:\s|$)/iu;
/** From this confidence on, 0–1, short words that stand away from the title and the count are words. */
const leastAway = 0.7;
/** A number that may be a day's, a week's or a year's. */
const calendarNumber = /^(?:\d{2}|(?:19|20)\d\d)$/;

/**
 * Digits and short words of a line in the title, or at the count, that are part of nothing that is understood: `M44`,
 * `PR: 8 Jan`, `Hari ke-2 dari 30`. Beside text they are text, and may say what the whole line is about. A lone character
 * at an end is an icon, mostly; a number with its unit, its goal or its label is a value.
 */
export function looseIn(
  line: Line,
  says: Explanation,
  zone: Zone,
  { token, ties }: StepCandidate,
  { values, width }: Screen,
): string[] {
  if (zone === "elsewhere" || isLabelled(line)) return [];
  // Away from the title and the count stand charts and rings, which are read as short words, if not surely.
  if ((zone === "card" || zone === "head") && line.confidence < leastAway) return [];
  const { understood } = says;
  const isOwn = line === token.line || ties.includes(line);
  if (!isOwn && place.test(line.text)) return [line.text];
  const part = partOfDay(line, says);
  if (part !== null) return [part];
  const numbers = numbersOf(line).filter(isMeasured);
  const tokens = [...line.text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    text: match[0],
    isSetApart: isSetApart(line.text, match.index, match[0]),
    isUnderstood: understood.some(({ start, end }) => start <= match.index && match.index < end),
  }));
  const isText = tokens.some(({ text, isUnderstood }) => isUnderstood || lettersOf(text) >= shortestWord);
  const isValue = values.some(
    ({ number, label, goal, looseUnit }) =>
      number.line === line && (label !== null || goal !== null || looseUnit !== null),
  );
  return tokens.flatMap(({ text, isUnderstood, isSetApart }) => {
    const letters = lettersOf(text);
    if (isUnderstood || letters >= shortestWord || isSetApart || amount.test(text)) return [];
    if (numbers.some((number) => isPartOf(text, number))) return [];
    // Letters and digits in one are a sign of something, whatever stands beside them; letters with zeros are a row of
    // rings. A number alone in a title may be a year's, or a week's, where nothing on the screen is about it.
    const isSign = letters > 0 && /[1-9]/.test(text);
    const isAlone = zone === "title" && tokens.length === 1 && calendarNumber.test(text) && !isValue;
    // Letters alone at the right are the owner's initials; elsewhere, or beside others, they stand for something: `PB`, `by Al`. Bars
    // of a chart are read as letters that are far larger than the count, as no text of a page is.
    const isShort =
      !isText &&
      letters > 1 &&
      (tokens.length > 1 || line.box.x < width / 2) &&
      line.box.height < chartHeight * token.box.height &&
      !line.words.every(isDrawing);
    const isPart = isText && !isOwn && (zone === "title" || numbers.length === 0);
    // Letters on the count's own line are a part of words that were not found, or an icon of one.
    const isRest = line === token.line && letters > 1;
    if (isRest) return [text];
    return isSign || isAlone || isShort || isPart ? [text] : [];
  });
}

/**
 * What stands beside a date and may make a part of that day of it, or several: `24 Nov 2025 · 8h`, `PM 24 Nov`, `24 Nov –`. Icons
 * beside a date are no digits, and point somewhere.
 */
function partOfDay({ text }: Line, { times }: Explanation): string | null {
  if (!times.some(({ day }) => day !== null)) return null;
  const rest = times.reduce(
    (left, { start, end }) => left.slice(0, start) + " ".repeat(end - start) + left.slice(end),
    text,
  );
  return besideDay.exec(rest)?.[0] ?? null;
}

/** `Target: 6.000`: the value of something else. */
function isLabelled({ text }: Line): boolean {
  const concept = conceptOf(text.replace(/:?\s*\d[\d.,\u00a0\u2007\u2009\u202f ]*$/, ""));
  return concept !== null && concept !== "steps";
}

/**
 * Any word behind a number may be its unit, but few are; of those, lone letters may be days and weeks (`7d`). With one
 * decimal it is measured, in whatever: `8.5 fl oz`; and so it is where its unit is what is counted: `15 floors`.
 */
function isMeasured({ text, unit, unitText, role }: NumberToken): boolean {
  if (/^\d+[.,]\d$/.test(text) || conceptOf(unitText) === "other") return true;
  return role !== "plain" || (unit !== null && (unit !== "other" || rareUnits.has(squeeze(unitText))));
}

/** Whether a piece is digits of a number, or its unit, or both without a space. */
function isPartOf(piece: string, { text, unitText }: NumberToken): boolean {
  return `${text}${unitText}`.includes(piece.replace(/\p{L}+$/u, "") || piece);
}

/** A lone character at an end, with nothing that joins it to the rest. */
function isSetApart(line: string, at: number, piece: string): boolean {
  const [before, after] = [line.slice(0, at), line.slice(at + piece.length)];
  const isFirst = !/[\p{L}\p{N}]/u.test(before) && !/^\s*[-–—/.:]/.test(after);
  const isLast = !/[\p{L}\p{N}]/u.test(after) && !/[-–—/.:]\s*$/.test(before);
  return piece.length === 1 && (isFirst || isLast);
}

function lettersOf(text: string): number {
  return text.replace(/[^\p{L}]/gu, "").length;
}
