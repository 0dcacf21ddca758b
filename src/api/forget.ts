import { z } from "zod";
import { callersId, environmentName } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const whose = z
  .strictObject({
    report_id: callersId("report's id").optional(),
    user_id: callersId("user's id").optional(),
    environment: environmentName.optional().describe("Only what is of this environment; else of all"),
    dry_run: z.boolean().default(false).describe("Whether to say only what would be deleted"),
  })
  .refine(({ report_id, user_id }) => (report_id === undefined) !== (user_id === undefined), {
    error: "give report_id or user_id, one of them",
  })
  .meta({ examples: [{ report_id: 101, environment: "production", dry_run: true }] });

/** What was deleted about somebody, or would be. */
const forgottenSchema = z.object({
  jobs: z.int(),
  readings: z.int(),
  deliveries: z.int(),
  hashes: z.int().describe("Pictures that were remembered, so that copies are found"),
  cached_pictures: z.int().describe("Without those that somebody else has sent, too: they stay"),
  cached_readings: z.int(),
  review_pictures: z.int().describe("Those that were kept for whoever reviews them; others' stay here, too"),
  mentions: z.int().describe("Results of others that named it as what they are a copy of, and do no more"),
  wiped: z
    .boolean()
    .describe("Whether the database's files hold nothing of it any more; else another program reads them"),
  dry_run: z.boolean(),
});

export const forget = endpoint({
  method: "POST",
  path: "/admin/forget",
  scope: "admin",
  tag: "Administration",
  summary: "Delete all that is kept about a report or a user",
  body: whose,
  answer: { status: 200, description: "Deleted, or with dry_run what would be", schema: forgottenSchema },
  problems: [
    "CACHE_UNREACHABLE",
    "ENVIRONMENT_UNKNOWN",
    "NOTHING_KEPT",
    "QUEUE_STORAGE_FULL",
    "QUEUE_UNREACHABLE",
  ],
  isAction: true,
});
