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
const rareUnits = new Set(
  units.other.filter((unit) => unit.length > 1 && !["am", "pm", "of", "dari"].includes(unit)).map(squeeze),
);
/** How many times, and how long: `3x`, `5j37m`. A lone `3m` may be months. */
const amount = /^(?:\d+x|\d+(?:h|hr|j|jam)\d+(?:m|min|mnt)?)$/i;
/** A number that may be a day's, a week's or a year's. */
const calendarNumber = /^(?:\d{2}|(?:19|20)\d\d)$/;

/**
 * Digits and short words of a line in the title, or at the count, that are part of nothing that is understood: `M44`,
 * `PR: 8 Jan`, `Hari ke-2 dari 30`. Beside text they are text, and may say what the whole line is about. A lone character
 * at an end is an icon, mostly; a number with its unit, its goal or its label is a value.
 */
export function looseIn(
  line: Line,
  { understood }: Explanation,
  zone: Zone,
  { token, ties }: StepCandidate,
  { values, width }: Screen,
): string[] {
  if (zone === "card" || zone === "head" || zone === "elsewhere" || isLabelled(line)) return [];
  const isOwn = line === token.line || ties.includes(line);
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
    // Letters alone at the right are the owner's initials; elsewhere they stand for something.
    const isShort =
      tokens.length === 1 && letters > 1 && line.box.x < width / 2 && !line.words.every(isDrawing);
    const isPart = isText && !isOwn && (zone === "title" || numbers.length === 0);
    // Letters before the count on its own line are the end of words that were not found, or an icon of one.
    const isRest = line === token.line && letters > 1 && line.text.indexOf(text) < token.at;
    if (isRest) return [text];
    return isSign || isAlone || isShort || isPart ? [text] : [];
  });
}

/** `Target: 6.000`: the value of something else. */
function isLabelled({ text }: Line): boolean {
  const concept = conceptOf(text.replace(/:?\s*\d[\d.,]*$/, ""));
  return concept !== null && concept !== "steps";
}

/**
 * Any word behind a number may be its unit, but few are; of those, lone letters may be days and weeks (`7d`). With one
 * decimal it is measured, in whatever: `8.5 fl oz`.
 */
function isMeasured({ text, unit, unitText, role }: NumberToken): boolean {
  if (/^\d+[.,]\d$/.test(text)) return true;
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
