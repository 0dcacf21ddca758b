import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import { wholeNumber } from "../common/options.ts";
import type { BackupOptions, RestoreOptions } from "./backup.ts";

const help = `
The file holds everything that must not be lost: reports, readings and deliveries. Users, keys and .env are not in it.

Examples:
  ocr-eco backup /backups/queue-$(date +%F).db
  ocr-eco backup --into /backups --keep 14          for timers: named by the time, and only the newest 14 stay
  ocr-eco restore /backups/queue-2026-11-24.db      after the service was ended
  ocr-eco restore --rest       the start says that the queue is damaged: goes on with what is left of it
  ocr-eco restore --empty      goes on with an empty queue

Whatever was there is kept beside it under another name, and can be restored like a backup. Where QUEUE_URL is set, both are about the queue on that
server: restore takes a file there, and wants a server that has no queue under this prefix.`;

/** Adds `ocr-eco backup` and `ocr-eco restore`: the queue in DATA_DIR as one file, and back. */
export function registerBackup(program: Command, io: Invocation): void {
  program
    .command("backup")
    .description("copy the queue into a file, also while the service runs")
    .argument("[file]", "where the copy goes")
    .option("--into <folder>", "in place of a file: a folder, in which the copy is named by the time")
    .option(
      "--keep <n>",
      "then delete older copies that --into made, but for the newest n",
      wholeNumber(10_000),
    )
    .option("--force", "replace a file that is there")
    .option("--json", "print what is in it as JSON")
    .addHelpText("after", help)
    .action(async (file: string | undefined, options: BackupOptions) => {
      const { backUpQueue } = await import("./backup.ts");
      await backUpQueue(file, options, io);
    });
  program
    .command("restore")
    .description("put a backup in the place of the queue, or mend a damaged one, while no service runs")
    .argument("[file]", "a file that backup made")
    .option("--rest", "in place of a file: what is left of a damaged queue")
    .option("--empty", "in place of a file: an empty queue")
    .option("--yes", "also where there is a queue with jobs; it is kept beside the restored one")
    .option("--json", "print what is in it as JSON")
    .addHelpText("after", help)
    .action(async (file: string | undefined, options: RestoreOptions) => {
      const { restoreQueue } = await import("./backup.ts");
      await restoreQueue(file, options, io);
    });
}
