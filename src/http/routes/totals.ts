import { Elysia } from "elysia";
import { z } from "zod";
import { totalsOf } from "../../service/totals.ts";
import { mostDays, totalsSchema } from "../../service/totals-schema.ts";
import { type HttpContext, requires } from "../context.ts";
import { needsKey, responses } from "../documentation.ts";

const whichTotals = z.object({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostDays)
    .default(7)
    .describe("The last so many days, today included"),
  environment: z.string().max(64).optional().describe("Only those of this environment"),
});

/** What was counted on each day. It names nobody. */
export function totalsRoutes(context: HttpContext) {
  const { service } = context;
  const { queue, config } = service;
  return new Elysia({ name: "totals" }).onBeforeHandle({ as: "local" }, requires(context, "read")).get(
    "/api/v1/totals",
    async ({ query: { days, environment } }) =>
      totalsOf(queue.history, {
        days,
        ...(await service.narrowedTo(environment)),
        timeZone: config.TIMEZONE,
        now: Date.now(),
      }),
    {
      query: whichTotals,
      detail: {
        tags: ["Service"],
        ...needsKey,
        summary: "What was done on each of the last days, and before: counts, causes, times, hours",
        responses: responses(200, "The totals", totalsSchema, [401, 403, 422]),
      },
    },
  );
}
