import type { RateLimit } from "../config/keys.ts";

/** Entries of a log, but for two: what more reports than these need is counted in sixtieths of the time. */
export const mostEntries = 60;

interface Entry {
  readonly began: number;
  /** When it no longer counts. */
  readonly until: number;
  count: number;
}

/**
 * What one caller sent within its limit's time. A sliding log: unlike a fixed window, which lets twice the limit through
 * around its edge, and unlike a token bucket or GCRA (ATM Forum, Traffic Management 4.0, 4.4.2), which lets a full bucket
 * and what flows in meanwhile through, it is never more than the limit in any time of that length. Limits of up to 60 are
 * kept to the millisecond; of larger ones what comes within a sixtieth of the time is one entry, which counts a sixtieth
 * longer, so that no log has more than 62.
 */
export class SlidingLog {
  readonly #entries: Entry[] = [];
  #used = 0;

  /** Reports that count now. */
  used(now: number): number {
    for (let first = this.#entries[0]; first !== undefined && first.until <= now; first = this.#entries[0]) {
      this.#used -= first.count;
      this.#entries.shift();
    }
    return this.#used;
  }

  /** When no more than `most` of what counts now still do. */
  until(most: number): number {
    let left = this.#used;
    for (const { count, until } of this.#entries) {
      left -= count;
      if (left <= most) return until;
    }
    return 0;
  }

  add(now: number, reports: number, { most, seconds }: RateLimit): void {
    const milliseconds = seconds * 1000;
    const tick = most > mostEntries ? milliseconds / mostEntries : 0;
    const last = this.#entries.at(-1);
    if (last !== undefined && now - last.began < tick) last.count += reports;
    else this.#entries.push({ began: now, until: now + tick + milliseconds, count: reports });
    this.#used += reports;
  }
}
