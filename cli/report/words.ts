import type { PeriodTotals, Totals } from "../../src/api/totals.ts";
import { counted, duration } from "../output/units.ts";
import { grouped } from "../output/words.ts";

/** A share as a percentage with a decimal: 0 % is none and 100 % is all, whatever it would be rounded to. */
export function shareText(share: number | null): string {
  if (share === null) return "–";
  const percent = 100 * share;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return "< 0.1 %";
  return `${Math.min(99.9, percent).toFixed(1)} %`;
}

/** Seconds in one unit, as `4.7 s` or `2.0 min`, or a dash where there were none. */
export function secondsText(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  if (seconds < 59.5) return duration(seconds);
  const [length, unit] = seconds < 3570 ? [60, "min"] : [3600, "h"];
  return `${(seconds / length).toFixed(1)} ${unit}`;
}

/** Until when the last day is counted, as a clock of the time zone shows it. */
export function clockText({ as_of: asOf, time_zone: timeZone }: Totals): string {
  try {
    return new Date(asOf).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  } catch {
    // A zone that the service knows and this program does not.
    return `${asOf.slice(11, 16)} UTC`;
  }
}

/** A count, or a dash where it is not known. */
export function countText(count: number | null): string {
  return count === null ? "–" : grouped(count);
}

/** An hour with its end: `07–08`. */
export function hourText(hour: number): string {
  return `${twoDigits(hour)}–${twoDigits(hour + 1)}`;
}

/** A day as in `Wed 18 Nov`. */
export function dayText(day: string): string {
  return formatted(day, { weekday: "short", day: "numeric", month: "short" });
}

/** The same without its weekday, for narrow places. */
export function shortDay(day: string): string {
  return formatted(day, { day: "numeric", month: "short" });
}

/** What a report is about: `18 Nov – 24 Nov 2026`. */
export function periodText({ from, until }: Pick<PeriodTotals, "from" | "until">): string {
  const last = `${shortDay(until)} ${until.slice(0, 4)}`;
  if (from === until) return last;
  const year = from.slice(0, 4) === until.slice(0, 4) ? "" : ` ${from.slice(0, 4)}`;
  return `${shortDay(from)}${year} – ${last}`;
}

/** How errors went, against the days before. */
export function trendText({ days, deleted, sum, before }: Totals): string {
  const length = before === null ? days.length : daysIn(before);
  const earlier =
    deleted !== null ? "the time before" : length === 1 ? "the day before" : `the ${length} days before`;
  if (sum.failed_share === null) return "errors: none, because nothing was processed";
  const now = `errors: ${shareText(sum.failed_share)}`;
  if (before === null || before.failed_share === null) return `${now}; nothing is known of ${earlier}`;
  const points = pointsOf(sum.failed_share - before.failed_share);
  const then =
    before.days_with_work < length && length > 1
      ? `${earlier}, of which ${before.days_with_work} had work`
      : earlier;
  const time = length === 1 ? then : `in ${then}`;
  if (points === 0) return `${now}, as much as ${time}`;
  const amount = `${Math.abs(points)} ${Math.abs(points) === 1 ? "point" : "points"}`;
  return `${now}, ${amount} ${points < 0 ? "less" : "more"} than ${time}`;
}

/** What is in none of the figures; `null` where there is nothing. */
export function loadTestsText({ load_tests: count }: Totals): string | null {
  if (count === 0) return null;
  return `Without ${counted(count, "report")} of load tests: --environment loadtest shows them`;
}

/** What was asked for and is not known any more; `null` where all of it is. */
export function deletedText({ deleted }: Totals): string | null {
  if (deleted === null) return null;
  const which = `${periodText(deleted)} ${daysIn(deleted) === 1 ? "is" : "are"} left out`;
  return `${which}: totals are deleted after HISTORY_DAYS`;
}

function daysIn({ from, until }: Pick<PeriodTotals, "from" | "until">): number {
  return 1 + (Date.parse(until) - Date.parse(from)) / 86_400_000;
}

/** A difference of shares in percentage points, to a tenth. */
export function pointsOf(difference: number): number {
  return Math.round(1000 * difference) / 10 || 0;
}

function formatted(day: string, options: Intl.DateTimeFormatOptions): string {
  const parts = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).formatToParts(
    new Date(`${day}T00:00:00Z`),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value.slice(0, 3) ?? "";
  return [part("weekday"), part("day"), part("month")].filter(Boolean).join(" ");
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
