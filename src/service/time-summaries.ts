import type { Share, TimeSummary } from "../api/totals.ts";
import { type JobTime, jobTimes, type TimeTotals } from "../queue/port.ts";
import { keptBuckets } from "../time-buckets.ts";

/** Buckets that are told as one: their bounds are then 30 s times powers of the sixth root of ten. */
const together = 4;

/** What is known of each kind of time, `null` where there was none. */
export function summariesOf(times: readonly TimeTotals[]): Record<JobTime, TimeSummary | null> {
  const byKind = Map.groupBy(times, ({ kind }) => kind);
  return Object.fromEntries(jobTimes.map((kind) => [kind, summaryOf(byKind.get(kind) ?? [])])) as Record<
    JobTime,
    TimeSummary | null
  >;
}

/** How many took how long, the shortest first, without gaps between the first and the last. */
export function distributionOf(times: readonly TimeTotals[]): Share[] {
  const counts = new Map<number, number>();
  // The end of each group is a bound that all kinds of sums share.
  for (const { bucket, count } of times) {
    const group = Math.ceil(bucket / together);
    counts.set(group, (counts.get(group) ?? 0) + count);
  }
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return Array.from({ length: counts.size === 0 ? 0 : last - first + 1 }, (_, index) => ({
    up_to_seconds: inSeconds(keptBuckets.boundOf((first + index) * together)),
    count: counts.get(first + index) ?? 0,
  }));
}

function summaryOf(times: readonly TimeTotals[]): TimeSummary | null {
  const sum = (of: (each: TimeTotals) => number): number => times.reduce((all, each) => all + of(each), 0);
  const count = sum((each) => each.count);
  if (count === 0) return null;
  const sorted = times.toSorted((one, other) => one.bucket - other.bucket);
  return {
    count,
    mean: inSeconds(sum(({ milliseconds }) => milliseconds) / count),
    p50: percentile(sorted, 0.5 * count),
    p95: percentile(sorted, 0.95 * count),
    longest: inSeconds(Math.max(...times.map(({ longest }) => longest))),
    within_30s: sum((each) => (each.bucket <= keptBuckets.of(30_000) ? each.count : 0)) / count,
    within_5min: sum((each) => (each.bucket <= keptBuckets.of(300_000) ? each.count : 0)) / count,
  };
}

/** The time that so many did not exceed: the mean of its bucket, in seconds. */
function percentile(sorted: readonly TimeTotals[], rank: number): number {
  const buckets = [...Map.groupBy(sorted, ({ bucket }) => bucket).values()];
  let passed = 0;
  const found = buckets.find((rows) => {
    passed += countOf(rows);
    return passed >= rank;
  });
  const rows = found ?? [];
  return inSeconds(rows.reduce((all, { milliseconds }) => all + milliseconds, 0) / countOf(rows));
}

function countOf(rows: readonly TimeTotals[]): number {
  return rows.reduce((all, { count }) => all + count, 0);
}

function inSeconds(milliseconds: number): number {
  return Number((milliseconds / 1000).toPrecision(3));
}
