import { z } from "zod";
import { spanSchema } from "./spans.ts";

/** Goes up by one when a member changes its meaning or goes away; new members do not count. */
export const loadtestSchemaName = "ocr-eco.loadtest.v1";

const count = z.int().nonnegative();
const positive = z.number().positive();

const reportsSchema = z.object({
  sent: count.describe("Accepted, refused, unanswered and given up ones together"),
  accepted: count.describe("Answered 202: the service has promised a result"),
  refused: count.describe("Answered otherwise"),
  unanswered: count.describe("Not answered: nobody knows whether the service took them"),
  given_up: count.describe("Without an answer yet when the load test was ended early"),
  errors: count.describe(
    "Reports that were refused or not answered, jobs that failed, and results that were refused",
  ),
  results: count.describe("Reports of which there is a result, also unanswered ones"),
  verified: count.describe("Booked without a human look, and right"),
  unsure: count.describe("Readings for a human, right or not, and pictures on which no step count was found"),
  failed: count.describe("Jobs that failed, of which the application hears"),
  wrong: count.describe("Results that would book another number than the picture shows, or that are garbled"),
  duplicate: count.describe("Deliveries of a report beyond its first"),
  of_others: count.describe(
    "Results of earlier load tests that the service still had: they count for nothing",
  ),
  undelivered: count.describe("Results that their destination refused for good"),
  lost: count.describe("Accepted reports of which no result came"),
});

const span = spanSchema.nullable();

const spansSchema = z.object({
  accepted: span.describe("From when a report was due until its 202"),
  waited: span.describe("From 202 until its job was taken in hand, on the service's clock"),
  read: span.describe("From then until its picture was read, loading included, on the service's clock"),
  delivered: span.describe("From then until the result was taken, on the service's clock"),
  whole: span.describe("From when a report was due until its result was here"),
});

const stepSchema = z.object({
  per_second: positive,
  holds: z.boolean(),
  why: z.string().nullable().describe("What did not hold"),
  sent: count,
  whole_p95: z.number().nullable().describe("Milliseconds"),
});

/** What `ocr-eco loadtest --json` prints. */
export const loadtestSchema = z.object({
  schema: z.literal(loadtestSchemaName),
  version: z.string().describe("Of the program that measured"),
  service: z.object({
    url: z.string(),
    version: z.string(),
    instance_env: z.string().nullable(),
    workers: count,
    own: z.boolean().describe("Started for this load test"),
  }),
  started_at: z.iso.datetime(),
  ended: z
    .enum(["complete", "interrupted", "timed_out"])
    .describe(
      "timed_out: nothing had come for a long time; the rest was not sent, and results that were missing count as lost",
    ),
  way: z
    .enum(["delivered", "polled", "accepted"])
    .describe(
      "delivered: results came here; polled: the jobs were asked for; accepted: nobody waited for results",
    ),
  notes: z.array(z.string()),
  load: z.object({
    connections: count,
    reports: count.nullable(),
    seconds: positive.nullable(),
    per_second: positive.nullable().describe("A fixed rate; null: as fast as reports are answered"),
    stages: z
      .array(z.object({ seconds: positive, per_second: z.number().nonnegative() }))
      .nullable()
      .describe("Parts in which the rate goes in a straight line to per_second, from 0 at first"),
    warm_up: count.describe("Reports before these, which no figure counts"),
  }),
  pictures: z.object({ from: z.string(), count, unique: z.boolean() }),
  seconds: z.object({
    sending: z.number(),
    all: z.number().describe("From the first report to the last result"),
  }),
  throughput: z.object({
    accepted_per_second: z.number(),
    results_per_minute: z.number(),
    latest_ms: z
      .number()
      .describe(
        "How late the latest report left at a fixed rate, because no connection was free or this machine was busy",
      ),
  }),
  reports: reportsSchema,
  spans: spansSchema,
  answers: z
    .array(z.object({ answer: z.string(), count }))
    .describe("How reports were answered: by status, or the code of why there was none; most frequent first"),
  errors: z
    .array(z.object({ cause: z.string(), count }))
    .describe("Also of questions about jobs, which are no errors of reports"),
  peaks: z
    .object({ waiting: count, server_bytes: count, workers_bytes: count })
    .describe("0 where nothing was seen"),
  samples: z.array(
    z.object({
      seconds: z.number(),
      waiting: count,
      active: count,
      server_bytes: count,
      workers_bytes: count,
      cpu_percent: z.number(),
    }),
  ),
  limit: z
    .object({
      per_second: positive.nullable().describe("The highest rate that held; null when none did"),
      steps: z.array(stepSchema),
    })
    .nullable()
    .describe("Of --find-limit; the other figures are then those of the highest rate that held"),
  conditions: z.array(z.object({ condition: z.string(), value: z.number().nullable(), met: z.boolean() })),
});
export type LoadtestDocument = z.infer<typeof loadtestSchema>;
