import type { Database } from "bun:sqlite";
import { type DeliveryState, deliveryStates } from "../delivery.ts";
import { type JobState, jobStates } from "../job.ts";
import type { Memory } from "./committer.ts";
import type { Outstanding } from "./room.ts";

/** How many there are of what, kept in memory, because counting rows takes longer the more there are. */
export class Tally implements Memory {
  jobs: Record<JobState, number>;
  deliveries: Record<DeliveryState, number>;
  pending: Map<string, number>;
  unknown: number;
  #before: Pick<Tally, "jobs" | "deliveries" | "pending" | "unknown"> | null = null;

  /** Counts once what is in the database. */
  constructor(database: Database) {
    this.jobs = countStates(database, "jobs", jobStates);
    this.deliveries = countStates(database, "deliveries", deliveryStates);
    const pending = database.query<{ environment: string; count: number }, []>(
      "SELECT environment, count(*) AS count FROM deliveries WHERE state = 'pending' GROUP BY environment",
    );
    this.pending = new Map(pending.all().map(({ environment, count }) => [environment, count]));
    const unknown = database.query<{ sum: number }, []>(
      "SELECT total(unknown) AS sum FROM deliveries WHERE unknown > 0",
    );
    this.unknown = unknown.get()?.sum ?? 0;
  }

  /** Jobs that a limit of waiting jobs counts. */
  get waiting(): number {
    return this.jobs.waiting + this.jobs.retrying;
  }

  /** What is still to be written of what was accepted. */
  get outstanding(): Outstanding {
    return { jobs: this.waiting + this.jobs.active, deliveries: this.deliveries.pending };
  }

  /** A job goes from one state to another; `null` is before its beginning and after its deletion. */
  job(from: JobState | null, to: JobState | null): void {
    if (from !== null) this.jobs[from]--;
    if (to !== null) this.jobs[to]++;
  }

  /** The same for a delivery. */
  delivery(environment: string, from: DeliveryState | null, to: DeliveryState | null): void {
    if (from !== null) this.deliveries[from]--;
    if (to !== null) this.deliveries[to]++;
    const change = Number(to === "pending") - Number(from === "pending");
    if (change !== 0) this.pending.set(environment, (this.pending.get(environment) ?? 0) + change);
  }

  begin(): void {
    this.#before = {
      jobs: { ...this.jobs },
      deliveries: { ...this.deliveries },
      pending: new Map(this.pending),
      unknown: this.unknown,
    };
  }

  rollback(): void {
    if (this.#before !== null) Object.assign(this, this.#before);
  }
}

function countStates<State extends string>(
  database: Database,
  table: "jobs" | "deliveries",
  states: readonly State[],
): Record<State, number> {
  const rows = database
    .query<{ state: State; count: number }, []>(
      `SELECT state, count(*) AS count FROM ${table} GROUP BY state`,
    )
    .all();
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}
