import { z } from "zod";
import { attempt } from "../config/attempt.ts";
import { type ReportReason, reportSentenceOf } from "./reasons.ts";
import type { deliverySchema, Result } from "./schema.ts";

/**
 * What a person decided about a picture: the count of that day, that there is none, or that it is not to be booked, whatever
 * stands on it. `candidate` is what the program took for the count.
 */
const decisionSchema = z.union([
  z.strictObject({
    kind: z.literal("count"),
    steps: z.int().positive(),
    candidate: z.int().nonnegative().nullable(),
  }),
  z.strictObject({
    kind: z.enum(["no_count", "rejected"]),
    candidate: z.int().nonnegative().nullable(),
  }),
]);
export type Decision = z.infer<typeof decisionSchema>;

/** A decision in one word. */
export const decisionKinds = ["accepted", "corrected", "no_count", "rejected"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** Whether a decision takes the number that the program took for the count, or another one, or none. */
export function kindOf(decision: Decision): DecisionKind {
  if (decision.kind !== "count") return decision.kind;
  return decision.steps === decision.candidate ? "accepted" : "corrected";
}

/** A decision as it was kept; `null` where that is damaged. */
export function parseDecision(text: string): Decision | null {
  const value = attempt(
    () => JSON.parse(text) as unknown,
    () => {},
  );
  return decisionSchema.safeParse(value).data ?? null;
}

/** What goes out because of a decision, besides the ids. */
type Decided = Omit<z.infer<typeof deliverySchema>, "report_id" | "user_id" | "img_url" | "job_id">;

const statusOf = { count: "verified", no_count: "no_steps", rejected: "rejected" } as const;

/**
 * What a result comes to by a person's decision: the receiver books what stands in `extracted_data.steps`, so it stands there
 * only where he found a count. What the program made of the picture is told behind that.
 */
export function decidedResult(
  { candidate_steps: _, confidence: __, ...read }: Result,
  decision: Decision,
  by: string,
  at: Date,
): Decided {
  const { steps: ___, ...printed } = read.extracted_data;
  const steps = decision.kind === "count" ? decision.steps : null;
  const reason: ReportReason = { code: "reviewed", about: { by, steps } };
  return {
    ...read,
    extracted_data: { ...(steps === null ? {} : { steps }), ...printed },
    status: statusOf[decision.kind],
    reasons: [reportSentenceOf(reason), ...read.reasons],
    // Results that an older version kept have none, and then no code may stand where another sentence does.
    reason_codes: [
      ...(read.reason_codes.length === read.reasons.length ? [reason.code] : []),
      ...read.reason_codes,
    ],
    reviewed_by: by,
    reviewed_at: at.toISOString(),
  };
}
