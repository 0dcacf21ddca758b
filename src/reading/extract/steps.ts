import type { PageProfile, StackedSteps } from "../apps/profile.ts";
import type { Line } from "../engines/engine.ts";
import { type Box, union } from "../image/raster.ts";
import { because, type Reason } from "../reasons.ts";
import type { Evidence, StepCandidate } from "./candidate.ts";
import { doubtsAbout } from "./doubts.ts";
import { goalWordDoubt } from "./form.ts";
import { bottom, centreX, gapY, headingOf, sameRow } from "./layout.ts";
import type { NumberToken } from "./numbers.ts";
import { type Screen, type Value, withoutIcon } from "./screen.ts";
import { centreTolerance, standingDoubts } from "./standing.ts";
import { conceptOf, deniesCount, isFiller, proseLetters, squeeze, unitOf } from "./vocabulary.ts";

/** More digits than anybody walks in a day; such numbers are identifiers or sums. */
export const mostDigits = 6;

/**
 * All numbers that labels, units or goals on the screen call steps, strongest evidence first. `denies` tells of words
 * whether the number beside them is no count of a day.
 */
export function stepCandidates(
  screen: Screen,
  page: PageProfile | null,
  denies: (text: string) => boolean = deniesCount,
): StepCandidate[] {
  const stacked = page?.steps.kind === "stacked" ? page.steps : null;
  const decoys = (page?.decoys ?? []).map(squeeze);
  const labelled = screen.values.flatMap((value) => {
    const candidate = labelledCandidate(value, screen);
    if (candidate === null || isProse(candidate.token.line.text)) return [];
    return isDenied(candidate, screen, decoys, denies) ? [] : [candidate];
  });
  const ring = stacked === null ? null : stackedCandidate(screen, stacked);
  const all = ring === null ? labelled : [...labelled, ring];
  // Where a page prints its count in a ring, words for steps elsewhere belong to something else.
  const order: readonly Evidence[] =
    stacked === null ? ["goal-pair", "unit", "label", "ring"] : ["ring", "goal-pair", "unit", "label"];
  // An icon beside the word for steps is easily read as one character: a zero, or a lone digit without a unit,
  // counts only when nothing else does.
  const weak = (candidate: StepCandidate): boolean =>
    candidate.count === 0 || (candidate.token.text.length === 1 && candidate.evidence !== "goal-pair");
  const strong = all.filter((candidate) => !weak(candidate));
  const counted = strong.length > 0 ? strong : all;
  return counted
    .sort(
      (a, b) =>
        order.indexOf(a.evidence) - order.indexOf(b.evidence) || b.token.box.height - a.token.box.height,
    )
    .map((tied) => ({
      ...tied,
      doubts: [...tied.doubts, ...standingDoubts(tied, page), ...doubtsAbout(tied, screen, denies)],
    }));
}

/** The number as a step count, if a label, a unit or a goal calls it one. */
export function labelledCandidate(value: Value, screen: Screen): StepCandidate | null {
  const { number, label, goal, looseUnit } = value;
  if (number.count === null || String(number.count).length > mostDigits) return null;
  if (number.box.y > screen.foreignFrom) return null;
  const isSteps = (line: Line | null): line is Line =>
    line !== null && unitOf(withoutIcon(line.text)) === "steps";
  const base = { count: number.count, token: number, doubts: [] };

  const goalUnit =
    goal?.unit === "steps" || (goal !== null && goal.unit === null && label?.concept === "steps");
  const ownUnit = number.unit === "steps" || (number.unit === null && isSteps(looseUnit));
  if (number.unit !== null && number.unit !== "steps") return null;
  if (number.role === "value" && ownUnit) {
    return {
      ...base,
      evidence: "goal-pair",
      place: "pair",
      ties: tiesOf(number.line, looseUnit, label),
      goal: number.goal,
    };
  }
  if (number.unit === null && goal !== null && goalUnit) {
    return {
      ...base,
      evidence: "goal-pair",
      place: "pair",
      ties: tiesOf(goal.line, label),
      goal: goal.count,
      doubts: goalWordDoubt(goal),
    };
  }
  const isNamed = isNamedOnItsLine(number);
  if (isNamed && number.role === "value") {
    return { ...base, evidence: "goal-pair", place: "pair", ties: [number.line], goal: number.goal };
  }
  if (ownUnit) {
    const isUnder = number.unit === null && looseUnit !== null && !sameRow(number.box, looseUnit.box);
    return {
      ...base,
      evidence: "unit",
      place: isUnder ? "below" : "behind",
      ties: tiesOf(number.line, looseUnit, label),
      goal: number.goal,
    };
  }
  if (isNamed && number.unit === null && looseUnit === null) {
    return { ...base, evidence: "label", place: "before", ties: [number.line], goal: goal?.count ?? null };
  }
  if (label?.concept === "steps" && looseUnit === null && isAlone(number)) {
    if (number.box.height < 0.7 * label.line.box.height) return null;
    const place = value.tie === "above" || value.tie === "below" ? value.tie : "before";
    return { ...base, evidence: "label", place, ties: [label.line], goal: number.goal };
  }
  return null;
}

