import { describe, expect, test } from "bun:test";
import { addDays, isoDay, parseDay, parseSlashed } from "../../../src/reading/extract/calendar.ts";

const iso = (text: string, today: string | null = null): string | null => {
  const day = parseDay(text);
  return day === null ? null : isoDay(day, today);
};

describe("a printed date", () => {
  test.each([
    ["Sunday, 23 Nov 2025", "2025-11-23"],
    ["Today, 24 Nov 2025", "2025-11-24"],
    ["November 23, 2025", "2025-11-23"],
    ["Minggu, 23 November 2025", "2025-11-23"],
    ["14 Agustus 2025", "2025-08-14"],
    ["3 Mei 2026", "2026-05-03"],
    ["3 Mei2026", "2026-05-03"],
    ["2026-01-02", "2026-01-02"],
  ])("with its year is ISO 8601: %s", (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test("without a year has one only when the day of receipt is known", () => {
    expect(iso("Kam, 27 Nov")).toBe("--11-27");
    expect(iso("Kam, 27 Nov", "2025-11-28")).toBe("2025-11-27");
  });

  test("is never a day to come, but for a phone that is a day ahead", () => {
    expect(iso("31 Des", "2026-01-02")).toBe("2025-12-31");
    expect(iso("3 Jan", "2026-01-02")).toBe("2026-01-03");
    expect(iso("4 Jan", "2026-01-02")).toBe("2025-01-04");
  });

  test.each(["31 Feb 2025", "29 Feb 2025", "2025-13-01", "0 Nov", "5.475 steps"])(
    "that no calendar has is none: %s",
    (text) => {
      expect(iso(text)).toBeNull();
    },
  );

  test("of the 29th of February lies in a leap year", () => {
    expect(iso("29 Feb", "2026-11-23")).toBe("2024-02-29");
  });
});

describe("a slashed date", () => {
  test.each([
    ["11/23", [22, 24], "--11-23"],
    ["20/5", [19, 21], "--05-20"],
    ["5/6", [3, 4, 6, 7], "--06-05"],
    ["5/6", [4, 5, 7, 8], "--05-06"],
    ["7/7", [], "--07-07"],
  ] as const)("%s among %p", (text, neighbours, expected) => {
    const day = parseSlashed(text, neighbours);
    expect(day === null ? null : isoDay(day, null)).toBe(expected);
  });

  test("that nothing tells apart is left alone", () => {
    expect(parseSlashed("5/6", [])).toBeNull();
    expect(parseSlashed("13/14", [])).toBeNull();
  });
});

test("days are counted over the ends of months and years", () => {
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
});
