import { z } from "zod";
import { type Totals, totalsSchema } from "../../src/api/totals.ts";
import { levelsOf } from "./levels.ts";
import { pointsOf, trendText } from "./words.ts";

/** What `ocr-eco report --json` prints. */
export const reportSchema = z.object({
  url: z.string(),
  errors: z.object({
    share: z.number().nullable().describe("Of what was processed, from 0 to 1"),
    share_before: z.number().nullable().describe("The same of totals.before"),
    points_more: z.number().nullable().describe("Percentage points more than before; fewer are negative"),
    words: z.string(),
  }),
  levels: z.array(
    z.object({
      name: z.enum(["reading", "waiting", "errors"]),
      held: z.boolean().nullable().describe("null: nothing is known of it"),
      promise: z.string(),
      found: z.string(),
    }),
  ),
  totals: totalsSchema.describe("As /api/v1/totals answers"),
});

/** A report as programs get it. */
export function reportDocument(url: string, totals: Totals): z.infer<typeof reportSchema> {
  const [share, before] = [totals.sum.failed_share, totals.before?.failed_share ?? null];
  return {
    url,
    errors: {
      share,
      share_before: before,
      points_more: share === null || before === null ? null : pointsOf(share - before),
      words: trendText(totals),
    },
    levels: levelsOf(totals.sum),
    totals,
  };
}
