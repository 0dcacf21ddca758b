import type { LocalHour } from "../queue/port.ts";
import { receiptAt } from "../reading/options.ts";

/** Says which day and hour it is in a time zone (`Asia/Jakarta`) at a time. */
export function localHourIn(timeZone: string): (ms: number) => LocalHour {
  return (ms) => {
    const { day, time } = receiptAt(new Date(ms), timeZone);
    return { day, hour: Number(time.slice(0, 2)) };
  };
}
