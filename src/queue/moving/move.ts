import { Database } from "bun:sqlite";
import { existsSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { OcrEcoError } from "../../errors.ts";
import type { ServerSettings } from "../../redis/address.ts";
import type { Calls } from "../../redis/calls.ts";
import type { Mark } from "../../redis/schema.ts";
import type { History } from "../port.ts";
import { checkBackup, contentsIn, contentsOf, type QueueContents, withDatabase } from "../sqlite/contents.ts";
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
import { withWorkingCopy } from "./working-copy.ts";

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
  const store = await ServerQueueStore.open(settings, true);
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
 * `dataFolder` has a copy of the backup meanwhile. Rejects with `BACKUP_INVALID`, `BACKUP_EXISTS`, `BACKUP_FAILED`, `QUEUE_IN_USE`, or what keeps the server from being asked.
 */
export async function restoreToServer(
  backup: string,
  settings: ServerSettings,
  { dataFolder, factsOf }: { readonly dataFolder: string; readonly factsOf: FactsOf },
): Promise<QueueContents> {
  const contents = checkBackup(backup);
  const store = await ServerQueueStore.open(settings, false);
  try {
    await withWorkingCopy(dataFolder, backup, async (folder) => {
      await bringUpToDate(folder, factsOf);
      await store.beginCopy(nameOfMove("restore", resolve(backup)));
      await copyToRedis(join(folder, "queue.db"), store.calls);
    });
    await store.onReplicas();
    await store.mark(null);
    return contents;
  } finally {
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
  /** Takes along what else lies beside the queue, over the server's connection, before the other end can start. Asked again where a move goes on. */
  readonly takeAlong?: (calls: Calls) => Promise<void>;
}

/**
 * Moves the queue in a folder, which no service may use meanwhile, onto a server that has none under this prefix. At no moment can a
 * service start with both; one that is stopped is begun anew, or, where all is there, brought to its end. Rejects with `QUEUE_IN_USE`, `BACKUP_EXISTS`,
 * `BACKUP_FAILED`, `DATA_DIR_UNUSABLE`, or what keeps the server from being asked.
 */
export async function moveToServer(
  folder: string,
  settings: ServerSettings,
  { now, factsOf, onProgress = () => {}, takeAlong = async () => {} }: MoveOptions,
): Promise<Moved> {
  const file = join(folder, "queue.db");
  const of = nameOfMove("folder", resolve(folder));
  const store = await ServerQueueStore.open(settings, false);
  try {
    if (!existsSync(file)) {
      // The name of what was moved changes last but one.
      const over = await store.markOver();
      if (over?.kind !== "arrived" || over.of !== of) throw nothingIn(folder);
      await takeAlong(store.calls);
      await store.mark(null);
      return { ...(await store.amounts()), former: null };
    }
    await bringUpToDate(folder, factsOf);
    const unlock = lockFolder(folder);
    try {
      await store.beginCopy(of);
      const amounts = await copyToRedis(file, store.calls, onProgress);
      await takeAlong(store.calls);
      await store.onReplicas();
      await store.mark({ kind: "arrived", of });
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
  { now, onProgress = () => {}, takeAlong = async () => {} }: Omit<MoveOptions, "factsOf">,
): Promise<Moved> {
  const of = nameOfMove("server", resolve(folder));
  makeFolder(folder);
  refuseUnended(folder);
  const store = await ServerQueueStore.open(settings, true);
  /** All of it, once it has this name. */
  const whole = join(folder, `queue.moved-${of}.db`);
  try {
    const over = await store.markOver();
    const isOver = over?.kind === "left" && over.of === of && existsSync(whole);
    if (!isOver) {
      const isSame = (before: Mark) => before.of === of && before.kind === "leaving";
      await store.begin({ kind: "leaving", of }, isSame);
      const { amounts } = await intoFile(store, whole, onProgress);
      refuseIncomplete(await store.amounts(), amounts);
      // From now on nobody starts there any more, and the same again puts it in place here.
      await store.mark({ kind: "left", of });
    }
    await takeAlong(store.calls);
    const amounts = withDatabase(whole, "read", amountsIn);
    const { former } = restore(folder, whole, now);
    rmSync(whole, { force: true });
    return { ...amounts, former };
  } finally {
    store.close();
  }
}

/** What is not ended in a folder would be put aside with the rest. Throws `BACKUP_EXISTS`. */
function refuseUnended(folder: string): void {
  const { open = 0, pending = 0 } = contentsIn(folder) ?? {};
  if (open + pending === 0) return;
  throw new OcrEcoError(
    "BACKUP_EXISTS",
    `There is a queue already in ${folder}, with ${open} jobs and ${pending} deliveries that have not ended. Name another folder.`,
  );
}

/** By which a move is known again: what it is, on which machine, and where there. */
function nameOfMove(what: string, path: string): string {
  return new Bun.CryptoHasher("sha256").update(`${what} ${hostname()} ${path}`).digest("hex").slice(0, 16);
}

/**
 * Lets a service start again with a queue that was to be moved away and was not, or with an empty one, where it was to arrive and did
 * not. Says which of both, or `null` where no move was begun. Rejects with `QUEUE_MOVED` where all of it went, or came.
 */
export async function giveUpMove(settings: ServerSettings): Promise<"stays" | "empty" | null> {
  const store = await ServerQueueStore.open(settings, true);
  try {
    const over = await store.markOver();
    if (over === null) return null;
    if (over.kind === "left" || over.kind === "arrived")
      throw new OcrEcoError(
        "QUEUE_MOVED",
        over.kind === "left"
          ? `The queue in ${store.description} was moved: run the move once more, if it did not end.`
          : `The queue in ${store.description} is all there: run the move once more, which ends it.`,
      );
    if (over.kind === "arriving") await store.empty();
    await store.mark(null);
    return over.kind === "arriving" ? "empty" : "stays";
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
