import type { Submission } from "../job.ts";
import { numbersOf } from "./rows.ts";

/**
 * Sums of what a row was given, which are kept with it: the checks of SQLite see no bit that a disk turns in a text, and
 * what such a text says would be booked. `null` in rows that are older than their sums.
 */
type RowSum = number | null;

/** What a job is about, and whose it is. */
export function sumOfJob(
  id: string,
  { environment, reportId, userId, url }: Pick<Submission, "environment" | "reportId" | "userId" | "url">,
): number {
  return sumOf(id, environment, String(reportId), String(userId), numbersOf(reportId, userId), url);
}

/** What a delivery says, and to whom. */
export function sumOfDelivery(id: string, job: number, environment: string, body: string): number {
  return sumOf(id, job, environment, body);
}

/** Whether a row is still what it was written as, as far as anybody can tell. */
export function isSound(kept: RowSum, present: number): boolean {
  return kept === null || kept === present;
}

function sumOf(...values: readonly (string | number)[]): number {
  return Bun.hash.crc32(values.join("\u0000"));
}
