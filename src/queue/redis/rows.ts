import type { Reply } from "../../redis/connection.ts";
import { fields, list, number, orNull, text } from "../../redis/replies.ts";
import type { Delivery, DeliveryState } from "../delivery.ts";
import type { Job, JobState } from "../job.ts";
import { reportIdOf, userIdOf } from "./callers-ids.ts";
import { isSound, sumOfDelivery, sumOfJob } from "./sums.ts";
import { unpacked } from "./texts.ts";

/** A job with what else is kept of it. */
export interface KeptJob {
  readonly job: Job;
  readonly isSound: boolean;
  /** The name of the claim under which somebody has it. */
  readonly claim: string | null;
  /** Another number each time that the job changes. */
  readonly version: number;
  readonly isCondensed: boolean;
}

/** What the scripts' `jobRow` gives. */
export function toKeptJob(reply: Reply): KeptJob {
  const [id, row, url, reading, shift] = list(reply);
  const { value, time, whole } = reader(row);
  const numbers = whole("n");
  const state = value("s") as JobState;
  const code = value("f");
  const due = time("y");
  const job: Job = {
    id: text(id),
    environment: value("e") ?? "",
    reportId: reportIdOf(value("r") ?? "", numbers),
    userId: userIdOf(value("u") ?? "", numbers),
    url: unpacked(url as Buffer | null),
    priority: Number(value("p")),
    state,
    attempts: whole("a"),
    workerDeaths: whole("w"),
    submittedAt: whole("t"),
    pictureAt: time("i") ?? whole("t"),
    startedAt: time("b"),
    endedAt: time("x"),
    // While a job is active its field says what to go back to, should it be released.
    dueAt: state === "retrying" && due !== null ? due - number(shift) : null,
    error: code === null ? null : { code, message: value("m") ?? "" },
    reading: orNull(reading, (kept) => unpacked(kept as Buffer)),
    trace: value("g"),
  };
  return {
    job,
    isSound: isSound(value("h"), sumOfJob(job)),
    claim: value("c"),
    version: whole("v"),
    isCondensed: value("k") !== null,
  };
}

export function toJob(reply: Reply): Job {
  return toKeptJob(reply).job;
}

/** A delivery with what else is kept of it. */
export interface KeptDelivery {
  readonly delivery: Delivery;
  readonly isSound: boolean;
  /** As that of a job. */
  readonly claim: string | null;
}

/** What the scripts' `deliveryRow` gives. */
export function toKeptDelivery(reply: Reply): KeptDelivery {
  const [id, row, body, ofJob, since, shift] = list(reply);
  const { value, time, whole } = reader(row);
  const [report, numbers, trace] = list(ofJob);
  const due = time("y");
  const detail = value("ad");
  const delivery: Delivery = {
    id: text(id),
    jobId: value("j") ?? "",
    environment: value("e") ?? "",
    reportId: reportIdOf(text(report), number(numbers)),
    body: unpacked(body as Buffer | null),
    state: value("s") as DeliveryState,
    attempts: whole("a"),
    unknown: whole("k"),
    createdAt: whole("t"),
    waitedForSince: number(since),
    lastAttemptAt: time("l"),
    endedAt: time("x"),
    dueAt: due === null ? null : due - number(shift),
    lastAnswer: detail === null ? null : { status: time("as"), detail },
    trace: orNull(trace, text),
  };
  const { jobId, environment, body: sent } = delivery;
  return {
    delivery,
    isSound: isSound(value("h"), sumOfDelivery(jobId, environment, sent)),
    claim: value("c"),
  };
}

function reader(row: Reply | undefined) {
  const kept = fields(row);
  const value = (name: string): string | null => kept.get(name) ?? null;
  const time = (name: string): number | null => {
    const written = kept.get(name);
    return written === undefined ? null : Number(written);
  };
  return { value, time, whole: (name: string): number => time(name) ?? 0 };
}
