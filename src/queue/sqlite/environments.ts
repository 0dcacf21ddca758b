import type { Database } from "bun:sqlite";
import type { Memory } from "./committer.ts";

/** Names of the environments that ever had a job: queries go through them, because each has an order of its own. */
export class Environments implements Memory {
  readonly #insert;
  readonly #known: Set<string>;
  readonly #added: string[] = [];

  constructor(database: Database) {
    this.#insert = database.prepare<null, [string]>("INSERT INTO environments (name) VALUES (?)");
    const all = database.query<{ name: string }, []>("SELECT name FROM environments").all();
    this.#known = new Set(all.map(({ name }) => name));
  }

  get names(): string[] {
    return [...this.#known];
  }

  /** For operations: notes one, if it is new. */
  note(name: string): void {
    if (this.#known.has(name)) return;
    this.#insert.run(name);
    this.#known.add(name);
    this.#added.push(name);
  }

  begin(): void {
    this.#added.length = 0;
  }

  rollback(): void {
    for (const name of this.#added) this.#known.delete(name);
  }
}
