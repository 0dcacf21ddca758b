import { addDays, isoDay } from "./calendar.ts";
import type { PrintedDate } from "./dates.ts";
import type { Field, Fields } from "./fields.ts";

/** What the screen says about the day, in units that a program can work with; `null` for what it does not say. */
export interface Values {
  /** ISO 8601: `2025-11-23`, or `--11-23` where the year is neither printed nor known from the day of receipt. */
  readonly date: string | null;
  readonly distanceKm: number | null;
  readonly durationS: number | null;
  readonly caloriesKcal: number | null;
  /** The goal for the day, in steps. */
  readonly goal: number | null;
  /** The clock in the status bar, `HH:MM`. Phones set to 12 hours do not say which half of the day it is. */
  readonly clock: string | null;
}

const metresAMile = 1609.344;

/** Brings the printed fields to units. `today` is the day on which the picture came in, where that is known. */
export function valuesOf(
  fields: Fields,
  date: PrintedDate | null,
  goal: number | null,
  today: string | null,
): Values {
  const distance = metres(fields.distance);
  return {
    date: dateValue(date, today),
    distanceKm: distance === null ? null : Math.round(distance.length / 10) / 100,
    durationS: seconds(fields.duration),
    caloriesKcal: wholeNumber(fields.total_calories),
    goal,
    clock: clockTime(fields.clock),
  };
}

function dateValue(date: PrintedDate | null, today: string | null): string | null {
  if (date === null) return null;
  if (date.day !== null) return isoDay(date.day, today);
  return today === null || date.daysAgo === null ? null : addDays(today, -date.daysAgo);
}

/** A distance in metres, and by how much it may be rounded; `null` when none is printed. */
export function metres(
  distance: Field | undefined,
): { readonly length: number; readonly rounding: number } | null {
  const match = /(\d+)(?:[.,](\d+))?\s*(km|mi)/i.exec(distance?.text ?? "");
  if (match === null) return null;
  const [, whole = "", decimals = "", unit = ""] = match;
  const metresAUnit = unit.toLowerCase() === "km" ? 1000 : metresAMile;
  // Apps round or cut: the last digit may be off by one.
  return {
    length: Number(`${whole}.${decimals}`) * metresAUnit,
    rounding: metresAUnit / 10 ** decimals.length,
  };
}

/** A duration in seconds: `82 mins`, `1 h 20 min`, `2 jam`; `null` when none is printed. */
export function seconds(duration: Field | undefined): number | null {
  const text = duration?.text ?? "";
  const hours = /(\d+)\s*(?:h|j)/i.exec(text)?.[1];
  const minutes = /(\d+)\s*m/i.exec(text)?.[1];
  if (hours === undefined && minutes === undefined) return null;
  return 3600 * Number(hours ?? 0) + 60 * Number(minutes ?? 0);
}

/** The whole number that a field begins with, without its thousands separators: `1.694 kal`, `968 cal`. */
function wholeNumber(field: Field | undefined): number | null {
  const printed = /^\d+(?:[.,'’ ]\d{3})*/.exec(field?.text ?? "")?.[0];
  return printed === undefined ? null : Number(printed.replace(/\D/g, ""));
}

/** `7.09 PM` → `19:09`, `9:41` → `09:41`; `null` for what no clock shows. */
export function clockTime(field: Field | undefined): string | null {
  const match = /^(\d{1,2})[.:](\d{2})(?:\s*([ap])m)?$/i.exec(field?.text ?? "");
  if (match === null) return null;
  const [, printed = "", minutes = "", half] = match;
  const hour = half === undefined ? Number(printed) : (Number(printed) % 12) + (/p/i.test(half) ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59) return null;
  return `${String(hour).padStart(2, "0")}:${minutes}`;
}