function tiesOf(...parts: readonly (Line | null | { line: Line; concept: string })[]): Line[] {
  const lines = parts.flatMap((part): Line[] => {
    if (part === null) return [];
    if ("concept" in part) return part.concept === "steps" ? [part.line] : [];
    return [part];
  });
  return [...new Set(lines)];
}

/** `Steps: 5,321`: the number follows its name on one line. */
function isNamedOnItsLine({ at, line }: NumberToken): boolean {
  const before = line.text.slice(0, at);
  return !/\d/.test(before) && conceptOf(before) === "steps";
}

/** True when nothing but icons and separators stands on the number's line. */
export function isAlone({ line: { text }, goalWord }: NumberToken): boolean {
  return proseLetters(text.replace(goalWord, "")) <= 2 && !/%|:/.test(text);
}

/** A sentence around a number speaks of steps, but mostly not of the day's count. */
export function isProse(text: string): boolean {
  return proseLetters(text) > 8;
}

/** Averages, remainders, goals: steps are spoken of, but not as the day's count. */
export function isDenied(
  candidate: StepCandidate,
  screen: Screen,
  decoys: readonly string[],
  denies: (text: string) => boolean = deniesCount,
): boolean {
  const { line, box } = candidate.token;
  if (denies(withoutGoalPair(line.text))) return true;
  if (candidate.ties.some((tie) => tie !== line && denies(tie.text))) return true;
  const above = headingOf(box, screen.lines, line, isFiller);
  if (above !== null && decoys.includes(squeeze(above.text))) return true;
  return (
    above !== null && denies(above.text) && proseLetters(above.text) <= 24 && !isProgressHeading(above.text)
  );
}

/** `8,376/4,000 steps` names a goal without being one. */
function withoutGoalPair(text: string): string {
  return text.replace(/\/.*$/, "");
}

/** A card that is called after the goal and shows the count beside it: `Goal progress`, `Kemajuan target`. */
function isProgressHeading(text: string): boolean {
  return /progress|kemajuan/.test(squeeze(text));
}

/** A number that stands alone may be the other one; one that is off the axis may have lost a digit. */
function ringDoubts({ text, box }: NumberToken, pair: readonly [Line, Line] | null): Reason[] {
  if (pair === null) return [because("half_a_ring", { number: text })];
  const [lower, upper] = pair;
  const off = Math.abs(centreX(lower.box) - centreX(upper.box));
  return off <= centreTolerance * box.height ? [] : [because("off_centre", { number: text })];
}

/**
 * The step count of a page whose ring holds two numbers, one above the other on one axis, over a legend
 * such as `Heart Pts  Steps` or `82% of Goal`.
 */
function stackedCandidate(screen: Screen, { place, legend }: StackedSteps): StepCandidate | null {
  const names = legend.map(squeeze);
  const line = screen.lines.find((candidate) => names.some((name) => squeeze(candidate.text).includes(name)));
  if (line === undefined) return null;
  const label = screen.labels.find(
    ({ concept, line: other }) => concept === "steps" && sameRow(other.box, line.box),
  );
  // The ring stands over the middle of its legend, also in a picture that was cut.
  const axis = centreX(label === undefined ? line.box : union([line.box, label.line.box]));
  const onAxis = (box: Box): boolean =>
    bottom(box) < line.box.y &&
    line.box.y - bottom(box) < 0.5 * screen.width &&
    Math.abs(centreX(box) - axis) < 0.08 * screen.width;
  const numbers = screen.values
    .map((value) => value.number)
    .filter((number) => onAxis(number.box) && number.count !== null);
  const lines = screen.lines
    .filter((other) => onAxis(other.box) && other.text.length <= 8)
    .sort((a, b) => b.box.y - a.box.y);
  const numeric = lines.filter((other) => numbers.some((number) => number.line === other));
  // The partner of the lower number only has to be there: a lone `1` may have been read as a letter.
  const [lower, upper] = numeric.length === 1 && place === "lower" ? lines : numeric;
  if (lower === undefined) return null;
  const isPair =
    upper !== undefined &&
    gapY(upper.box, lower.box) <= upper.box.height &&
    upper.box.height >= 0.9 * lower.box.height;
  const token = numbers.find((number) => number.line === (place === "upper" && isPair ? upper : lower));
  if (token === undefined || token.count === null || !(token.unit === null || token.unit === "other"))
    return null;
  const goal =
    place === "upper" && isPair ? (numbers.find((number) => number.line === lower)?.count ?? null) : null;
  return {
    count: token.count,
    token,
    evidence: "ring",
    place: "ring",
    ties: [label?.line ?? line],
    goal,
    doubts: [
      ...ringDoubts(token, isPair ? [lower, upper] : null),
      // The legend names the numbers in their order: the first is the upper one.
      ...(place === "lower" && label !== undefined && label.line.box.x < line.box.x
        ? [because("ring_reversed", { legend: label.line.text, other: line.text })]
        : []),
    ],
  };
}
