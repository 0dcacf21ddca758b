import { describe, expect, test } from "bun:test";
import type { TimeSpan } from "../../../src/reading/scope/time-forms.ts";
import { timesIn } from "../../../src/reading/scope/times.ts";

const spansIn = (text: string): TimeSpan[] => timesIn(text).map(({ span }) => span);

/** Each kind of span, and how phones, apps and people print it. */
const printed: readonly (readonly [TimeSpan, readonly string[]])[] = [
  [
    "hours",
    [
      "5–6 PM",
      "56 PM",
      "17.00–18.00",
      "17:00 - 18:00",
      "pukul 17.00",
      "at 17:00",
      "jam 17",
      "This morning",
      "Sore ini",
      "last hour",
      "Since 21:00",
      "sampai 14.30",
      "24 h",
      "24 jam",
      "24h",
    ],
  ],
  ["allDay", ["00.00-23.59", "00:00 – 24:00"]],
  ["clock", ["17.00", "5 PM", "9:41", "Nov 24, 17:43", "24 Nov 2025 15.20", "7/6 06:00"]],
  [
    "day",
    [
      "Today",
      "Hari Ini",
      "Kemarin",
      "Sunday, 23 Nov 2025",
      "Monday,10Nov",
      "Minggu, 23 November 2025",
      "Wed, Nov 26",
      "2025-11-24",
      "11/24",
      "24.11.2025",
      "Saturday",
      "24th November",
    ],
  ],
  [
    "days",
    [
      "17–23 Nov 2025",
      "Nov 17 through Nov 23",
      "17 Nov to 23 Nov",
      "Oct 27 – Nov 2, 2025",
      "11/17-11/23",
      "09/09–15/09",
      "2025/11/17 - 2025/11/23",
      "20 Nov – Today",
      "17 s/d 23 Nov",
      "17 sampai 23 Nov",
      "1st to the 7th of April",
      "Dec 2024 - Nov 2025",
      "Last 7 days",
      "7hari terakhir",
      "since 1 Nov",
    ],
  ],
  ["week", ["Week 47", "Minggu ke-47", "Pekan 47", "W47", "This Week", "Minggu Ini", "Weekly"]],
  ["month", ["November", "Nov 2025", "2025/11", "11/2025", "This Month", "Bulan ini", "Q4 2025"]],
  ["year", ["2025", "This year", "Tahun ini", "Yearly"]],
  ["lifetime", ["All time", "Lifetime", "Sejak bergabung", "Sepanjang masa", "since you joined"]],
];

describe("expressions of time", () => {
  for (const [span, texts] of printed) {
    test.each([...texts])(`${span}: %s`, (text) => {
      expect(spansIn(text)).toEqual([span]);
    });
  }

  test.each([
    "9.703/10.000 langkah",
    "4,27 km",
    "12.515",
    "148/570",
    "27/110KCAL",
    "1h 2m",
    "6/60 mIN",
    "100%",
  ])("are none of what is counted: %s", (text) => {
    expect(spansIn(text).filter((span) => span !== "day")).toEqual([]);
  });

  test("stand beside each other: a day, and hours of it", () => {
    expect(spansIn("Today, 5–6 PM")).toEqual(["day", "hours"]);
    expect(timesIn("24 Nov 2025 17.00-18.00").map(({ text }) => text)).toEqual([
      "24 Nov 2025",
      "17.00-18.00",
    ]);
  });

  test("of a day of the week are no end of another word: a carrier stands before the clock", () => {
    expect(timesIn("TELKOMSEL 12:08").map(({ text }) => text)).toEqual(["12:08"]);
    expect(timesIn("Sel 12:08").map(({ text }) => text)).toEqual(["Sel 12:08"]);
  });

  test("name the day that they are about", () => {
    expect(timesIn("Sunday, 23 Nov 2025")[0]?.day).toEqual({ year: 2025, month: 11, day: 23, weekday: 0 });
  });

  test("of a stranger end soon, however long they are", () => {
    for (const piece of ["1 - ", "17 Nov ", "last 7 ", "00.00-", "a".repeat(10)]) timesIn(piece.repeat(2000));
  });
});
