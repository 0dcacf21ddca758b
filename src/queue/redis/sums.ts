import type { Submission } from "../job.ts";
import { numbersOf } from "./callers-ids.ts";

/**
 * Sums of what a job and a delivery were given, which are kept with them: the server's append-only file has no sums of what stands
 * in it, and what such a text says would be booked.
 */

/** What a job is about, and whose it is. */
export function sumOfJob({
  environment,
  reportId,
  userId,
  url,
}: Pick<Submission, "environment" | "reportId" | "userId" | "url">): string {
  return sumOf(environment, String(reportId), String(userId), String(numbersOf(reportId, userId)), url);
}

/** What a delivery says, and to whom. */
export function sumOfDelivery(jobId: string, environment: string, body: string): string {
  return sumOf(jobId, environment, body);
}

/** Whether something is still what it was written as, as far as anybody can tell. */
export function isSound(kept: string | null, present: string): boolean {
  return kept === present;
}

function sumOf(...values: readonly string[]): string {
  return Bun.hash.crc32(values.join("\u0000")).toString(36);
}
