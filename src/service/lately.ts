/**
 * A question whose good answer holds for a while: however many ask, it is put once in so many milliseconds. Bad answers are
 * told to those who asked meanwhile and to nobody else, so that what is mended shows at once.
 */
export class Lately {
  readonly #ask: () => Promise<void>;
  readonly #milliseconds: number;
  #asked: { readonly at: number; readonly answer: Promise<void> } | null = null;

  constructor(ask: () => Promise<void>, milliseconds: number) {
    this.#ask = ask;
    this.#milliseconds = milliseconds;
  }

  /** Resolves when the answer was, or is, good. Rejects as the question does. */
  answer(): Promise<void> {
    const known = this.#asked;
    if (known !== null && performance.now() - known.at < this.#milliseconds) return known.answer;
    const answer = this.#ask();
    const asked = { at: performance.now(), answer };
    this.#asked = asked;
    answer.catch(() => {
      if (this.#asked === asked) this.#asked = null;
    });
    return answer;
  }
}
