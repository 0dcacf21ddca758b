/** How often the clocks are compared, in milliseconds. */
const interval = 1000;
/** A clock that went back by less was not set, but steered. */
const least = 1000;

/** Notices that somebody set the machine's clock back, by a clock that nobody sets. */
export class ClockWatch {
  readonly #onSetBack: (milliseconds: number) => void;
  #ahead = ahead();
  #timer: Timer | undefined;

  /** `onSetBack` hears by how many milliseconds, within a second. */
  constructor(onSetBack: (milliseconds: number) => void) {
    this.#onSetBack = onSetBack;
  }

  start(): void {
    this.#ahead = ahead();
    this.#timer = setInterval(() => {
      const back = this.#ahead - ahead();
      this.#ahead = ahead();
      if (back >= least) this.#onSetBack(Math.round(back));
    }, interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** The time of day by which the settable clock is ahead of the other one. */
function ahead(): number {
  return Date.now() - performance.now();
}
