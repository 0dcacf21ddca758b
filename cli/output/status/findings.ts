import type { AppStatus, AppStatusDetails } from "../../../src/service/app-status-schema.ts";
import { counted, duration, percentOf } from "../units.ts";

/** The answer to a caller with a key. */
export type KnownStatus = AppStatus & { readonly details: AppStatusDetails };

/** Something that an operator should know. */
export interface Finding {
  /** Stable name. */
  readonly name: string;
  /** `over`: somebody has to do something. `note`: it can wait. */
  readonly level: "over" | "note";
  readonly what: string;
  /** What to do about it. */
  readonly do: string;
  /** What was measured, and what it may be at most, where it is about a number; both in the unit of `what`. */
  readonly value: number | null;
  readonly limit: number | null;
}

/** What nothing may exceed: percentages, and seconds of the service levels. */
export const limits = {
  queuePercent: 80,
  cpuPercent: 80,
  memoryPercent: 85,
  failedPercent: 5,
  /** Of jobs, by the service level. */
  errorsPercent: 1,
  /** That 95 of a hundred pictures are read in. */
  readingSeconds: 30,
  waitingSeconds: 300,
  diskPercent: 90,
  databasePercent: 80,
} as const;

/** From so many failures on, a share of them says something: a single one in a quiet hour does not. */
const leastFailures = 2;

/** Everything that is over a limit, or worth knowing, what matters most first. */
export function findingsOf(status: KnownStatus): Finding[] {
  const { details } = status;
  return [
    ...ofService(status),
    ...ofQueue(status),
    ...ofHour(details),
    ...ofDeliveries(details),
    ...ofMachine(details),
  ].sort((one, other) => Number(one.level === "note") - Number(other.level === "note"));
}

/** The percentage of its capacity to which the queue is full. */
export function fullness({ queue }: AppStatus): number {
  return (100 * queue.waiting_in_queue) / queue.queue_capacity;
}

export function databasePercent({ storage }: AppStatusDetails): number {
  return (100 * storage.database_bytes) / storage.database_limit_bytes;
}

function* ofService({ details, workers }: KnownStatus): Generator<Finding> {
  const {
    ready,
    not_ready_because: because,
    stands_still_seconds: still,
    paused,
    keys_to_renew: keys,
  } = details;
  if (still !== null) {
    const what = `no picture was read for ${duration(still)} although reports wait`;
    yield over(
      "stands_still",
      what,
      "restart the service: nothing is lost; its log says what it had in hand",
    );
  } else if (!ready)
    yield over("not_ready", `not ready: ${because}`, "reports are refused; the log says why");
  if (ready && workers.busy_workers + workers.idle_workers === 0)
    yield over("no_workers", "no worker runs", "the log says why; mostly it is memory");
  if (paused) yield over("paused", "the queue is paused", "ocr-eco queue resume");
  for (const { name, state } of keys)
    yield note(
      "key_to_renew",
      `the key ${name} is ${state.replaceAll("_", " ")}`,
      "change it while both are valid: ocr-eco keys",
    );
}

function* ofQueue(status: KnownStatus): Generator<Finding> {
  const { queue, details } = status;
  const [full, oldest] = [fullness(status), details.oldest_waiting_seconds ?? 0];
  if (full > limits.queuePercent) {
    const what = `the queue is ${percentOf(full)} full: ${counted(queue.waiting_in_queue, "job waits", "jobs wait")}`;
    yield over(
      "queue",
      what,
      "more workers up to the cores, or another machine; MAX_QUEUE_SIZE for bursts",
      full,
      limits.queuePercent,
    );
  }
  if (oldest > limits.waitingSeconds) {
    const doing = "see whether pictures load, and workers keep up; more workers up to the cores";
    yield over(
      "waiting",
      `the oldest job waits for ${duration(oldest)}`,
      doing,
      oldest,
      limits.waitingSeconds,
    );
  }
}

