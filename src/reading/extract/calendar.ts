/** Days as people print them, in English and Indonesian, brought to ISO 8601. No clock: callers give "today". */

/** A day of the calendar. `year` is `null` where none is printed. */
export interface PrintedDay {
  readonly year: number | null;
  /** 1–12 */
  readonly month: number;
  /** 1–31 */
  readonly day: number;
  /** 0 for Sunday to 6, as printed beside the date; `null` where none is. */
  readonly weekday: number | null;
}

/** Names of each month from January on, as patterns, in both languages. */
const monthPatterns = [
  "jan(?:uari|uary)?",
  "feb(?:ruari|ruary)?",
  "mar(?:et|ch)?",
  "apr(?:il)?",
  "mei|may",
  "jun[ie]?",
  "jul[iy]?",
  "agu(?:stus)?|ags|agt|aug(?:ust)?",
  "sep(?:t|tember)?",
  "okt(?:ober)?|oct(?:ober)?",
  "nov(?:ember)?",
  "des(?:ember)?|dec(?:ember)?",
] as const;
/** Names of each day of the week from Sunday on. */
const weekdayPatterns = [
  "sun(?:day)?|min(?:g|ggu)?",
  "mon(?:day)?|sen(?:in)?",
  "tue(?:s|sday)?|sel(?:asa)?",
  "wed(?:nesday)?|rab(?:u)?",
  "thu(?:r|rs|rsday)?|kam(?:is)?",
  "fri(?:day)?|jum(?:at)?",
  "sat(?:urday)?|sab(?:tu)?",
] as const;

/** Any month, any weekday: parts of patterns. */
export const months = monthPatterns.join("|");
export const weekdays = weekdayPatterns.join("|");

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "i");
const monthForms = monthPatterns.map(whole);
const weekdayForms = weekdayPatterns.map(whole);
const words = /\p{L}+/gu;

/** `0kt`, `0ctober`: the only months that begin with an O, which engines read as a zero. */
export function withLetterO(text: string): string {
  return text.replace(/0(?=kt|ct)/gi, "O");
}

/** Whether a word is the name of a day of the week, in full or short. */
export function isWeekday(word: string): boolean {
  return indexOf(weekdayForms, word) !== -1;
}

/**
 * The day that a text names: `Sunday, 23 Nov 2025`, `Kam, 27 Nov`, `November 23, 2025`, `2025-11-23`. `null` when
 * it names none, or one that no calendar has.
 */
export function parseDay(text: string): PrintedDay | null {
  const iso = /\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text);
  if (iso !== null) return existing({ ...numbers(iso), weekday: null });
  const names = text.match(words) ?? [];
  const month = names.map((name) => indexOf(monthForms, name)).find((index) => index !== -1);
  if (month === undefined) return null;
  const year = /(?<!\d)20\d\d(?!\d)/.exec(text)?.[0] ?? null;
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(year === null ? text : text.replace(year, ""))?.[0];
  if (day === undefined) return null;
  const weekday = names.map((name) => indexOf(weekdayForms, name)).find((index) => index !== -1);
  return existing({
    year: year === null ? null : Number(year),
    month: month + 1,
    day: Number(day),
    weekday: weekday ?? null,
  });
}

/**
 * The day of a slashed date such as `11/23` or `20/5`, which phones print in either order. A part above 12 tells,
 * and so do the days beside it in a row of days: 22 and 24 stand on either side of the 23rd. `null` if neither.
 */
export function parseSlashed(text: string, neighbours: readonly number[]): PrintedDay | null {
  const match = /^(\d{1,2})\/(\d{1,2})$/.exec(text.trim());
  if (match === null) return null;
  const [first, second] = [Number(match[1]), Number(match[2])];
  const dayFirst = existing({ year: null, month: second, day: first, weekday: null });
  const monthFirst = existing({ year: null, month: first, day: second, weekday: null });
  if (dayFirst === null || monthFirst === null || first === second) return dayFirst ?? monthFirst;
  const fits = (day: number): boolean =>
    !neighbours.includes(day) && neighbours.some((other) => Math.abs(other - day) === 1);
  if (fits(first) === fits(second)) return null;
  return fits(first) ? dayFirst : monthFirst;
}

/** How many days before today a word names, or `null` when it names no such day. */
export function daysAgo(text: string): number | null {
  if (/\b(?:today|hari ini)\b/i.test(text)) return 0;
  return /\b(?:yesterday|kemarin)\b/i.test(text) ? 1 : null;
}

/**
 * ISO 8601: `2025-11-23`, or `--11-23` where the year is neither printed nor known. `today` (`2025-11-24`) is the
 * day on which the picture came in: it gives the year, since no screen shows a day to come.
 */
export function isoDay({ year, month, day }: PrintedDay, today: string | null): string {
  const rest = `${two(month)}-${two(day)}`;
  if (year !== null) return `${year}-${rest}`;
  if (today === null) return `--${rest}`;
  const thisYear = Number(today.slice(0, 4));
  // A phone in a later time zone may be a day ahead.
  const candidates = [thisYear + 1, thisYear, thisYear - 1, thisYear - 2, thisYear - 3, thisYear - 4];
  const found = candidates.find((each) => {
    const date = `${each}-${rest}`;
    return exists(each, month, day) && date <= addDays(today, 1);
  });
  return found === undefined ? `--${rest}` : `${found}-${rest}`;
}

/** The day so many days later (earlier when negative) in ISO 8601. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day of the week of an ISO date, 0 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function numbers(match: RegExpExecArray): { year: number; month: number; day: number } {
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

/** February has its 29th as long as the year is not known. */
function existing(date: PrintedDay): PrintedDay | null {
  return exists(date.year ?? 2000, date.month, date.day) ? date : null;
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function indexOf(forms: readonly RegExp[], name: string): number {
  return forms.findIndex((form) => form.test(name));
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
