import type { Line } from "../engines/engine.ts";
import type { Box } from "../image/raster.ts";
import { because, type Reason } from "../reasons.ts";
import type { StepCandidate } from "./candidate.ts";
import { formDoubt, goalWordDoubt } from "./form.ts";
import { bottom, gapX, gapY, headingOf, right, sameColumn, sameRow } from "./layout.ts";
import { navigationOf } from "./navigation.ts";
import type { NumberToken } from "./numbers.ts";
import type { Screen } from "./screen.ts";
import { conceptOf, isFiller, proseLetters, unitOf } from "./vocabulary.ts";

/**
 * What stands around a number that makes it doubtful although the screen calls it steps: it may be a goal whose
 * slash was not read, a part of a number, somebody else's, or another day's. `denies` tells of
 * words whether the number beside them is no count of a day.
 */
export function doubtsAbout(
  tied: StepCandidate,
  screen: Screen,
  denies: (text: string) => boolean,
): Reason[] {
  const { token } = tied;
  const doubts: (Reason | false)[] = [
    goalDoubt(tied, screen),
    isAtEdge(token.box, screen) && because("at_edge"),
    tied.ties.includes(token.line) &&
      proseLetters(token.line.text) > 2 &&
      because("words_beside", { line: token.line.text }),
    estimateDoubt(tied),
    digitsDoubt(token),
    formDoubt(tied) ?? false,
    ...goalWordDoubt(token),
    touchingDoubt(token, screen),
    neighbourDoubt(tied, screen, denies),
    dayDoubt(token, screen),
  ];
  return doubts.filter((doubt) => doubt !== false);
}

/**
 * `1,862` over or before a smaller `/5,000 steps` is a count with its goal. When the slash was cut off or not
 * read, or the count is covered, the goal looks like a count.
 */
function goalDoubt({ token, count, goal, evidence }: StepCandidate, screen: Screen): Reason | false {
  if (token.role === "value" && goal === null) return because("goal_unread", { number: token.text });
  const rival = evidence === "unit" ? rivalOf(token, screen) : null;
  if (rival !== null) return because("may_be_goal", { number: token.text, rival: rival.text });
  return goal === null && count > 0 && count % 500 === 0 && because("round", { number: token.text });
}

/** Digits before the number on its row, or larger ones right over it, whether they can be read or not. */
function rivalOf(token: NumberToken, screen: Screen): NumberToken | null {
  const isRival = (other: NumberToken): boolean => {
    if (other === token || other.unit !== null || other.text.length < 2) return false;
    if (sameRow(other.box, token.box)) {
      return other.box.x < token.box.x && gapX(other.box, token.box) < 1.5 * token.box.height;
    }
    const gap = gapY(other.box, token.box);
    const near = gap > -0.5 * token.box.height && gap < other.box.height;
    return near && other.box.height > 1.2 * token.box.height && sameColumn(other.box, token.line.box);
  };
  return screen.values.map((value) => value.number).find(isRival) ?? null;
}

/** Within a hundredth of the picture's width of its border: what is beyond may have been cut off. */
function isAtEdge(box: Box, { width, height }: Screen): boolean {
  const margin = 0.01 * width;
  return (
    box.x < margin || right(box) > width - margin || box.y < margin / 2 || bottom(box) > height - margin / 2
  );
}

/** `Steps (est.)`: the screen itself calls the count an estimate. */
function estimateDoubt({ ties }: StepCandidate): Reason | false {
  const label = ties.find(({ text }) => /(?<!\p{L})est(?:\.|imated|imasi)?(?!\p{L})|perkiraan/iu.test(text));
  return label !== undefined && because("estimate", { label: label.text });
}

/**
 * A digit or a separator right before the number, which may have been taken for an icon or be covered; what is left of
 * a cut character at its beginning or end; digits behind it, which stand so far apart that they were parted; or a separator at
 * its end, where three digits or fewer stand before it.
 */
