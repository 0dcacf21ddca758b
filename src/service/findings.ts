import type { AppStatus, AppStatusDetails } from "../api/app-status.ts";

/** The status of a service, as callers with a key get it. */
export type KnownStatus = AppStatus & { readonly details: AppStatusDetails };

/**
 * Something that an operator should know, by its stable name and with what it is about. Whoever shows it says it in words of
 * his own.
 */
export type Finding = {
  [Name in keyof Abouts]: {
    readonly name: Name;
    /** `over`: somebody has to do something. `note`: it can wait. */
    readonly level: "over" | "note";
    readonly about: Abouts[Name];
    /** What was measured, and what it may be at most, where it is about a number; both in the unit of the limit. */
    readonly value: number | null;
    readonly limit: number | null;
  };
}[keyof Abouts];
type FindingName = keyof Abouts;

/** What each finding is about. */
interface Abouts {
  readonly stands_still: { readonly seconds: number };
  readonly not_ready: { readonly because: string | null };
  readonly no_workers: null;
  readonly no_gpu: { readonly because: string };
  readonly may_lose: { readonly because: string };
  readonly paused: null;
  readonly key_to_renew: { readonly key: string; readonly state: string };
  readonly queue: { readonly waiting: number };
  readonly waiting: null;
  readonly failed: { readonly failed: number; readonly of: number };
  readonly reading: null;
  readonly waited: null;
  readonly held: { readonly environment: string; readonly reason: string };
  readonly down: { readonly environment: string; readonly pending: number };
  readonly undelivered: { readonly deliveries: number };
  readonly cpu: null;
  readonly memory: null;
  readonly disk: null;
  readonly database: { readonly limitBytes: number };
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
  const { ready, not_ready_because: notReady, stands_still_seconds: seconds, paused } = details;
  if (seconds !== null) yield found("over", "stands_still", { seconds });
  else if (!ready) yield found("over", "not_ready", { because: notReady });
  const { total_workers: wanted } = workers;
  if (ready && wanted > 0 && workers.busy_workers + workers.idle_workers === 0)
    yield found("over", "no_workers", null);
  const { gpu } = details;
  if (gpu !== null && gpu.not_used_because !== null)
    yield found(gpu.required ? "over" : "note", "no_gpu", { because: gpu.not_used_because });
  if (paused) yield found("over", "paused", null);
  const because = details.storage.may_lose;
  if (because !== null) yield found("note", "may_lose", { because });
  for (const { name: key, state } of details.keys_to_renew)
    yield found("note", "key_to_renew", { key, state });
}

function* ofQueue(status: KnownStatus): Generator<Finding> {
  const [full, oldest] = [fullness(status), status.details.oldest_waiting_seconds ?? 0];
  const { waiting_in_queue: waiting } = status.queue;
  if (full > limits.queuePercent) yield found("over", "queue", { waiting }, full, limits.queuePercent);
  if (oldest > limits.waitingSeconds) yield found("over", "waiting", null, oldest, limits.waitingSeconds);
}

function* ofHour({ last_hour: hour, oldest_waiting_seconds: oldest }: AppStatusDetails): Generator<Finding> {
  const failed = 100 * (hour.failed_share ?? 0);
  const limit = failed > limits.failedPercent ? limits.failedPercent : limits.errorsPercent;
  if (hour.failed >= leastFailures && failed > limit)
    yield found("over", "failed", { failed: hour.failed, of: hour.failed + hour.read }, failed, limit);
  const reading = hour.reading_seconds?.p95 ?? 0;
  if (reading > limits.readingSeconds) yield found("over", "reading", null, reading, limits.readingSeconds);
  const waited = hour.waiting_seconds?.p95 ?? 0;
  if (waited > limits.waitingSeconds && (oldest ?? 0) <= limits.waitingSeconds)
    yield found("note", "waited", null, waited, limits.waitingSeconds);
}

function* ofDeliveries({ deliveries, last_hour: hour }: AppStatusDetails): Generator<Finding> {
  for (const { environment, reason } of deliveries.held) yield found("over", "held", { environment, reason });
  for (const environment of deliveries.down) {
    const pending = deliveries.pending_by_environment[environment] ?? 0;
    yield found("over", "down", { environment, pending });
  }
  if (deliveries.failed > 0)
    yield found(hour.undelivered > 0 ? "over" : "note", "undelivered", { deliveries: deliveries.failed });
}

function* ofMachine(details: AppStatusDetails): Generator<Finding> {
  const { machine, storage } = details;
  // Reading fills them, as it should: whether that is too much work is told by how long jobs wait.
  if (machine.cpu_percent > limits.cpuPercent)
    yield found("note", "cpu", null, machine.cpu_percent, limits.cpuPercent);
  if (machine.memory_percent > limits.memoryPercent)
    yield found("over", "memory", null, machine.memory_percent, limits.memoryPercent);
  if (machine.disk_percent > limits.diskPercent)
    yield found("over", "disk", null, machine.disk_percent, limits.diskPercent);
  const used = databasePercent(details);
  const limitBytes = storage.database_limit_bytes;
  if (used > limits.databasePercent)
    yield found("over", "database", { limitBytes }, used, limits.databasePercent);
}

function found<Name extends FindingName>(
  level: Finding["level"],
  name: Name,
  about: Abouts[Name],
  value: number | null = null,
  limit: number | null = null,
): Finding {
  return { name, level, about, value, limit } as Finding;
}
