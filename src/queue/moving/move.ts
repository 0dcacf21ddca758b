import { Database } from "bun:sqlite";
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { OcrEcoError } from "../../errors.ts";
import type { ServerSettings } from "../../redis/address.ts";
import type { History } from "../port.ts";
import { checkBackup, contentsOf, type QueueContents, withDatabase } from "../sqlite/contents.ts";
import { makeFolder } from "../sqlite/folder.ts";
import { createPrivate, lockFolder } from "../sqlite/lock.ts";
import { notWritten, sync } from "../sqlite/on-disk.ts";
import { openSqliteQueue } from "../sqlite/open.ts";
import { putAside, restore } from "../sqlite/restore.ts";
import { migrate, migrations } from "../sqlite/schema.ts";
import { type Amounts, amountsIn, refuseIncomplete } from "./file.ts";
import { copyFromRedis } from "./from-redis.ts";
import { ServerQueueStore } from "./server.ts";
import { copyToRedis } from "./to-redis.ts";

type OnProgress = (jobs: number) => void;
/** Says what lists look for in what a job ended with, which older programs did not keep. */
type FactsOf = Parameters<History["noteFacts"]>[0];

/**
 * Copies the queue on a server into a file that `restore` takes, also while instances work with it. Rejects with `BACKUP_FAILED`,
 * `BACKUP_EXISTS` unless `replace`, `QUEUE_MOVED`, or what keeps the server from being asked.
 */
export async function backUpServer(
  settings: ServerSettings,
  target: string,
  replace: boolean,
): Promise<QueueContents> {
  if (!replace && existsSync(target))
    throw new OcrEcoError("BACKUP_EXISTS", `${target} is there already. Name another file, or say --force.`);
  const store = await ServerQueueStore.open(settings);
  try {
    if ((await store.markOver()) !== null)
      throw new OcrEcoError(
        "QUEUE_MOVED",
        `The queue in ${store.description} is being moved, or was: there is nothing to back up.`,
      );
    return (await intoFile(store, target)).contents;
  } finally {
    store.close();
  }
}

/**
 * Puts a backup onto a server that has no queue under this prefix, and no instance that runs. One that is stopped is begun anew.
 * Rejects with `BACKUP_INVALID`, `BACKUP_EXISTS`, `BACKUP_FAILED`, `QUEUE_IN_USE`, or what keeps the server from being asked.
 */
export async function restoreToServer(
  backup: string,
  settings: ServerSettings,
  factsOf: FactsOf,
): Promise<QueueContents> {
  const contents = checkBackup(backup);
  const store = await ServerQueueStore.open(settings);
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-restore-"));
  try {
    copyFileSync(backup, join(folder, "queue.db"));
    await bringUpToDate(folder, factsOf);
    await store.beginCopy();
    await copyToRedis(join(folder, "queue.db"), store.calls);
    await store.mark(null);
    return contents;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    store.close();
  }
}

/** As a service does that starts: steps of the schema, what was in hand, facts. */
async function bringUpToDate(folder: string, factsOf: FactsOf): Promise<void> {
  const localHour = () => ({ day: "", hour: 0 });
  const queue = await openSqliteQueue({ folder, mostMegabytes: 1e6, localHour });
  try {
    await queue.history.noteFacts(factsOf);
  } finally {
    await queue.close();
  }
}

/** What was moved, and under which name what it was moved from stays; `null` where that is the server. */
export interface Moved extends Amounts {
  readonly former: string | null;
}

interface MoveOptions {
  readonly now: Date;
  readonly factsOf: FactsOf;
  /** Hears how many jobs are copied. */
  readonly onProgress?: OnProgress;
}

/**
 * Moves the queue in a folder, which no service may use meanwhile, onto a server that has none under this prefix. At no moment can a
 * service start with both; one that is stopped is begun anew, or, where all is there, brought to its end. Rejects with `QUEUE_IN_USE`, `BACKUP_EXISTS`,
 * `BACKUP_FAILED`, `DATA_DIR_UNUSABLE`, or what keeps the server from being asked.
 */
