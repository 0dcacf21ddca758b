import type { Recognised } from "./apps/index.ts";
import { calibrated } from "./calibration.ts";
import type { EngineName } from "./engines/engine.ts";
import type { StepCandidate } from "./extract/candidate.ts";
import type { Fields } from "./extract/fields.ts";
import { beginsInLine } from "./extract/standing.ts";
import { metres } from "./extract/values.ts";
import { because, type Reason } from "./reasons.ts";
import type { Scope } from "./scope/scope.ts";

/**
 * What is to be done with a reading. `verified`: book it. `needs_review`: there is a number, a human must look.
 * `no_steps`: a step counter's screen without a step count. `not_a_step_screen`: something else.
 */
export const statuses = ["verified", "needs_review", "no_steps", "not_a_step_screen"] as const;
export type Status = (typeof statuses)[number];

/** What the second engine made of the chosen number. */
export interface SecondOpinion {
  readonly engine: EngineName;
  readonly agrees: boolean;
  readonly text: string;
  /** The number with what looks like further digits beside it; `null` when there is nothing like that. */
  readonly wider: number | null;
  /** Whether nothing at all stands beside the number, for as far as several digits would reach. */
  readonly isAlone: boolean;
}

/** Everything that speaks for or against the chosen number. */
export interface Findings {
  /** Strongest evidence first; the first one is the chosen number. */
  readonly candidates: readonly StepCandidate[];
  readonly app: Recognised | null;
  readonly fields: Fields;
  readonly goal: number | null;
  /** A percentage of the goal that is printed beside the count, 0–100 or more. */
  readonly percentOfGoal: number | null;
  /** What the chosen number is the count of; `null` without one. */
  readonly scope: Scope | null;
  readonly second: SecondOpinion | null;
  /** True when words for steps stand on the screen, with or without a number. */
  readonly speaksOfSteps: boolean;
  /** False for pictures that no phone's screen has the shape of: two screens side by side. */
  readonly phoneShaped: boolean;
  /** True when a part of the picture is missing. */
  readonly incomplete: boolean;
  /** More steps than this in a day are not believed. */
  readonly mostSteps: number;
}

export interface Verdict {
  readonly status: Status;
  /** The chosen number, accepted or not. */
  readonly count: number | null;
  /** How likely the number is the day's step count, 0–1. */
  readonly confidence: number;
  /** Why; what speaks against it comes first. */
  readonly reasons: readonly Reason[];
}

/** A goal above this is one for a week or a month, mostly. */
const mostGoal = 40_000;
/** Metres a step that people walk and run with. */
const stride = { least: 0.3, most: 1.5 } as const;
/** A shorter stride than this is no ordinary day's: of 51 real days with a distance the shortest has 0.51. It is of a count that was made larger, mostly. */
const ordinaryStride = 0.45;

/**
 * Odds that the number is wrong by where it stands, before anything else is weighed, and factors on those odds for
 * each finding. Estimates that put numbers into an order; `calibration.ts` turns them into shares that were measured.
 */
const oddsWrong = {
  "goal-pair": 0.03,
  unit: 0.05,
  label: 0.06,
  ring: 0.08,
  sentence: 0.3,
  size: 0.4,
} as const;
const factor = {
  secondAgrees: 0.1,
  secondDisagrees: 15,
  printedTwice: 0.3,
  strideFits: 0.5,
  strideUnlikely: 20,
  percentFits: 0.1,
  percentUnlikely: 20,
  otherCandidate: 30,
  unknownApp: 5,
  unknownPage: 2,
  irregular: 3,
  unclear: 4,
  otherDoubt: 30,
} as const;

