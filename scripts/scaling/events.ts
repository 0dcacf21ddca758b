/** What is to happen, taken out in the order of its time: a binary heap (Williams 1964), without an object for each event. */
export class Events {
  readonly #times: number[] = [];
  readonly #kinds: number[] = [];
  readonly #subjects: number[] = [];
  readonly #marks: number[] = [];

  /** When the next one is, in seconds; `Infinity` when there is none. */
  get nextAt(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  /** `mark` tells whoever takes it out whether it still counts. */
  add(at: number, kind: number, subject: number, mark = 0): void {
    let place = this.#times.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((this.#times[above] ?? 0) <= at) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(place, at, kind, subject, mark);
  }

  /** Takes the next one out and gives it to `heard`. */
  take(heard: (kind: number, subject: number, mark: number) => void): void {
    const [kind = 0] = this.#kinds;
    const [subject = 0] = this.#subjects;
    const [mark = 0] = this.#marks;
    const at = this.#times.pop() ?? 0;
    const last = [this.#kinds.pop() ?? 0, this.#subjects.pop() ?? 0, this.#marks.pop() ?? 0] as const;
    if (this.#times.length > 0) this.#sink(at, ...last);
    heard(kind, subject, mark);
  }

  /** Puts what was last where the first one was, and what is earlier above it. */
  #sink(at: number, kind: number, subject: number, mark: number): void {
    const { length } = this.#times;
    for (let place = 0; ; ) {
      const left = 2 * place + 1;
      const right = left + 1;
      const isRight = right < length && (this.#times[right] ?? 0) < (this.#times[left] ?? 0);
      const below = isRight ? right : left;
      if (below >= length || (this.#times[below] ?? 0) >= at) {
        this.#put(place, at, kind, subject, mark);
        return;
      }
      this.#move(below, place);
      place = below;
    }
  }

  #move(from: number, to: number): void {
    this.#put(
      to,
      this.#times[from] ?? 0,
      this.#kinds[from] ?? 0,
      this.#subjects[from] ?? 0,
      this.#marks[from] ?? 0,
    );
  }

  #put(place: number, at: number, kind: number, subject: number, mark: number): void {
    this.#times[place] = at;
    this.#kinds[place] = kind;
    this.#subjects[place] = subject;
    this.#marks[place] = mark;
  }
}
