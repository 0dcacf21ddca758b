import { addDays, isoDay, weekdayOf } from "../extract/calendar.ts";
import type { PrintedClock } from "../extract/clock.ts";
import type { PrintedDate } from "../extract/dates.ts";
import { sameRow } from "../extract/layout.ts";
import { clockTime } from "../extract/values.ts";
import type { Receipt } from "../options.ts";
import type { Signal } from "./signal.ts";

const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
/** Minutes by which the clocks of a phone and of a server may differ. */
const clockTolerance = 5;

/** What does not fit between the dates and clocks on the screen and the time at which the picture came in. */
export function timeSignals(
  date: PrintedDate | null,
  clocks: readonly PrintedClock[],
  received: Receipt | null,
): Signal[] {
  const signals: (Signal | null)[] = [
    received === null ? null : anotherDay(date, received),
    wrongWeekday(date, received),
    received === null ? null : clockAhead(date, clocks, received),
    statusBar(clocks),
  ];
  return signals.filter((signal) => signal !== null);
}

function anotherDay(date: PrintedDate | null, received: Receipt): Signal | null {
  if (date === null) return null;
  const day = dayOf(date, received);
  if (day === null || day === received.day) return null;
  return {
    code: "another_day",
    reason: `the screen is of ${day}, the picture came in on ${received.day}`,
  };
}

/** A screen prints the weekday of its date itself: one that does not fit was written by somebody else. */
function wrongWeekday(date: PrintedDate | null, received: Receipt | null): Signal | null {
  const printed = date?.day?.weekday ?? null;
  if (date?.day == null || printed === null) return null;
  const day = isoDay(date.day, received?.day ?? null);
  if (day.startsWith("--") || weekdayOf(day) === printed) return null;
  return {
    code: "impossible_date",
    reason: `'${date.text}' is printed, but ${day} is a ${weekdayNames[weekdayOf(day)]}`,
  };
}

function clockAhead(
  date: PrintedDate | null,
  [clock]: readonly PrintedClock[],
  received: Receipt,
): Signal | null {
  const shown = clock === undefined ? null : clockTime(clock);
  // Without a date nothing says that the clock is of the day on which the picture came in.
  if (clock === undefined || shown === null || date === null || dayOf(date, received) !== received.day) {
    return null;
  }
  if (minutes(shown) <= minutes(received.time) + clockTolerance) return null;
  return {
    code: "clock_ahead",
    reason: `the phone's clock shows ${clock.text} of a day on which the picture came in at ${received.time}`,
  };
}

function statusBar(clocks: readonly PrintedClock[]): Signal | null {
  const [first] = clocks;
  // Beside the clock, phones show how long a call or a ride takes.
  const second = clocks.find((clock) => first !== undefined && !sameRow(clock.box, first.box));
  if (first !== undefined && second !== undefined) {
    return {
      code: "status_bar",
      reason: `two clocks stand one above the other: ${first.text} and ${second.text}`,
    };
  }
  if (first === undefined || clockTime(first) !== null) return null;
  return { code: "status_bar", reason: `the clock in the status bar shows ${first.text}` };
}

function dayOf(date: PrintedDate, { day }: Receipt): string | null {
  if (date.day !== null) return isoDay(date.day, day);
  return date.daysAgo === null ? null : addDays(day, -date.daysAgo);
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return 60 * hours + rest;
}
