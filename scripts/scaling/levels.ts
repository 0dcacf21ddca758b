import type { Outcome } from "./setup.ts";

/** What a day was like for those whose reports came within the peak, in seconds, and whether the service levels held. */
export interface Day {
  readonly reports: number;
  readonly waited: Quantiles;
  readonly whole: Quantiles;
  /** Shares of reports whose result was not there within 30 s, and that waited for 5 minutes or longer. */
  readonly over30: number;
  readonly over300: number;
  readonly failed: number;
  /** Share of requests that were answered 503. */
  readonly refused: number;
  readonly holds: boolean;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/** The service levels are those of `ocr-eco report`, and 99.9 % of requests answered. */
export function dayOf(
  outcome: Outcome,
  arrivals: ArrayLike<number>,
  [from, until]: readonly [number, number],
): Day {
  const chosen = (of: Float64Array): Float64Array =>
    of.filter((value, index) => !Number.isNaN(value) && isWithin(arrivals[index] ?? 0));
  const isWithin = (at: number): boolean => at >= from && at < until;
  const [waited, ended, whole] = [chosen(outcome.waited), chosen(outcome.ended), chosen(outcome.whole)];
  const over30 = shareOver(ended, 30);
  const over300 = shareOver(waited, 300);
  const failed = outcome.failed / Math.max(1, outcome.done + outcome.failed);
  const refused = outcome.refused / Math.max(1, outcome.came + outcome.refused);
  return {
    reports: ended.length,
    waited: quantilesOf(waited),
    whole: quantilesOf(whole),
    over30,
    over300,
    failed,
    refused,
    holds: over30 <= 0.05 && over300 === 0 && failed < 0.01 && refused <= 0.001,
  };
}

/** By rank, without anything between two values. */
export function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.toSorted();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shareOver(values: Float64Array, limit: number): number {
  return values.reduce((count, value) => count + (value >= limit ? 1 : 0), 0) / Math.max(1, values.length);
}
