import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Only such names are ever deleted: whatever else lies in the folder is somebody's own. */
const ours = /^queue-\d{8}T\d{6}Z\.db$/;
/** What is left of one that was killed while it was made. */
const unfinished = /^queue-(\d{8}T\d{6}Z)\.db\.\d+\.part(?:-journal)?$/;
/** One of another machine may still be being made; none takes a day. */
const dayMs = 86_400_000;

/** The name of a backup made at a time: of UTC, so that names follow each other as times do. */
export function backupName(now: Date): string {
  return `queue-${secondOf(now)}.db`;
}

/**
 * Deletes all backups of a folder but the newest `keep`, and says how many there were; those that were begun more than a day ago and
 * never came to their end go with them, and are not counted.
 */
export function deleteOlder(folder: string, keep: number, now: Date): number {
  const names = readdirSync(folder);
  const older = names
    .filter((name) => ours.test(name))
    .sort()
    .slice(0, -keep);
  const yesterday = secondOf(new Date(now.getTime() - dayMs));
  const left = names.filter((name) => (unfinished.exec(name)?.[1] ?? yesterday) < yesterday);
  for (const name of [...older, ...left]) rmSync(join(folder, name), { force: true });
  return older.length;
}

/** As it stands in names. */
function secondOf(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(/[-:]/g, "");
}
