import type { Result } from "../../src/eval/document.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { because } from "../../src/reading/reasons.ts";

/** A reading of 5,475 steps that was accepted; `over` changes some of it. */
export function reading(over: Partial<Reading> = {}): Reading {
  return {
    status: "verified",
    steps: 5475,
    candidateSteps: null,
    confidence: 0.999,
    reasons: [because("engines_agree")],
    app: "Samsung Health",
    appClass: "Samsung Health",
    scope: { kind: "day", text: null },
    page: "home",
    locale: "en",
    theme: "light",
    evidence: {
      text: "5,475",
      box: { x: 100, y: 400, width: 200, height: 60 },
      ties: [],
      second: null,
      others: [],
    },
    signals: [],
    fields: {},
    values: { date: null, distanceKm: null, durationS: null, caloriesKcal: null, goal: null, clock: null },
    lines: [],
    image: {
      format: "png",
      width: 1000,
      height: 2000,
      dpi: null,
      bytes: 1,
      turned: 0,
      sha256: "",
      perceptualHash: "",
    },
    engines: ["tally", "paddle"],
    warnings: [],
    milliseconds: 500,
    ...over,
  };
}

/** What became of a picture with 5,475 steps that were read and accepted; `over` changes some of it. */
export function result(over: Partial<Result> = {}): Result {
  return {
    picture: "a.png",
    perturbation: null,
    negative: false,
    expected: 5475,
    read: 5475,
    status: "verified",
    right: true,
    confidence: 0.999,
    reasons: [],
    milliseconds: 500,
    fields: {},
    ...over,
  };
}

/** Results of each kind that there is. */
export const kinds = {
  doubtful: { status: "needs_review", confidence: 0.7 },
  wrongDoubtful: { status: "needs_review", confidence: 0.7, read: 547, right: false },
  wrongAccepted: { read: 547, right: false },
  none: { status: "no_steps", confidence: 0, read: null, right: false },
  failed: {
    status: "failed",
    confidence: 0,
    read: null,
    right: false,
    milliseconds: null,
    error: { code: "IMAGE_EMPTY", message: "a.png is empty." },
  },
  negative: {
    negative: true,
    expected: null,
    status: "not_a_step_screen",
    confidence: 0,
    read: null,
    right: true,
  },
  negativeAccepted: { negative: true, expected: null, right: false },
} as const satisfies Record<string, Partial<Result>>;

/** A negative with a total, whose scope was read as `read`; `over` says what became of it. */
export function scoped(read: string | null, over: Partial<Result>): Result {
  const outcome = read === null ? "missing" : read === "total" ? "right" : "wrong";
  return result({ ...over, fields: { scope: { expected: "total", read, outcome } } });
}