/** Decides whether a reading may be booked. Anything that is not settled goes to a human. */
export function judge(findings: Findings): Verdict {
  const [chosen] = findings.candidates;
  if (chosen === undefined) return withoutSteps(findings);
  const against: Reason[] = [];
  const inFavour: Reason[] = [];
  let odds: number = oddsWrong[chosen.evidence];
  const weigh = (by: keyof typeof factor, list: Reason[], reason?: Reason): void => {
    odds *= factor[by];
    if (reason !== undefined) list.push(reason);
  };

  const counts = [...new Set(findings.candidates.map((candidate) => candidate.count))];
  const same = findings.candidates.filter((candidate) => candidate.count === chosen.count);
  const printedTwice = new Set(same.map((candidate) => candidate.token.line)).size > 1;
  inFavour.push(whereabouts(chosen));

  if (counts.length > 1) {
    const others = counts.map((count) => findings.candidates.find((candidate) => candidate.count === count));
    weigh(
      "otherCandidate",
      against,
      because("several_counts", { numbers: others.map((each) => each?.token.text ?? "") }),
    );
  }
  if (printedTwice) weigh("printedTwice", inFavour, because("printed_twice"));

  let settled = printedTwice;
  if (findings.second?.agrees === true) {
    settled = true;
    weigh("secondAgrees", inFavour, because("engines_agree"));
  } else if (findings.second !== null) {
    weigh(
      "secondDisagrees",
      against,
      because("engines_differ", { first: chosen.token.text, second: findings.second.text }),
    );
  }

  const distance = metres(findings.fields.distance);
  if (distance !== null && distance.length > 0 && chosen.count > 0) {
    const metresAStep = distance.length / chosen.count;
    if (!isWalkable(distance, chosen.count, ordinaryStride)) {
      weigh(
        "strideUnlikely",
        against,
        because("unlikely_stride", { distance: findings.fields.distance?.text ?? "", metres: metresAStep }),
      );
    } else if (metresAStep >= ordinaryStride && metresAStep <= stride.most) {
      weigh("strideFits", inFavour, because("stride", { metres: metresAStep }));
    }
  }
  const { goal, percentOfGoal } = findings;
  if (goal !== null && goal > 0 && percentOfGoal !== null) {
    const expected = (100 * chosen.count) / goal;
    // Apps cut or round, and stop some displays at 100 %.
    const fits = Math.abs(expected - percentOfGoal) <= 1 || (percentOfGoal === 100 && expected >= 100);
    if (fits) {
      // It fits many counts: it speaks for this one, but does not settle its last digits.
      weigh("percentFits", inFavour, because("percent_of_goal", { percent: percentOfGoal, goal }));
    } else
      weigh(
        "percentUnlikely",
        against,
        because("unlikely_percent", {
          percent: percentOfGoal,
          count: chosen.count,
          expected: Math.round(expected),
          goal,
        }),
      );
  }

  if (findings.app === null) weigh("unknownApp", against, because("unknown_app"));
  else if (findings.app.page === null)
    weigh("unknownPage", against, because("unknown_page", { app: findings.app.profile.name }));
  if (chosen.token.confidence < 0.85) weigh("unclear", []);
  if (chosen.token.irregular) weigh("irregular", []);
  const doubts = [...doubtsAboutPage(chosen, findings), ...doubtsAboutCount(chosen, findings, printedTwice)];
  if (!settled && findings.second === null) doubts.push(because("one_engine"));
  for (const doubt of [...chosen.doubts, ...doubts]) weigh("otherDoubt", against, doubt);

  const promised = 1 / (1 + odds);
  const sure = against.length === 0 && settled && promised >= 0.98;
  if (!sure && against.length === 0) against.push(because("too_little"));
  return {
    status: sure ? "verified" : "needs_review",
    count: chosen.count,
    confidence: Math.round(calibrated(promised) * 10_000) / 10_000,
    reasons: [...against, ...inFavour],
  };
}

