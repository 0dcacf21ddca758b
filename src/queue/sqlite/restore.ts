import {
  copyFileSync,
  existsSync,
  lchownSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { checkBackup, contentsOf, damageIn, type QueueContents, withDatabase } from "./contents.ts";
import { makeFolder } from "./folder.ts";
import { createPrivate, lockFolder } from "./lock.ts";
import { notWritten, sync } from "./on-disk.ts";
import { salvage } from "./salvage.ts";
import { migrate, migrations } from "./schema.ts";
import { witnessOf } from "./witness.ts";

/** What is in the queue's place now, and the name under which what was there stays beside it; `null` without any. */
export interface Restored {
  readonly contents: QueueContents;
  readonly former: string | null;
}

/**
 * Puts a backup in the place of the queue in `folder`, which no service may use meanwhile. The queue that was there stays
 * beside it under another name. Throws `BACKUP_INVALID` for a file that is no backup or is damaged, `QUEUE_NEWER`,
 * `QUEUE_IN_USE`, `BACKUP_FAILED`.
 */
export function restore(folder: string, backup: string, now: Date): Restored {
  checkBackup(backup);
  return putInPlace(folder, now, (part) => copyFileSync(backup, part));
}

/** The same with an empty queue. */
export function beginEmpty(folder: string, now: Date): Restored {
  return putInPlace(folder, now, (part) =>
    withDatabase(part, "write", (database) => migrate(database, migrations)),
  );
}

/**
 * The same with what is left of the queue itself. Gives back how many of its transactions are missing, too; `null` where
 * nobody knows. Throws as `salvage` does.
 */
export function goOnWithRest(folder: string, now: Date): Restored & { readonly missing: number | null } {
  let missing: number | null = null;
  const restored = putInPlace(folder, now, (part, file) => {
    missing = salvage(file, part);
  });
  return { ...restored, missing };
}

/** Puts what `make` writes into a file in the place of the queue. */
function putInPlace(folder: string, now: Date, make: (part: string, file: string) => void): Restored {
  const file = join(folder, "queue.db");
  const part = `${file}.restored`;
  makeFolder(folder);
  const unlock = lockFolder(folder);
  try {
    rmSync(part, { force: true });
    createPrivate(part);
    make(part, file);
    const contents = contentsOf(part);
    sync(part);
    const isThere = existsSync(file) || existsSync(`${file}-wal`);
    const former = isThere ? `${file}.${nameOf(now)}` : null;
    if (former !== null) setAside(folder, former);
    // The name changes from one whole database to the other.
    renameSync(part, file);
    // It spoke of the queue that was there.
    rmSync(witnessOf(file), { force: true });
    sync(folder);
    return { contents, former };
  } catch (error) {
    throw notWritten(error, file, file);
  } finally {
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${part}${end}`, { force: true });
    unlock();
    handOver(folder);
  }
}

/** Takes the queue out of a folder that is locked, whole, under a name that says why. Gives that back. */
export function putAside(folder: string, why: string, now: Date): string {
  const file = join(folder, "queue.db");
  const former = `${file}.${why}-${nameOf(now)}`;
  setAside(folder, former);
  rmSync(file, { force: true });
  rmSync(witnessOf(file), { force: true });
  sync(folder);
  handOver(folder);
  return former;
}

function nameOf(now: Date): string {
  return now.toISOString().replace(/[:.]/g, "-");
}

/** Keeps the queue that goes under another name, too: a whole one as one file, and any other as it is, with its log. */
function setAside(folder: string, former: string): void {
  const file = join(folder, "queue.db");
  if (existsSync(file) && damageIn(folder) === null)
    withDatabase(file, "write", (database) => database.run("PRAGMA wal_checkpoint(TRUNCATE)"));
  for (const end of ["-wal", "-shm"])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${former}${end}`);
  if (existsSync(file)) linkSync(file, former);
}

/** What root puts into a folder belongs to the folder's owner, who could not start the service otherwise. */
function handOver(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  // Of a link itself, never of what it leads to: the owner could have put it there.
  for (const name of readdirSync(folder))
    if (/^(queue|lock)\./.test(name)) lchownSync(join(folder, name), uid, gid);
}
