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

/** The milliseconds since 1970 that an id begins with. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.replace(/^msg_/, "").replaceAll("-", "").slice(0, 12), 16) || 0;
}
