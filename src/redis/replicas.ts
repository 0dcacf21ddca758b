import { OcrEcoError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import { fromServer, isOfConnection } from "./failures.ts";
import { number } from "./replies.ts";

/** How long replicas are waited for, in milliseconds: nothing else is asked over the connection meanwhile. */
const patience = 500;
/** For so long after that, in milliseconds, nobody waits for replicas that were not there. */
const pause = 1000;

interface Options {
  readonly connection: Connection;
  /** What all keys begin with. */
  readonly prefix: string;
  /** How many replicas have to have what is promised; 0 for a server without, or whose operator takes the risk. */
  readonly count: number;
}

/**
 * Sees that what was written is on replicas as well, so that one of them can take over without losing it. All who wait at the
 * same time are answered by one question.
 */
export class Replicas {
  readonly #with: Options;
  #asked: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #awayUntil = 0;

  constructor(options: Options) {
    this.#with = options;
  }

  /** What to give `haveIt`, from before it was written. */
  get epoch(): number {
    return this.#with.connection.epoch;
  }

  /**
   * Resolves when enough replicas have all that was written since `epoch` was asked for. Rejects with `QUEUE_REPLICAS_AWAY`: it is
   * written, and may be lost with the server that it was written to.
   */
  async haveIt(epoch: number): Promise<void> {
    if (this.#with.count === 0) return;
    await this.#haveAll();
    // Of another connection: who answers now may be another server, that never heard of it.
    if (this.epoch !== epoch) throw this.#away();
  }

  #haveAll(): Promise<void> {
    this.#next ??= this.#asked
      .catch(() => {})
      .then(() => {
        this.#next = null;
        this.#asked = this.#ask();
        return this.#asked;
      });
    return this.#next;
  }

  async #ask(): Promise<void> {
    const { connection, prefix, count } = this.#with;
    if (performance.now() < this.#awayUntil) throw this.#away();
    try {
      // Replicas get everything in one order: who has this has all that came before it, over whichever connection.
      const mark = connection.send("SET", `${prefix}:replicated`, Date.now());
      const [, have] = await Promise.all([mark, connection.send("WAIT", count, patience)]);
      if (number(have) >= count) return;
    } catch (error) {
      if (!isOfConnection(error)) throw fromServer(error, connection.name);
      throw this.#away();
    }
    this.#awayUntil = performance.now() + pause;
    throw this.#away();
  }

  #away(): OcrEcoError {
    const { count } = this.#with;
    return new OcrEcoError(
      "QUEUE_REPLICAS_AWAY",
      `Fewer than ${count} ${count === 1 ? "replica" : "replicas"} of the queue's server have it for now. Send it again: it stays one report.`,
    );
  }
}
