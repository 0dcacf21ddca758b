import type { PeriodTotals } from "../../src/api/totals.ts";
import { limits } from "../../src/service/findings.ts";
import { heldLevels, type LevelName, leastReadShare } from "../../src/service/levels.ts";
import { duration } from "../output/units.ts";
import { secondsText, shareText } from "./words.ts";

/** A promise of the service, and whether it was held. */
export interface Level {
  /** Stable name. */
  readonly name: LevelName;
  /** `null` where nothing is known of it. */
  readonly held: boolean | null;
  readonly promise: string;
  /** What was measured. */
  readonly found: string;
}

/** The service levels of a time, held or not. */
export function levelsOf(sum: PeriodTotals): Level[] {
  const { reading_seconds: read, waiting_seconds: wait, failed_share: failed } = sum;
  const held = heldLevels(sum);
  return [
    {
      name: "reading",
      held: held.reading,
      promise: `${100 * leastReadShare} % read in under ${limits.readingSeconds} s`,
      found: read === null ? unknown : `${shareText(read.within_30s)} were, p95 ${secondsText(read.p95)}`,
    },
    {
      name: "waiting",
      held: held.waiting,
      promise: `waiting under ${duration(limits.waitingSeconds)}`,
      found: wait === null ? unknown : waited(wait),
    },
    {
      name: "errors",
      held: held.errors,
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
