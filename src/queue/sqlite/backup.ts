import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { OcrEcoError } from "../../errors.ts";
import { contentsOf, type QueueContents, withDatabase } from "./contents.ts";
import { createPrivate } from "./lock.ts";
import { notWritten, sync } from "./on-disk.ts";
import { checkOwner, migrations } from "./schema.ts";
import { checkCommits } from "./soundness.ts";
import { readWitness } from "./witness.ts";

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
    const noted = readWitness(source);
    withDatabase(source, "read", (database) => {
      checkOwner(database, source, migrations);
      // Half a queue is no backup: nobody would look for the other half.
      checkCommits(database, source, noted);
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
