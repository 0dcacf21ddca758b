import type { Database } from "bun:sqlite";
import type { HourTotals } from "../port.ts";
import { ByHour } from "./by-hour.ts";
import type { Memory } from "./committer.ts";
import type { LocalHours } from "./local-hours.ts";

/** How many jobs came in and ended in each hour: a row for each, written once for a group of operations as in totals.ts. */
export class Hours implements Memory {
  readonly #add;
  readonly #from;
  readonly #counted;

  constructor(database: Database, localHours: LocalHours) {
    this.#counted = new ByHour(localHours, () => ({ received: 0, ended: 0 }));
    this.#add = database.prepare<null, [string, string, number, number, number]>(
      `INSERT INTO hours (day, environment, hour, received, ended) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET received = received + excluded.received, ended = ended + excluded.ended`,
    );
    this.#from = database.prepare<HourTotals, [string]>(
      "SELECT day, environment, hour, received, ended FROM hours WHERE day >= ? ORDER BY day, environment, hour",
    );
  }

  /** Counts one more. */
  count(at: number, environment: string, what: "received" | "ended"): void {
    this.#counted.at(at, environment)[what]++;
  }

  /** Each hour from a day on. */
  since(fromDay: string): HourTotals[] {
    return this.#from.all(fromDay).map((row) => ({ ...row }));
  }

  begin(): void {
    this.#counted.clear();
  }

  beforeCommit(): void {
    for (const { at, environment, counted } of this.#counted)
      this.#add.run(at.day, environment, at.hour, counted.received, counted.ended);
  }
}
