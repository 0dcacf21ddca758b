import { Database } from "bun:sqlite";
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  lchownSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { OcrEcoError } from "../../errors.ts";
import { damaged, fromSqlite } from "./failures.ts";
import { createPrivate, lockFolder } from "./lock.ts";
import { checkOwner, migrations } from "./schema.ts";

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

/**
 * Copies the queue in `folder` into a file, also while a service works with it: the copy is of one moment. It is checked
 * and on disk before it gets its name, so there never is half a one. Throws `BACKUP_FAILED`, `BACKUP_EXISTS` unless
 * `replace`, `QUEUE_DAMAGED` or `QUEUE_NEWER`.
 */
export function backUp(folder: string, target: string, replace: boolean): QueueContents {
  const source = join(folder, "queue.db");
  if (!existsSync(source)) {
    throw new OcrEcoError("BACKUP_FAILED", `There is no queue in ${folder} to back up. Set DATA_DIR.`);
  }
  const refuseIfThere = (): void => {
    if (!replace && existsSync(target)) {
      throw new OcrEcoError(
        "BACKUP_EXISTS",
        `${target} is there already. Name another file, or say --force.`,
      );
    }
  };
  refuseIfThere();
  const part = `${target}.${process.pid}.part`;
  try {
    createPrivate(part);
    withDatabase(source, (database) => {
      checkOwner(database, source, migrations);
      database.run("PRAGMA busy_timeout = 10000");
      database.query("VACUUM INTO ?").run(part);
    });
    const contents = contentsOf(part);
    sync(part);
    refuseIfThere();
    renameSync(part, target);
    sync(dirname(target));
    return contents;
  } catch (error) {
    throw notWritten(error, source, target);
  } finally {
    for (const end of ["", "-journal"]) rmSync(`${part}${end}`, { force: true });
  }
}

/**
 * Puts a backup in the place of the queue in `folder`, which no service may use meanwhile. The queue that was there stays
 * beside it under another name, which is given back with what is in the backup; `null` where there was none. Throws
 * `BACKUP_INVALID` for a file that is no backup or is damaged, `QUEUE_NEWER`, `QUEUE_IN_USE`, `BACKUP_FAILED`.
 */
export function restore(
  folder: string,
  backup: string,
  now: Date,
): { readonly contents: QueueContents; readonly former: string | null } {
  const contents = checkBackup(backup);
  const file = join(folder, "queue.db");
  const part = `${file}.restored`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  try {
    rmSync(part, { force: true });
    createPrivate(part);
    copyFileSync(backup, part);
    sync(part);
    const former = existsSync(file) ? `${file}.${now.toISOString().replace(/[:.]/g, "-")}` : null;
    if (former !== null) setAside(file, former);
    // The name changes from one whole database to the other.
    renameSync(part, file);
    sync(folder);
    return { contents, former };
  } catch (error) {
    throw notWritten(error, file, file);
  } finally {
    rmSync(part, { force: true });
    unlock();
    handOver(folder);
  }
}

/** What is in the queue in `folder`; `null` when there is none. Throws `QUEUE_DAMAGED` or `QUEUE_NEWER`. */
export function contentsIn(folder: string): QueueContents | null {
  const file = join(folder, "queue.db");
  try {
    return existsSync(file) ? contentsOf(file) : null;
  } catch (error) {
    throw fromSqlite(error, file);
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
      `${backup} is no backup that can be restored (${detailOf(error)}). Nothing was changed; take another one.`,
      { cause: error },
    );
  }
}

/** Checks a database from beginning to end, and counts what is in it. */
function contentsOf(file: string): QueueContents {
  return withDatabase(file, (database) => {
    checkOwner(database, file, migrations);
    const [finding] = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").all();
    if (finding?.integrity_check !== "ok") throw damaged(file, finding?.integrity_check ?? "it has no end");
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

function withDatabase<T>(file: string, use: (database: Database) => T): T {
  // Not for reading only: then SQLite could not make the index of a log that it finds.
  const database = new Database(file, { readwrite: true, create: false });
  try {
    return use(database);
  } finally {
    database.close(true);
  }
}

/**
 * Keeps the queue that goes under another name, too. Its log is part of it: closed in order it is empty; where the queue
 * is so damaged that it cannot be, the log goes along.
 */
function setAside(file: string, former: string): void {
  try {
    withDatabase(file, (database) => database.run("PRAGMA wal_checkpoint(TRUNCATE)"));
  } catch {
    // It is put aside as it is.
  }
  for (const end of ["-wal", "-shm"])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${former}${end}`);
  linkSync(file, former);
}

/** What root puts into a folder belongs to the folder's owner, who could not start the service otherwise. */
function handOver(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  // Of a link itself, never of what it leads to: the owner could have put it there.
  for (const name of readdirSync(folder))
    if (/^(queue|lock)\./.test(name)) lchownSync(join(folder, name), uid, gid);
}

/** A file or a folder is on the disk afterwards. */
function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function notWritten(error: unknown, source: string, target: string): unknown {
  if (error instanceof OcrEcoError) return error;
  const known = fromSqlite(error, source);
  if (known instanceof OcrEcoError && known.code === "QUEUE_DAMAGED") return known;
  return new OcrEcoError(
    "BACKUP_FAILED",
    `${target} cannot be written (${detailOf(error)}). Nothing was changed; check the disk and the folder's permissions.`,
    { cause: error },
  );
}

function detailOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/ENOSPC|SQLITE_FULL/.test(code)) return "the disk is full";
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
