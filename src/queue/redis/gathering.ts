import { OcrEcoError } from "../../errors.ts";

/** How long one waits for the answers of others before he goes by himself, in milliseconds: one that takes longer is late. */
const usualWait = 20;

/** How many go together at most, in units of `weight`, and for how many milliseconds one waits for others at most. */
interface Limits {
  readonly most: number;
  readonly longestMs?: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer | PromiseLike<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/** Answers each item in its place; where it rejects, none of them is answered. */
type Act<Item, Answer> = (items: readonly Item[]) => Promise<readonly (Answer | PromiseLike<Answer>)[]>;

/**
 * Does together what several callers want at about the same time ("group commit"): those who come while others wait for their
 * answer go together when that is there. Whoever comes alone goes at once, in the next turn of the event loop, and nobody is kept
 * for longer than `longestMs` because of others. Where several are refused as a whole, each goes once more by himself, unless nobody
 * answered at all: what is wrong with one of them says nothing about the others. So it has to be possible to do it twice.
 */
export class Gathering<Item, Answer> {
  readonly #act: Act<Item, Answer>;
  readonly #limits: Required<Limits>;
  readonly #weight: (item: Item) => number;
  #waiting: Waiting<Item, Answer>[] = [];
  #weighing = 0;
  #underWay = 0;
  #isPlanned = false;
  #timer: Timer | undefined;

  constructor(act: Act<Item, Answer>, limits: Limits, weight: (item: Item) => number = () => 1) {
    this.#act = act;
    this.#limits = { longestMs: usualWait, ...limits };
    this.#weight = weight;
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
        const isFinal =
          gathered.length === 1 || (error instanceof OcrEcoError && error.code === "QUEUE_UNREACHABLE");
        for (const { item, resolve, reject } of gathered) {
          if (isFinal) reject(error);
          else resolve(this.#alone(item));
        }
      },
    );
  }

  async #alone(item: Item): Promise<Answer> {
    const [answer] = await this.#act([item]);
    return answer as Answer;
  }

  #landed(): void {
    this.#underWay--;
    if (this.#waiting.length > 0) this.#go();
  }
}
