import { type Command, Option } from "commander";
import { jobStates } from "../../src/queue/job.ts";
import { scopeKinds } from "../../src/reading/scope/scope.ts";
import { resultStatuses } from "../../src/webhook/statuses.ts";
import type { Invocation } from "../common/io.ts";
import {
  aboutKeys,
  addListOptions,
  addRemoteOptions,
  callersId,
  doubtCode,
  type RemoteOptions,
} from "../common/options.ts";
import type { MigrateOptions } from "./migrate.ts";
import type { CancelOptions, ListJobsOptions } from "./queue.ts";

const help = `${aboutKeys}
It needs the scope admin; migrate asks no service. Times without a zone are those of TIMEZONE.

Examples:
  ocr-eco queue list --state failed --limit 5
  ocr-eco queue list --user 145 --from 2026-11-24 --until 2026-11-25T12:00
  ocr-eco queue list --status needs_review --app 'Samsung Health' --doubt one_engine
  ocr-eco queue list --json job_id,report_id,state           these members alone; --template prints a line for each
  ocr-eco queue show 019abcde-0123-7000                      so much of an id as no other one begins with
  ocr-eco queue retry 019abcde-0123-7000-8000-000000000000   failed or cancelled, the last of its report: a new job
  ocr-eco queue cancel 019abcde-0123-7000-8000-000000000001
  ocr-eco queue pause --url https://ocr.example.org
  ocr-eco queue resume
  ocr-eco queue clear --yes                                  without being asked

Exit status: 0 done, 1 something could not be done, 2 wrong usage or key, 3 no answer that can be used.`;

const migrateHelp = `
Nothing is lost or doubled, wherever it is stopped: neither end starts meanwhile, and the same command again goes on. The password and
certificates are those of QUEUE_PASSWORD and QUEUE_CA_FILE. What it is moved from stays under another name, or marked as moved. Users of the
dashboard go with it, and nobody takes the place of a user who is there; keys stay where they are.

Examples:
  ocr-eco queue migrate --from /var/lib/ocr-eco --to 'redis://eco@redis.internal:6379/0'
  ocr-eco queue migrate --from 'redis://eco@redis.internal:6379/0' --to /var/lib/ocr-eco
  ocr-eco queue migrate --from 'redis://eco@redis.internal:6379/0' --give-up`;

type Options = RemoteOptions & { readonly json?: true };

/** Adds `ocr-eco queue`: what an operator does to the jobs of a running service. */
export function registerQueue(program: Command, io: Invocation): void {
  const queue = program
    .command("queue")
    .description("list, show, retry, cancel, pause: the jobs of a running service")
    .helpCommand(false)
    .addHelpText("after", help);
  const command = (name: string, description: string): Command =>
    addRemoteOptions(queue.command(name).description(description)).option(
      "--json",
      "print what became of it as JSON",
    );
  const yes = "do not ask";
  const noDeliver = "do not tell the reports, which stay pending for ever";

  addFilterOptions(
    addListOptions(
      queue.command("list").description("list jobs, newest first"),
      "jobs",
      new Option("--state <state>", "only those in this state").choices(jobStates),
    ),
  ).action(async (options: ListJobsOptions) => {
    const { listJobs } = await import("./queue.ts");
    io.status = await listJobs(options, io);
  });
  command("show", "show a job with its error, its result and its deliveries")
    .argument("<id>", "its id, or its beginning")
    .action(async (id: string, options: Options) => {
      const { showJob } = await import("./queue.ts");
      io.status = await showJob(id, options, io);
    });
  command("retry", "work on failed or cancelled jobs again")
    .argument("<id...>", "their ids, or their beginnings")
    .action(async (ids: string[], options: Options) => {
      const { retryJobs } = await import("./queue.ts");
      io.status = await retryJobs(ids, options, io);
    });
  command("cancel", "cancel jobs that have not ended")
    .argument("[id...]", "their ids, or their beginnings")
    .option("--all", "all that wait; asks first")
    .option("--yes", yes)
    .option("--no-deliver", noDeliver)
    .action(async (ids: string[], options: CancelOptions) => {
      const { cancelJobs } = await import("./queue.ts");
      io.status = await cancelJobs(ids, options, io);
    });
  for (const [name, description] of [
    ["pause", "start no further jobs; survives restarts"],
    ["resume", "go on after a pause"],
  ] as const)
    command(name, description).action(async (options: Options) => {
      const { pauseQueue } = await import("./queue.ts");
      io.status = await pauseQueue(name === "pause", options, io);
    });
  command("clear", "cancel all jobs that wait; asks first")
    .option("--yes", yes)
    .option("--no-deliver", noDeliver)
    .action(async (options: CancelOptions) => {
      const { clearQueue } = await import("./queue.ts");
      io.status = await clearQueue(options, io);
    });
  addMigrate(queue, io);
}

/** Adds what moves all of it, which asks no service: none may run. */
function addMigrate(queue: Command, io: Invocation): void {
  queue
    .command("migrate")
    .description("move the queue between a folder and a Redis server, while no service runs")
    .option("--from <place>", "where it is: a folder (DATA_DIR), or redis://… as in QUEUE_URL")
    .option("--to <place>", "where it goes, the same")
    .option(
      "--give-up",
      "with --from: go on at a server that was to be left, or empty one where a part arrived",
    )
    .option("--json", "print what was moved as JSON")
    .addHelpText("after", migrateHelp)
    .action(async (options: MigrateOptions) => {
      const { migrateQueue } = await import("./migrate.ts");
      await migrateQueue(options, io);
    });
}

/** Adds what else jobs are found by: whose they are, what came of them, when they came in. */
function addFilterOptions(command: Command): Command {
  return command
    .option("--user <id>", "only those of this user", callersId)
    .addOption(new Option("--status <status>", "only those whose result has it").choices(resultStatuses))
    .option(
      "--app <name>",
      "only those whose picture shows this app, by its whole name; none: one that was not recognised",
    )
    .addOption(
      new Option("--scope <scope>", "only those whose number is the count of this").choices(scopeKinds),
    )
    .option("--doubt <code>", "only those whose number this reason code speaks against", doubtCode)
    .option("--from <time>", "only what was submitted from then on")
    .option("--until <time>", "only what was submitted before");
}
