import type { Store } from "./store.ts";

/** Where the endings of jobs put what is to be delivered. */
export class Outbox {
  readonly #store: Store;
  readonly #insert;

  constructor(store: Store) {
    this.#store = store;
    this.#insert = store.database.prepare<null, [string, number, string, string, number, number]>(
      `INSERT INTO deliveries (id, job, environment, body, created_at, due_at, state, ready, attempts, unknown)
       VALUES (?, ?, ?, ?, ?, ?, 'pending', 1, 0, 0)`,
    );
  }

  /** For operations: adds a delivery that is due at once. Gives back its place. */
  add(job: number, environment: string, body: string, at: number): number {
    const { newId, tally, wake } = this.#store;
    const { lastInsertRowid } = this.#insert.run(`msg_${newId()}`, job, environment, body, at, at);
    tally.delivery(environment, null, "pending");
    wake("deliveries");
    return Number(lastInsertRowid);
  }
}
