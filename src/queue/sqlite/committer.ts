import { type Database, SQLiteError } from "bun:sqlite";
import { closed, fromSqlite, Refusal } from "./failures.ts";

/** What is kept in memory beside the database, and has to follow its transactions. */
export interface Memory {
  /** Remembers how things are. */
  begin(): void;
  /** Puts things back as they were at the beginning. */
  rollback?(): void;
  /** Writes what was kept back. */
  beforeCommit?(): void;
  /** What was written is on disk. */
  committed?(): void;
}

interface Operation {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** A group is committed after this much work, so that its first operation does not wait for ever. */
const mostMilliseconds = 20;

/**
 * Runs writing operations in groups. Those that are asked for in one turn of the event loop run in one transaction
 * and share its commit, because a commit that survives a power cut costs a thousand times what a row costs.
 *
 * An operation that fails takes none of its neighbours along: the group is rolled back, and each runs alone. So an
 * operation may run twice, and must not change anything but the database and what is `Memory`.
 */
export class Committer {
  readonly #database: Database;
  readonly #file: string;
  readonly #memories: readonly Memory[];
  readonly #waiting: Operation[] = [];
  readonly #afterwards: (() => void)[] = [];
  #scheduled = false;
  #closed = false;
  /** A sync failed: what the disk holds is unknown until the database is opened anew. */
  #broken: unknown = null;

  constructor(database: Database, file: string, memories: readonly Memory[]) {
    this.#database = database;
    this.#file = file;
    this.#memories = memories;
  }

  /** Runs an operation with the next group. Resolves with what it returned when it is on disk. */
  write<T>(run: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as (value: never) => void, reject });
      this.#schedule();
    });
  }

  /** Runs something that only reads, at once: transactions never stay open, so it sees what was committed. */
  async read<T>(run: () => T): Promise<T> {
    if (this.#closed) throw closed();
    try {
      return run();
    } catch (error) {
      throw fromSqlite(error, this.#file);
    }
  }

  /** For operations: has something done when they are on disk. */
  afterCommit(action: () => void): void {
    this.#afterwards.push(action);
  }

  /** Takes nothing more in, and resolves when what was asked for before is done. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const last = this.write(() => {});
    this.#closed = true;
    await last.catch(() => {});
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const tried = this.#runGroup();
      if (tried !== null) for (const operation of tried) this.#runAlone(operation);
      if (this.#waiting.length > 0) this.#schedule();
      for (const action of this.#afterwards.splice(0)) action();
    });
  }

  /** Gives back the operations that have to run alone, or `null` when all is done. */
  #runGroup(): Operation[] | null {
    const end = performance.now() + mostMilliseconds;
    let tried = 0;
    const settle: (() => void)[] = [];
    try {
      this.#inTransaction(() => {
        do {
          const operation = this.#waiting[tried++];
          if (operation === undefined) break;
          settle.push(outcomeOf(operation));
        } while (tried < this.#waiting.length && performance.now() < end);
      });
    } catch (error) {
      if (tried > 1) return this.#waiting.splice(0, tried);
      // When not even a transaction could begin, it is nobody's fault, and would be so for each.
      const failed = this.#waiting.splice(0, tried === 0 ? this.#waiting.length : 1);
      for (const operation of failed) operation.reject(fromSqlite(error, this.#file));
      return null;
    }
    this.#waiting.splice(0, tried);
    for (const action of settle) action();
    return null;
  }

  #runAlone(operation: Operation): void {
    try {
      this.#inTransaction(() => outcomeOf(operation))();
    } catch (error) {
      operation.reject(fromSqlite(error, this.#file));
    }
  }

  #inTransaction<T>(run: () => T): T {
    if (this.#broken !== null) throw this.#broken;
    const before = this.#afterwards.length;
    for (const memory of this.#memories) memory.begin();
    try {
      this.#database.run("BEGIN IMMEDIATE");
      const result = run();
      for (const memory of this.#memories) memory.beforeCommit?.();
      this.#database.run("COMMIT");
      for (const memory of this.#memories) memory.committed?.();
      return result;
    } catch (error) {
      if (error instanceof SQLiteError && error.code === "SQLITE_IOERR_FSYNC") this.#broken = error;
      this.#afterwards.splice(before);
      for (const memory of this.#memories) memory.rollback?.();
      // After some errors SQLite has already rolled back by itself.
      if (this.#database.inTransaction) this.#database.run("ROLLBACK");
      throw error;
    }
  }
}

/** Runs an operation; what comes of it is told to its caller only when it is on disk. */
function outcomeOf({ run, resolve, reject }: Operation): () => void {
  try {
    const value = run();
    return () => resolve(value as never);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return () => reject(error.reason);
  }
}
