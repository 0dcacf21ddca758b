/** How often the clocks are compared, in milliseconds. */
const interval = 1000;
/** A clock that went back by less was not set, but steered. */
const least = 1000;

/** Notices that somebody set the clock back by which a queue plans, by a clock that nobody sets. */
export class ClockWatch {
  readonly #now: () => number;
  readonly #onSetBack: (milliseconds: number) => void;
  #ahead: number;
  #timer: Timer | undefined;

  /** `now` is the clock that may be set. `onSetBack` hears by how many milliseconds, within a second. */
  constructor(now: () => number, onSetBack: (milliseconds: number) => void) {
    this.#now = now;
    this.#onSetBack = onSetBack;
    this.#ahead = this.#measure();
  }

  start(): void {
    this.#timer = setInterval(() => {
      const back = this.#ahead - this.#measure();
      this.#ahead = this.#measure();
      if (back >= least) this.#onSetBack(Math.round(back));
    }, interval);
    // As with checkpoints.ts.
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The time by which the settable clock is ahead of the other one. */
  #measure(): number {
    return this.#now() - performance.now();
  }
}

/** The time so many milliseconds before another one, and none before 1970: they may be more than there were. */
export function timeAgo(now: number, milliseconds: number): number {
  return Math.max(0, now - milliseconds);
}

/** How long something is not due yet, in milliseconds; `null` where nothing is planned. */
export function untilDue(dueAt: number | null | undefined, now: number): number | null {
  return dueAt === null || dueAt === undefined ? null : Math.max(0, dueAt - now);
}
