import type { Database } from "bun:sqlite";
import { attempt } from "../../config/attempt.ts";
import type { Witness } from "./witness.ts";

/** How long at most what was committed stands in the log alone, in milliseconds. */
const interval = 30_000;

/**
 * Copies the log into the database from time to time, so that little stands in the log alone: by its size that happens
 * after 16 MB, which at night takes until morning.
 */
export class Checkpoints {
  readonly #database: Database;
  readonly #witness: Witness;
  #timer: Timer | undefined;

  constructor(database: Database, witness: Witness) {
    this.#database = database;
    this.#witness = witness;
  }

  start(): void {
    this.#timer = setInterval(() => this.make(), interval);
    // Whoever forgets to close a queue is not kept from ending by it.
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Makes one now. What cannot be copied, as on a full disk, stays in the log. */
  make(): void {
    this.#witness.sync();
    attempt(
      () => this.#database.run("PRAGMA wal_checkpoint(PASSIVE)"),
      () => {},
    );
  }
}
