import type { Database } from "bun:sqlite";
import { OcrEcoError } from "../../errors.ts";

/** How much is in a queue. */
export interface Amounts {
  readonly jobs: number;
  readonly deliveries: number;
  /** Those that were read, so that copies are found. */
  readonly pictures: number;
}

/** How much is in a database. */
export function amountsIn(database: Database): Amounts {
  const count = (table: string): number =>
    database.query<{ count: number }, []>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0;
  return {
    jobs: count("jobs"),
    deliveries: count("deliveries"),
    // The same file of the same report is kept once.
    pictures: count("(SELECT DISTINCT environment, sha256, report FROM seen)"),
  };
}

/** Throws `BACKUP_FAILED` where something is missing in what was copied: then nothing takes the place of anything. */
export function refuseIncomplete(from: Amounts, to: Amounts): void {
  const missing = (["jobs", "deliveries", "pictures"] as const).filter((what) => from[what] !== to[what]);
  if (missing.length === 0) return;
  const what = missing.map((each) => `${to[each]} of ${from[each]} ${each}`).join(", ");
  throw new OcrEcoError(
    "BACKUP_FAILED",
    `Not all of the queue could be copied: ${what}. It stays where it is; see whether somebody else writes to it.`,
  );
}

/**
 * Deliveries are copied with their jobs, and jobs end in another order than they came in: each gets the place that its age gives it, by which
 * those that are due are sent, and lists are in order. Ids of deliveries grow with their age.
 */
export function orderDeliveries(database: Database): void {
  for (const statement of [
    "CREATE TEMP TABLE moving (was INTEGER PRIMARY KEY, place INTEGER NOT NULL)",
    `INSERT INTO moving SELECT place, aged FROM
       (SELECT place, row_number() OVER (ORDER BY id) AS aged FROM deliveries) WHERE place <> aged`,
    ...[
      ["jobs", "delivery"],
      ["reviews", "delivery"],
      ["reviews", "dismissed"],
    ].map(
      ([table, column]) =>
        `UPDATE ${table} SET ${column} = moving.place FROM moving WHERE moving.was = ${table}.${column}`,
    ),
    // No two may have one place at any moment.
    "UPDATE deliveries SET place = -moving.place FROM moving WHERE moving.was = deliveries.place",
    "UPDATE deliveries SET place = -place WHERE place < 0",
    "DROP TABLE moving",
  ])
    database.run(statement);
}

/** The milliseconds since 1970 that an id begins with. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.replace(/^msg_/, "").replaceAll("-", "").slice(0, 12), 16) || 0;
}