/** Pages that are not about one person's one day. */
function doubtsAboutPage(
  chosen: StepCandidate,
  { app, fields, scope, phoneShaped, incomplete }: Findings,
): Reason[] {
  const doubts: Reason[] = [];
  if (scope !== null && scope.kind !== "day") doubts.push(because("other_scope", scope));
  if (app?.page?.steps.kind === "stacked" && chosen.evidence !== "ring") {
    doubts.push(because("no_ring"));
  }
  if (fields.avg_pace !== undefined || fields.avg_cadence !== undefined) {
    doubts.push(because("one_exercise"));
  }
  if (!phoneShaped && app?.page?.part !== true) doubts.push(because("too_wide"));
  if (incomplete) doubts.push(because("incomplete"));
  return doubts;
}

/** Counts that nobody walks, or that may have lost a digit. */
function doubtsAboutCount(
  chosen: StepCandidate,
  { fields, second, mostSteps, goal: dayGoal }: Findings,
  printedTwice: boolean,
): Reason[] {
  const { count, goal, token } = chosen;
  const doubts: Reason[] = [];
  const distance = metres(fields.distance);
  // An icon beside the number looks like a digit, too; but mostly like one that makes no sense.
  const wider = second?.wider ?? null;
  if (wider !== null && wider <= mostSteps && (distance === null || isWalkable(distance, wider))) {
    doubts.push(because("more_digits_beside", { number: token.text, wider }));
  }
  // A number that lost a digit to a scratch or a crop looks just like this.
  const isWhole = second?.isAlone === true && beginsInLine(chosen) && excludesOneBehind(distance, count);
  const confirmed =
    printedTwice || (goal !== null && (count >= 100 || isWhole)) || excludesMore(distance, count);
  if (count < 1000 && !confirmed) {
    doubts.push(because("small_count", { count }));
  }
  if (count === 0) doubts.push(because("zero_count"));
  if (count > mostSteps) doubts.push(because("too_many_steps", { most: mostSteps }));
  if (dayGoal !== null && dayGoal > mostGoal) doubts.push(because("high_goal", { goal: dayGoal }));
  return doubts;
}

/** Whether so many steps of `least` metres can make a distance. That of a few steps is mostly rounding: 12 steps are 0,1 km. */
function isWalkable(
  { length, rounding }: { length: number; rounding: number },
  count: number,
  least: number = stride.least,
): boolean {
  return length - rounding <= stride.most * count && length + rounding >= least * count;
}

/** Whether a distance shows that no digit is missing before a count: with any there would be too many steps. */
function excludesMore(distance: ReturnType<typeof metres>, count: number): boolean {
  if (distance === null) return false;
  const leastMore = count + 10 ** String(count).length;
  return distance.length + distance.rounding < ordinaryStride * leastMore;
}

/** Whether a distance shows that no digit is missing behind a count. */
function excludesOneBehind(distance: ReturnType<typeof metres>, count: number): boolean {
  return distance !== null && distance.length + distance.rounding < ordinaryStride * 10 * count;
}

function withoutSteps({ app, speaksOfSteps, incomplete }: Findings): Verdict {
  const missing = incomplete ? [because("incomplete")] : [];
  if (app === null && !speaksOfSteps) {
    return {
      status: "not_a_step_screen",
      count: null,
      confidence: 0,
      reasons: [because("no_step_screen"), ...missing],
    };
  }
  return {
    status: "no_steps",
    count: null,
    confidence: 0,
    reasons: [because("no_count", { app: app?.profile.name ?? null }), ...missing],
  };
}

function printed({ token, goal }: StepCandidate): string {
  return goal === null || token.role === "plain" ? `'${token.text}'` : `'${token.text}/${goal}'`;
}

/** Where the number stands. */
function whereabouts(chosen: StepCandidate): Reason {
  const { evidence, ties, goal } = chosen;
  const number = printed(chosen);
  const words = ties[0]?.text ?? "";
  switch (evidence) {
    case "goal-pair":
      return because("over_goal", { number, goal });
    case "unit":
      return because("before_unit", { number });
    case "label":
      return because("at_label", { number, label: words });
    case "ring":
      return because("in_ring", { number, legend: words });
    case "sentence":
      return because("in_sentence", { number });
    case "size":
      return because("largest", { number });
  }
}
