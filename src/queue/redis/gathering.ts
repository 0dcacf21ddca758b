/** What is gathered: how many at most, in units of `weight`, and for how many milliseconds at most. */
interface Limits {
  readonly most: number;
  readonly longestMs: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer | PromiseLike<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what several callers want at about the same time ("group commit"): those who come while others wait for their
 * answer go together when that is there. Whoever comes alone goes at once, in the next turn of the event loop, and nobody is kept
 * for longer than `longestMs` because of others.
 */
export class Gathering<Item, Answer> {
  readonly #act: (items: readonly Item[]) => Promise<readonly (Answer | PromiseLike<Answer>)[]>;
  readonly #limits: Limits;
  readonly #weight: (item: Item) => number;
  #waiting: Waiting<Item, Answer>[] = [];
  #weighing = 0;
  #underWay = 0;
  #isPlanned = false;
  #timer: Timer | undefined;

  /** `act` answers each item in its place; where it rejects, all of them hear of that. */
  constructor(
    act: (items: readonly Item[]) => Promise<readonly (Answer | PromiseLike<Answer>)[]>,
    weight: (item: Item) => number,
    limits: Limits,
  ) {
    this.#act = act;
    this.#weight = weight;
    this.#limits = limits;
  }

  add(item: Item): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ item, resolve, reject });
    this.#weighing += this.#weight(item);
    if (this.#weighing >= this.#limits.most) this.#go();
    else if (this.#underWay === 0) this.#plan();
    else this.#timer ??= setTimeout(() => this.#go(), this.#limits.longestMs);
    return promise;
  }

  /** In the next turn: those of this one go together. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#go();
    });
  }

  #go(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const gathered = this.#waiting;
    this.#waiting = [];
    this.#weighing = 0;
    this.#underWay++;
    this.#act(gathered.map(({ item }) => item)).then(
      (answers) => {
        this.#landed();
        for (const [index, { resolve }] of gathered.entries()) resolve(answers[index] as Answer);
      },
      (error: unknown) => {
        this.#landed();
        for (const { reject } of gathered) reject(error);
      },
    );
  }

  #landed(): void {
    this.#underWay--;
    if (this.#waiting.length > 0) this.#go();
  }
}
