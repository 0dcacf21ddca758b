import { TimeBuckets } from "../time-buckets.ts";
import type { ServiceEvent } from "./events.ts";

/** Finer than what the queue keeps: a percentile is off by no more than two in a hundred. */
const fine = new TimeBuckets(72);
const [firstBucket, lastBucket] = fine.ends;
const minutes = 60;

/** What takes time. */
const series = ["waiting", "reading", "delivering", "whole"] as const;
type Series = (typeof series)[number];
/** What is only counted. */
const counted = [
  "read",
  "verified",
  "needs_review",
  "no_steps",
  "failed",
  "delivered",
  "undelivered",
] as const;
type Counted = (typeof counted)[number];

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
  readonly counts: Record<Counted, number>;
}

/** `clock` gives milliseconds that never go back. */
export class LastHour {
  readonly #clock: () => number;
  readonly #since: number;
  /** One more than an hour has: the one that runs is not over. */
  readonly #ring: readonly Minute[] = Array.from({ length: minutes + 1 }, () => ({
    number: -1,
    times: { waiting: empty(), reading: empty(), delivering: empty(), whole: empty() },
    counts: { read: 0, verified: 0, needs_review: 0, no_steps: 0, failed: 0, delivered: 0, undelivered: 0 },
  }));

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#since = clock();
  }

  /** Notes what happened, as far as it is told of here. */
  hear(event: ServiceEvent): void {
    switch (event.type) {
      case "job-taken":
        if (event.waited !== null) this.#took("waiting", event.waited);
        break;
      case "job-read":
        this.#took("reading", event.milliseconds);
        this.#happened("read");
        if (event.status !== "failed") this.#happened(event.status);
        break;
      case "job-failed":
        this.#happened("failed");
        break;
      case "delivery-tried":
        if (event.end === "delivered") {
          this.#happened("delivered");
          this.#took("delivering", event.age);
          this.#took("whole", event.whole);
        } else if (event.end === "failed") this.#happened("undelivered");
        break;
    }
  }

  #took(what: Series, milliseconds: number): void {
    const times = this.#now().times[what];
    const bucket = fine.of(milliseconds) - firstBucket;
    times[bucket] = (times[bucket] ?? 0) + 1;
  }

  #happened(what: Counted): void {
    this.#now().counts[what]++;
  }

  /** How often something happened. */
  count(what: Counted): number {
    return this.#known().reduce((sum, { counts }) => sum + counts[what], 0);
  }

  /** How often, in each of the last sixty minutes that are over, the oldest first. */
  byMinute(what: Counted): number[] {
    const running = this.#number();
    const known = new Map(this.#known().map(({ number, counts }) => [number, counts[what]]));
    return Array.from({ length: minutes }, (_, index) => known.get(running - minutes + index) ?? 0);
  }

  /** How often in a minute, over the last five of them and the one that runs; over less after the start. */
  perMinute(what: Counted): number {
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
      for (const name of counted) minute.counts[name] = 0;
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
  return new Uint32Array(lastBucket - firstBucket + 1);
}

/** The time that so many did not exceed: the middle of its bucket. */
function secondsAt(times: Uint32Array, rank: number): number {
  let passed = 0;
  const bucket = times.findIndex((count) => {
    passed += count;
    return passed >= rank && count > 0;
  });
  return Number((fine.middleOf(firstBucket + bucket) / 1000).toPrecision(3));
}
