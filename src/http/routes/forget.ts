import { Elysia } from "elysia";
import { z } from "zod";
import { auditsDone } from "../audited.ts";
import { readJson, valid } from "../body.ts";
import { type HttpContext, requires } from "../context.ts";
import { needsKey, responses, takes } from "../documentation.ts";
import { callersId, forgottenSchema } from "../schemas.ts";

const whoseSchema = z
  .strictObject({
    report_id: callersId("report's id").optional(),
    user_id: callersId("user's id").optional(),
    environment: z.string().max(64).optional().describe("Only what is of this environment; else of all"),
    dry_run: z.boolean().default(false).describe("Whether to say only what would be deleted"),
  })
  .refine(({ report_id, user_id }) => (report_id === undefined) !== (user_id === undefined), {
    error: "give report_id or user_id, one of them",
  })
  .meta({ examples: [{ report_id: 101, environment: "production", dry_run: true }] });

/** What the operator does when somebody wants to be forgotten. */
export function forgetRoutes(context: HttpContext) {
  const { service } = context;
  return new Elysia({ name: "forget", prefix: "/admin" })
    .onBeforeHandle({ as: "local" }, requires(context, "admin"))
    .onAfterHandle({ as: "local" }, auditsDone(context))
    .post(
      "/forget",
      async ({ body }) => {
        const { report_id, user_id, environment, dry_run } = valid(whoseSchema, body);
        const where = await service.narrowedTo(environment);
        const whose =
          report_id === undefined
            ? { userId: String(user_id), ...where }
            : { reportId: String(report_id), ...where };
        const forgotten = await (dry_run ? service.whatIsKept(whose) : service.forget(whose));
        return { ...forgotten, dry_run };
      },
      {
        parse: readJson,
        detail: {
          tags: ["Administration"],
          ...needsKey,
          summary: "Delete all that is kept about a report or a user",
          ...takes(whoseSchema),
          responses: responses(
            200,
            "Deleted, or with dry_run what would be",
            forgottenSchema,
            [400, 401, 403, 404, 413, 422, 503],
          ),
        },
      },
    );
}
