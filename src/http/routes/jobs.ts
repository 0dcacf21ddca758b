import { Elysia } from "elysia";
import { z } from "zod";
import { OcrEcoError } from "../../errors.ts";
import { type HttpContext, requires } from "../context.ts";
import { needsKey, responses } from "../documentation.ts";
import { jobWithDeliveriesSchema } from "../schemas.ts";
import { shownJobWithDeliveries } from "../shown.ts";
import { namesWhole } from "../whole-id.ts";

/** What became of a report. */
export function jobRoutes(context: HttpContext) {
  const { queue } = context.service;
  return new Elysia({ name: "jobs" })
    .onBeforeHandle({ as: "local" }, requires(context, "read"))
    .onBeforeHandle({ as: "local" }, namesWhole(queue, "jobs"))
    .get(
      "/api/v1/ocr-ecosteps/:job_id",
      async ({ params: { job_id: jobId } }) => {
        const found = await shownJobWithDeliveries(queue, jobId);
        if (found === null) {
          throw new OcrEcoError(
            "JOB_UNKNOWN",
            "There is no such job. Finished ones are deleted after a while.",
          );
        }
        return found;
      },
      {
        params: z.object({ job_id: z.string().max(64) }),
        detail: {
          tags: ["Reports"],
          ...needsKey,
          summary: "Ask what became of a report",
          responses: responses(200, "The job", jobWithDeliveriesSchema, [401, 403, 404, 409, 422]),
        },
      },
    );
}
