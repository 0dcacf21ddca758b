import { join, resolve } from "node:path";
import { attempt } from "../../src/config/attempt.ts";
import { loadKeysSettings, loadQueueServer } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import {
  backUp,
  beginEmpty,
  checkBackup,
  contentsIn,
  damageIn,
  goOnWithRest,
  type QueueContents,
  type Restored,
  restore,
} from "../../src/queue/in-folder.ts";
import { backUpServer, restoreToServer } from "../../src/queue/moving/move.ts";
import type { ServerSettings } from "../../src/redis/address.ts";
import { factsOfKept } from "../../src/service/endings.ts";
import { audited } from "../common/audited.ts";
import type { Io } from "../common/io.ts";
import { tell } from "../output/terminal.ts";
import { backupName, deleteOlder } from "./rotate.ts";

/** Options of `backup` and `restore`, as commander gives them. */
export interface BackupOptions {
  readonly force?: true;
  /** Folder in which a file is named by the time. */
  readonly into?: string;
  /** How many of those stay there. */
  readonly keep?: number;
  readonly json?: true;
}

export interface RestoreOptions {
  readonly rest?: true;
  readonly empty?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Copies the queue in DATA_DIR into a file, and prints what is in it; then older ones go, where so many are to be kept. */
export async function backUpQueue(
  named: string | undefined,
  { force, into, keep, json }: BackupOptions,
  io: Io,
): Promise<void> {
  if ((named === undefined) === (into === undefined))
    throw new OcrEcoError("USAGE", "Name one thing: a file, or a folder with --into.");
  if (keep !== undefined && into === undefined)
    throw new OcrEcoError("USAGE", "--keep is about the files that --into makes: name a folder with it.");
  const now = new Date();
  const file = named ?? join(into ?? "", backupName(now));
  const { dataFolder } = loadKeysSettings();
  const server = loadQueueServer();
  const contents = await audited(dataFolder, "backup", { file: resolve(file) }, io.stderr, () =>
    server === null ? backUp(dataFolder, file, force === true) : backUpServer(server, file, force === true),
  );
  // Not before the new one is there: a disk that is full must not take the last good one.
  const deleted = into === undefined || keep === undefined ? undefined : deleteOlder(into, keep, now);
  print(
    io,
    json === true,
    { file, ...contents, ...(deleted !== undefined && { deleted }) },
    `${file} holds ${summary(contents)}.${deleted ? ` ${counted(deleted, "older one")} deleted.` : ""}`,
  );
}

/** Puts a backup, or what is named in its place, in the place of the queue in DATA_DIR, and prints what is in it. */
export async function restoreQueue(
  file: string | undefined,
  { rest, empty, yes, json }: RestoreOptions,
  io: Io,
): Promise<void> {
  if ([file, rest, empty].filter((each) => each !== undefined).length !== 1)
    throw new OcrEcoError("USAGE", "Name one thing: a backup's file, --rest or --empty.");
  const { dataFolder } = loadKeysSettings();
  const server = loadQueueServer();
  if (server !== null) {
    await restoreOnServer(file, server, { dataFolder, json: json === true }, io);
    return;
  }
  if (file !== undefined) checkBackup(file);
  if (rest === true && damageIn(dataFolder) === null)
    throw new OcrEcoError("USAGE", `The queue in ${dataFolder} is whole: there is nothing to mend.`);
  // What is damaged is what this is for.
  const present = attempt(
    () => contentsIn(dataFolder),
    () => {},
  );
  if (rest !== true && yes !== true && present?.jobs) {
    throw new OcrEcoError(
      "USAGE",
      `The queue in ${dataFolder} has ${summary(present)}. Say --yes to put something else in its place; it is kept beside it.`,
    );
  }
  const target = file === undefined ? { from: rest === true ? "rest" : "empty" } : { file: resolve(file) };
  const { contents, former, missing }: Restored & { missing?: number | null } = await audited(
    dataFolder,
    "restore",
    target,
    io.stderr,
    () => {
      const now = new Date();
      if (file !== undefined) return restore(dataFolder, file, now);
      return rest === true ? goOnWithRest(dataFolder, now) : beginEmpty(dataFolder, now);
    },
  );
  print(
    io,
    json === true,
    {
      ...(file === undefined ? {} : { file }),
      ...contents,
      former,
      ...(missing !== undefined && { missing }),
    },
    `The queue in ${dataFolder} holds ${summary(contents)}.`,
  );
  if (former !== null) tell(io.stderr, `The queue that was there is ${former} now.`);
  if (missing !== undefined) tell(io.stderr, lost(missing));
  if (contents.pending > 0) tell(io.stderr, pendingIsSent);
}

/** The same where a server keeps the queue, which has none yet under this prefix: nothing of it takes the place of anything. */
async function restoreOnServer(
  file: string | undefined,
  server: ServerSettings,
  { dataFolder, json }: { readonly dataFolder: string; readonly json: boolean },
  io: Io,
): Promise<void> {
  if (file === undefined)
    throw new OcrEcoError(
      "USAGE",
      "QUEUE_URL is set: --rest and --empty are for the database in DATA_DIR. Name a backup's file, or begin with another prefix.",
    );
  const contents = await audited(dataFolder, "restore", { file: resolve(file) }, io.stderr, () =>
    restoreToServer(file, server, { dataFolder, factsOf: factsOfKept }),
  );
  print(io, json, { file, ...contents, former: null }, `The queue on the server holds ${summary(contents)}.`);
  if (contents.pending > 0) tell(io.stderr, pendingIsSent);
}

const pendingIsSent =
  "What was pending then is sent when the service starts, under its webhook-id, also what has arrived since.";

/** Says what of a damaged queue is missing. */
function lost(transactions: number | null): string {
  if (transactions === 0) return "Nothing is missing: all that was written is in it.";
  const many =
    transactions === null
      ? "What was written last may be"
      : `The last ${counted(transactions, "transaction")} may be`;
  return `${many} missing: have Laravel send again the reports of that time that it has no result of.`;
}

function summary({ jobs, open, deliveries, pending, bytes }: QueueContents): string {
  const megabytes = (bytes / 1e6).toFixed(1);
  return `${counted(jobs, "job")} (${open} not ended) and ${counted(deliveries, "delivery", "deliveries")} (${pending} pending), ${megabytes} MB`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function print(io: Io, asJson: boolean, data: object, sentence: string): void {
  io.stdout.write(asJson ? `${JSON.stringify(data)}\n` : `${sentence}\n`);
}
