import type { z } from "zod";
import type { listQuery } from "../api/common.ts";
import type { deliverySchema } from "../api/deliveries.ts";
import type { jobSchema, jobWithDeliveriesSchema } from "../api/jobs.ts";
import { toFailure } from "../errors.ts";
import { isoTime } from "../iso-time.ts";
import type { Delivery } from "../queue/delivery.ts";
import type { ListFilter } from "../queue/filter.ts";
import type { Job } from "../queue/job.ts";
import type { Queue } from "../queue/port.ts";
import type { Review } from "../queue/review.ts";
import { resultOfJob } from "../service/endings.ts";
import { toldDecision } from "../service/told-decision.ts";
import { traceIdOf } from "../trace-context.ts";
import { withoutQuery } from "../without-query.ts";

/** Deliveries of one job that are shown; it has one, unless an operator had it worked on again. */
const mostDeliveries = 20;

/** A job and what was sent because of it; `null` when there is no such job. */
export async function shownJobWithDeliveries(
  { jobs, deliveries, reviews }: Queue,
  jobId: string,
): Promise<z.infer<typeof jobWithDeliveriesSchema> | null> {
  const job = await jobs.get(jobId);
  if (job === null) return null;
  const found = await deliveries.list({ jobId, most: mostDeliveries });
  const review = await reviews.get(jobId);
  return {
    ...shownJob(job),
    deliveries: found.map(shownDelivery),
    review: review === null ? null : shownReview(review),
  };
}

function shownReview({ holder, decided }: Review): z.infer<typeof jobWithDeliveriesSchema>["review"] {
  const told = decided === null ? null : toldDecision(decided);
  return {
    held_by: holder,
    decision: told?.kind ?? null,
    steps: told?.steps ?? null,
    decided_by: decided?.by ?? null,
    decided_at: isoTime(decided?.at ?? null),
    can_be_undone: decided?.canBeUndone ?? false,
  };
}

/** A job as callers see it. */
export function shownJob(job: Job): z.infer<typeof jobSchema> {
  const { result, error } = whatCameOf(job);
  return {
    job_id: job.id,
    report_id: job.reportId,
    environment: job.environment,
    user_id: job.userId,
    // The query of a presigned address opens the picture to whoever reads it.
    img_url: withoutQuery(job.url),
    state: job.state,
    attempts: job.attempts,
    submitted_at: isoTime(job.submittedAt),
    started_at: isoTime(job.startedAt),
    ended_at: isoTime(job.endedAt),
    next_attempt_at: isoTime(job.dueAt),
    trace_id: traceIdOf(job.trace),
    error,
    result,
  };
}

/** A delivery as callers see it: without its body, which holds what the job's result holds. */
export function shownDelivery(delivery: Delivery): z.infer<typeof deliverySchema> {
  return {
    webhook_id: delivery.id,
    job_id: delivery.jobId,
    report_id: delivery.reportId,
    environment: delivery.environment,
    state: delivery.state,
    attempts: delivery.attempts,
    unknown_answers: delivery.unknown,
    created_at: isoTime(delivery.createdAt),
    last_attempt_at: isoTime(delivery.lastAttemptAt),
    ended_at: isoTime(delivery.endedAt),
    next_attempt_at: isoTime(delivery.dueAt),
    last_status: delivery.lastAnswer?.status ?? null,
    last_answer: delivery.lastAnswer?.detail ?? null,
  };
}

/** What a list is narrowed by, but for the environment: whether there is such a one, only the service knows. */
export function listFilter({
  report_id: reportId,
  before,
  limit,
}: z.infer<ReturnType<typeof listQuery>>): Omit<ListFilter<never>, "states" | "environment"> {
  return {
    ...(reportId === undefined ? {} : { reportId }),
    ...(before === undefined ? {} : { before }),
    most: limit,
  };
}

/** A job whose result is damaged says so itself, and keeps no other from being shown. */
function whatCameOf(job: Job): Pick<z.infer<typeof jobSchema>, "result" | "error"> {
  try {
    return { result: resultOfJob(job), error: job.error };
  } catch (error) {
    return { result: null, error: toFailure(error) };
  }
}