export async function moveToServer(
  folder: string,
  settings: ServerSettings,
  { now, factsOf, onProgress = () => {} }: MoveOptions,
): Promise<Moved> {
  const file = join(folder, "queue.db");
  const store = await ServerQueueStore.open(settings);
  try {
    if (!existsSync(file)) {
      // The name of what was moved changes last but one.
      if ((await store.markOver()) !== "arrived") throw nothingIn(folder);
      await store.mark(null);
      return { ...(await store.amounts()), former: null };
    }
    await bringUpToDate(folder, factsOf);
    const unlock = lockFolder(folder);
    try {
      await store.beginCopy();
      const amounts = await copyToRedis(file, store.calls, onProgress);
      await store.mark("arrived");
      const former = putAside(folder, "moved", now);
      await store.mark(null);
      return { ...amounts, former };
    } finally {
      unlock();
    }
  } finally {
    store.close();
  }
}

/**
 * Moves the queue on a server, on which no instance runs, into a folder; what is there stays beside it under another name. At no moment
 * can a service start with both; one that is stopped is begun anew. Rejects as `moveToServer`.
 */
export async function moveToFolder(
  settings: ServerSettings,
  folder: string,
  { now, onProgress = () => {} }: Omit<MoveOptions, "factsOf">,
): Promise<Moved> {
  const store = await ServerQueueStore.open(settings);
  const part = join(folder, "queue.moved");
  makeFolder(folder);
  try {
    const over = await store.markOver();
    if (over === "left" || over === "arriving" || over === "arrived")
      throw new OcrEcoError(
        "QUEUE_MOVED",
        over === "left"
          ? `The queue in ${store.description} was moved already.`
          : `The queue in ${store.description} is not all there: run the move that was begun to its end.`,
      );
    await store.mark("leaving");
    if (await store.isInUse()) {
      await store.mark(over);
      throw store.inUse();
    }
    const { amounts } = await intoFile(store, part, onProgress);
    refuseIncomplete(await store.amounts(), amounts);
    const { former } = restore(folder, part, now);
    await store.mark("left");
    return { ...amounts, former };
  } finally {
    rmSync(part, { force: true });
    store.close();
  }
}

/** Lets a service start again with a queue that was to be moved away, and was not. Rejects with `QUEUE_MOVED` where it was. */
export async function giveUpMove(settings: ServerSettings): Promise<boolean> {
  const store = await ServerQueueStore.open(settings);
  try {
    const over = await store.markOver();
    if (over === null) return false;
    if (over !== "leaving")
      throw new OcrEcoError(
        "QUEUE_MOVED",
        `The queue in ${store.description} is ${over === "left" ? "moved" : "not all there"}: there is nothing to go on with.`,
      );
    await store.mark(null);
    return true;
  } finally {
    store.close();
  }
}

async function intoFile(
  store: ServerQueueStore,
  target: string,
  onProgress?: OnProgress,
): Promise<{ readonly contents: QueueContents; readonly amounts: Amounts }> {
  const part = `${target}.${process.pid}.part`;
  try {
    createPrivate(part);
    const database = new Database(part);
    let amounts: Amounts;
    try {
      migrate(database, migrations);
      const met = await store.with((queue) => copyFromRedis(queue, store.calls, database, onProgress));
      amounts = amountsIn(database);
      refuseIncomplete(met, amounts);
    } finally {
      database.close(true);
    }
    const contents = withDatabase(part, "write", () => contentsOf(part));
    sync(part);
    renameSync(part, target);
    sync(dirname(target));
    return { contents, amounts };
  } catch (error) {
    throw notWritten(error, part, target);
  } finally {
    for (const end of ["", "-journal"]) rmSync(`${part}${end}`, { force: true });
  }
}

function nothingIn(folder: string): OcrEcoError {
  return new OcrEcoError(
    "DATA_DIR_UNUSABLE",
    `There is no queue.db in ${folder} that this user can see. Name the folder of the service.`,
  );
}
