import { SQLiteError } from "bun:sqlite";
import { OcrEcoError } from "../../errors.ts";

/** Thrown by an operation before it has written anything: it is refused, and its neighbours need not run again. */
export class Refusal extends Error {
  constructor(readonly reason: unknown) {
    super("The operation is refused.");
  }
}

/** For operations: what a function of the caller's throws is the caller's affair, and nothing may be written before. */
export function orRefuse<T>(compose: () => T): T {
  try {
    return compose();
  } catch (error) {
    throw new Refusal(error);
  }
}

/** What a queue's method rejects with once it was closed. */
export function closed(): OcrEcoError {
  return new OcrEcoError("QUEUE_CLOSED", "The queue is closed, because the program ends. Try again later.");
}

/** Why submissions are refused while there is still a little room for what ends jobs. */
export function storageFull(file: string): OcrEcoError {
  return new OcrEcoError(
    "QUEUE_STORAGE_FULL",
    `The queue's database ${file} is as large as DATABASE_MAX_MB allows, so nothing new is taken in. Wait until old jobs are deleted, or raise it.`,
  );
}

/** Turns what SQLite throws into a failure that names the database and says what to do. The rest stays as it is. */
export function fromSqlite(error: unknown, file: string): unknown {
  if (!(error instanceof SQLiteError)) return error;
  const code = error.code ?? "";
  const cause = { cause: error };
  if (/^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ)/.test(code)) return damaged(file, error.message, cause);
  if (code === "SQLITE_FULL") {
    return new OcrEcoError(
      "QUEUE_STORAGE_FULL",
      `The queue's database ${file} cannot grow: the disk or DATABASE_MAX_MB is full. Make room, or raise it.`,
      cause,
    );
  }
  if (code === "SQLITE_IOERR_FSYNC") {
    return new OcrEcoError(
      "QUEUE_STORAGE_FULL",
      `The disk failed to keep the queue's database ${file}, so nothing more is written to it. Check the disk, then start again.`,
      cause,
    );
  }
  // What is left are mistakes of this program.
  if (!/^SQLITE_(IOERR|BUSY|LOCKED|READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return error;
  return new OcrEcoError(
    "QUEUE_STORAGE_FULL",
    `The queue's database ${file} cannot be written (${error.message}). Check its disk and its owner.`,
    cause,
  );
}

/**
 * Turns what the system says of a file in the data folder (`ENOSPC`, `EROFS`, …) into a failure that names it, or what lies
 * beside it, where the system names that; what SQLite says, too. The rest stays as it is.
 */
export function fromSystem(error: unknown, expected: string): unknown {
  const file = error instanceof Error && "path" in error ? String(error.path) : expected;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof SQLiteError || !/^E[A-Z]+$/.test(code)) return fromSqlite(error, expected);
  const cause = { cause: error };
  if (/^(ENOSPC|EDQUOT|EFBIG)$/.test(code)) {
    return new OcrEcoError(
      "QUEUE_STORAGE_FULL",
      `There is no room on the disk for ${file} (${code}). Make room, then start again.`,
      cause,
    );
  }
  const isOdd = /^(EISDIR|ELOOP|ENOTDIR|ENXIO)$/.test(code);
  return new OcrEcoError(
    "DATA_DIR_UNUSABLE",
    isOdd
      ? `${file} is no ordinary file (${code}). Find out who put it there, and delete it.`
      : `${file} cannot be written (${code}). Check its disk, its owner and its permissions.`,
    cause,
  );
}

/** What is said of a file that SQLite cannot make sense of. */
export function damaged(file: string, detail: string, options?: { cause: unknown }): OcrEcoError {
  return new OcrEcoError(
    "QUEUE_DAMAGED",
    `The queue's database ${file} is damaged (${detail}). ${howToGoOn}`,
    options,
  );
}

/** What is said of a database that misses something; `what` is the rest of a sentence that begins with its name. */
export function incomplete(file: string, what: string): OcrEcoError {
  return new OcrEcoError("QUEUE_DAMAGED", `The queue's database ${file} ${what}. ${howToGoOn}`);
}

const howToGoOn =
  "Nothing was changed. Put a backup in its place (ocr-eco restore <file>), or go on with what is left of it (ocr-eco restore --rest) or with an empty queue (ocr-eco restore --empty): what is there now is kept beside it.";
