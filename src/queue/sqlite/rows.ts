import type { Delivery, DeliveryState } from "../delivery.ts";
import type { CallersId, Job, JobState, SeenPicture } from "../job.ts";

/** A row of `jobs`, as far as anything but claiming is concerned. */
export interface JobRow extends CallersRow {
  readonly place: number;
  readonly id: string;
  readonly environment: string;
  readonly url: string;
  readonly priority: number;
  readonly state: JobState;
  readonly attempts: number;
  readonly worker_deaths: number;
  readonly submitted_at: number;
  /** `null` where the picture came with the job. */
  readonly picture_at: number | null;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly due_at: number | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly trace: string | null;
  /** The sequence of what its end has sent. */
  readonly delivery: number | null;
  /** Not selected where it cannot be there yet. */
  readonly reading?: string | null;
}

/** What a job is, with its reading. */
export const selectJob = "SELECT jobs.*, reading FROM jobs LEFT JOIN readings ON job = place";

/** A row of `deliveries`, with what it has from its job. */
export interface DeliveryRow extends Pick<CallersRow, "report" | "numbers"> {
  readonly place: number;
  readonly id: string;
  readonly job: number;
  readonly job_id: string;
  readonly environment: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly unknown: number;
  readonly created_at: number;
  readonly since: number;
  /** 1 for what a person decided. */
  readonly is_decision: number;
  readonly last_attempt_at: number | null;
  readonly ended_at: number | null;
  readonly due_at: number | null;
  readonly answer_status: number | null;
  readonly answer_detail: string | null;
  readonly body: string;
  readonly trace: string | null;
  readonly sum: number | null;
}

export interface SeenRow extends CallersRow {
  readonly place: number;
  readonly sha256: string;
  readonly perceptual_hash: string;
  readonly steps: number | null;
  readonly environment: string;
  readonly day: string;
}

/** The caller's ids are kept as text, so that 5 and "5" are found as one, with a bit for each that was a number. */
interface CallersRow {
  readonly report: string;
  readonly user: string;
  readonly numbers: number;
}

const reportIsNumber = 1;
const userIsNumber = 2;

/** What `numbers` holds for a caller's ids. */
export function numbersOf(reportId: CallersId, userId: CallersId): number {
  return (
    (typeof reportId === "number" ? reportIsNumber : 0) | (typeof userId === "number" ? userIsNumber : 0)
  );
}

function reportIdOf({ report, numbers }: Pick<CallersRow, "report" | "numbers">): CallersId {
  return (numbers & reportIsNumber) !== 0 ? Number(report) : report;
}

function userIdOf({ user, numbers }: Pick<CallersRow, "user" | "numbers">): CallersId {
  return (numbers & userIsNumber) !== 0 ? Number(user) : user;
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    environment: row.environment,
    reportId: reportIdOf(row),
    userId: userIdOf(row),
    url: row.url,
    priority: row.priority,
    state: row.state,
    attempts: row.attempts,
    workerDeaths: row.worker_deaths,
    submittedAt: row.submitted_at,
    pictureAt: row.picture_at ?? row.submitted_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    // While a job is active its column says what to go back to, should it be released.
    dueAt: row.state === "retrying" ? row.due_at : null,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? "" },
    reading: row.reading ?? null,
    trace: row.trace,
  };
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    jobId: row.job_id,
    environment: row.environment,
    reportId: reportIdOf(row),
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    unknown: row.unknown,
    createdAt: row.created_at,
    waitedForSince: row.since,
    lastAttemptAt: row.last_attempt_at,
    endedAt: row.ended_at,
    dueAt: row.due_at,
    lastAnswer: row.answer_detail === null ? null : { status: row.answer_status, detail: row.answer_detail },
    trace: row.trace,
  };
}

export function toSeenPicture(row: SeenRow): SeenPicture {
  return {
    sha256: row.sha256,
    perceptualHash: row.perceptual_hash,
    steps: row.steps,
    environment: row.environment,
    reportId: reportIdOf(row),
    userId: userIdOf(row),
    day: row.day,
  };
}
