import { z } from "zod";
import { jobIdBeginning } from "../queue/job.ts";
import { decisionKinds } from "../webhook/decided.ts";
import { done, environmentName, listQuery, ownId, time } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { jobSchema } from "./jobs.ts";

const jobId = z.object({ job_id: ownId });

const itemSchema = z.object({
  job: jobSchema,
  received_on: z.iso.date().describe("The report's day, in TIMEZONE: whose steps they are to be"),
  delivered: z.boolean().describe("Whether the application hears what is decided"),
});

/** Someone who decides. */
const personSchema = z.object({
  name: z.string(),
  holds: z.int().describe("Reports that are before this person now, and before nobody else"),
  decided: z.int().describe("In the last 24 hours"),
});

export const reviewState = endpoint({
  method: "GET",
  path: "/admin/review",
  scope: "look",
  tag: "Review",
  summary: "How much there is to decide, and who does",
  answer: done(
    z.object({
      open: z.int().describe("Doubtful reports that nobody has decided about"),
      oldest_at: time,
      people: z.array(personSchema),
      days: z.int().describe("For how long they are offered; 0 reviews none (REVIEW_DAYS)"),
    }),
  ),
});

export const nextReviews = endpoint({
  method: "POST",
  path: "/admin/review/next",
  scope: "review",
  tag: "Review",
  summary: "Take the oldest doubtful reports",
  description:
    "They are nobody else's for five minutes, and then for as long again as this is asked. What the caller has before him already is among them.",
  body: z.strictObject({
    most: z.int().min(1).max(10).default(3),
    environment: environmentName.optional(),
    job_id: z.string().max(64).optional().describe("This one alone"),
  }),
  answer: done(z.object({ items: z.array(itemSchema) })),
  problems: ["ENVIRONMENT_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
});

export const leaveReviews = endpoint({
  method: "POST",
  path: "/admin/review/leave",
  scope: "review",
  tag: "Review",
  summary: "Let others have what the caller has before him",
  answer: done(z.object({})),
  problems: ["QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
});

const notDecided = [
  "REVIEW_UNKNOWN",
  "REVIEW_DECIDED",
  "REVIEW_REPLACED",
  "REVIEW_HELD",
  "REVIEW_TOO_EARLY",
  "QUEUE_STORAGE_FULL",
  "QUEUE_UNREACHABLE",
] as const;

export const decideReview = endpoint({
  method: "POST",
  path: "/admin/review/:job_id/decide",
  scope: "review",
  tag: "Review",
  summary: "Decide what a doubtful report comes to",
  description:
    "The application hears it as a further result of the report, where REVIEW_DELIVER says so: verified with the steps, no_steps, or rejected. The same decision again changes nothing.",
  params: jobId,
  body: z
    .union([
      z.strictObject({ steps: z.int().positive().describe("The count of that whole day") }),
      z.strictObject({
        none: z
          .enum(["no_count", "rejected"])
          .describe(
            "no_count: there is no count of that day on it; rejected: it is not to be booked, whatever is",
          ),
      }),
    ])
    .meta({ examples: [{ steps: 8958 }, { none: "no_count" }, { none: "rejected" }] }),
  answer: done(
    z.object({
      undo_until: time.describe(
        "Until then it can be taken back, and is not sent; null where nothing is sent, and it always can",
      ),
    }),
  ),
  problems: notDecided,
  isAction: true,
});

export const undoReview = endpoint({
  method: "POST",
  path: "/admin/review/:job_id/undo",
  scope: "review",
  tag: "Review",
  summary: "Take back what the caller decided",
  description: "It is before the caller again.",
  params: jobId,
  answer: done(itemSchema),
  problems: [
    "REVIEW_UNKNOWN",
    "REVIEW_DECIDED",
    "REVIEW_REPLACED",
    "REVIEW_SENT",
    "QUEUE_STORAGE_FULL",
    "QUEUE_UNREACHABLE",
  ],
  isAction: true,
});

export const skipReview = endpoint({
  method: "POST",
  path: "/admin/review/:job_id/skip",
  scope: "review",
  tag: "Review",
  summary: "Put a report behind all others that wait for a decision",
  params: jobId,
  answer: done(z.object({})),
  problems: ["REVIEW_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const listDecisions = endpoint({
  method: "GET",
  path: "/admin/review/decisions",
  scope: "look",
  tag: "Review",
  summary: "List what was decided, newest reports first",
  query: listQuery(jobIdBeginning).pick({ before: true, limit: true }),
  answer: done(
    z.object({
      decisions: z.array(
        z.object({
          job: jobSchema,
          decision: z
            .enum(decisionKinds)
            .describe("accepted: the program's own number; corrected: another one; no_count; rejected"),
          steps: z.int().nullable().describe("The count of that day, where there is one"),
          decided_by: z.string(),
          decided_at: time,
        }),
      ),
      more: z.boolean().describe("Whether another page follows"),
      next: z
        .string()
        .nullable()
        .describe(
          "before of that page: a decision that cannot be told any more is left out here, and may be the last one",
        ),
    }),
  ),
  problems: ["ID_AMBIGUOUS"],
});
