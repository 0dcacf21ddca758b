import { jobSchema } from "../../src/api/jobs.ts";
import { loadConfig } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import type { ScopeKind } from "../../src/reading/scope/scope.ts";
import type { ReportDoubtCode } from "../../src/webhook/reasons.ts";
import type { resultStatuses } from "../../src/webhook/statuses.ts";
import { confirm } from "../common/confirm.ts";
import { parseSpan } from "../common/instant.ts";
import type { Io } from "../common/io.ts";
import type { ListOptions, RemoteOptions } from "../common/options.ts";
import { jobCard, jobList } from "../output/jobs.ts";
import { shapeOf } from "../output/members.ts";
import { paragraph, tell } from "../output/terminal.ts";
import { counted } from "../output/units.ts";
import { listQuery, print, printList, view } from "../remote/list.ts";
import { checkId, oneByOne } from "../remote/one-by-one.ts";
import { Remote } from "../remote/remote.ts";

interface Options extends RemoteOptions {
  readonly json?: true;
}

/** Options of `queue list`, as commander gives them: it takes only values that the service has. */
export interface ListJobsOptions extends ListOptions {
  readonly user?: string;
  readonly app?: string;
  readonly status?: (typeof resultStatuses)[number];
  readonly scope?: ScopeKind;
  readonly doubt?: ReportDoubtCode;
  readonly from?: string;
  readonly until?: string;
}

/** Options of `queue cancel` and `queue clear`, as commander gives them. */
export interface CancelOptions extends Options {
  readonly all?: true;
  readonly yes?: true;
  /** False when the reports are not to hear of it. */
  readonly deliver: boolean;
}

/** Lists jobs, newest first. */
export async function listJobs(options: ListJobsOptions, io: Io): Promise<number> {
  const shape = shapeOf(options, jobSchema);
  const remote = Remote.from(options);
  const config = loadConfig();
  const { user: user_id, app, status, scope, doubt } = options;
  const span = parseSpan(options, config.TIMEZONE);
  const found = await remote.ask("listJobs", {
    query: { ...listQuery(options), user_id, app, status, scope, doubt, ...span },
  });
  const shown = view(config, io);
  return printList(io, shape, found, "jobs", () =>
    found.jobs.length === 0 ? "There are no such jobs.\n" : jobList(found.jobs, shown),
  );
}

/** Shows one job with its error, its result and its deliveries. */
export async function showJob(id: string, options: Options, io: Io): Promise<number> {
  checkId("job", id);
  const found = await Remote.from(options).ask("showJob", { params: { job_id: id } });
  return print(io, options, found, () => jobCard(found, view(loadConfig(), io)));
}

/** Has failed and cancelled jobs worked on again. */
export function retryJobs(ids: readonly string[], options: Options, io: Io): Promise<number> {
  const remote = Remote.from(options);
  return oneByOne(
    ids,
    {
      kind: "job",
      asJson: options.json === true,
      act: async (id) => {
        const { job_id: next } = await remote.ask("retryJob", { params: { job_id: id } });
        return { new_job_id: next };
      },
      said: (id, { new_job_id: next }) => `Job ${id} is worked on again as ${next}.`,
    },
    io,
  );
}

/** Cancels jobs that have not ended: those named, or with `all` what waits, when somebody agrees. */
export function cancelJobs(ids: readonly string[], options: CancelOptions, io: Io): Promise<number> {
  if (options.all === true && ids.length > 0) throw usage("Name jobs, or write --all, but not both");
  if (options.all === true) return clearQueue(options, io);
  if (ids.length === 0) throw usage("Name the jobs to cancel, or write --all for all that wait");
  const remote = Remote.from(options);
  const { deliver } = options;
  return oneByOne(
    ids,
    {
      kind: "job",
      asJson: options.json === true,
      act: (id) => remote.ask("cancelJob", { params: { job_id: id }, body: { deliver } }),
      said: (id) => `Job ${id} is cancelled.`,
    },
    io,
  );
}

/** Cancels all jobs that wait, when somebody agrees. */
export async function clearQueue(options: CancelOptions, io: Io): Promise<number> {
  const remote = Remote.from(options);
  const { deliver } = options;
  if (options.yes !== true) {
    const { details } = await remote.ask("appStatus");
    const jobs = details?.jobs ?? {};
    const waiting = (jobs["waiting"] ?? 0) + (jobs["retrying"] ?? 0);
    if (details !== undefined && waiting === 0)
      return print(io, options, { cancelled: 0 }, () => "No job waits.\n");
    const name = details?.instance_env == null ? "" : ` (${details.instance_env})`;
    const what = waiting === 0 ? "all jobs that wait" : counted(waiting, "job that waits", "jobs that wait");
    const then = deliver ? "Their reports hear that they failed." : "Their reports stay pending for ever.";
    if (!(await confirm(`Cancel ${what} at ${remote.url}${name}? ${then}`, io))) {
      tell(io.stderr, "Nothing was cancelled.");
      return 1;
    }
  }
  const { cancelled } = await remote.ask("clearQueue", { body: { deliver } });
  return print(io, options, { cancelled }, () => `Cancelled ${counted(cancelled, "job")}.\n`);
}

/** Has no further jobs started, or lets them go on. */
export async function pauseQueue(isPaused: boolean, options: Options, io: Io): Promise<number> {
  const found = await Remote.from(options).ask(isPaused ? "pauseQueue" : "resumeQueue");
  const sentence = found.paused
    ? "The queue is paused: pictures in hand are finished, and no further ones are started."
    : "The queue goes on.";
  return print(io, options, found, () => paragraph(io.stdout, sentence));
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
