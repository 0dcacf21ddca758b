import { type Command, InvalidArgumentError } from "commander";
import type { Invocation } from "../common/io.ts";
import { aboutKeys, addRemoteOptions, addShapeOptions, callersId, wholeNumber } from "../common/options.ts";
import type { AuditOptions } from "./audit.ts";

const help = `${aboutKeys}
It needs the scope admin: entries have names and addresses. Times are those of TIMEZONE.

Examples:
  ocr-eco audit --limit 10
  ocr-eco audit --by anna --action jobs            what anna did to jobs: jobs/cancel, jobs/retry
  ocr-eco audit --about 019abcde-0123-7000         what was done to a job, by its id or the beginning of it
  ocr-eco audit --about 145 --action forget        whether report or user 145 was forgotten
  ocr-eco audit --json at,by,action,target         these members alone; --template prints a line for each

Exit status: 0 done, 2 wrong usage or key, 3 no answer that can be used.`;

/** Adds `ocr-eco audit`: who did what to a running service. */
export function registerAudit(program: Command, io: Invocation): void {
  const command = program
    .command("audit")
    .description("who did what to a running service, newest first")
    .addHelpText("after", help);
  addRemoteOptions(command)
    .option("--by <name>", "only what this key, person or user of the machine did", callersId)
    .option("--action <action>", "only this, or what begins like that, as in jobs/cancel", actionName)
    .option(
      "--about <id>",
      "only what was done to this: a report's number, a job's id or its beginning",
      callersId,
    )
    .option("--before <next>", "only older ones: next of --json of the page before", pageMark)
    .option("--limit <n>", "how many, up to 1000 (default: 50)", wholeNumber(1000));
  addShapeOptions(command, ["at", "action"]).action(async (options: AuditOptions) => {
    const { listAudit } = await import("./audit.ts");
    io.status = await listAudit(options, io);
  });
}

function actionName(text: string): string {
  if (/^[a-z][a-z /-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be an action as the list shows them: jobs/cancel, say.");
}

function pageMark(text: string): string {
  if (/^[0-9a-z]{1,13}-\d{1,12}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be next of the page before, as --json prints it.");
}
