import { OcrEcoError } from "../../src/errors.ts";
import type { LoadtestDocument } from "./document.ts";
import { shares, type TimeSummary } from "./spans.ts";

type Measured = Omit<LoadtestDocument, "conditions">;

const spanNames = ["accepted", "waited", "read", "delivered", "whole"] as const;
type SpanName = (typeof spanNames)[number];
const spanFigures = [...(Object.keys(shares) as (keyof typeof shares)[]), "mean", "max"] as const;
type SpanFigure = (typeof spanFigures)[number];

/** Counts, and what each of them is a share of, for conditions in percent. */
const counts = {
  lost: ["lost", "accepted"],
  wrong: ["wrong", "results"],
  duplicate: ["duplicate", "results"],
  unsure: ["unsure", "results"],
  failed: ["failed", "results"],
  errors: ["errors", "sent"],
} as const satisfies Record<string, readonly [keyof Measured["reports"], keyof Measured["reports"]]>;

/** Of which nothing is known where nobody waits for results. */
const ofResults: readonly string[] = ["lost", "wrong", "duplicate", "unsure", "failed"];

/** What comes out by the minute or second, in their units. */
const rates = {
  accepted_per_second: (found: Measured) => found.throughput.accepted_per_second,
  results_per_minute: (found: Measured) =>
    found.way === "accepted" ? null : found.throughput.results_per_minute,
} as const;

const operators = {
  ">": (value: number, limit: number) => value > limit,
  ">=": (value: number, limit: number) => value >= limit,
  "<": (value: number, limit: number) => value < limit,
  "<=": (value: number, limit: number) => value <= limit,
} as const;

const units = { ms: 1, s: 1000, min: 60_000 } as const;

/** One `--fail-if`. */
export interface Condition {
  readonly text: string;
  /** The figure in the limit's unit; `null` when nothing was measured. */
  readonly figure: (found: Measured) => number | null;
  readonly operator: keyof typeof operators;
  readonly limit: number;
}

/**
 * Understands a condition such as `lost>0`, `errors>1%`, `p95>30s`, `accepted.p99>20ms` or `results_per_minute<100`.
 * Percentiles that name no span are of the whole way. Throws `USAGE`.
 */
export function parseCondition(text: string): Condition {
  const match = /^\s*([\w.]+?)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)\s*(%|ms|s|min)?\s*$/.exec(text);
  if (match === null)
    throw wrong(text, "is none: write a figure, a comparison and a number, as in 'p95>30s' or 'lost>0'");
  const [, name = "", operator = "", number = "", unit = ""] = match;
  const common = { text, operator: operator as Condition["operator"], limit: Number(number) };
  if (isKeyOf(counts, name)) {
    if (unit !== "" && unit !== "%")
      throw wrong(text, `compares a count with a time: write ${name}>0 or ${name}>1%`);
    const [part, all] = counts[name];
    return {
      ...common,
      figure: ({ reports, way }) => {
        if (way === "accepted" && ofResults.includes(name)) return null;
        return unit === "" ? reports[part] : shareOf(reports[part], reports[all]);
      },
    };
  }
  if (isKeyOf(rates, name)) {
    if (unit !== "") throw wrong(text, `needs no unit: ${name} has its own`);
    return { ...common, figure: rates[name] };
  }
  const [span, figure] = spanFigureOf(name) ?? [];
  if (span === undefined || figure === undefined) {
    const known = [...Object.keys(counts), ...Object.keys(rates), ...spanFigures];
    throw wrong(
      text,
      `names no figure that there is: ${known.join(", ")}, the latter also behind ${spanNames.join(", ")} and a dot`,
    );
  }
  if (!isKeyOf(units, unit)) throw wrong(text, `needs a time: write it as in ${name}>30s or ${name}>20ms`);
  return {
    ...common,
    figure: ({ spans }) => {
      const found: TimeSummary | null = spans[span];
      return found === null ? null : found[figure] / units[unit];
    },
  };
}

/** Holds a condition against what was measured. What was not measured meets none, and passes none: see `isPassed`. */
export function checkCondition({ text, figure, operator, limit }: Condition, found: Measured) {
  const value = figure(found);
  return { condition: text, value, met: value !== null && operators[operator](value, limit) };
}

/** Whether a condition lets a build go on: a figure that was never measured must not. */
export function isPassed({ met, value }: LoadtestDocument["conditions"][number]): boolean {
  return !met && value !== null;
}

function spanFigureOf(name: string): [SpanName, SpanFigure] | null {
  const figure = spanFigures.find((each) => name === each || name.endsWith(`.${each}`));
  if (figure === undefined) return null;
  const before = name.slice(0, -figure.length).replace(/\.$/, "");
  const span = before === "" ? "whole" : spanNames.find((each) => each === before);
  return span === undefined ? null : [span, figure];
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : (100 * part) / all;
}

function isKeyOf<Names extends object>(names: Names, word: string): word is keyof Names & string {
  return Object.hasOwn(names, word);
}

function wrong(text: string, what: string): OcrEcoError {
  return new OcrEcoError("USAGE", `The condition '${text}' ${what}.`);
}
