import { ageOf, type KeyState } from "../config/key-age.ts";
import type { ApiKey } from "../config/keys.ts";
import type { Log } from "./log.ts";

interface KeyWatchOptions {
  /** The keys in force. */
  readonly keys: () => readonly ApiKey[];
  /** ISO day. */
  readonly today: () => string;
  readonly log: Log;
}

/** A key that somebody should change for another one. */
export interface KeyToRenew {
  readonly name: string;
  readonly state: Exclude<KeyState, "valid">;
  readonly issued: string | null;
  readonly age_days: number | null;
  readonly expires: string | null;
}

/** How often is looked whether another day has begun, in milliseconds. */
const interval = 3_600_000;
/** Fewer characters than this can be guessed by somebody who has time. */
const fewest = 24;

const sentences: Readonly<Record<KeyToRenew["state"], string>> = {
  old: "a key is more than 90 days old: make another one, and revoke it when its callers have changed",
  expiring: "a key expires within 14 days: make another one, and have its callers change",
  expired: "a key has expired, and is refused: revoke it",
};

/** Says which keys should be changed for others, each day anew. */
export class KeyWatch {
  readonly #with: KeyWatchOptions;
  #said: string | null = null;
  #timer: Timer | undefined;

  constructor(options: KeyWatchOptions) {
    this.#with = options;
  }

  start(): void {
    this.tell();
    this.#timer = setInterval(() => this.look(), interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Tells, if it has not done so today. */
  look(): void {
    if (this.#said !== this.#with.today()) this.tell();
  }

  tell(): void {
    const { keys, today, log } = this.#with;
    this.#said = today();
    for (const { name, length } of keys()) {
      if (length !== null && length < fewest)
        log.warn({ name, fewest }, "a key is short: make a longer one when its callers can change");
    }
    for (const key of this.toRenew()) log.warn(key, sentences[key.state]);
  }

  toRenew(): KeyToRenew[] {
    const { keys } = this.#with;
    const today = this.#with.today();
    return keys().flatMap((key) => {
      const { name, issued, expires } = key;
      const { days, state } = ageOf(key, today);
      return state === "valid" ? [] : [{ name, state, issued, age_days: days, expires }];
    });
  }
}
