import type { Database } from "bun:sqlite";
import type { Memory } from "./committer.ts";
import type { Witness } from "./witness.ts";

/**
 * Counts the transactions that wrote something, in the database and, once they are on disk, in the witness beside it: a
 * database that knows of fewer than its witness has lost some. The last of the committer's memories, so that it counts what
 * the others write.
 */
export class Commits implements Memory {
  readonly #witness: Witness;
  readonly #changes;
  readonly #set;
  #count: number;
  #changesBefore = 0;
  #next: number | null = null;

  constructor(database: Database, witness: Witness) {
    this.#witness = witness;
    this.#count = commitsIn(database);
    this.#changes = database.prepare<{ changes: number }, []>("SELECT total_changes() AS changes");
    this.#set = database.prepare<null, [number]>(
      "INSERT OR REPLACE INTO settings (name, value) VALUES ('commits', ?)",
    );
  }

  begin(): void {
    this.#next = null;
    this.#changesBefore = this.#changes.get()?.changes ?? 0;
  }

  beforeCommit(): void {
    if (this.#changes.get()?.changes === this.#changesBefore) return;
    this.#next = this.#count + 1;
    this.#set.run(this.#next);
  }

  committed(): void {
    if (this.#next === null) return;
    this.#count = this.#next;
    this.#witness.note(this.#count);
  }
}

/** The transactions that a database knows of; 0 in one that never counted any, or is none yet. */
export function commitsIn(database: Database): number {
  const hasSettings = database
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE name = 'settings'")
    .get();
  if (hasSettings === null) return 0;
  const row = database
    .query<{ value: number }, []>("SELECT value FROM settings WHERE name = 'commits'")
    .get();
  return row?.value ?? 0;
}
