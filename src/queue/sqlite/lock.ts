import { Database, SQLiteError } from "bun:sqlite";
import { closeSync, constants, lstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { OcrEcoError } from "../../errors.ts";
import { fromSystem } from "./failures.ts";

/** Where the lock of a folder is, and where its holder writes the number of its process. */
export function lockIn(folder: string): { readonly file: string; readonly holder: string } {
  return { file: join(folder, "lock.db"), holder: join(folder, "lock.pid") };
}

/**
 * Makes this process the only one that uses the queue in `folder`, until the returned function is called or the
 * process ends, in whatever way. Throws `QUEUE_IN_USE`, `DATA_DIR_UNUSABLE` or `QUEUE_STORAGE_FULL`.
 *
 * The lock is SQLite's own on a second, empty database, so that others may still read the queue's, to copy it.
 */
export function lockFolder(folder: string): () => void {
  const { file, holder } = lockIn(folder);
  const database = openLock(file);
  try {
    database.run("PRAGMA busy_timeout = 0");
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    const code = error instanceof SQLiteError ? (error.code ?? "") : "";
    if (code.startsWith("SQLITE_BUSY")) {
      throw new OcrEcoError(
        "QUEUE_IN_USE",
        `The queue in ${folder} is in use by another ocr-eco${nameOf(holder)}. Stop that one first, or set another DATA_DIR.`,
        { cause: error },
      );
    }
    throw code.startsWith("SQLITE_NOTADB") ? noLock(file, error) : fromSystem(error, file);
  }
  try {
    noteHolder(holder);
  } catch (error) {
    database.close();
    throw fromSystem(error, holder);
  }
  return () => database.close();
}

function openLock(file: string): Database {
  try {
    createPrivate(file);
    if (!lstatSync(file).isFile()) throw noLock(file);
    return new Database(file);
  } catch (error) {
    throw fromSystem(error, file);
  }
}

function noLock(file: string, cause?: unknown): OcrEcoError {
  return new OcrEcoError(
    "DATA_DIR_UNUSABLE",
    `${file} is not the lock of a queue. Find out who put it there, and delete it; the queue itself is not in it.`,
    { cause },
  );
}

/** Follows no link: when root does this, the folder's owner must not choose what is written to. */
function noteHolder(file: string): void {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  const descriptor = openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
  try {
    writeSync(descriptor, `${process.pid}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Creates an empty file that only its owner reads, unless it is there. Never opens one that is there: when a
 * process closes any descriptor of a file, it loses all locks that it holds on it.
 */
export function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function nameOf(holder: string): string {
  try {
    const pid = readFileSync(holder, "utf8").trim();
    return pid === "" ? "" : ` (process ${pid})`;
  } catch {
    return "";
  }
}
