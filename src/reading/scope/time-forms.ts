import { months, weekdays } from "../extract/calendar.ts";

/**
 * What an expression of time covers. `clock` is a moment, `hours` a part of a day, `day` a whole one, `days` several
 * of them, `lifetime` all that there ever were. `allDay` is a range of hours that is a whole day, and says nothing.
 */
export type TimeSpan = "clock" | "hours" | "allDay" | "day" | "days" | "week" | "month" | "year" | "lifetime";

/** One form of expressions of time, with a name that no other of its span has. */
export interface TimeForm {
  readonly span: TimeSpan;
  readonly name: string;
  /** Global, whatever the case. */
  readonly form: RegExp;
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

const of = (span: TimeSpan, patterns: Readonly<Record<string, string>>): TimeForm[] =>
  Object.entries(patterns).map(([name, pattern]) => ({ span, name, form: new RegExp(pattern, "giu") }));

/**
 * All forms, in English and Indonesian; knowledge only. The longer expression stands before the shorter one that is a part
 * of it.
 */
export const timeForms: readonly TimeForm[] = [
  // Ranges of hours.
  ...of("allDay", {
    "of 24 hours": `(?<!\\d)0?0[.:]00${joint}(?:23[.:]59|24[.:]00|0?0[.:]00)(?!\\d)`,
    "of 12 hours": "(?:12|0?0)(?:[.:]00)?\\s*am\\s*[-–—]\\s*(?:11[.:]59\\s*pm|12(?:[.:]00)?\\s*am)",
  }),
  ...of("hours", {
    "range ends": `(?<!\\d|\\d[.:])(?:${at})?(?:${clock}|\\d{1,2})${joint}(?:${at})?(?:${clock})(?![\\d:])`,
    "range begins": `(?<!\\d|\\d[.:])(?:${at})?(?:${clock})${joint}(?:${at})?(?:\\d{1,2})(?![\\d:.,/]|\\s*(?:${months}))`,
    // `5–6 PM` of which the dash was not read: there is no such hour.
    "no such hour": "(?<![\\d.,:])(?:1[3-9]|[2-9]\\d)\\s?[ap]\\.?m\\.?(?!\\p{L})",
    at: `${startOfWord}(?:at|pukul|pkl\\.?|jam)\\s*\\d{1,2}(?:${minutes})?(?:\\s*${half})?(?:${joint}\\d{1,2}(?:${minutes})?)?(?![\\d.,:])`,
    between: `${startOfWord}(?:between|antara)\\s*\\d{1,2}(?:${minutes})?(?:\\s*${half})?${joint}\\d{1,2}(?:${minutes})?(?:\\s*${half})?`,
    "since a time": `${startOfWord}(?:since|sejak|from|mulai|dari|until|till|hingga|sampai|by|before|after|sebelum|setelah|sesudah)\\s*(?:${clock})(?![\\d:])`,
    hours: `${startOfWord}(?:the\\s*)?(?:${latest}\\s*)?(?:${some}\\s*)?(?:hour|hours|hourly|minutes ago|half[- ]?hour)${endOfWord}(?:\\s*ago)?`,
    "latest hours": `${startOfWord}(?:per\\s*jam|sejam|jam\\s*${latestId}|${some}\\s*jam\\s*${latestId}|setengah\\s*(?:hari|jam)|half\\s*(?:a\\s*)?day)${endOfWord}`,
    // The latest 24 hours are parts of two days; other numbers of hours at a count are how long somebody was active.
    "24 hours": "(?<![\\d.,:/])24\\s?-?(?:h|hr|hrs|j|jam)(?!\\p{L}|\\s?\\d)",
    "part of the day": `${startOfWord}(?:this\\s*)?(?:morning|afternoon|evening|noon|midday|midnight|night|dawn|(?:before|after)\\s*(?:noon|lunch|work))${endOfWord}`,
    "bagian hari": `${startOfWord}(?:pagi|siang|sore|malam|subuh|dini\\s*hari)(?:\\s*(?:ini|hari|tadi))?${endOfWord}`,
    "as of": `${startOfWord}(?:so\\s*far\\s*at|as\\s*of|per)\\s*(?:${clock})`,
  }),
  // Ranges of days.
  ...of("days", {
    "days to days": `${whole}${joint}(?:${whole}|${relative}|now|sekarang)`,
    "days of one month": `(?:${weekday}\\s*,?\\s*)?${dayNumber}(?:\\s*${startOfWord}${month})?${joint}(?:the\\s*)?(?:${weekday}\\s*,?\\s*)?${dayNumber}\\s*(?:of\\s*)?${startOfWord}${month}${withYear}`,
    "months with days": `${startOfWord}${month}\\s*${dayNumber}${joint}(?:${month}\\s*)?${dayNumber}${withYear}`,
    weekdays: `${startOfWord}${weekday}${joint}${weekday}`,
    "months to months": `${startOfWord}(?:${month}\\s*(?:${yearNumber})?)${joint}(?:${month}\\s*(?:${yearNumber})?|${relative}|now|sekarang)`,
    "bare days": `(?<![\\d.,:/-])(?:3[01]|[12]\\d|0?[1-9])\\s*[-–—]\\s*(?:3[01]|[12]\\d|0?[1-9])(?![\\d.,:/%-])`,
    "years to years": `(?<![\\d.,])${yearNumber}\\s*[-–—]\\s*${yearNumber}(?!\\d)`,
    "several days": `${startOfWord}(?:${latest}\\s*)?${some}[\\s-]*days?${endOfWord}`,
    "beberapa hari": `${startOfWord}(?:${some}\\s*hari(?:\\s*${latestId})?|seminggu|sepekan|sebulan|setahun)${endOfWord}`,
    weekends: `${startOfWord}(?:${latest}\\s*)?(?:week-?ends?|week-?days?|work-?days?|hari\\s*kerja|akhir\\s*(?:pekan|minggu))(?:\\s*${latestId})?${endOfWord}`,
    since: `${startOfWord}(?:since|sejak|from|mulai|dari|until|hingga|sampai|by|before|after|sebelum|setelah)\\s*(?:${whole}|${month}(?:\\s*${yearNumber})?|${weekday}|${relative}|${yearNumber}(?!\\d))`,
    "every day": `${startOfWord}(?:every|all|each|setiap|semua|tiap)\\s*(?:days?|hari)${endOfWord}`,
    days: `${startOfWord}days|hari-hari${endOfWord}`,
  }),
  // A moment of a day.
  ...of("clock", {
    // `TELKOMSEL 12:08` is no Tuesday.
    "on a day": `(?:${whole}|${relative}|${startOfWord}${weekday})\\s*(?:,|at|pukul|jam|·|\\|)?\\s*(?:${clock})(?![\\d:])`,
  }),
  // One day.
  ...of("day", {
    "day first": dayFirst,
    "month first": monthFirst,
    ISO: iso,
    slashed: slashed,
    dotted: dotted,
    relative: `${startOfWord}(?:${relative})${endOfWord}`,
  }),
  // Weeks, months, years, all of it.
  ...of("lifetime", {
    "all time": `${startOfWord}(?:all[\\s-]*time|life[\\s-]*time|life|of all time|ever|forever|overall|grand total|to[\\s-]*date|in total|since (?:you )?(?:joined|joining|start\\p{L}*|the start|day one|forever)|since \\p{L}+)${endOfWord}`,
    "semua waktu": `${startOfWord}(?:selamanya|sepanjang\\s*(?:masa|waktu)|seumur\\s*hidup|semua\\s*waktu|keseluruhan|seluruhnya|total\\s*keseluruhan|sampai\\s*(?:saat\\s*ini|sekarang|kini)|hingga\\s*(?:saat\\s*ini|sekarang|kini)|sejak\\s*(?:awal|bergabung|\\p{L}+)|selama\\s*ini)${endOfWord}`,
  }),
  ...of("week", {
    week: `${startOfWord}(?:${latest}\\s*)?(?:${some}\\s*)?(?:weeks?|wks?|fortnight)${endOfWord}(?:\\s*(?:of|starting|ending|no\\.?|#|-)?\\s*(?:the\\s*)?(?:${whole}|\\d{1,2}(?:\\s*[,/]?\\s*${yearNumber})?))?(?:\\s*ago)?`,
    weekly: `${startOfWord}(?:weekly|mingguan|pekanan)${endOfWord}`,
    "minggu ke": `${startOfWord}(?:${some}\\s*)?(?:minggu|pekan)(?:\\s*ke)?\\s*-?\\s*(?:\\d{1,2}(?!\\d)|${latestId})`,
    "beberapa minggu": `${startOfWord}(?:${some}\\s*)(?:minggu|pekan)${endOfWord}`,
    minggu: `${startOfWord}(?:minggu|pekan)${endOfWord}`,
    W47: `${startOfWord}w\\s?-?(?:[0-4]?\\d|5[0-3])(?!\\d)(?:\\s*[,/-]?\\s*${yearNumber})?|${yearNumber}-?w\\d{2}`,
  }),
  ...of("month", {
    month: `${startOfWord}(?:${latest}\\s*)?(?:${some}\\s*)?(?:months?|mos?|quarters?)${endOfWord}(?:\\s*ago)?`,
    monthly: `${startOfWord}(?:monthly|bulanan|triwulan|kuartal|quarterly|semester)${endOfWord}(?:\\s*\\p{L}{1,3}\\b|\\s*\\d)?`,
    bulan: `${startOfWord}(?:${some}\\s*)?bulan${endOfWord}(?:\\s*${latestId}|\\s*${startOfWord}${month})?`,
    quarter: `${startOfWord}q[1-4]${endOfWord}(?:\\s*[,/-]?\\s*${yearNumber})?`,
    "named month": `${startOfWord}${month}\\s*[,'’]?\\s*(?:${yearNumber}|\\d{2})?(?![\\d])`,
    "numbered month": `(?<![\\d/.-])(?:${yearNumber}[-/.](?:1[0-2]|0?[1-9])|(?:1[0-2]|0?[1-9])[-/.]${yearNumber})(?![\\d/.-])`,
  }),
  ...of("year", {
    year: `${startOfWord}(?:${latest}\\s*)?(?:${some}\\s*)?(?:years?|yrs?|decade)${endOfWord}(?:\\s*(?:ago|to\\s*date|in\\s*review))?`,
    yearly: `${startOfWord}(?:yearly|annual|annually|tahunan)${endOfWord}`,
    tahun: `${startOfWord}(?:${some}\\s*)?tahun${endOfWord}(?:\\s*${latestId}|\\s*${yearNumber})?`,
    "bare year": `(?<![\\d.,:/])${yearNumber}(?![\\d.,:/%])`,
  }),
  // A day of the week alone; `Minggu` is a week as well, and was one above.
  ...of("week", { "1w": "(?<![\\d.,:/])\\d{1,2}\\s?w(?!\\p{L})" }),
  ...of("days", { "7d": "(?<![\\d.,:/])(?:[2-9]|[1-9]\\d)\\s?d(?!\\p{L})" }),
  ...of("year", { "2y": "(?<![\\d.,:/])\\d{1,2}\\s?y(?!\\p{L})" }),
  ...of("day", { weekday: `(?<!\\d\\s?)${startOfWord}(?:${weekdays})${endOfWord}` }),
  ...of("clock", { alone: `(?<![\\d.,:])(?:${clock})(?![\\d:])` }),
];
