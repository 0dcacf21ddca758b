import { sumOfDelivery } from "./row-sums.ts";
import type { Store } from "./store.ts";

/** Where the endings of jobs put what is to be delivered. */
export class Outbox {
  readonly #store: Store;
  readonly #insert;

  constructor(store: Store) {
    this.#store = store;
    this.#insert = store.database.prepare<null, [string, number, string, string, number, number, number]>(
      `INSERT INTO deliveries (id, job, environment, body, created_at, due_at, sum, state, ready, attempts, unknown)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 1, 0, 0)`,
    );
  }

  /** For operations: adds a delivery that is due at once. Gives back its sequence. */
  add(job: number, environment: string, body: string, at: number): number {
    const { newId, tally, wake } = this.#store;
    const id = `msg_${newId()}`;
    const sum = sumOfDelivery(id, job, environment, body);
    const { lastInsertRowid } = this.#insert.run(id, job, environment, body, at, at, sum);
    tally.delivery(environment, null, "pending");
    wake("deliveries");
    return Number(lastInsertRowid);
  }
}
