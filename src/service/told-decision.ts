import type { Decided } from "../queue/review.ts";
import { type DecisionKind, kindOf, parseDecision } from "../webhook/decided.ts";

/** What was decided, as it is told. */
interface ToldDecision {
  readonly kind: DecisionKind;
  /** The count of that day, where there is one. */
  readonly steps: number | null;
}

/** What a person decided; `null` where the disk has changed it. */
export function toldDecision({ decision: text }: Decided): ToldDecision | null {
  const decision = parseDecision(text);
  if (decision === null) return null;
  return { kind: kindOf(decision), steps: decision.kind === "count" ? decision.steps : null };
}
