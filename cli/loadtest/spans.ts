import { z } from "zod";

/** What percentiles are given, with the names that conditions use. */
export const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, "p99.9": 0.999 } as const;

const milliseconds = z.number().nonnegative();

export const spanSchema = z
  .object({
    count: z.int(),
    mean: milliseconds,
    p50: milliseconds,
    p90: milliseconds,
    p95: milliseconds,
    p99: milliseconds,
    "p99.9": milliseconds,
    max: milliseconds,
    histogram: z
      .array(z.object({ from: milliseconds, to: milliseconds, count: z.int() }))
      .describe("Five steps for each power of ten, without empty ones at either end"),
  })
  .describe("Milliseconds; nearest rank, out of all values");
export type TimeSummary = z.infer<typeof spanSchema>;

/** Summarises times in milliseconds; `null` of none. */
export function spanOf(times: readonly number[]): TimeSummary | null {
  if (times.length === 0) return null;
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number =>
    rounded(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
  return {
    count: sorted.length,
    mean: rounded(sorted.reduce((sum, time) => sum + time, 0) / sorted.length),
    p50: at(shares.p50),
    p90: at(shares.p90),
    p95: at(shares.p95),
    p99: at(shares.p99),
    "p99.9": at(shares["p99.9"]),
    max: at(1),
    histogram: histogramOf(sorted),
  };
}

/** Edges for each power of ten: even steps on a logarithmic scale, in round numbers. */
const steps = [1, 1.6, 2.5, 4, 6.3] as const;

function edge(index: number): number {
  const power = Math.floor(index / steps.length);
  return Number(((steps[index - power * steps.length] ?? 1) * 10 ** power).toPrecision(2));
}

/** Times below 0.1 ms, which nobody has to tell apart, are in the first step. */
const lowest = -steps.length;

function histogramOf(sorted: Float64Array): TimeSummary["histogram"] {
  const counts = new Map<number, number>();
  let index = lowest;
  for (const time of sorted) {
    while (time >= edge(index + 1)) index++;
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const indices = [...counts.keys()];
  const first = Math.min(...indices);
  return Array.from({ length: Math.max(...indices) - first + 1 }, (_, offset) => ({
    from: first + offset === lowest ? 0 : edge(first + offset),
    to: edge(first + offset + 1),
    count: counts.get(first + offset) ?? 0,
  }));
}

/** To a hundredth of a millisecond: what lies behind it is noise. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
