/**
 * How long jobs took is counted in buckets whose bounds grow by a constant factor, so that a percentile is off by no more
 * than a constant share, and hours, days and environments can be added up: DDSketch, Masson, Rim and Lee, "DDSketch: A
 * Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB 2019. The bounds are 30 s times powers of
 * the 24th root of ten: so 30 s and 5 min, which service levels are about, are bounds, and what is within is exact.
 */

const perDecade = 24;
/** The bound that all others are counted from, in milliseconds. */
const origin = 30_000;
/** The shortest and the longest time that are told apart, in milliseconds: a millisecond and four weeks. */
const [shortest, longest] = [1, 28 * 86_400_000];

/** The bucket of a time: times above `boundOf(bucket - 1)` and up to `boundOf(bucket)`. */
export function bucketOf(milliseconds: number): number {
  const within = Math.min(Math.max(milliseconds, shortest), longest);
  return Math.ceil(perDecade * Math.log10(within / origin));
}

/** The longest time in a bucket, in milliseconds. */
export function boundOf(bucket: number): number {
  return origin * 10 ** (bucket / perDecade);
}
