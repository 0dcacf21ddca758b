/** What a clock on the wall shows, as far as totals are concerned. */
export interface LocalHour {
  /** ISO day. */
  readonly day: string;
  /** From 0 to 23. Where clocks are set back, one comes twice. */
  readonly hour: number;
}

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
