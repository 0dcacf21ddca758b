import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../../config/attempt.ts";
import { makeFolder } from "../sqlite/folder.ts";
import { createPrivate, lockFolder } from "../sqlite/lock.ts";

const beginning = "restoring-";

/**
 * Gives `use` a folder with a copy of a database as its `queue.db`, to be changed, and deletes it after that. It is in the data
 * folder, for its owner alone and where there is room for a queue, and not in one for all programs: where this process is killed,
 * the next copy that is made deletes it. Rejects with `DATA_DIR_UNUSABLE`, or as `use` does.
 */
export async function withWorkingCopy<T>(
  dataFolder: string,
  database: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  makeFolder(dataFolder);
  deleteLeft(dataFolder);
  const outer = mkdtempSync(join(dataFolder, beginning));
  // Says for as long as this process lives that it is in use. Whoever opens the copy locks its own folder.
  const unlock = lockFolder(outer);
  try {
    const folder = join(outer, "copy");
    mkdirSync(folder, { mode: 0o700 });
    const file = join(folder, "queue.db");
    createPrivate(file);
    copyFileSync(database, file);
    return await use(folder);
  } finally {
    rmSync(outer, { recursive: true, force: true });
    unlock();
  }
}

/** Deletes copies whose process was killed. One that is in use, or somebody else's, stays. */
function deleteLeft(dataFolder: string): void {
  for (const entry of readdirSync(dataFolder, { withFileTypes: true })) {
    // No link: root must not lock, or empty, what it leads to.
    if (!entry.isDirectory() || !entry.name.startsWith(beginning)) continue;
    const outer = join(dataFolder, entry.name);
    const unlock = attempt(
      () => lockFolder(outer),
      () => {},
    );
    if (unlock === undefined) continue;
    rmSync(outer, { recursive: true, force: true });
    unlock();
  }
}
