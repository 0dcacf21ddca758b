interface BreakerSettings {
  /** Failures in a row after which nothing is sent. */
  readonly failures: number;
  /** Before the first probe; doubles with each probe that fails. */
  readonly pauseMilliseconds: number;
  readonly mostPauseMilliseconds: number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** From 0 to 1, so that several instances do not probe together. */
  readonly random: () => number;
}

const usual: BreakerSettings = {
  failures: 5,
  pauseMilliseconds: 10_000,
  mostPauseMilliseconds: 300_000,
  clock: () => performance.now(),
  random: Math.random,
};

/** By how much a pause is made longer or shorter. */
const jitter = 0.1;

/**
 * Spares one destination that is down: after some failures in a row nothing is sent for a while, then one probe;
 * its success lets everything go on (Nygard, Release It!, 2007). Tell it of every attempt: `started`, then `note`.
 */
export class Breaker {
  readonly #settings: BreakerSettings;
  #failuresInARow = 0;
  /** While open: when a probe may start, and how long the pause before it was. */
  #open: { readonly probeAt: number; readonly pause: number } | null = null;
  #probing = false;

  constructor(settings: Partial<BreakerSettings> = {}) {
    this.#settings = { ...usual, ...settings };
  }

  /** How many attempts may start now, of `free` that could. */
  mayTake(free: number): number {
    if (this.#open === null) return free;
    if (this.#probing || this.#settings.clock() < this.#open.probeAt) return 0;
    return Math.min(free, 1);
  }

  /** When `mayTake` has to be asked again, on the clock of the settings; `null` while it says yes or a probe is out. */
  get nextAt(): number | null {
    return this.#open === null || this.#probing ? null : this.#open.probeAt;
  }

  /** True while the destination is taken to be down. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Attempts start: the one that starts while the destination is taken to be down is the probe. */
  started(attempts: number): void {
    if (this.#open !== null && attempts > 0) this.#probing = true;
  }

  /** An attempt that was to start was never made: it says nothing, and the next one is the probe. */
  givenUp(): void {
    this.#probing = false;
  }

  /** An attempt ended; `failure` is one that speaks of the destination, see isPassing in decide.ts. */
  note(end: "success" | "failure"): void {
    if (end === "success") {
      [this.#failuresInARow, this.#open, this.#probing] = [0, null, false];
      return;
    }
    this.#failuresInARow++;
    const { failures, pauseMilliseconds, mostPauseMilliseconds } = this.#settings;
    if (this.#open === null) {
      if (this.#failuresInARow >= failures) this.#pause(pauseMilliseconds);
    } else if (this.#probing) {
      this.#pause(Math.min(2 * this.#open.pause, mostPauseMilliseconds));
    }
    // Otherwise it began before the pause, and says nothing new.
  }

  #pause(pause: number): void {
    const { clock, random } = this.#settings;
    this.#probing = false;
    this.#open = { pause, probeAt: clock() + pause * (1 - jitter + 2 * jitter * random()) };
  }
}
