/** The bound that all others are counted from, in milliseconds. */
const origin = 30_000;
/** The shortest and the longest time that are told apart, in milliseconds: a millisecond and four weeks. */
const [shortest, longest] = [1, 28 * 86_400_000];

/**
 * How long things took is counted in buckets whose bounds grow by a constant factor, so that a percentile is off by no
 * more than a constant share, and hours, days and environments can be added up: DDSketch, Masson, Rim and Lee, "DDSketch: A
 * Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB 2019. The bounds are 30 s times powers of a
 * root of ten, the sixth or a multiple of it: so 30 s and 5 min, which service levels are about, are bounds, and what is
 * within is exact. With bounds on both sides there is nothing to collapse.
 */
export class TimeBuckets {
  readonly #perDecade: number;

  /** `perDecade`: buckets for each power of ten. With 24 the middle of a bucket is off by up to 4.8 %, with 72 by 1.6 %. */
  constructor(perDecade: number) {
    this.#perDecade = perDecade;
  }

  /** `of` for those who cannot call it: a time in milliseconds is in the bucket `ceil(perDecade * log10(time / origin))`, within `ends`. */
  get scale(): { readonly origin: number; readonly perDecade: number } {
    return { origin, perDecade: this.#perDecade };
  }

  /** The first and the last bucket that there are. */
  get ends(): readonly [number, number] {
    return [this.of(shortest), this.of(longest)];
  }

  /** The bucket of a time in milliseconds: times above `boundOf(bucket - 1)` and up to `boundOf(bucket)`. */
  of(milliseconds: number): number {
    const within = Math.min(Math.max(milliseconds, shortest), longest);
    return Math.ceil(this.#perDecade * Math.log10(within / origin));
  }

  /** The longest time in a bucket, in milliseconds. */
  boundOf(bucket: number): number {
    return origin * 10 ** (bucket / this.#perDecade);
  }

  /** The time in a bucket from which both of its bounds are off by the same share, in milliseconds. */
  middleOf(bucket: number): number {
    const [lower, upper] = [this.boundOf(bucket - 1), this.boundOf(bucket)];
    return (2 * lower * upper) / (lower + upper);
  }
}

/** Those in which the queue keeps times. */
export const keptBuckets = new TimeBuckets(24);
