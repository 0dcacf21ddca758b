import { z } from "zod";

const share = z.number().min(0).max(1);
const day = z.iso.date().describe("In the service's TIMEZONE");

const summarySchema = z
  .object({
    count: z.int().describe("Jobs of which it is known"),
    mean: z.number(),
    p50: z.number(),
    p95: z.number().describe("What 95 of a hundred did not exceed, within 10 %"),
    longest: z.number(),
    within_30s: share.describe("Share of those that took no longer"),
    within_5min: share,
  })
  .nullable()
  .describe("Seconds; null when there was none, or nothing is known of it");
export type TimeSummary = NonNullable<z.infer<typeof summarySchema>>;

const byHour = z.array(z.int()).length(24).nullable();

const figures = {
  received: z.int().nullable().describe("Reports that became new jobs; null where that is not known"),
  processed: z.int().describe("Jobs that ended with a result: all that follow, without cancelled"),
  verified: z.int(),
  needs_review: z.int(),
  no_steps: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  verified_share: share.nullable().describe("Of processed"),
  failed_share: share.nullable().describe("Of processed"),
  failures: z.record(z.string(), z.int()).describe("Failed jobs by the code of what was wrong"),
  deliveries: z.object({
    delivered: z.int(),
    failed: z.int().describe("Failed for good; sent again and delivered later, they count there, too"),
  }),
  waiting_seconds: summarySchema.describe(
    "From 202 until a job was taken in hand, of those that took one attempt",
  ),
  reading_seconds: summarySchema.describe("From then until its picture was read, loading included"),
  result_seconds: summarySchema.describe(
    "From 202 until there was a result, failures and all attempts included",
  ),
  received_by_hour: byHour.describe("From midnight on; null where that is not known"),
  ended_by_hour: byHour.describe("The same for jobs that ended in whatever way"),
};

const busiest = { hour: z.int().min(0).max(23), received: z.int() };
const busiestDescription = "The hour with most reports; null when there were none, or that is not known";

const dayTotalsSchema = z.object({
  day,
  ...figures,
  busiest_hour: z.object(busiest).nullable().describe(busiestDescription),
});

const shareSchema = z.object({
  up_to_seconds: z.number().describe("And longer than the one before"),
  count: z.int(),
});
export type Share = z.infer<typeof shareSchema>;

const periodTotalsSchema = z.object({
  from: day,
  until: day.describe("The last day, which is included"),
  days_with_work: z.int().describe("Days on which something is known to have happened"),
  ...figures,
  busiest_hour: z
    .object({ day, ...busiest })
    .nullable()
    .describe(busiestDescription),
  result_distribution: z.array(shareSchema).describe("How many took how long, as result_seconds"),
});

/** What `/api/v1/totals` answers. */
export const totalsSchema = z.object({
  time_zone: z.string(),
  environment: z.string().nullable().describe("null: all of them, without load tests"),
  as_of: z.iso.datetime().describe("Until when the last day is counted"),
  deleted: z
    .object({ from: day, until: day })
    .nullable()
    .describe(
      "Days that were asked for and whose totals went after HISTORY_DAYS: nothing below is about them",
    ),
  days: z
    .array(dayTotalsSchema)
    .min(1)
    .describe("Oldest first, days without work among them, without deleted ones; the last is today"),
  sum: periodTotalsSchema.describe("All these days together"),
  load_tests: z
    .int()
    .describe("Reports of load tests that ended on these days, and are in none of these figures"),
  before: periodTotalsSchema
    .nullable()
    .describe(
      "As many days before those asked for, without deleted ones; null when nothing is known of them",
    ),
});
export type Totals = z.infer<typeof totalsSchema>;
export type DayTotals = z.infer<typeof dayTotalsSchema>;
export type PeriodTotals = z.infer<typeof periodTotalsSchema>;
