import { months, type PrintedDay, parseDay, weekdays } from "../extract/calendar.ts";

/**
 * What an expression of time covers. `clock` is a moment, `hours` a part of a day, `day` a whole one, `days` several
 * of them, `lifetime` all that there ever were. `allDay` is a range of hours that is a whole day, and says nothing.
 */
export type TimeSpan = "clock" | "hours" | "allDay" | "day" | "days" | "week" | "month" | "year" | "lifetime";

/** One expression of time in a text. */
export interface TimeExpression {
  readonly span: TimeSpan;
  /** As it stands in the text, from `start` to before `end`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The day that it names, where it names one. */
  readonly day: PrintedDay | null;
}

// Engines lose spaces and read other dashes, so every space may be missing.
const joint =
  "\\s*(?:[-–—~→]+|to|until|till|through|thru|s\\/d|s\\.d\\.?|sd\\.?|sampai(?:\\s*dengan)?|hingga|ke|dan|and)\\s*";
const half = "[ap]\\.?\\s?m\\.?";
const minutes = "[.:]\\s?[0-5]\\d";
const clock = `(?:[01]?\\d|2[0-4])${minutes}(?:${minutes})?(?:\\s*${half})?|(?:1[0-2]|0?[1-9])\\s*${half}`;
const at = "(?:at|pukul|pkl\\.?|jam|from|dari|@)\\s*";
const endOfWord = "(?!\\p{L})";
const startOfWord = "(?<!\\p{L})";
const month = `(?:${months})${endOfWord}\\.?`;
const weekday = `(?:${weekdays}|ming|minggu|ahad)${endOfWord}\\.?`;
const relative = "today|yesterday|tonight|hari\\s?ini|kemarin|kemaren";
const yearNumber = "(?:19|20)\\d\\d";
const withYear = `(?:\\s*[,.]?\\s*${yearNumber}(?!\\d))?`;
const ordinal = "(?:st|nd|rd|th)?";
const dayNumber = `(?<!\\d|\\d[.,:/])(?:3[01]|[12]\\d|0?[1-9])${ordinal}(?!\\d|[:]\\d)`;
const before = `(?:(?:${weekday}|${relative})\\s*,?\\s*)?`;
const dayFirst = `${before}${dayNumber}\\s*(?:of\\s*)?[-. ]?${startOfWord}${month}${withYear}`;
const monthFirst = `${before}${startOfWord}${month}\\s*${dayNumber}(?!\\s*[-–—]?\\s*(?:${months})${endOfWord})${withYear}`;
const iso = `(?<!\\d)${yearNumber}([-/.])(?:1[0-2]|0?[1-9])\\1(?:3[01]|[12]\\d|0?[1-9])(?!\\d)`;
const slashed = "(?<![\\d/.])(?:3[01]|[0-2]?\\d)[/](?:3[01]|[0-2]?\\d)(?:[/](?:\\d{4}|\\d{2}))?(?![\\d/])";
const dotted = "(?<![\\d/.,])(?:3[01]|[12]\\d|0?[1-9])[.-](?:1[0-2]|0?[1-9])[.-](?:\\d{4}|\\d{2})(?!\\d)";
const whole = `(?:${dayFirst}|${monthFirst}|${iso.replace("\\1", "[-/.]").replace("([-/.])", "[-/.]")}|${slashed}|${dotted})`;
const some = `(?:\\d+|a|one|two|three|four|five|six|seven|eight|ten|twelve|few|several|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sepuluh|beberapa)`;
const latest = "(?:this|last|past|next|previous|prior|current|recent|latest|rolling)";
const latestId = "(?:ini|lalu|terakhir|kemarin|sebelumnya|depan|berjalan|belakangan)";

/** Characters of `12:59 PM`, and one more. */
const longestClock = 9;

interface Form {
  readonly span: TimeSpan;
  readonly form: RegExp;
}

const of = (span: TimeSpan, ...patterns: readonly string[]): Form[] =>
  patterns.map((pattern) => ({ span, form: new RegExp(pattern, "giu") }));

