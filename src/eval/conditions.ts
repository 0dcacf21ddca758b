import { OcrEcoError } from "../errors.ts";
import type { ConditionResult, Evaluation, Figures } from "./document.ts";

/** What each figure is a share of, for conditions in percent; `null` for what is none, `share` for what is one already. */
const bases = {
  exact: ({ pictures }) => pictures,
  accepted: ({ pictures }) => pictures,
  doubtful: ({ pictures }) => pictures,
  none: ({ pictures }) => pictures,
  failed: ({ pictures, negatives }) => pictures + negatives,
  wrong_accepted: ({ accepted, negatives_accepted }) => accepted + negatives_accepted,
  negatives_accepted: ({ negatives }) => negatives,
  app_right: ({ pictures }) => pictures,
  exact_whole: ({ whole }) => whole ?? 0,
  scope_right: ({ scoped }) => scoped ?? 0,
  coverage: "share",
  precision: "share",
  pictures: null,
  median_ms: null,
  p95_ms: null,
} as const satisfies Partial<Record<keyof Figures, ((figures: Figures) => number) | "share" | null>>;
type Metric = keyof typeof bases;
const metrics = Object.keys(bases) as Metric[];

const operators = {
  ">": (value: number, limit: number) => value > limit,
  ">=": (value: number, limit: number) => value >= limit,
  "<": (value: number, limit: number) => value < limit,
  "<=": (value: number, limit: number) => value <= limit,
  "=": (value: number, limit: number) => value === limit,
  "!=": (value: number, limit: number) => value !== limit,
} as const;

/**
 * One `--fail-if`: about the pictures as they came, those of a scope among them, about a perturbation, or about `all`
 * together.
 */
export interface Condition {
  readonly text: string;
  readonly scope: string | null;
  readonly metric: Metric;
  readonly operator: keyof typeof operators;
  readonly limit: number;
  /** The limit is a share, and so is what is held against it. */
  readonly isShare: boolean;
}

/**
 * Understands a condition such as `wrong_accepted>0`, `coverage<95%`, `jpeg20:exact<60`, `all:wrong_accepted>0` or
 * `total:negatives_accepted>0`. `tried` are the perturbations of this run, `scopes` those that labels name. Throws
 * `USAGE`.
 */
export function parseCondition(
  text: string,
  tried: readonly string[],
  scopes: readonly string[] = [],
): Condition {
  const match = /^\s*(?:([\w+-]+)\s*:)?\s*(\w+)\s*(>=|<=|!=|==?|>|<)\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text);
  if (match === null) {
    throw wrong(text, "is no condition: write a figure, a comparison and a number, as in 'wrong_accepted>0'");
  }
  const [, scope = null, metric = "", operator = "", number = "", percent] = match;
  if (!isMetric(metric)) throw wrong(text, `names no figure that there is: ${metrics.join(", ")}`);
  if (scope !== null && scope !== "all" && ![...tried, ...scopes].includes(scope)) {
    const names = ["all", ...tried, ...scopes].join(", ");
    throw wrong(text, `is about ${scope}, which is not tried: before the colon may stand ${names}`);
  }
  const limit = percent === "%" ? Number(number) / 100 : Number(number);
  const base = bases[metric];
  if (percent === "%" && base === null)
    throw wrong(text, `wants a share, but ${metric} is none: leave out the %`);
  if (base === "share" && limit > 1) {
    throw wrong(
      text,
      `can never be right, because ${metric} is a share: write ${number}% or ${Number(number) / 100}`,
    );
  }
  const isShare = percent === "%" || base === "share";
  return {
    text,
    scope,
    metric,
    operator: (operator === "==" ? "=" : operator) as Condition["operator"],
    limit,
    isShare,
  };
}

/** Holds a condition against what was measured. A share of nothing meets none. */
export function checkCondition(
  { text, scope, metric, operator, limit, isShare }: Condition,
  {
    overall,
    all,
    by_perturbation: byPerturbation,
    by_scope: byScope = {},
  }: Pick<Evaluation, "overall" | "all" | "by_perturbation" | "by_scope">,
): ConditionResult {
  const figures =
    scope === null ? overall : scope === "all" ? (all ?? overall) : (byPerturbation[scope] ?? byScope[scope]);
  const value = figures === undefined ? null : figureOf(figures, metric, isShare);
  return { condition: text, value, met: value !== null && operators[operator](value, limit) };
}

function figureOf(figures: Figures, metric: Metric, isShare: boolean): number | null {
  const value = figures[metric] ?? null;
  const base = bases[metric];
  if (value === null || !isShare || typeof base !== "function") return value;
  const all = base(figures);
  return all === 0 ? null : value / all;
}

function isMetric(word: string): word is Metric {
  return Object.hasOwn(bases, word);
}

function wrong(text: string, what: string): OcrEcoError {
  return new OcrEcoError("USAGE", `The condition '${text}' ${what}.`);
}
