import type { LocalHour } from "../port.ts";

/** Finding an hour in a time zone takes longer than all the rest of an operation, and it changes once in a while. */
export class LocalHours {
  readonly #find: (ms: number) => LocalHour;
  #second = Number.NaN;
  #found: LocalHour = { day: "", hour: 0 };

  constructor(find: (ms: number) => LocalHour) {
    this.#find = find;
  }

  /** The hour that a time belongs to. */
  at(ms: number): LocalHour {
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      this.#found = this.#find(ms);
      this.#second = second;
    }
    return this.#found;
  }
}
