/** What a picture goes through, some of it several times. */
type Part = "decode" | "detect" | "recognise" | "interpret" | "second look" | "verdict";

/** When a part of a picture's reading was done, in milliseconds since the reading began. Plain data: it crosses process borders. */
export interface PartTime {
  readonly part: Part;
  readonly from: number;
  readonly until: number;
}

/** Notes when each part of a picture's reading is done, from when it is made on. */
export class PartTimes {
  readonly all: PartTime[] = [];
  readonly #began = performance.now();

  /** Begins a part; what it gives back ends it. */
  begin(part: Part): () => void {
    const from = this.#now();
    return () => {
      this.all.push({ part, from, until: this.#now() });
    };
  }

  /** Notes how long `work` takes, if it succeeds. */
  async time<T>(part: Part, work: () => Promise<T>): Promise<T> {
    const end = this.begin(part);
    const done = await work();
    end();
    return done;
  }

  /** A hundredth of a millisecond is more than anybody looks at. */
  #now(): number {
    return Math.round(100 * (performance.now() - this.#began)) / 100;
  }
}