function digitsDoubt({ text, line, at }: NumberToken): Reason | false {
  const [before, after] = [line.text.slice(0, at), line.text.slice(at + text.length)];
  const isPart = /[\d.,\ufffd]\s?$/.test(before) || /^(?:[.,]?\ufffd|[.,] ?\d| \d(?!\d))/.test(after);
  const isBegun = /^\d{1,3}$/.test(text) && /^[.,]\s*$/.test(after);
  return (isPart || isBegun) && because("part_of_number", { number: text, line: line.text });
}

/** How far apart digits of one number stand at most, in heights of the number. */
const widestGap = 0.4;
/** How sure our reader, who knows that icons are no digits, is at least of a lone one, 0–1. */
const sureOfDigit = 0.9;

/**
 * Digits of another line that reach into the number from before it, or end as close before it as digits stand: one number may
 * have been taken for two. A lone digit is an icon, mostly, unless our reader says that it is none.
 */
function touchingDoubt({ text, box, line }: NumberToken, screen: Screen): Reason | false {
  const touching = screen.lines.find((other) => {
    if (other === line || !sameRow(other.box, box) || other.box.x >= box.x) return false;
    const gap = gapX(other.box, box);
    if (gap < 0) return /\d[\d.,/]+$/.test(other.text);
    const isDigits = /(?:^|\s)\d[\d.,]*$/.test(other.text);
    const isSure = other.reader === "tally" && other.confidence >= sureOfDigit;
    return isDigits && isSure && gap < widestGap * box.height && other.box.height > 0.7 * box.height;
  });
  return touching !== undefined && because("overlaps", { number: text, other: touching.text });
}

/** Words over or before the number that say neither what it is nor nothing: a name, `Usually`, a heading. */
function neighbourDoubt(
  tied: StepCandidate,
  screen: Screen,
  denies: (text: string) => boolean,
): Reason | false {
  const { token, ties } = tied;
  const isKnown = (text: string): boolean =>
    isFiller(text) ||
    conceptOf(text) !== null ||
    unitOf(text) !== null ||
    letters(text) < 3 ||
    /\d/.test(text);
  const over = headingOf(token.box, screen.lines, token.line, isKnown);
  const before = screen.lines.find(
    (line) =>
      line !== token.line &&
      sameRow(line.box, token.box) &&
      line.box.x < token.box.x &&
      gapX(line.box, token.box) < 1.5 * token.box.height &&
      !isKnown(line.text),
  );
  const under = screen.lines.find(
    (line) =>
      sameColumn(line.box, token.line.box) &&
      line.box.y > token.box.y &&
      !sameRow(line.box, token.box) &&
      gapY(token.box, line.box) < 0.8 * token.box.height &&
      denies(line.text) &&
      !isNamedGoal(line.text) &&
      !ties.includes(line) &&
      !line.text.includes("/"),
  );
  if (under !== undefined) return because("text_under", { text: under.text });
  const stranger: Line | undefined = over ?? before;
  return (
    stranger !== undefined &&
    !ties.includes(stranger) &&
    tied.evidence === "unit" &&
    because("text_beside", { text: stranger.text })
  );
}

/** `Goal: 10,000` under a count is the goal that the count is of. */
function isNamedGoal(text: string): boolean {
  return (
    /^\p{L}[\p{L} ]*:? ?\d[\d.,\s]*\d{2}$/u.test(text) && conceptOf(text.replace(/[:\d.,]/g, "")) === "goal"
  );
}

/** Yesterday's number on a screen that speaks of today, too. */
function dayDoubt(token: NumberToken, screen: Screen): Reason | false {
  const says = (line: Line, words: RegExp): boolean => words.test(line.text) && letters(line.text) < 12;
  // A tab that is called `Today` says nothing of the day that is shown.
  const tabs = navigationOf(screen);
  const today = screen.lines.some((line) => !tabs.includes(line) && says(line, /today|hari ini/i));
  const yesterday = screen.lines.find(
    (line) =>
      says(line, /yesterday|kemarin/i) &&
      (sameRow(line.box, token.box) || sameColumn(line.box, token.box)) &&
      Math.abs(gapY(line.box, token.box)) < 3 * token.box.height,
  );
  return today && yesterday !== undefined && because("yesterday", { text: yesterday.text });
}

function letters(text: string): number {
  return text.replace(/[^\p{L}]/gu, "").length;
}
