import { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { commitsIn } from "./commits.ts";
import { damaged, incomplete } from "./failures.ts";
import { isDamaged, readLog } from "./log-frames.ts";
import { checkOwner } from "./schema.ts";
import { readWitness } from "./witness.ts";

/** Reading a larger file whole, to see that it is sound, would hold up the start for seconds. */
const mostCheckedBytes = 256 * 2 ** 20;

/**
 * Refuses, with `QUEUE_NEWER` or `QUEUE_DAMAGED`, a database that is not ours or has lost something, and changes nothing of
 * it or its log. SQLite alone would go on without a word with what it can make sense of: it throws away the log of a
 * database that is gone, all of a log behind its first damaged byte, and with a log that is gone what stood only there.
 */
export function checkWhole(file: string, steps: readonly string[]): void {
  const noted = readWitness(file);
  const bytes = sizeOf(file);
  if (bytes === 0) {
    if (noted !== null && noted > 0)
      throw incomplete(file, `is gone, or empty, though ${noted} transactions were written to it`);
    if (sizeOf(`${file}-wal`) > 0)
      throw incomplete(file, `is gone, or empty, though its log ${file}-wal is there`);
    return;
  }
  const log = readLog(`${file}-wal`);
  if (log !== null && isDamaged(log))
    throw incomplete(file, `has a damaged log, ${file}-wal: what stands behind the damage would be lost`);
  // For reading only: whoever closes a database that may be written brings into it what can be read of its log, and
  // deletes that.
  const database = new Database(file, { readonly: true });
  try {
    checkOwner(database, file, steps);
    checkCommits(database, file, noted);
    if (bytes <= mostCheckedBytes) checkSound(database, file);
  } finally {
    database.close(true);
  }
}

/** Refuses, with `QUEUE_DAMAGED`, a database that knows of fewer transactions than its witness said before it was opened. */
export function checkCommits(database: Database, file: string, noted: number | null): void {
  const known = commitsIn(database);
  if (noted === null || known >= noted) return;
  throw incomplete(
    file,
    `lacks ${noted - known} of ${noted} transactions: its log was cut off or deleted, or it is an older copy`,
  );
}

/** Refuses a database in which anything contradicts anything else, with `QUEUE_DAMAGED`: pages, indices, types. */
export function checkSound(database: Database, file: string): void {
  const [finding] = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").all();
  if (finding?.integrity_check !== "ok") throw damaged(file, finding?.integrity_check ?? "it has no end");
}

/** 0 for a file that is not there, too. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
