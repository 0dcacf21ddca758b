import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";

const help = `
It sends SIGHUP to the service of this machine that has DATA_DIR, and waits until that is said to have been done. What is
invalid leaves everything as it is. Other settings take a restart.

Exit status: 0 taken up, 1 not, or nobody could be told, 2 wrong usage or configuration.

Examples:
  ocr-eco reload
  ocr-eco reload --env-file /etc/ocr-eco/.env`;

/** Adds `ocr-eco reload`: has the running service take up changed keys, secrets and certificates. */
export function registerReload(program: Command, io: Invocation): void {
  program
    .command("reload")
    .description("have the running service take up changed keys, secrets and certificates")
    .addHelpText("after", help)
    .action(async () => {
      const { reload } = await import("./reload.ts");
      io.status = await reload(io);
    });
}
