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

/** When a destination is taken to be down, and how long it is spared. */
export const breakerRules = {
  failures: 5,
  pauseMilliseconds: 10_000,
  mostPauseMilliseconds: 300_000,
  /** By how much a pause is made longer or shorter. */
  jitter: 0.1,
} as const;

const { jitter, ...rules } = breakerRules;

const usual: BreakerSettings = {
  ...rules,
  clock: () => performance.now(),
  random: Math.random,
};

/**
 * Spares one destination that is down: after some failures in a row nothing is sent for a while, then one probe;
 * its success lets everything go on (Nygard, Release It!, 2007). What was admitted is noted or given back. One that several
 * instances share has to let go of a probe whose instance is gone, and never rejects: where it cannot be asked, all is well.
 */
export interface Breaker {
  /** How many of `free` attempts may start now, and count as started: while it is open one at most, which is the probe. */
  admit(free: number): Promise<number>;
  /** An attempt that was admitted was never made: it says nothing, and the next one is the probe. */
  giveBack(): Promise<void>;
  /**
   * An attempt ended; `failure` is one that speaks of the destination, see isPassing in decide.ts. Says whether the
   * destination is taken to be down, or back, from now on; `null` where nothing changed.
   */
  note(end: "success" | "failure"): Promise<"opened" | "closed" | null>;
  /** How long until `admit` has to be asked again, in milliseconds; `null` while it says yes or a probe is out. */
  nextIn(): Promise<number | null>;
  /** Whether the destination is taken to be down. */
  isOpen(): Promise<boolean>;
}

/** A breaker of this process alone. */
export class MemoryBreaker implements Breaker {
  readonly #settings: BreakerSettings;
  #failuresInARow = 0;
  /** While open: when a probe may start, and how long the pause before it was. */
  #open: { readonly probeAt: number; readonly pause: number } | null = null;
  #probing = false;

  constructor(settings: Partial<BreakerSettings> = {}) {
    this.#settings = { ...usual, ...settings };
  }

  async admit(free: number): Promise<number> {
    if (this.#open === null || free === 0) return free;
    if (this.#probing || this.#settings.clock() < this.#open.probeAt) return 0;
    this.#probing = true;
    return 1;
  }

  async giveBack(): Promise<void> {
    this.#probing = false;
  }

  async note(end: "success" | "failure"): Promise<"opened" | "closed" | null> {
    const wasOpen = this.#open !== null;
    if (end === "success") {
      [this.#failuresInARow, this.#open, this.#probing] = [0, null, false];
      return wasOpen ? "closed" : null;
    }
    this.#failuresInARow++;
    const { failures, pauseMilliseconds, mostPauseMilliseconds } = this.#settings;
    if (this.#open === null) {
      if (this.#failuresInARow >= failures) this.#pause(pauseMilliseconds);
    } else if (this.#probing) {
      this.#pause(Math.min(2 * this.#open.pause, mostPauseMilliseconds));
    }
    // Otherwise it began before the pause, and says nothing new.
    return !wasOpen && this.#open !== null ? "opened" : null;
  }

  async nextIn(): Promise<number | null> {
    if (this.#open === null || this.#probing) return null;
    return Math.max(0, this.#open.probeAt - this.#settings.clock());
  }

  async isOpen(): Promise<boolean> {
    return this.#open !== null;
  }

  #pause(pause: number): void {
    const { clock, random } = this.#settings;
    this.#probing = false;
    this.#open = { pause, probeAt: clock() + pause * (1 - jitter + 2 * jitter * random()) };
  }
}
