import { Database } from "bun:sqlite";
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { OcrEcoError } from "../../errors.ts";
import { commitsIn } from "./commits.ts";
import { type Log, readLog } from "./log-frames.ts";
import { checkOwner, migrations } from "./schema.ts";
import { readWitness } from "./witness.ts";

/**
 * Makes a whole database of what is left of a queue's files, in `part`; they are only read. Gives back how many of the
 * transactions that its witness knows are missing; `null` where nobody can say. Throws `BACKUP_INVALID` where nothing whole
 * comes of it, `QUEUE_NEWER` or `QUEUE_DAMAGED` for a database that is not ours.
 *
 * The log holds whole pages. So one that is damaged in it does no harm if the log has it once more behind that, and most
 * pages change again and again. Where one is missing after all, what SQLite would take is tried: the log up to its damage.
 * Last, indices are made anew, which hold nothing that is not in the tables.
 */
export function salvage(file: string, part: string): number | null {
  const log = readLog(`${file}-wal`);
  const upToDamage = log === null ? null : { ...log, frames: log.frames.slice(0, firstDamage(log)) };
  for (const [frames, isToReindex] of [
    [log, false],
    [upToDamage, false],
    [log, true],
    [upToDamage, true],
  ] as const) {
    if (!putTogether(file, frames, part)) continue;
    const commits = commitsIfWhole(part, isToReindex);
    if (commits === null) continue;
    const noted = readWitness(file);
    return noted === null || isToReindex || (frames !== null && hasHole(frames))
      ? null
      : Math.max(0, noted - commits);
  }
  throw new OcrEcoError(
    "BACKUP_INVALID",
    `Nothing whole is left of ${file} and its log. Nothing was changed; restore a backup (ocr-eco restore <file>), or begin with an empty queue (ocr-eco restore --empty).`,
  );
}

function firstDamage({ frames, isHeaderWhole }: Log): number {
  const bad = isHeaderWhole ? frames.findIndex(({ isWhole }) => !isWhole) : 0;
  return bad === -1 ? frames.length : bad;
}

/** Whether a page is missing that the log does not have once more. */
function hasHole({ frames }: Log): boolean {
  return frames.some(
    ({ isWhole, page }, index) =>
      !isWhole && !frames.slice(index + 1).some((later) => later.isWhole && later.page === page),
  );
}

/** Writes the database as it was after the last transaction of a log. False where there is nothing to write. */
function putTogether(file: string, log: Log | null, part: string): boolean {
  const last = log?.frames.findLastIndex(({ isWhole, pagesAfter }) => isWhole && pagesAfter !== 0) ?? -1;
  if (!existsSync(file) && last === -1) return false;
  if (existsSync(file)) copyFileSync(file, part);
  else writeFileSync(part, "");
  if (log === null || last === -1) return true;
  const { bytes, pageBytes, frames } = log;
  const descriptor = openSync(part, "r+");
  try {
    for (const { page, at, isWhole } of frames.slice(0, last + 1))
      if (isWhole) writeSync(descriptor, bytes, at, pageBytes, (page - 1) * pageBytes);
    ftruncateSync(descriptor, (frames[last]?.pagesAfter ?? 0) * pageBytes);
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** The transactions that a database knows of; `null` when it is not whole. */
function commitsIfWhole(part: string, isToReindex: boolean): number | null {
  const database = new Database(part, { readwrite: true, create: false });
  try {
    checkOwner(database, part, migrations);
    if (isToReindex) database.run("REINDEX");
    const [finding] = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").all();
    if (finding?.integrity_check !== "ok") return null;
    // An empty file is a whole database, too.
    database.query("SELECT place FROM jobs LIMIT 1").get();
    const commits = commitsIn(database);
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return commits;
  } catch (error) {
    if (error instanceof OcrEcoError && error.code === "QUEUE_NEWER") throw error;
    return null;
  } finally {
    database.close(true);
  }
}
