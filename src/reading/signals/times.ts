import { isoDay, weekdayOf } from "../extract/calendar.ts";
import type { PrintedClock } from "../extract/clock.ts";
import type { PrintedDate } from "../extract/dates.ts";
import { sameRow } from "../extract/layout.ts";
import { clockTime } from "../extract/values.ts";
import type { Receipt } from "../options.ts";
import type { Reading } from "../reading.ts";
import { because } from "../reasons.ts";
import type { Signal } from "./signal.ts";

const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
export type WeekdayName = (typeof weekdayNames)[number];
/** Minutes by which the clocks of a phone and of a server may differ. */
const clockTolerance = 5;

/**
 * What does not fit between the day and the clock of a screen and the time at which the picture came in. A picture that
 * comes again is judged anew by this, whatever was said of it the first time.
 */
export function receiptSignals(
  { values, fields }: Pick<Reading, "values" | "fields">,
  received: Receipt,
): Signal[] {
  const { date, clock } = values;
  const signals: Signal[] = [];
  if (date !== null && date !== received.day)
    signals.push(because("another_day", { date, received: received.day }));
  // Without a date nothing says that the clock is of the day on which the picture came in.
  const isAhead = clock !== null && minutes(clock) > minutes(received.time) + clockTolerance;
  if (date === received.day && isAhead) {
    signals.push(because("clock_ahead", { clock: fields.clock?.text ?? clock, received: received.time }));
  }
  return signals;
}

/** Whether a signal says something about the time at which the picture came in. */
export function isOfReceipt({ code }: Signal): boolean {
  return code === "another_day" || code === "clock_ahead";
}

/** What cannot be in the dates and clocks of a screen, whenever the picture came in. */
export function timeSignals(
  date: PrintedDate | null,
  clocks: readonly PrintedClock[],
  received: Receipt | null,
): Signal[] {
  return [wrongWeekday(date, received), statusBar(clocks)].filter((signal) => signal !== null);
}

/** A screen prints the weekday of its date itself: one that does not fit was written by somebody else. */
function wrongWeekday(date: PrintedDate | null, received: Receipt | null): Signal | null {
  const printed = date?.day?.weekday ?? null;
  if (date?.day == null || printed === null) return null;
  const day = isoDay(date.day, received?.day ?? null);
  if (day.startsWith("--") || weekdayOf(day) === printed) return null;
  return because("impossible_date", { text: date.text, day, weekday: weekdayNames[weekdayOf(day)] ?? "" });
}

function statusBar(clocks: readonly PrintedClock[]): Signal | null {
  const [first] = clocks;
  // Beside the clock, phones show how long a call or a ride takes.
  const second = clocks.find((clock) => first !== undefined && !sameRow(clock.box, first.box));
  if (first !== undefined && second !== undefined)
    return because("status_bar", { clocks: [first.text, second.text] });
  if (first === undefined || clockTime(first) !== null) return null;
  return because("status_bar", { clocks: [first.text] });
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return 60 * hours + rest;
}
