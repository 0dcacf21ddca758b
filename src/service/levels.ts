import type { DayTotals } from "../api/totals.ts";
import { limits } from "./findings.ts";

/** The share of pictures that must be read within the seconds of the service level. */
export const leastReadShare = 0.95;

/** The names of the service's promises. */
export type LevelName = "reading" | "waiting" | "errors";

/** Whether each promise was held in a time; `null` where nothing is known of it. */
export function heldLevels({
  reading_seconds: read,
  waiting_seconds: waited,
  failed_share: failed,
}: Pick<DayTotals, "reading_seconds" | "waiting_seconds" | "failed_share">): Record<
  LevelName,
  boolean | null
> {
  return {
    reading: read && read.within_30s >= leastReadShare,
    waiting: waited && waited.longest <= limits.waitingSeconds,
    errors: failed === null ? null : 100 * failed < limits.errorsPercent,
  };
}