/** The longer expression stands before the shorter one that is a part of it. */
const forms: readonly Form[] = [
  // Ranges of hours.
  ...of(
    "allDay",
    `(?<!\\d)0?0[.:]00${joint}(?:23[.:]59|24[.:]00|0?0[.:]00)(?!\\d)`,
    "(?:12|0?0)(?:[.:]00)?\\s*am\\s*[-–—]\\s*(?:11[.:]59\\s*pm|12(?:[.:]00)?\\s*am)",
  ),
  ...of(
    "hours",
    `(?<!\\d|\\d[.:])(?:${at})?(?:${clock}|\\d{1,2})${joint}(?:${at})?(?:${clock})(?![\\d:])`,
    `(?<!\\d|\\d[.:])(?:${at})?(?:${clock})${joint}(?:${at})?(?:\\d{1,2})(?![\\d:.,/]|\\s*(?:${months}))`,
    // `5–6 PM` of which the dash was not read: there is no such hour.
    "(?<![\\d.,:])(?:1[3-9]|[2-9]\\d)\\s?[ap]\\.?m\\.?(?!\\p{L})",
    `${startOfWord}(?:at|pukul|pkl\\.?|jam)\\s*\\d{1,2}(?:${minutes})?(?:\\s*${half})?(?:${joint}\\d{1,2}(?:${minutes})?)?(?![\\d.,:])`,
    `${startOfWord}(?:between|antara)\\s*\\d{1,2}(?:${minutes})?(?:\\s*${half})?${joint}\\d{1,2}(?:${minutes})?(?:\\s*${half})?`,
    `${startOfWord}(?:the\\s*)?(?:${latest}\\s*)?(?:${some}\\s*)?(?:hour|hours|hourly|minutes ago|half[- ]?hour)${endOfWord}(?:\\s*ago)?`,
    `${startOfWord}(?:per\\s*jam|sejam|jam\\s*${latestId}|${some}\\s*jam\\s*${latestId}|setengah\\s*(?:hari|jam)|half\\s*(?:a\\s*)?day)${endOfWord}`,
    `${startOfWord}(?:this\\s*)?(?:morning|afternoon|evening|noon|midday|midnight|night|dawn|(?:before|after)\\s*(?:noon|lunch|work))${endOfWord}`,
    `${startOfWord}(?:pagi|siang|sore|malam|subuh|dini\\s*hari)(?:\\s*(?:ini|hari|tadi))?${endOfWord}`,
    `${startOfWord}(?:so\\s*far\\s*at|as\\s*of|per)\\s*(?:${clock})`,
  ),
  // Ranges of days.
  ...of(
    "days",
    `${whole}${joint}(?:${whole}|${relative}|now|sekarang)`,
    `(?:${weekday}\\s*,?\\s*)?${dayNumber}(?:\\s*${startOfWord}${month})?${joint}(?:${weekday}\\s*,?\\s*)?${dayNumber}\\s*${startOfWord}${month}${withYear}`,
    `${startOfWord}${month}\\s*${dayNumber}${joint}(?:${month}\\s*)?${dayNumber}${withYear}`,
    `${startOfWord}${weekday}${joint}${weekday}`,
    `${startOfWord}(?:${month}\\s*(?:${yearNumber})?)${joint}(?:${month}\\s*(?:${yearNumber})?|${relative}|now|sekarang)`,
    `(?<![\\d.,:/-])(?:3[01]|[12]\\d|0?[1-9])\\s*[-–—]\\s*(?:3[01]|[12]\\d|0?[1-9])(?![\\d.,:/%-])`,
    `(?<![\\d.,])${yearNumber}\\s*[-–—]\\s*${yearNumber}(?!\\d)`,
    `${startOfWord}(?:${latest}\\s*)?${some}[\\s-]*days?${endOfWord}`,
    `${startOfWord}(?:${some}\\s*hari(?:\\s*${latestId})?|seminggu|sepekan|sebulan|setahun)${endOfWord}`,
    `${startOfWord}(?:${latest}\\s*)?(?:week-?ends?|week-?days?|work-?days?|hari\\s*kerja|akhir\\s*(?:pekan|minggu))(?:\\s*${latestId})?${endOfWord}`,
    `${startOfWord}(?:since|sejak|from|mulai|dari|until|hingga|sampai|by|before|after|sebelum|setelah)\\s*(?:${whole}|${month}(?:\\s*${yearNumber})?|${weekday}|${relative}|${yearNumber}(?!\\d))`,
    `${startOfWord}(?:every|all|each|setiap|semua|tiap)\\s*(?:days?|hari)${endOfWord}`,
    `${startOfWord}days|hari-hari${endOfWord}`,
  ),
  // A moment of a day.
  ...of(
    "clock",
    `(?:${whole}|${relative}|${weekday})\\s*(?:,|at|pukul|jam|·|\\|)?\\s*(?:${clock})(?![\\d:])`,
  ),
  // One day.
  ...of("day", dayFirst, monthFirst, iso, slashed, dotted, `${startOfWord}(?:${relative})${endOfWord}`),
  // Weeks, months, years, all of it.
  ...of(
    "lifetime",
    `${startOfWord}(?:all[\\s-]*time|life[\\s-]*time|life|of all time|ever|forever|overall|grand total|to[\\s-]*date|in total|since (?:you )?(?:joined|joining|start\\p{L}*|the start|day one|forever)|since \\p{L}+)${endOfWord}`,
    `${startOfWord}(?:selamanya|sepanjang\\s*(?:masa|waktu)|seumur\\s*hidup|semua\\s*waktu|keseluruhan|seluruhnya|total\\s*keseluruhan|sampai\\s*(?:saat\\s*ini|sekarang|kini)|hingga\\s*(?:saat\\s*ini|sekarang|kini)|sejak\\s*(?:awal|bergabung|\\p{L}+)|selama\\s*ini)${endOfWord}`,
  ),
  ...of(
    "week",
    `${startOfWord}(?:${latest}\\s*)?(?:${some}\\s*)?(?:weeks?|wks?|fortnight)${endOfWord}(?:\\s*(?:of|starting|ending|no\\.?|#|-)?\\s*(?:the\\s*)?(?:${whole}|\\d{1,2}(?:\\s*[,/]?\\s*${yearNumber})?))?(?:\\s*ago)?`,
    `${startOfWord}(?:weekly|mingguan|pekanan)${endOfWord}`,
    `${startOfWord}(?:${some}\\s*)?(?:minggu|pekan)(?:\\s*ke)?\\s*-?\\s*(?:\\d{1,2}(?!\\d)|${latestId})`,
    `${startOfWord}(?:${some}\\s*)(?:minggu|pekan)${endOfWord}`,
    `${startOfWord}(?:minggu|pekan)${endOfWord}`,
    `${startOfWord}w\\s?-?(?:[0-4]?\\d|5[0-3])(?!\\d)(?:\\s*[,/-]?\\s*${yearNumber})?|${yearNumber}-?w\\d{2}`,
  ),
  ...of(
    "month",
    `${startOfWord}(?:${latest}\\s*)?(?:${some}\\s*)?(?:months?|mos?|quarters?)${endOfWord}(?:\\s*ago)?`,
    `${startOfWord}(?:monthly|bulanan|triwulan|kuartal|quarterly|semester)${endOfWord}(?:\\s*\\p{L}{1,3}\\b|\\s*\\d)?`,
    `${startOfWord}(?:${some}\\s*)?bulan${endOfWord}(?:\\s*${latestId}|\\s*${startOfWord}${month})?`,
    `${startOfWord}q[1-4]${endOfWord}(?:\\s*[,/-]?\\s*${yearNumber})?`,
    `${startOfWord}${month}\\s*[,'’]?\\s*(?:${yearNumber}|\\d{2})?(?![\\d])`,
    `(?<![\\d/.-])(?:${yearNumber}[-/.](?:1[0-2]|0?[1-9])|(?:1[0-2]|0?[1-9])[-/.]${yearNumber})(?![\\d/.-])`,
  ),
  ...of(
    "year",
    `${startOfWord}(?:${latest}\\s*)?(?:${some}\\s*)?(?:years?|yrs?|decade)${endOfWord}(?:\\s*(?:ago|to\\s*date|in\\s*review))?`,
    `${startOfWord}(?:yearly|annual|annually|tahunan)${endOfWord}`,
    `${startOfWord}(?:${some}\\s*)?tahun${endOfWord}(?:\\s*${latestId}|\\s*${yearNumber})?`,
    `(?<![\\d.,:/])${yearNumber}(?![\\d.,:/%])`,
  ),
  // A day of the week alone; `Minggu` is a week as well, and was one above.
  ...of("week", "(?<![\\d.,:/])\\d{1,2}\\s?w(?!\\p{L})"),
  ...of("days", "(?<![\\d.,:/])(?:[2-9]|[1-9]\\d)\\s?d(?!\\p{L})"),
  ...of("year", "(?<![\\d.,:/])\\d{1,2}\\s?y(?!\\p{L})"),
  ...of("day", `(?<!\\d\\s?)${startOfWord}(?:${weekdays})${endOfWord}`),
  ...of("clock", `(?<![\\d.,:])(?:${clock})(?![\\d:])`),
];

/** Whether a moment names its day as well: `Nov 24, 17:43`, not `12:59 PM`. */
export function hasDate({ text }: TimeExpression): boolean {
  return text.length > longestClock;
}

/** `0kt`, `0ctober`: the only months that begin with an O, which engines read as a zero. */
function withLetterO(text: string): string {
  return text.replace(/(?<!\d)0(?=kt|ct)/gi, "O");
}

/** All expressions of time in a text, from left to right; none overlaps with another. English and Indonesian. */
export function timesIn(printed: string): TimeExpression[] {
  const text = withLetterO(printed.replace(/[\u00a0\u2007\u2009\u202f]/g, " "));
  const found: TimeExpression[] = [];
  let rest = text;
  for (const { span, form } of forms) {
    for (const match of rest.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (match[0].trim() === "" || rest.slice(start, end).includes("\u0000")) continue;
      found.push({
        span,
        text: match[0].trim(),
        start,
        end,
        day: span === "day" || span === "clock" ? parseDay(match[0]) : null,
      });
      // What was understood is not understood once more, as a part of it.
      rest = rest.slice(0, start) + "\u0000".repeat(end - start) + rest.slice(end);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
