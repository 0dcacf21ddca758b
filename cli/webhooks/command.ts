import { type Command, Option } from "commander";
import { deliveryStates } from "../../src/queue/delivery.ts";
import type { Invocation } from "../common/io.ts";
import {
  aboutKeys,
  addListOptions,
  addRemoteOptions,
  environmentName,
  type ListOptions,
  type RemoteOptions,
} from "../common/options.ts";
import type { FailedOptions, ResumeOptions } from "./webhooks.ts";

const help = `${aboutKeys}
It needs the scope admin. Times without a zone are those of TIMEZONE.

Examples:
  ocr-eco webhooks list                                   those that failed, with what was answered
  ocr-eco webhooks list --state pending --environment production
  ocr-eco webhooks list --template '{{.report_id}} {{.last_status}}'
  ocr-eco webhooks show msg_019abcde-0123-7000            so much of an id as no other one begins with
  ocr-eco webhooks redeliver msg_019abcde-0123-7000-8000-000000000000
  ocr-eco webhooks redeliver --all-failed --from 2026-11-24T08:00 --until 2026-11-24T10:00
  ocr-eco webhooks redeliver --all-failed --environment production --url https://ocr.example.org
  ocr-eco webhooks dismiss msg_019abcde-0123-7000-8000-000000000000
  ocr-eco webhooks dismiss --all-failed --until 2026-11-24
  ocr-eco webhooks resume                                 once the destination takes the key that it refused
  ocr-eco webhooks resume --environment staging

Exit status: 0 done, 1 something could not be done, 2 wrong usage or key, 3 no answer that can be used.`;

/** Adds `ocr-eco webhooks`: what an operator does about the deliveries of a running service. */
export function registerWebhooks(program: Command, io: Invocation): void {
  const webhooks = program
    .command("webhooks")
    .description("list, show, redeliver, dismiss, resume: the results that a running service delivers")
    .helpCommand(false)
    .addHelpText("after", help);
  addListOptions(
    webhooks.command("list").description("list deliveries, newest first"),
    "deliveries",
    new Option("--state <state>", "those in this state (default: failed)").choices(deliveryStates),
  ).action(async (options: ListOptions) => {
    const { listDeliveries } = await import("./webhooks.ts");
    io.status = await listDeliveries(options, io);
  });
  addRemoteOptions(webhooks.command("show").description("show a delivery with its last answer"))
    .argument("<id>", "its id, or its beginning")
    .option("--json", "print it as JSON")
    .action(async (id: string, options: RemoteOptions & { readonly json?: true }) => {
      const { showDelivery } = await import("./webhooks.ts");
      io.status = await showDelivery(id, options, io);
    });
  addFailedOptions(
    webhooks.command("redeliver").description("send failed deliveries again, with the same ids"),
  ).action(async (ids: string[], options: FailedOptions) => {
    const { redeliver } = await import("./webhooks.ts");
    io.status = await redeliver(ids, options, io);
  });
  addFailedOptions(
    webhooks
      .command("dismiss")
      .description("say that nothing has to be done about failed deliveries; status no longer tells of them"),
  ).action(async (ids: string[], options: FailedOptions) => {
    const { dismiss } = await import("./webhooks.ts");
    io.status = await dismiss(ids, options, io);
  });
  addRemoteOptions(
    webhooks.command("resume").description("let deliveries go on that are held because the key was refused"),
  )
    .option(
      "--environment <name>",
      "only those to this environment (default: all that are held)",
      environmentName,
    )
    .option("--json", "print what became of it as JSON")
    .action(async (options: ResumeOptions) => {
      const { resumeDeliveries } = await import("./webhooks.ts");
      io.status = await resumeDeliveries(options, io);
    });
}

/** Adds what says which failed deliveries are meant. */
function addFailedOptions(command: Command): Command {
  return addRemoteOptions(command)
    .argument("[id...]", "their ids, or their beginnings")
    .option("--all-failed", "all that failed")
    .option("--from <time>", "of these, only those made from then on")
    .option("--until <time>", "of these, only those made before")
    .option("--environment <name>", "of these, only those of this environment", environmentName)
    .option("--json", "print what became of it as JSON");
}
