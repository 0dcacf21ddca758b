import type { Database } from "bun:sqlite";
import type { DayTotals } from "../port.ts";
import type { Memory } from "./committer.ts";
import type { LocalHours } from "./local-hours.ts";

/**
 * The counters of each day. What a group of operations counts is added up in memory and written once, before the
 * group's commit: all jobs of one moment count in the same few rows.
 */
export class Totals implements Memory {
  readonly #add;
  readonly #from;
  readonly #localHours: LocalHours;
  readonly #counted = new Map<string, Map<string, Map<string, number>>>();

  constructor(database: Database, localHours: LocalHours) {
    this.#localHours = localHours;
    this.#add = database.prepare<null, [string, string, string, number]>(
      `INSERT INTO totals (day, environment, counter, count) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    );
    this.#from = database.prepare<
      { day: string; environment: string; counter: string; count: number },
      [string]
    >(
      "SELECT day, environment, counter, count FROM totals WHERE day >= ? ORDER BY day, environment, counter",
    );
  }

  /** Counts one more of each of `counters`. */
  count(at: number, environment: string, counters: readonly string[]): void {
    if (counters.length === 0) return;
    const environments = getOrMake(this.#counted, this.#localHours.at(at).day, () => new Map());
    const counts = getOrMake(environments, environment, () => new Map<string, number>());
    for (const counter of counters) counts.set(counter, (counts.get(counter) ?? 0) + 1);
  }

  /** Each day's counters from a day on. */
  since(fromDay: string): DayTotals[] {
    const days: { day: string; environment: string; counters: Record<string, number> }[] = [];
    for (const { day, environment, counter, count } of this.#from.all(fromDay)) {
      let last = days.at(-1);
      if (last?.day !== day || last.environment !== environment) {
        last = { day, environment, counters: {} };
        days.push(last);
      }
      last.counters[counter] = count;
    }
    return days;
  }

  begin(): void {
    this.#counted.clear();
  }

  beforeCommit(): void {
    for (const [day, environments] of this.#counted)
      for (const [environment, counts] of environments)
        for (const [counter, count] of counts) this.#add.run(day, environment, counter, count);
  }
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
