import { z } from "zod";
import { jobIdBeginning, jobStates } from "../queue/job.ts";
import { resultSchema } from "../webhook/schema.ts";
import { done, listQuery, ownId, reportIds, time } from "./common.ts";
import { deliverySchema } from "./deliveries.ts";
import { endpoint } from "./endpoint.ts";

export const jobSchema = z.object({
  job_id: z.string(),
  ...reportIds,
  user_id: z.union([z.int(), z.string()]),
  img_url: z.string().describe("Without its query"),
  state: z.enum(jobStates),
  attempts: z.int(),
  submitted_at: time,
  started_at: time,
  ended_at: time,
  next_attempt_at: time,
  trace_id: z
    .string()
    .nullable()
    .describe("The trace that it is a part of: of the traceparent that came with it, or one begun here"),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  result: resultSchema.nullable().describe("What was read, once the job is done"),
});

export const jobWithDeliveriesSchema = jobSchema.extend({ deliveries: z.array(deliverySchema) });

const tell = z
  .strictObject({
    deliver: z
      .boolean()
      .default(true)
      .describe("Whether the reports hear that they failed; else they stay pending for ever"),
  })
  .nullish();
const jobId = z.object({ job_id: ownId });
const pausedSchema = z.object({ paused: z.boolean() });

/** For who sent a report; the operator has `showJob`. */
export const askJob = endpoint({
  method: "GET",
  path: "/api/v1/ocr-ecosteps/:job_id",
  scope: "read",
  tag: "Reports",
  summary: "Ask what became of a report",
  params: jobId,
  answer: { status: 200, description: "The job", schema: jobWithDeliveriesSchema },
  problems: ["JOB_UNKNOWN"],
});

export const clearQueue = endpoint({
  method: "POST",
  path: "/admin/clear-queue",
  scope: "admin",
  tag: "Administration",
  summary: "Cancel all jobs that wait",
  body: tell,
  answer: done(
    z.object({
      message: z.string().describe("For people, with the number in it"),
      cancelled: z.int().describe("How many there were"),
    }),
  ),
  problems: ["QUEUE_STORAGE_FULL"],
  isAction: true,
});

export const pauseQueue = endpoint({
  method: "POST",
  path: "/admin/pause",
  scope: "admin",
  tag: "Administration",
  summary: "Start no further jobs",
  answer: done(pausedSchema),
  problems: ["QUEUE_STORAGE_FULL"],
  isAction: true,
});

export const resumeQueue = endpoint({
  method: "POST",
  path: "/admin/resume",
  scope: "admin",
  tag: "Administration",
  summary: "Go on after a pause",
  answer: done(pausedSchema),
  problems: ["QUEUE_STORAGE_FULL"],
  isAction: true,
});

export const listJobs = endpoint({
  method: "GET",
  path: "/admin/jobs",
  scope: "look",
  tag: "Administration",
  summary: "List jobs, newest first",
  query: listQuery(jobIdBeginning).extend({ state: z.enum(jobStates).optional() }),
  answer: done(z.object({ jobs: z.array(jobSchema) })),
  problems: ["ENVIRONMENT_UNKNOWN", "ID_AMBIGUOUS"],
});

export const showJob = endpoint({
  method: "GET",
  path: "/admin/jobs/:job_id",
  scope: "look",
  tag: "Administration",
  summary: "Show a job with its error and its deliveries",
  params: jobId,
  answer: done(jobWithDeliveriesSchema),
  problems: ["JOB_UNKNOWN"],
});

export const retryJob = endpoint({
  method: "POST",
  path: "/admin/jobs/:job_id/retry",
  scope: "admin",
  tag: "Administration",
  summary: "Work on a failed or cancelled job again",
  params: jobId,
  answer: done(z.object({ job_id: z.string().describe("Of the new job") })),
  problems: ["JOB_UNKNOWN", "QUEUE_STORAGE_FULL"],
  isAction: true,
});

export const cancelJob = endpoint({
  method: "POST",
  path: "/admin/jobs/:job_id/cancel",
  scope: "admin",
  tag: "Administration",
  summary: "Cancel a job that has not ended",
  params: jobId,
  body: tell,
  answer: done(z.object({ cancelled: z.int() })),
  problems: ["JOB_UNKNOWN", "QUEUE_STORAGE_FULL"],
  isAction: true,
});
