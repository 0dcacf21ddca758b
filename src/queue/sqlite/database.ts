import { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { createPrivate } from "./lock.ts";
import { migrate } from "./schema.ts";
import { checkWhole } from "./soundness.ts";

const pageBytes = 4096;
/** Nobody else writes; somebody's shell with an open transaction must not stop us for long. Milliseconds. */
const patience = 2000;

/**
 * Opens the database, which is created if it is missing, and brings its schema up to date. One that cannot be used
 * is left untouched, see soundness.ts: `QUEUE_NEWER`, `QUEUE_DAMAGED`.
 */
export function openDatabase(file: string, mostMegabytes: number, steps: readonly string[]): Database {
  checkWhole(file, steps);
  createPrivate(file);
  const database = new Database(file);
  try {
    // FULL: what was committed survives a power cut. NORMAL would sync only at checkpoints.
    database.run("PRAGMA journal_mode = WAL");
    database.run("PRAGMA synchronous = FULL");
    database.run(`PRAGMA busy_timeout = ${patience}`);
    database.run("PRAGMA cache_size = -8192");
    // Copying the log into the database less often writes pages once that change many times.
    database.run("PRAGMA wal_autocheckpoint = 4000");
    // What is deleted is overwritten, pages that become free as well, which FAST would leave out.
    database.run("PRAGMA secure_delete = ON");
    // After a burst, the log shrinks to this again.
    database.run(`PRAGMA journal_size_limit = ${64 * 2 ** 20}`);
    database.run(`PRAGMA max_page_count = ${pagesIn(mostMegabytes)}`);
    migrate(database, steps);
    return database;
  } catch (error) {
    closeDatabase(database);
    throw error;
  }
}

/** Closes a database with all its statements. Without `true`, those that are left would keep it open, and its log. */
export function closeDatabase(database: Database): void {
  database.close(true);
}

/**
 * Brings what is in the log into the database and empties it: what was deleted stands there still. False while another
 * process reads an older state, for which nobody waits.
 */
export function emptyLog(database: Database): boolean {
  database.run("PRAGMA busy_timeout = 0");
  try {
    const result = database.query<{ busy: number }, []>("PRAGMA wal_checkpoint(TRUNCATE)").get();
    return result?.busy === 0;
  } finally {
    database.run(`PRAGMA busy_timeout = ${patience}`);
  }
}

/** Bytes of a database, with what is not yet in its main file. */
export function sizeOf(file: string): number {
  return [file, `${file}-wal`].reduce(
    (sum, each) => sum + (statSync(each, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Pages of a database that take so many megabytes. */
export function pagesIn(megabytes: number): number {
  return Math.floor((megabytes * 2 ** 20) / pageBytes);
}
