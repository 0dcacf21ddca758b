import { resolve } from "node:path";
import { attempt } from "../src/config/attempt.ts";
import { loadKeysSettings } from "../src/config/environment.ts";
import { OcrEcoError } from "../src/errors.ts";
import { backUp, checkBackup, contentsIn, type QueueContents, restore } from "../src/queue/sqlite/backup.ts";
import { audited } from "./audited.ts";
import type { BackupOptions, RestoreOptions } from "./commands/backup.ts";
import { tell } from "./output/terminal.ts";

/** Copies the queue in DATA_DIR into a file, and prints what is in it. */
export async function backUpQueue(file: string, { force, json }: BackupOptions): Promise<void> {
  const { dataFolder } = loadKeysSettings();
  const contents = await audited(dataFolder, "backup", { file: resolve(file) }, () =>
    backUp(dataFolder, file, force === true),
  );
  print(json === true, { file, ...contents }, `${file} holds ${summary(contents)}.`);
}

/** Puts a backup in the place of the queue in DATA_DIR, and prints what is in it. */
export async function restoreQueue(file: string, { yes, json }: RestoreOptions): Promise<void> {
  const { dataFolder } = loadKeysSettings();
  checkBackup(file);
  // What is damaged is what a backup is for.
  const present = attempt(
    () => contentsIn(dataFolder),
    () => {},
  );
  if (yes !== true && present?.jobs) {
    throw new OcrEcoError(
      "USAGE",
      `The queue in ${dataFolder} has ${summary(present)}. Say --yes to put the backup in its place; it is kept beside it.`,
    );
  }
  const { contents, former } = await audited(dataFolder, "restore", { file: resolve(file) }, () =>
    restore(dataFolder, file, new Date()),
  );
  print(
    json === true,
    { file, ...contents, former },
    `The queue in ${dataFolder} holds ${summary(contents)}.`,
  );
  if (former !== null) tell(`The queue that was there is ${former} now.`);
  if (contents.pending > 0) {
    tell(
      "What was pending then is sent when the service starts, under its webhook-id, also what has arrived since.",
    );
  }
}

function summary({ jobs, open, deliveries, pending, bytes }: QueueContents): string {
  const megabytes = (bytes / 1e6).toFixed(1);
  return `${counted(jobs, "job")} (${open} not ended) and ${counted(deliveries, "delivery", "deliveries")} (${pending} pending), ${megabytes} MB`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function print(asJson: boolean, data: object, sentence: string): void {
  process.stdout.write(asJson ? `${JSON.stringify(data)}\n` : `${sentence}\n`);
}
