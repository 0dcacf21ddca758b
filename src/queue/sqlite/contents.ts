import { Database } from "bun:sqlite";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { OcrEcoError, reasonOf } from "../../errors.ts";
import { damaged, fromSqlite } from "./failures.ts";
import { checkOwner, migrations } from "./schema.ts";
import { checkSound, checkWhole } from "./soundness.ts";

/** What is in a queue's database. */
export interface QueueContents {
  /** Jobs that are kept, and those of them that have not ended. */
  readonly jobs: number;
  readonly open: number;
  readonly deliveries: number;
  /** Deliveries that have not ended. */
  readonly pending: number;
  readonly bytes: number;
}

/** What is in the queue in `folder`, which stays as it is; `null` without one. Throws `QUEUE_DAMAGED` or `QUEUE_NEWER`. */
export function contentsIn(folder: string): QueueContents | null {
  const file = join(folder, "queue.db");
  try {
    return existsSync(file) ? contentsOf(file, "read") : null;
  } catch (error) {
    throw fromSqlite(error, file);
  }
}

/** Whoever mistypes a folder must not find it made, and empty. Throws `DATA_DIR_UNUSABLE` where there is no queue. */
export function refuseWithoutQueue(folder: string): void {
  if (existsSync(join(folder, "queue.db"))) return;
  throw new OcrEcoError(
    "DATA_DIR_UNUSABLE",
    `There is no queue.db in ${folder} that this user can see. Set DATA_DIR to the folder of the service.`,
  );
}

/** Whether a queue in `folder` would be refused at the start; `null` when it would not. Changes nothing. */
export function damageIn(folder: string): OcrEcoError | null {
  const file = join(folder, "queue.db");
  try {
    checkWhole(file, migrations);
    return null;
  } catch (error) {
    const known = fromSqlite(error, file);
    if (known instanceof OcrEcoError) return known;
    throw known;
  }
}

/** Looks at a file before anything depends on it. */
export function checkBackup(backup: string): QueueContents {
  if (!existsSync(backup)) throw new OcrEcoError("FILE_NOT_FOUND", `There is no file ${backup}.`);
  try {
    return contentsOf(backup);
  } catch (error) {
    if (error instanceof OcrEcoError && error.code === "QUEUE_NEWER") {
      throw new OcrEcoError(
        "QUEUE_NEWER",
        `The backup ${backup} was made by a newer ocr-eco. Restore it with that one.`,
        { cause: error },
      );
    }
    throw new OcrEcoError(
      "BACKUP_INVALID",
      `${backup} is no backup that can be restored (${whatFailed(error)}). Nothing was changed; take another one.`,
      { cause: error },
    );
  }
}

/** Checks a database from beginning to end, and counts what is in it. */
export function contentsOf(file: string, access: Access = "write"): QueueContents {
  return withDatabase(file, access, (database) => {
    checkOwner(database, file, migrations);
    checkSound(database, file);
    const count = (rows: string): number =>
      database.query<{ count: number }, []>(`SELECT count(*) AS count FROM ${rows}`).get()?.count ?? 0;
    return {
      jobs: count("jobs"),
      open: count("jobs WHERE ended_at IS NULL"),
      deliveries: count("deliveries"),
      pending: count("deliveries WHERE state = 'pending'"),
      bytes: statSync(file).size,
    };
  });
}

/**
 * Whoever may write brings the log of a database into it when it is closed: of a backup, so that it is one file. A queue's
 * is left alone: what of a damaged one cannot be read would be lost.
 */
type Access = "read" | "write";

export function withDatabase<T>(file: string, access: Access, use: (database: Database) => T): T {
  // SQLite would throw away the log of a database that is empty.
  if (access === "read" && statSync(file).size === 0) throw damaged(file, "it is empty");
  const options = access === "read" ? { readonly: true } : { readwrite: true, create: false };
  const database = new Database(file, options);
  try {
    return use(database);
  } finally {
    database.close(true);
  }
}

/** What went wrong, as a part of a sentence. */
export function whatFailed(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/ENOSPC|SQLITE_FULL/.test(code)) return "the disk is full";
  return reasonOf(error);
}
