import type { Box } from "./image/raster.ts";
import { PartTimes } from "./part-times.ts";

/** Width of a usual line in heights: one that is wider counts as so many more, because reading takes time by the width. */
const usualWidth = 8;

/** How much work goes into a part of a picture's reading at most. */
export interface EffortLimit {
  /** Lines that are read, wide ones counted as several. */
  readonly lines: number;
  /** Milliseconds since the reading of the picture began. */
  readonly milliseconds: number;
}

/** What limits the reading of one picture. */
export interface EffortLimits {
  /** The first look, which every picture gets. */
  readonly first: EffortLimit;
  /** All that follows where the first look found too little: turned, from near, from afar. */
  readonly further: EffortLimit;
}

/**
 * Screenshots of real phones have up to 63 lines, which count as so many, and those that somebody scrolled through a few
 * times as many. 300 take 3 seconds on a core of their own.
 */
const mostLines = 300;
/** Shares of the time after which a worker is killed: what was found by then is worth more than nothing. */
const share = { first: 0.5, further: 0.2 } as const;

/**
 * The effort that goes into a picture for which a worker has so many seconds. Lines are what limits it on a usual machine;
 * the time does so on one that is far too busy or slow.
 */
export function effortWithin(seconds: number): EffortLimits {
  const limit = (part: number): EffortLimit => ({ lines: mostLines, milliseconds: seconds * 1000 * part });
  return { first: limit(share.first), further: limit(share.further) };
}

/** A document is read as a whole, however long it is. */
export const wholeEffort: EffortLimits = {
  first: { lines: Number.POSITIVE_INFINITY, milliseconds: Number.POSITIVE_INFINITY },
  further: { lines: Number.POSITIVE_INFINITY, milliseconds: Number.POSITIVE_INFINITY },
};

/** The effort that goes into one picture. */
export interface Efforts {
  readonly first: Effort;
  readonly further: Effort;
}

/** Begins the reading of a picture. `clock` gives milliseconds. */
export function beginEffort(
  { first, further }: EffortLimits,
  clock?: () => number,
  times = new PartTimes(),
): Efforts {
  return { first: new Effort(first, clock, times), further: new Effort(further, clock, times) };
}

/** Counts the work on a part of a picture's reading, from when it is made on. `clock` gives milliseconds. */
export class Effort {
  /** True once something was left out. */
  isSpent = false;
  /** True once something was left out for lack of time: another time more may be read. */
  isLate = false;
  /** When what was done; it limits nothing. */
  readonly times: PartTimes;
  readonly #limit: EffortLimit;
  readonly #clock: () => number;
  readonly #began: number;
  #lines = 0;

  constructor(limit: EffortLimit, clock: () => number = () => performance.now(), times = new PartTimes()) {
    this.times = times;
    this.#limit = limit;
    this.#clock = clock;
    this.#began = clock();
  }

  /** Whether one more line may be read, which is counted. */
  takeLine({ width, height }: Pick<Box, "width" | "height">): boolean {
    if (!this.mayGoOn()) return false;
    this.#lines += Math.max(1, width / height / usualWidth);
    return true;
  }

  /** Whether lines and time are left for more; who asks in vain leaves something out. */
  mayGoOn(): boolean {
    const { lines, milliseconds } = this.#limit;
    const isLate = this.#clock() - this.#began >= milliseconds;
    if (this.#lines < lines && !isLate) return true;
    this.isSpent = true;
    this.isLate ||= isLate;
    return false;
  }
}
