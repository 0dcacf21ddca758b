/**
 * Restores a backup onto a server and never gets to its end: `bun stuck-restore.ts <backup> <url> <data folder>`. It prints a line
 * when it has a copy of the backup and works with it.
 */
import { writeSync } from "node:fs";
import { queueUrl } from "../../src/config/queue-url.ts";
import { restoreToServer } from "../../src/queue/moving/move.ts";

const [backup = "", url = "", dataFolder = ""] = process.argv.slice(2);
await restoreToServer(
  backup,
  { QUEUE_URL: queueUrl.parse(url) },
  {
    dataFolder,
    factsOf: () => {
      writeSync(1, "in the midst of it\n");
      for (;;) Bun.sleepSync(60_000);
    },
  },
);
