import type { Database } from "bun:sqlite";
import { keptBuckets } from "../../time-buckets.ts";
import { jobTimes, type TimeTotals } from "../port.ts";
import { ByHour } from "./by-hour.ts";
import type { Memory } from "./committer.ts";
import type { LocalHours } from "./local-hours.ts";

interface Bucket {
  count: number;
  milliseconds: number;
  longest: number;
}

/** How long jobs took on each day: a row for each bucket, written once for a group of operations as in totals.ts. */
export class Times implements Memory {
  readonly #add;
  readonly #from;
  readonly #counted;

  constructor(database: Database, localHours: LocalHours) {
    this.#counted = new ByHour(localHours, () => ({
      waiting: new Map<number, Bucket>(),
      reading: new Map<number, Bucket>(),
      result: new Map<number, Bucket>(),
    }));
    this.#add = database.prepare<null, [string, string, string, number, number, number, number]>(
      `INSERT INTO times (day, environment, kind, bucket, count, milliseconds, longest) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count,
         milliseconds = milliseconds + excluded.milliseconds, longest = max(longest, excluded.longest)`,
    );
    this.#from = database.prepare<TimeTotals, [string]>(
      `SELECT day, environment, kind, bucket, count, milliseconds, longest FROM times WHERE day >= ?
       ORDER BY day, environment, kind, bucket`,
    );
  }

  /** Notes how long a job took, in milliseconds; `null` where there is nothing to be noted of it. */
  took(
    at: number,
    environment: string,
    waiting: number | null,
    reading: number | null,
    result: number,
  ): void {
    const counted = this.#counted.at(at, environment);
    if (waiting !== null) add(counted.waiting, waiting);
    if (reading !== null) add(counted.reading, reading);
    add(counted.result, result);
  }

  /** Each bucket of each day from a day on. */
  since(fromDay: string): TimeTotals[] {
    return this.#from.all(fromDay).map((row) => ({ ...row }));
  }

  begin(): void {
    this.#counted.clear();
  }

  beforeCommit(): void {
    for (const { at, environment, counted } of this.#counted)
      for (const kind of jobTimes)
        for (const [bucket, { count, milliseconds, longest }] of counted[kind])
          this.#add.run(at.day, environment, kind, bucket, count, milliseconds, longest);
  }
}

/** A clock that was set back meanwhile makes it no time at all. */
function add(buckets: Map<number, Bucket>, milliseconds: number): void {
  const took = Math.max(0, milliseconds);
  const bucket = keptBuckets.of(took);
  const counted = buckets.get(bucket);
  if (counted === undefined) {
    buckets.set(bucket, { count: 1, milliseconds: took, longest: took });
    return;
  }
  counted.count++;
  counted.milliseconds += took;
  counted.longest = Math.max(counted.longest, took);
}
