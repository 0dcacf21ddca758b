import type { Line } from "../engines/engine.ts";
import { median } from "../median.ts";
import { because } from "../reasons.ts";
import { timesIn } from "../scope/times.ts";
import type { StepCandidate } from "./candidate.ts";
import { inStatusBar } from "./clock.ts";
import { gapX, gapY, headingOf, sameColumn, sameRow } from "./layout.ts";
import type { NumberToken } from "./numbers.ts";
import { type Screen, type Value, withoutIcon } from "./screen.ts";
import { isAlone, isDenied, isProse, labelledCandidate, mostDigits } from "./steps.ts";
import { deniesCount, speaksOfSteps, squeeze, unitOf } from "./vocabulary.ts";

/**
 * How much higher than others a number must be to stand out: than the lines of its screen, than those where it is a
 * single digit, as icons are read, and than the next number that may count anything.
 */
const standsOut = { usual: 1.2, alone: 2, others: 1.25 } as const;

/**
 * The number that a person would take for the step count where nothing calls one so: the first one that a sentence calls
 * steps, else the one that stands out by its size and that nothing calls anything else, on a screen that speaks of steps.
 * It is a guess that spares whoever looks at the picture the typing; its doubt keeps it from being booked. Empty when
 * there is none.
 */
export function likelyCandidates(screen: Screen): StepCandidate[] {
  const told = screen.values.flatMap((value) => inSentence(value, screen)).slice(0, 1);
  return told.length > 0 ? told : largest(screen);
}

/** True when the screen has to do with counting steps, and shows a number, whatever it counts. */
export function countsSteps(screen: Screen): boolean {
  const isNumber = ({ number }: Value): boolean => number.count !== null && !inStatusBar(number.line, screen);
  return screen.lines.some(({ text }) => speaksOfSteps(text)) && screen.values.some(isNumber);
}

/** `You walked 5,321 steps today`. */
function inSentence(value: Value, screen: Screen): StepCandidate[] {
  const candidate = labelledCandidate(value, screen);
  // `5 steps to clean hands` are instructions, whose steps are few.
  if (candidate === null || candidate.count < 10) return [];
  if (!isProse(candidate.token.line.text) || isDenied(candidate, screen, [])) return [];
  const doubt = because("sentence", { line: candidate.token.line.text });
  return [{ ...candidate, evidence: "sentence", place: "nowhere", doubts: [doubt] }];
}

function largest(screen: Screen): StepCandidate[] {
  if (!screen.lines.some(({ text }) => speaksOfSteps(text))) return [];
  const free = screen.values
    .filter((value) => isFree(value, screen))
    .sort((a, b) => b.number.box.height - a.number.box.height);
  const [found, next] = free;
  if (found === undefined || found.number.count === null) return [];
  const { number, goal } = found;
  const usual = median(screen.lines.filter((line) => line !== number.line).map(({ box }) => box.height));
  const least = number.text.length === 1 ? standsOut.alone : standsOut.usual;
  if (number.box.height < least * usual) return [];
  // The numbers of an axis or a chart are of one size, and none of them is meant more than the others.
  if (next !== undefined && number.box.height < standsOut.others * next.number.box.height) return [];
  return [
    {
      count: found.number.count,
      token: number,
      evidence: "size",
      place: "nowhere",
      ties: [],
      goal: number.goal ?? goal?.count ?? null,
      doubts: [because("no_word", { number: number.text })],
    },
  ];
}

/** A number that may count anything: nothing around it says what. */
function isFree({ number, label, looseUnit }: Value, screen: Screen): boolean {
  const { count, unit, line, box } = number;
  if (count === null || String(count).length > mostDigits || box.y > screen.foreignFrom) return false;
  if (unit !== null || (label !== null && label.concept !== "steps")) return false;
  if (looseUnit !== null && unitOf(withoutIcon(looseUnit.text)) !== "steps") return false;
  if (!isAlone(number) || isOfWhole(number) || inStatusBar(line, screen) || timesIn(line.text).length > 0)
    return false;
  return !neighbours(number.line, box, screen).some(
    ({ text }) => deniesCount(text) || /^(?:total|yesterday|kemarin)$/.test(squeeze(text)),
  );
}

/** `of 21` is what something else may reach. */
function isOfWhole({ line, at }: NumberToken): boolean {
  return /(?<!\p{L})(?:of|dari)\s*$/iu.test(line.text.slice(0, at));
}

/** What stands right over, right under and before a number: what it is called. */
function neighbours(line: Line, box: Line["box"], { lines }: Screen): Line[] {
  const over = headingOf(box, lines, line, () => false);
  const beside = lines.filter(
    (other) =>
      other !== line &&
      ((sameRow(other.box, box) && other.box.x < box.x && gapX(other.box, box) < 5 * box.height) ||
        (sameColumn(other.box, box) &&
          other.box.y > box.y &&
          !sameRow(other.box, box) &&
          gapY(box, other.box) < box.height)),
  );
  // `Goal: 10,000` is about the number on its own line.
  return (over === null ? beside : [over, ...beside]).filter(({ text }) => !/\d{2}/.test(text));
}
