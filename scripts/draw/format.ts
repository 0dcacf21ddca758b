import type { Random } from "../common/random.ts";
import type { Day } from "./day.ts";

/** The languages of the screens. */
export type Locale = "en" | "id";

/** How a phone prints numbers and times; that depends on its region more than on its language. */
export interface Style {
  locale: Locale;
  thousands: string;
  decimal: string;
  /** What stands between a count of steps and the word behind it. */
  gap: string;
  clockSeparator: string;
  hour12: boolean;
  /** Month before day, as in the United States. */
  monthFirst: boolean;
}

const WEEKDAYS = {
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  id: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
};
const MONTHS = {
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  id: [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
  ],
};

/** English phones in Indonesia often print numbers the Indonesian way, so the two are drawn apart. */
export function styleOf(r: Random, locale: Locale): Style {
  const american = locale === "en" && r.chance(0.55);
  const spaced = locale === "en" && !american && r.chance(0.2);
  return {
    locale,
    thousands: american ? "," : spaced ? "\u00a0" : ".",
    decimal: american ? "." : ",",
    gap: " ",
    clockSeparator: american ? ":" : r.pick([".", ".", ":"]),
    hour12: american && r.chance(0.6),
    monthFirst: american && r.chance(0.7),
  };
}

/** A whole number with the region's thousands separator. */
export function count(value: number, style: Style): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, style.thousands);
}

/** A number with decimals. */
export function decimal(value: number, digits: number, style: Style): string {
  const [whole = "0", part] = value.toFixed(digits).split(".");
  const head = count(Number(whole), style);
  return part === undefined ? head : `${head}${style.decimal}${part}`;
}

/** The time in the status bar, without am or pm. */
export function clock(day: Day, style: Style): string {
  const hour = style.hour12 ? ((day.clock.hour + 11) % 12) + 1 : day.clock.hour;
  const padded = style.hour12 ? String(hour) : String(hour).padStart(2, "0");
  return `${padded}${style.clockSeparator}${String(day.clock.minute).padStart(2, "0")}`;
}

/** The English or the Indonesian wording. */
export function say(style: Style, english: string, indonesian: string): string {
  return style.locale === "en" ? english : indonesian;
}

/** The word for steps as it stands behind a count on the same line. */
export function stepsBehind(style: Style, word = say(style, "steps", "langkah")): string {
  return `${style.gap}${word}`;
}

/** "Friday" or, with `letters`, its first letters. */
export function weekday(date: Date, style: Style, letters?: number): string {
  return (WEEKDAYS[style.locale][date.getUTCDay()] ?? "").slice(0, letters);
}

/** "November" or, with `letters`, its first letters. */
export function month(date: Date, style: Style, letters?: number): string {
  return (MONTHS[style.locale][date.getUTCMonth()] ?? "").slice(0, letters);
}

/** "Friday, 21 Nov 2025", without the year if not asked for. */
export function longDate(date: Date, style: Style, withYear: boolean): string {
  const year = withYear ? ` ${date.getUTCFullYear()}` : "";
  return `${weekday(date, style)}, ${date.getUTCDate()} ${month(date, style, 3)}${year}`;
}

/** "23/11" or, where the month comes first, "11/23". */
export function slashed(date: Date, style: Style): string {
  const [day, number] = [date.getUTCDate(), date.getUTCMonth() + 1];
  return style.monthFirst ? `${number}/${day}` : `${day}/${number}`;
}

/** The date as labels give it: `2025-11-21`, or `--11-21` where the screen prints no year. */
export function isoDate(date: Date, withYear: boolean): string {
  const iso = date.toISOString().slice(0, 10);
  return withYear ? iso : `-${iso.slice(4)}`;
}
