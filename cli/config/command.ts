import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import type { ConfigOptions } from "./config.ts";

const help = `
The environment goes before the settings' file, and that before the defaults; NAME= means that it is not set. Keys and
secrets are never shown. What is set and means nothing is named on standard error, with what may have been meant.

Exit status: 0 when "ocr-eco serve" would take it, 2 when not; what is wrong is on standard error.

Examples:
  ocr-eco config
  ocr-eco config --set
  ocr-eco config --env-file /etc/ocr-eco/.env --json`;

/** Adds `ocr-eco config`: which settings are in force, and where each comes from. */
export function registerConfig(program: Command, io: Invocation): void {
  program
    .command("config")
    .description("show the settings in force and where each comes from, secrets hidden")
    .option("--set", "only those that are set, without defaults")
    .option("--json", "print them as JSON")
    .addHelpText("after", help)
    .action(async (options: ConfigOptions) => {
      const { showConfig } = await import("./config.ts");
      io.status = showConfig(options, io);
    });
}
