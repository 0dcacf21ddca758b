import { z } from "zod";
import { failureCodes } from "../errors.ts";
import { appClasses } from "../reading/apps/profile.ts";
import { scopeKinds } from "../reading/scope/scope.ts";
import { reportReasonCodes } from "./reasons.ts";
import { deliveredStatuses, resultStatuses } from "./statuses.ts";

const printed = z.string().optional();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const callersId = z.union([z.number().int(), z.string()]).describe("Exactly as it came");

/** What comes of one picture: the contract's members and ours. What is not known is absent. */
export const resultSchema = z.object({
  raw_ocr: z.string().describe("All lines in reading order, joined by spaces"),
  extracted_data: z
    .object({
      steps: z
        .number()
        .int()
        .positive()
        .optional()
        .describe("Only when it may be booked without a human look"),
      date: printed,
      distance: printed,
      duration: printed,
      total_calories: printed,
      avg_pace: printed,
      avg_speed: printed,
      avg_cadence: printed,
      avg_stride: printed,
      avg_heart_rate: printed,
    })
    .describe("As printed, besides the steps; empty when the job failed"),
  app_class: z.enum(appClasses).describe("Other for apps that the receiver does not know, see app"),
  processing_time_ms: z.number().int().nonnegative(),
  app: z.string().optional().describe("The app's own name, when it was recognised"),
  status: z
    .enum(resultStatuses)
    .describe("verified: book it; needs_review: a human must look; no_steps: no count; failed: see error"),
  confidence: z.number().min(0).max(1).optional().describe("How likely the number is the day's step count"),
  reasons: z
    .array(z.string())
    .describe("For people. What speaks against the number comes first, what only looks odd last"),
  reason_codes: z
    .array(z.enum(reportReasonCodes))
    // Results that an older version kept have none.
    .default([])
    .describe("The same as stable names, in the same order"),
  copies: z
    .array(
      z.object({
        same: z.enum(["file", "screenshot"]),
        user_id: callersId.optional(),
        report_id: callersId.optional(),
        received_on: z.iso.date(),
      }),
    )
    .optional()
    .describe(
      "The same picture as it came for other reports, the oldest first; without ids once they are deleted",
    ),
  scope: z
    .enum(scopeKinds)
    .optional()
    .describe("What the number is the count of; only a day is ever verified"),
  candidate_steps: z.number().int().nonnegative().optional().describe("The step count when it is doubtful"),
  image: z
    .object({
      sha256,
      format: z.string(),
      width: z.number().int(),
      height: z.number().int(),
      bytes: z.number().int(),
    })
    .optional(),
  error: z
    .object({ code: z.enum(failureCodes), message: z.string() })
    .optional()
    .describe("Why the job failed: a stable code and one sentence"),
});
export type Result = z.infer<typeof resultSchema>;

/** The body of a delivery of what was read. */
export const readDeliverySchema = z.object({
  report_id: callersId,
  user_id: callersId,
  img_url: z.string().describe("The picture's address, exactly as it came"),
  ...resultSchema.shape,
  job_id: z.string(),
});

/** The body of any delivery: also of what a person decided afterwards. */
export const deliverySchema = readDeliverySchema.extend({
  status: z
    .enum(deliveredStatuses)
    .describe(`${resultSchema.shape.status.description}; rejected: whoever reviewed it would not book it`),
  reviewed_by: z.string().optional().describe("Who decided it at the review desk, where a person did"),
  reviewed_at: z.iso.datetime().optional().describe("When that was"),
});
