/**
 * What happened in the last hour, minute by minute: how often, and how long it took. It is of a fixed size, a few hundred
 * kilobytes, and adding to it is one logarithm and two additions.
 *
 * Times are counted in buckets whose bounds grow by a constant factor, so that a percentile is off by no more than a
 * constant share, and minutes can be added up: DDSketch, Masson, Rim and Lee, "DDSketch: A Fast and Fully-Mergeable
 * Quantile Sketch with Relative-Error Guarantees", VLDB 2019. With bounds on both sides there is nothing to collapse.
 */

/** Share by which a percentile may be off. */
const accuracy = 0.02;
const growth = (1 + accuracy) / (1 - accuracy);
/** The shortest and the longest time that are told apart, in milliseconds: a millisecond and four weeks. */
const [shortest, longest] = [1, 28 * 86_400_000];
const buckets = bucketOf(longest) + 1;
const minutes = 60;

/** What takes time. */
const series = ["waiting", "reading", "delivering"] as const;
type Series = (typeof series)[number];
/** What is only counted. */
const events = ["read", "failed", "delivered", "undelivered"] as const;
type Event = (typeof events)[number];

/** Seconds that so many of a hundred did not exceed. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

interface Minute {
  /** Which minute it is, by the clock that is given; -1 for one that was never used. */
  number: number;
  readonly times: Readonly<Record<Series, Uint32Array>>;
  readonly counts: Record<Event, number>;
}

/** `clock` gives milliseconds that never go back. */
export class LastHour {
  readonly #clock: () => number;
  readonly #since: number;
  /** One more than an hour has: the one that runs is not over. */
  readonly #ring: readonly Minute[] = Array.from({ length: minutes + 1 }, () => ({
    number: -1,
    times: { waiting: empty(), reading: empty(), delivering: empty() },
    counts: { read: 0, failed: 0, delivered: 0, undelivered: 0 },
  }));

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#since = clock();
  }

  /** Notes that something took so many milliseconds. */
  took(what: Series, milliseconds: number): void {
    const times = this.#now().times[what];
    const bucket = bucketOf(milliseconds);
    times[bucket] = (times[bucket] ?? 0) + 1;
  }

  /** Notes that something happened. */
  happened(what: Event): void {
    this.#now().counts[what]++;
  }

  /** How often something happened. */
  count(what: Event): number {
    return this.#known().reduce((sum, { counts }) => sum + counts[what], 0);
  }

  /** How often, in each of the last sixty minutes that are over, the oldest first. */
  byMinute(what: Event): number[] {
    const running = this.#number();
    const known = new Map(this.#known().map(({ number, counts }) => [number, counts[what]]));
    return Array.from({ length: minutes }, (_, index) => known.get(running - minutes + index) ?? 0);
  }

  /** How often in a minute, over the last five of them and the one that runs; over less after the start. */
  perMinute(what: Event): number {
    const most = 5;
    const running = this.#number();
    const recent = this.#known().filter(({ number }) => number >= running - most);
    const since = Math.max(this.#since, (running - most) * 60_000);
    const passed = Math.max(1, (this.#clock() - since) / 60_000);
    return recent.reduce((sum, { counts }) => sum + counts[what], 0) / passed;
  }

  /** How long something took; `null` when it did not happen. */
  percentiles(what: Series): Percentiles | null {
    const sum = empty();
    for (const { times } of this.#known())
      for (const [bucket, count] of times[what].entries()) sum[bucket] = (sum[bucket] ?? 0) + count;
    const all = sum.reduce((total, count) => total + count, 0);
    if (all === 0) return null;
    return {
      p50: secondsAt(sum, 0.5 * all),
      p95: secondsAt(sum, 0.95 * all),
      p99: secondsAt(sum, 0.99 * all),
    };
  }

  #number(): number {
    return Math.floor(this.#clock() / 60_000);
  }

  /** The minute that runs. */
  #now(): Minute {
    const number = this.#number();
    const minute = this.#ring[number % this.#ring.length] as Minute;
    if (minute.number !== number) {
      minute.number = number;
      for (const name of series) minute.times[name].fill(0);
      for (const name of events) minute.counts[name] = 0;
    }
    return minute;
  }

  /** Those of the last hour, in no order. */
  #known(): Minute[] {
    const running = this.#number();
    return this.#ring.filter(({ number }) => number >= 0 && number >= running - minutes);
  }
}

function empty(): Uint32Array {
  return new Uint32Array(buckets);
}

/** The bucket `i` of times above growth^(i-1) and up to growth^i. */
function bucketOf(milliseconds: number): number {
  const within = Math.min(Math.max(milliseconds, shortest), longest);
  return Math.ceil(Math.log(within) / Math.log(growth));
}

/** The time that so many did not exceed: the middle of its bucket, from which both bounds are equally far. */
function secondsAt(times: Uint32Array, rank: number): number {
  let passed = 0;
  const bucket = times.findIndex((count) => {
    passed += count;
    return passed >= rank && count > 0;
  });
  const middle = (2 * growth ** bucket) / (growth + 1);
  return Number((middle / 1000).toPrecision(3));
}
