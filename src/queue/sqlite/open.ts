import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LocalHour, Queue } from "../port.ts";
import { closeDatabase, openDatabase } from "./database.ts";
import { fromSystem } from "./failures.ts";
import { makeFolder } from "./folder.ts";
import { lockFolder, lockIn } from "./lock.ts";
import { queueIn } from "./queue.ts";
import { migrations } from "./schema.ts";
import { readWitness, witnessOf } from "./witness.ts";

export interface SqliteQueueOptions {
  /** Created, for its owner only, if it is missing. */
  readonly folder: string;
  /** Size in MiB that the database may have. */
  readonly mostMegabytes: number;
  /** The day and hour that a time belongs to. */
  readonly localHour: (ms: number) => LocalHour;
  /** Milliseconds since 1970; a parameter so that tests can set the clock. */
  readonly now?: () => number;
  /** Hears what is odd, and no reason to refuse anything. */
  readonly warn?: (message: string) => void;
  /** Hears how many milliseconds a group of operations took to get to the disk. */
  readonly onSync?: (milliseconds: number) => void;
  /** The steps of the schema; a parameter so that tests can go from one to the next. */
  readonly schema?: readonly string[];
}

/**
 * Opens the queue in `<folder>/queue.db`, for this process alone. What a former process had in hand waits again: its
 * jobs at their old places, with their attempts; its deliveries with one more of unknown answer.
 *
 * Rejects with `DATA_DIR_UNUSABLE`, `QUEUE_IN_USE`, `QUEUE_NEWER`, `QUEUE_DAMAGED` or `QUEUE_STORAGE_FULL`.
 */
export async function openSqliteQueue(options: SqliteQueueOptions): Promise<Queue> {
  const { folder, mostMegabytes, localHour, now = Date.now, schema = migrations } = options;
  const { warn = () => {}, onSync = () => {} } = options;
  const file = join(folder, "queue.db");
  makeFolder(folder);
  const hadOne = existsSync(lockIn(folder).file);
  const unlock = lockFolder(folder);
  try {
    const isNew = !existsSync(file);
    const isUnclear = existsSync(witnessOf(file)) && readWitness(file) === null;
    const database = openDatabase(file, mostMegabytes, schema);
    try {
      if (isNew && hadOne)
        warn(`an empty queue begins in a folder that had one before: ${file} was not there`);
      if (isUnclear) warn(`whether the queue is whole cannot be told: ${witnessOf(file)} makes no sense`);
      return queueIn(database, { file, mostMegabytes, localHour, now, warn, onSync, onClose: unlock });
    } catch (error) {
      closeDatabase(database);
      throw error;
    }
  } catch (error) {
    unlock();
    throw fromSystem(error, file);
  }
}
