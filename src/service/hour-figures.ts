import { TimeBuckets } from "../time-buckets.ts";
import type { ServiceEvent } from "./events.ts";

/** Finer than what the queue keeps: a percentile is off by no more than two in a hundred. */
const fine = new TimeBuckets(72);
const [firstBucket, lastBucket] = fine.ends;
/** Minutes of an hour; one more is known, since the one that runs is not over. */
export const minutes = 60;

/** What takes time. */
export const series = ["waiting", "reading", "delivering", "whole"] as const;
export type Series = (typeof series)[number];
/** What is only counted. */
export const counted = [
  "read",
  "verified",
  "needs_review",
  "no_steps",
  "failed",
  "delivered",
  "undelivered",
] as const;
export type Counted = (typeof counted)[number];

/** Seconds that so many of a hundred did not exceed. */
interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What happened in a minute. */
export interface Minute {
  /** Which minute it is, by the clock that is given; -1 for one that was never used. */
  number: number;
  /** How often something took a time of each bucket. */
  readonly times: Readonly<Record<Series, Uint32Array>>;
  readonly counts: Record<Counted, number>;
}

export function emptyMinute(number = -1): Minute {
  return {
    number,
    times: { waiting: empty(), reading: empty(), delivering: empty(), whole: empty() },
    counts: { read: 0, verified: 0, needs_review: 0, no_steps: 0, failed: 0, delivered: 0, undelivered: 0 },
  };
}

/** Who is told what of an event belongs to the figures of an hour. */
interface Noting {
  /** Something took a time of this bucket, counted from 0 on. */
  readonly took: (what: Series, bucket: number) => void;
  readonly happened: (what: Counted) => void;
}

/** Tells what happened, as far as it is one of the figures. */
export function note(event: ServiceEvent, { took, happened }: Noting): void {
  const tookFor = (what: Series, milliseconds: number): void =>
    took(what, fine.of(milliseconds) - firstBucket);
  switch (event.type) {
    case "job-taken":
      if (event.waited !== null) tookFor("waiting", event.waited);
      break;
    case "job-read":
      tookFor("reading", event.milliseconds);
      happened("read");
      if (event.status !== "failed") happened(event.status);
      break;
    case "job-failed":
      happened("failed");
      break;
    case "delivery-tried":
      if (event.end === "delivered") {
        happened("delivered");
        tookFor("delivering", event.age);
        tookFor("whole", event.whole);
      } else if (event.end === "failed") happened("undelivered");
      break;
  }
}

interface Known {
  /** Those of the last hour, in no order. */
  readonly minutes: readonly Minute[];
  /** Milliseconds of the clock that minutes are of, and since when anything was noted. */
  readonly now: number;
  readonly since: number;
}

/** The figures of the last hour, as they are at one moment. */
export class HourFigures {
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  get #running(): number {
    return Math.floor(this.#known.now / 60_000);
  }

  /** How often something happened. */
  count(what: Counted): number {
    return this.#known.minutes.reduce((sum, { counts }) => sum + counts[what], 0);
  }

  /** How often, in each of the last sixty minutes that are over, the oldest first. */
  byMinute(what: Counted): number[] {
    const known = new Map(this.#known.minutes.map(({ number, counts }) => [number, counts[what]]));
    return Array.from({ length: minutes }, (_, index) => known.get(this.#running - minutes + index) ?? 0);
  }

  /** How often in a minute, over the last five of them and the one that runs; over less after the start. */
  perMinute(what: Counted): number {
    const most = 5;
    const first = this.#running - most;
    const recent = this.#known.minutes.filter(({ number }) => number >= first);
    const since = Math.max(this.#known.since, first * 60_000);
    const passed = Math.max(1, (this.#known.now - since) / 60_000);
    return recent.reduce((sum, { counts }) => sum + counts[what], 0) / passed;
  }

  /** How long something took; `null` when it did not happen. */
  percentiles(what: Series): Percentiles | null {
    const sum = empty();
    for (const { times } of this.#known.minutes)
      for (const [bucket, count] of times[what].entries()) sum[bucket] = (sum[bucket] ?? 0) + count;
    const all = sum.reduce((total, count) => total + count, 0);
    if (all === 0) return null;
    return {
      p50: secondsAt(sum, 0.5 * all),
      p95: secondsAt(sum, 0.95 * all),
      p99: secondsAt(sum, 0.99 * all),
    };
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
