import type { CalibrationBin, FieldFigures, Figures, Result, Threshold } from "./document.ts";
import { type FieldKey, fieldKeys } from "./field-keys.ts";

const confidences = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999] as const;
const binEdges = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1] as const;

/** Counts what became of pictures. Shares of nothing are `null`. */
export function tally(results: readonly Result[]): Figures {
  const labelled = results.filter((result) => !result.negative);
  const negatives = results.filter((result) => result.negative);
  const accepted = labelled.filter(isAccepted).length;
  const negativesAccepted = negatives.filter(isAccepted).length;
  const allAccepted = accepted + negativesAccepted;
  const wrongAccepted = results.filter((result) => isAccepted(result) && !result.right).length;
  const whole = labelled.filter((result) => result.whole === true);
  const scopes = results.flatMap((result) => result.fields.scope ?? []);
  const times = results.flatMap(({ milliseconds }) => milliseconds ?? []);
  return {
    pictures: labelled.length,
    exact: labelled.filter((result) => result.right).length,
    accepted,
    doubtful: labelled.filter((result) => result.status === "needs_review").length,
    none: labelled.filter((result) => !["verified", "needs_review"].includes(result.status)).length,
    failed: results.filter((result) => result.status === "failed").length,
    wrong_accepted: wrongAccepted,
    app_right: labelled.filter((result) => result.fields.app?.outcome === "right").length,
    negatives: negatives.length,
    negatives_accepted: negativesAccepted,
    ...(scopes.length === 0
      ? {}
      : { scoped: scopes.length, scope_right: scopes.filter(({ outcome }) => outcome === "right").length }),
    coverage: shareOf(accepted, labelled.length),
    precision: shareOf(allAccepted - wrongAccepted, allAccepted),
    ...(labelled.some((result) => result.whole !== undefined)
      ? { whole: whole.length, exact_whole: whole.filter((result) => result.right).length }
      : {}),
    median_ms: quantile(times, 0.5),
    p95_ms: quantile(times, 0.95),
  };
}

/** The same for each value of a labelled field, as `app`; with two, for each pair, as `app/page`. Without negatives. */
export function tallyBy(results: readonly Result[], ...fields: readonly FieldKey[]): Record<string, Figures> {
  return tallyGroups(
    results.filter((result) => !result.negative),
    (result) => fields.map((field) => result.fields[field]?.expected ?? "unlabelled").join("/"),
  );
}

/** The same for each scope that labels name, in the order of the alphabet; negatives are among them. */
export function tallyScopes(results: readonly Result[]): Record<string, Figures> {
  return tallyGroups(results, ({ fields }) => fields.scope?.expected?.toString());
}

/** The same for each name that `nameOf` gives, in the order of the alphabet; what has none is left out. */
export function tallyGroups(
  results: readonly Result[],
  nameOf: (result: Result) => string | undefined,
): Record<string, Figures> {
  const groups = Map.groupBy(results, nameOf);
  return Object.fromEntries(
    [...groups]
      .flatMap(([name, members]): [string, Result[]][] => (name === undefined ? [] : [[name, members]]))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, members]) => [name, tally(members)]),
  );
}

/** How often each field was right; fields that no label speaks of and nobody read are left out. */
export function tallyFields(results: readonly Result[]): Partial<Record<FieldKey, FieldFigures>> {
  const figures: Partial<Record<FieldKey, FieldFigures>> = {};
  for (const key of fieldKeys) {
    const outcomes = results.flatMap((result) => result.fields[key]?.outcome ?? []);
    if (outcomes.length === 0) continue;
    const count = (outcome: (typeof outcomes)[number]): number =>
      outcomes.filter((each) => each === outcome).length;
    const extra = count("extra");
    figures[key] = {
      labelled: outcomes.length - extra,
      right: count("right"),
      wrong: count("wrong"),
      missing: count("missing"),
      extra,
    };
  }
  return figures;
}

/** Coverage against precision: what accepting every number from a confidence on would have meant. */
export function thresholds(results: readonly Result[]): Threshold[] {
  const pictures = results.filter((result) => !result.negative).length;
  return confidences.map((confidence) => {
    const accepted = results.filter((result) => result.read !== null && result.confidence >= confidence);
    const wrong = accepted.filter((result) => !isNumberRight(result)).length;
    const covered = accepted.filter((result) => !result.negative).length;
    return {
      confidence,
      accepted: accepted.length,
      wrong,
      coverage: shareOf(covered, pictures),
      precision: shareOf(accepted.length - wrong, accepted.length),
    };
  });
}

/** Whether confidences keep their word: of the numbers with a confidence of 0.9, nine in ten should be right. */
export function calibration(results: readonly Result[]): CalibrationBin[] {
  const numbers = results.filter((result) => result.read !== null);
  return binEdges.slice(0, -1).map((from, index) => {
    const to = binEdges[index + 1] ?? 1;
    const inside = numbers.filter(
      ({ confidence }) => confidence >= from && (confidence < to || (to === 1 && confidence === 1)),
    );
    const sum = inside.reduce((total, { confidence }) => total + confidence, 0);
    return {
      from,
      to,
      numbers: inside.length,
      mean_confidence: shareOf(sum, inside.length),
      right: shareOf(inside.filter(isNumberRight).length, inside.length),
    };
  });
}

/** Verified: the number would be booked without a human look. */
function isAccepted(result: Result): boolean {
  return result.status === "verified";
}

/** A number from a picture that shows none is wrong, even if it was not accepted. */
function isNumberRight(result: Result): boolean {
  return result.expected !== null && result.right;
}

/** The value below which a share of the values lies (nearest rank), rounded; `null` of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : Math.round(value);
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}