function* ofHour({ last_hour: hour, oldest_waiting_seconds: oldest }: AppStatusDetails): Generator<Finding> {
  const failed = 100 * (hour.failed_share ?? 0);
  const limit = failed > limits.failedPercent ? limits.failedPercent : limits.errorsPercent;
  if (hour.failed >= leastFailures && failed > limit) {
    const what = `${percentOf(failed)} of the last hour's jobs failed: ${hour.failed} of ${hour.failed + hour.read}`;
    yield over(
      "failed",
      what,
      "ocr-eco queue list --state failed; DOWNLOAD_… is the pictures' server",
      failed,
      limit,
    );
  }
  const reading = hour.reading_seconds?.p95 ?? 0;
  if (reading > limits.readingSeconds) {
    const what = `of the last hour's pictures, 5 % took longer than ${duration(reading)}`;
    yield over(
      "reading",
      what,
      "slow pictures' servers, or more workers than cores",
      reading,
      limits.readingSeconds,
    );
  }
  const waited = hour.waiting_seconds?.p95 ?? 0;
  if (waited > limits.waitingSeconds && (oldest ?? 0) <= limits.waitingSeconds) {
    const what = `of the last hour's jobs, 5 % waited longer than ${duration(waited)}`;
    yield note(
      "waited",
      what,
      "it is over by now; more workers for the next time",
      waited,
      limits.waitingSeconds,
    );
  }
}

function* ofDeliveries({ deliveries, last_hour: hour }: AppStatusDetails): Generator<Finding> {
  for (const { environment, reason } of deliveries.held) {
    const doing = "set the right key and ocr-eco reload, or mend it there, then ocr-eco webhooks resume";
    yield over("held", `deliveries to ${environment} are held: ${reason}`, doing);
  }
  for (const environment of deliveries.down) {
    const pending = counted(
      deliveries.pending_by_environment[environment] ?? 0,
      "delivery waits",
      "deliveries wait",
    );
    yield over(
      "down",
      `${environment} does not answer: ${pending}`,
      "nothing is lost, and all of it goes out when it is back",
    );
  }
  if (deliveries.failed > 0) {
    const what = `${counted(deliveries.failed, "delivery", "deliveries")} failed for good`;
    const doing = "ocr-eco webhooks list says why; then redeliver or dismiss them";
    yield hour.undelivered > 0 ? over("undelivered", what, doing) : note("undelivered", what, doing);
  }
}

function* ofMachine(details: AppStatusDetails): Generator<Finding> {
  const { machine, storage } = details;
  // Reading fills them, as it should: whether that is too much work is told by how long jobs wait.
  if (machine.cpu_percent > limits.cpuPercent) {
    const what = `the processors are ${percentOf(machine.cpu_percent)} in use`;
    const doing = "fine while nothing waits for long; else more workers up to the cores, or another machine";
    yield note("cpu", what, doing, machine.cpu_percent, limits.cpuPercent);
  }
  const parts = [
    [
      "memory",
      "memory is",
      machine.memory_percent,
      limits.memoryPercent,
      "fewer workers (WORKER_COUNT), or more memory",
    ],
    [
      "disk",
      "the disk of DATA_DIR is",
      machine.disk_percent,
      limits.diskPercent,
      "make room; CACHE_MAX_MB and DATABASE_MAX_MB bound what the service takes",
    ],
  ] as const;
  for (const [name, what, value, limit, doing] of parts)
    if (value > limit) yield over(name, `${what} ${percentOf(value)} in use`, doing, value, limit);
  const used = databasePercent(details);
  if (used > limits.databasePercent) {
    const what = `the database has ${percentOf(used)} of what it may (${storage.database_limit_bytes / 1e6} MB)`;
    yield over(
      "database",
      what,
      "DATABASE_MAX_MB; or keep less: JOBS_DONE_HOURS",
      used,
      limits.databasePercent,
    );
  }
}

function over(
  name: string,
  what: string,
  doing: string,
  value: number | null = null,
  limit: number | null = null,
): Finding {
  return { name, level: "over", what, do: doing, value, limit };
}

function note(...[name, what, doing, value, limit]: Parameters<typeof over>): Finding {
  return { ...over(name, what, doing, value, limit), level: "note" };
}
