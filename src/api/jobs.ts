import { z } from "zod";
import { jobIdBeginning, jobStates } from "../queue/job.ts";
import { decisionKinds } from "../webhook/decided.ts";
import { reportDoubtCodes } from "../webhook/reasons.ts";
import { resultSchema } from "../webhook/schema.ts";
import { done, environmentName, listQuery, namedTime, ownId, reportIds, time } from "./common.ts";
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

/** What a person is to decide about a job, or has. */
const reviewSchema = z.object({
  held_by: z.string().nullable().describe("Who has it before him now"),
  decision: z.enum(decisionKinds).nullable().describe("null while nobody has decided"),
  steps: z.int().nullable(),
  decided_by: z.string().nullable(),
  decided_at: time,
  can_be_undone: z.boolean(),
});

export const jobWithDeliveriesSchema = jobSchema.extend({
  deliveries: z.array(deliverySchema),
  review: reviewSchema.nullable().describe("null where nobody is to decide about it"),
});

/** What stands for no app where one is asked for. */
export const noApp = "none";

/** Which jobs: what all of the members say together. */
const filterMembers = {
  environment: environmentName.optional(),
  report_id: z.string().max(255).optional().describe("As a text; finds numbers, too"),
  user_id: z.string().max(255).optional().describe("As a text; finds numbers, too"),
  state: z.enum(jobStates).optional(),
  status: resultSchema.shape.status.optional().describe("Of the result"),
  app: z
    .string()
    .max(64)
    .optional()
    .describe(`Which the picture shows, as in the result; ${noApp} where it was not recognised`),
  scope: resultSchema.shape.scope.describe("What the number is the count of"),
  doubt: z
    .enum(reportDoubtCodes)
    .optional()
    .describe("A reason code of the result that speaks against its number"),
  from: namedTime.optional().describe("Only what was submitted from then on"),
  until: namedTime.optional().describe("Only what was submitted before"),
};

export const jobFilter = z.strictObject(filterMembers);

/** What is done to all that a filter finds. */
const allOfFilter = {
  filter: jobFilter,
  expected: z
    .int()
    .min(0)
    .describe(
      "How many it finds that this can be done to: if there are more or fewer by now, nothing is done",
    ),
};

type ByState = Record<(typeof jobStates)[number], z.ZodInt>;

const toldOrNot = "Whether the reports hear that they failed; else they stay pending for ever";
const tell = z
  .strictObject({
    deliver: z.boolean().default(true).describe(toldOrNot),
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
  problems: ["QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const pauseQueue = endpoint({
  method: "POST",
  path: "/admin/pause",
  scope: "admin",
  tag: "Administration",
  summary: "Start no further jobs",
  answer: done(pausedSchema),
  problems: ["QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const resumeQueue = endpoint({
  method: "POST",
  path: "/admin/resume",
  scope: "admin",
  tag: "Administration",
  summary: "Go on after a pause",
  answer: done(pausedSchema),
  problems: ["QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const listJobs = endpoint({
  method: "GET",
  path: "/admin/jobs",
  scope: "look",
  tag: "Administration",
  summary: "List jobs, newest first",
  query: listQuery(jobIdBeginning).extend(filterMembers),
  answer: done(
    z.object({ jobs: z.array(jobSchema), more: z.boolean().describe("Whether another page follows") }),
  ),
  problems: ["ENVIRONMENT_UNKNOWN", "ID_AMBIGUOUS"],
});

export const countJobs = endpoint({
  method: "GET",
  path: "/admin/jobs/count",
  scope: "look",
  tag: "Administration",
  summary: "Count the jobs that a filter finds",
  query: z.object(filterMembers),
  answer: done(
    z.object({
      count: z.int(),
      by_state: z.object(Object.fromEntries(jobStates.map((state) => [state, z.int()])) as ByState),
      retriable: z
        .int()
        .describe("Failed and cancelled ones that are the youngest job of their report: what retry would do"),
      cancellable: z.int().describe("Those that have not ended: what cancel would do"),
    }),
  ),
  problems: ["ENVIRONMENT_UNKNOWN"],
});

export const retryJobs = endpoint({
  method: "POST",
  path: "/admin/jobs/retry",
  scope: "admin",
  tag: "Administration",
  summary: "Work on all failed and cancelled jobs again that a filter finds",
  description:
    "Of each report only its youngest job, where that failed or was cancelled: what came later stands for the others. Done in small steps; what fails in between leaves done what is done.",
  body: z.strictObject(allOfFilter),
  answer: done(z.object({ retried: z.int() })),
  problems: ["ENVIRONMENT_UNKNOWN", "FILTER_CHANGED", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const cancelJobs = endpoint({
  method: "POST",
  path: "/admin/jobs/cancel",
  scope: "admin",
  tag: "Administration",
  summary: "Cancel all jobs that have not ended and that a filter finds",
  description: "Done in small steps; what fails in between leaves done what is done.",
  body: z.strictObject({
    ...allOfFilter,
    deliver: z.boolean().default(true).describe(toldOrNot),
  }),
  answer: done(z.object({ cancelled: z.int() })),
  problems: ["ENVIRONMENT_UNKNOWN", "FILTER_CHANGED", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
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
  problems: ["JOB_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
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
  problems: ["JOB_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});
