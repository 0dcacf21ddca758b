import type { Label } from "../../src/eval/labels.ts";
import type { Result } from "../../src/webhook/schema.ts";

/**
 * Whether a result may go out for a picture with this label (`null`: it shows no step count). A count that would be booked
 * has to be the one that is printed; "not sure" and "failed" are never wrong.
 */
export function isRight({ status, extracted_data: { steps } }: Result, label: Label | null): boolean {
  if (steps === undefined) return status !== "verified";
  if (status !== "verified" || label === null) return false;
  return steps === label.steps || (label.also_accept ?? []).includes(steps);
}
