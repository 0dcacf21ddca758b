import { closeSync, fsyncSync, openSync } from "node:fs";
import { OcrEcoError } from "../../errors.ts";
import { whatFailed } from "./contents.ts";
import { fromSqlite } from "./failures.ts";

/** A file or a folder is on the disk afterwards. */
export function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Why a database that was to be written is not. */
export function notWritten(error: unknown, source: string, target: string): unknown {
  if (error instanceof OcrEcoError) return error;
  const known = fromSqlite(error, source);
  if (known instanceof OcrEcoError && known.code === "QUEUE_DAMAGED") return known;
  return new OcrEcoError(
    "BACKUP_FAILED",
    `${target} cannot be written (${whatFailed(error)}). Nothing was changed; check the disk and the folder's permissions.`,
    { cause: error },
  );
}
