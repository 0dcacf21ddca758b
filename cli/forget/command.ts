import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import { aboutKeys, addRemoteOptions, callersId, environmentName } from "../common/options.ts";
import type { ForgetOptions } from "./forget.ts";

const help = `
Deletes the jobs in every state with their readings and deliveries, the hashes that copies are found by, and the pictures
and readings in the cache, but for pictures that somebody else has sent, too. Results of others that are copies no longer
say of whom. Daily totals stay; so does the audit log, which gets an entry that names the report or the user.

A service that runs with the same DATA_DIR is asked to do it, which needs the scope admin; without one the command does it
itself. --url asks the service there, on whatever machine.
${aboutKeys}

Examples:
  ocr-eco forget --report 101 --environment production --dry-run
  ocr-eco forget --user 145                      asks before it deletes anything
  ocr-eco forget --user 145 --yes --url https://ocr.example.org

Exit status: 0 done, 1 nothing is kept about it, or it could not be done, 2 wrong usage, configuration or key, 3 no answer
that can be used.`;

/** Adds `ocr-eco forget`: deletes all that is kept about a report or a user. */
export function registerForget(program: Command, io: Invocation): void {
  addRemoteOptions(program.command("forget"))
    .description("delete all that is kept about a report or a user")
    .option("--report <id>", "the report's id", callersId)
    .option("--user <id>", "the user's id: all of their reports", callersId)
    .option("--environment <name>", "only what is of this environment; else of all", environmentName)
    .option("--dry-run", "say what would be deleted, and delete nothing")
    .option("--yes", "do not ask")
    .addHelpText("after", help)
    .action(async (options: ForgetOptions) => {
      const { forgetSomebody } = await import("./forget.ts");
      await forgetSomebody(options, io);
    });
}
