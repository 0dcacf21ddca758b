import type { LocalHour } from "../port.ts";

/** No time zone is off by less. */
const quarter = 15 * 60_000;

/** What a script is told of the time that it runs at. */
export interface Quarter extends LocalHour {
  /** The number of quarters of an hour since 1970 for which that holds. */
  readonly quarter: number;
}

/**
 * Knows which day and hour it is by the server's clock, as far as can be known before it is asked: the server says so where it
 * is another one.
 */
export class Quarters {
  readonly #localHour: (ms: number) => LocalHour;
  /** By how much the server's clock is ahead of one that nobody sets. */
  #ahead: number;
  #known: Quarter = { quarter: Number.NaN, day: "", hour: 0 };

  /** `now` is what the server's clock shows. */
  constructor(localHour: (ms: number) => LocalHour, now: number) {
    this.#localHour = localHour;
    this.#ahead = now - performance.now();
  }

  /** The server has told what its clock shows. */
  told(now: number): void {
    this.#ahead = now - performance.now();
  }

  present(): Quarter {
    const now = this.now();
    const number = Math.floor(now / quarter);
    if (number !== this.#known.quarter) this.#known = { quarter: number, ...this.#localHour(now) };
    return this.#known;
  }

  now(): number {
    return this.#ahead + performance.now();
  }
}
