import { deliveriesTo } from "../listeners.ts";
import { sumOfDelivery } from "./row-sums.ts";
import type { Store } from "./store.ts";

/** Where the endings of jobs put what is to be delivered. */
export class Outbox {
  readonly #store: Store;
  readonly #insert;

  constructor(store: Store) {
    this.#store = store;
    this.#insert = store.database.prepare<
      null,
      [string, number, string, string, number, number, number, 0 | 1]
    >(
      `INSERT INTO deliveries (id, job, environment, body, created_at, due_at, sum, ready, state, attempts, unknown)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0)`,
    );
  }

  /** For operations: adds a delivery that is due `delayMs` after `at`. Gives back its sequence. */
  add(job: number, environment: string, body: string, at: number, delayMs = 0): number {
    const { newId, tally, wake } = this.#store;
    const id = `msg_${newId()}`;
    const sum = sumOfDelivery(id, job, environment, body);
    const { lastInsertRowid } = this.#insert.run(
      id,
      job,
      environment,
      body,
      at,
      at + delayMs,
      sum,
      delayMs === 0 ? 1 : 0,
    );
    tally.delivery(environment, null, "pending");
    wake(deliveriesTo(environment));
    return Number(lastInsertRowid);
  }
}
