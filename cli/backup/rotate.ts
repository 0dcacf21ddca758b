import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Only such names are ever deleted: whatever else lies in the folder is somebody's own. */
const ours = /^queue-\d{8}T\d{6}Z\.db$/;

/** The name of a backup made at a time: of UTC, so that names follow each other as times do. */
export function backupName(now: Date): string {
  const seconds = now
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(/[-:]/g, "");
  return `queue-${seconds}.db`;
}

/** Deletes all backups of a folder but the newest `keep`, and says how many there were. */
export function deleteOlder(folder: string, keep: number): number {
  const older = readdirSync(folder)
    .filter((name) => ours.test(name))
    .sort()
    .slice(0, -keep);
  for (const name of older) rmSync(join(folder, name), { force: true });
  return older.length;
}
