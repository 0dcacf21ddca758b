import type { ReviewSignal } from "../config/values.ts";
import { addDays } from "../reading/extract/calendar.ts";
import type { Reading } from "../reading/reading.ts";
import { because } from "../reading/reasons.ts";
import type { Signal } from "../reading/signals/signal.ts";
import { type Copy, copyReason, type Oddity } from "./reasons.ts";

/** Which signals send a sure reading to a human: what is booked for somebody else, or for another day, is not right. */
export interface ReviewRules {
  readonly signals: readonly ReviewSignal[];
  /** By how many days the day on the screen may lie before the report's. */
  readonly dateDays: number;
}

/** A signal that sends a reading to a human, and why. */
export interface Held {
  readonly signal: ReviewSignal;
  readonly reason: Oddity;
}

/** The signals of a reading that each name of the setting stands for, besides what only the report tells. */
const codesOf: Readonly<Record<ReviewSignal, readonly Signal["code"][]>> = {
  copy: [],
  // A weekday that a day never had shows a date without its year to be another year's, or written by somebody else.
  date: ["impossible_date"],
  clock: ["clock_ahead"],
  digits: ["uneven_digits"],
  bars: ["status_bar"],
};

/**
 * What sends the reading of a report to a human by the setting REVIEW_SIGNALS, the first reason of each signal. `day` is
 * the report's, in ISO 8601; `copies` are the pictures that came before and are the same.
 */
export function heldFor(
  { signals, dateDays }: ReviewRules,
  reading: Reading,
  day: string,
  copies: readonly Copy[],
): Held[] {
  return signals.flatMap((signal): Held[] => {
    const own: Oddity[] = signal === "copy" ? copies.map(copyReason) : [];
    if (signal === "date" && isOfAnotherDay(reading, day, dateDays))
      own.push(because("another_day", { date: reading.values.date, received: day }));
    const [reason] = [...own, ...reading.signals.filter(({ code }) => codesOf[signal].includes(code))];
    return reason === undefined ? [] : [{ signal, reason }];
  });
}

/** A date without a year was given the year in which it is nearest, when it was read: see `isoDay`. */
function isOfAnotherDay({ values: { date } }: Reading, day: string, dateDays: number): boolean {
  return date !== null && (date > day || date < addDays(day, -dateDays));
}
