import type { PeriodTotals } from "../../src/api/totals.ts";
import { limits } from "../../src/service/findings.ts";
import { duration } from "../output/units.ts";
import { secondsText, shareText } from "./words.ts";

/** A promise of the service, and whether it was held. */
export interface Level {
  /** Stable name. */
  readonly name: "reading" | "waiting" | "errors";
  /** `null` where nothing is known of it. */
  readonly held: boolean | null;
  readonly promise: string;
  /** What was measured. */
  readonly found: string;
}

const leastReadShare = 0.95;

/** The service levels of a time, held or not. */
export function levelsOf({ reading_seconds: read, waiting_seconds: wait, ...sum }: PeriodTotals): Level[] {
  const { failed_share: failed } = sum;
  return [
    {
      name: "reading",
      held: read && read.within_30s >= leastReadShare,
      promise: `${100 * leastReadShare} % read in under ${limits.readingSeconds} s`,
      found: read === null ? unknown : `${shareText(read.within_30s)} were, p95 ${secondsText(read.p95)}`,
    },
    {
      name: "waiting",
      held: wait && wait.longest <= limits.waitingSeconds,
      promise: `waiting under ${duration(limits.waitingSeconds)}`,
      found: wait === null ? unknown : waited(wait),
    },
    {
      name: "errors",
      held: failed === null ? null : 100 * failed < limits.errorsPercent,
      promise: `errors under ${limits.errorsPercent} %`,
      found: failed === null ? unknown : `${shareText(failed)} failed`,
    },
  ];
}

const unknown = "nothing is known of it";

function waited({ longest, within_5min: within }: NonNullable<PeriodTotals["waiting_seconds"]>): string {
  return within === 1
    ? `the longest was ${secondsText(longest)}`
    : `${shareText(1 - within)} were longer, up to ${secondsText(longest)}`;
}
