import { type Command, Option } from "commander";
import type { Invocation } from "../common/io.ts";
import { addShapeOptions, wholeNumber } from "../common/options.ts";
import type { ShapeOptions } from "../output/members.ts";
import type { NewKeyOptions, RevokeOptions } from "./keys.ts";

/** Days that a key may be valid. */
const mostDays = 10_000;

const help = `
Keys are kept as SHA-256 in KEYS_FILE, else in the file keys of DATA_DIR. A key is shown once, when it is made. With --shared they
are kept on the server that QUEUE_URL names, and all instances that share it take them up within seconds.

Examples:
  KEY=$(ocr-eco keys new laravel-2026-12 --limit unlimited --days 365)
  ocr-eco keys new ops --scopes submit+read+admin --reload
  ocr-eco keys list
  ocr-eco keys revoke laravel-2025-12 --reload      once its callers have the new one`;

const shared = "of all instances that share a queue, where QUEUE_URL names its server";
const reload = "have the running service take it up at once (SIGHUP)";

/** Adds `ocr-eco keys`: makes, lists and revokes the keys that callers of the service show. */
export function registerKeys(program: Command, io: Invocation): void {
  const keys = program
    .command("keys")
    .description("make, list and revoke the keys of the service's callers")
    .helpCommand(false)
    .addHelpText("after", help);
  keys
    .command("new")
    .description("make a random key, and print it once on standard output")
    .argument("<name>", "what it is called in the log: letters, digits, _ . and -")
    .option(
      "--scopes <list>",
      "what it may do: submit, read, look, admin and metrics, joined by +",
      "submit+read",
    )
    .option("--limit <limit>", "how many reports it may send, as in 600/minute, or unlimited", "600/minute")
    .option("--expires <day>", "last day on which it is valid, as in 2027-11-01")
    .addOption(
      new Option("--days <number>", "the same, counted from today")
        .argParser(wholeNumber(mostDays))
        .conflicts("expires"),
    )
    .addOption(new Option("--reload", reload).conflicts("shared"))
    .option("--shared", shared)
    .action(async (name: string, options: NewKeyOptions) => {
      const { newKey } = await import("./keys.ts");
      io.status = await newKey(name, options, io);
    });
  addShapeOptions(keys.command("list").description("list all keys of the file").option("--shared", shared), [
    "name",
    "state",
  ]).action(async (options: ShapeOptions & { shared?: true }) => {
    const { listKeys } = await import("./keys.ts");
    await listKeys(options, io);
  });
  keys
    .command("revoke")
    .description("take a key out of the file")
    .argument("<name>", "its name")
    .addOption(new Option("--reload", reload).conflicts("shared"))
    .option("--shared", shared)
    .action(async (name: string, options: RevokeOptions) => {
      const { revokeKey } = await import("./keys.ts");
      io.status = await revokeKey(name, options, io);
    });
}
