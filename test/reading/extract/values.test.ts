import { describe, expect, test } from "bun:test";
import { clocksOf } from "../../../src/reading/extract/clock.ts";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { readFields } from "../../../src/reading/extract/fields.ts";
import { clockTime, seconds, type Values, valuesOf } from "../../../src/reading/extract/values.ts";
import { line, screenOf } from "../../support/lines.ts";

const field = (text: string) => ({ text, box: { x: 0, y: 0, width: 9, height: 9 }, confidence: 1 });

function valuesOn(today: string | null, ...texts: readonly string[]): Values {
  const screen = screenOf(...texts.map((text, index) => line(text, 40, 30 + 60 * index)));
  const date = printedDate(screen);
  return valuesOf(readFields(screen, date, clocksOf(screen), undefined), date, 8000, today);
}

describe("what a screen says, in units", () => {
  test("has a date, kilometres, seconds, kilocalories, a goal and a clock", () => {
    const values = valuesOn(null, "9:41", "Sunday, 23 Nov 2025", "4,42 km", "1 h 20 min", "1.694 kkal");
    expect(values).toEqual({
      date: "2025-11-23",
      distanceKm: 4.42,
      durationS: 4800,
      caloriesKcal: 1694,
      goal: 8000,
      clock: "09:41",
    });
  });

  test("has kilometres for miles", () => {
    expect(valuesOn(null, "Fitbit", "1,5 mil").distanceKm).toBe(2.41);
  });

  test("has no date for Today and Kemarin unless the day of receipt is known", () => {
    expect(valuesOn(null, "Fitbit", "Kemarin").date).toBeNull();
    expect(valuesOn("2026-01-01", "Fitbit", "Kemarin").date).toBe("2025-12-31");
    expect(valuesOn("2026-01-01", "Fitbit", "Today").date).toBe("2026-01-01");
  });
});

test.each([
  ["82 mins", 4920],
  ["63 menit", 3780],
  ["2 jam", 7200],
  ["1 h 5 min", 3900],
  ["41 Move Min", 2460],
  ["41", null],
])("a duration of %s lasts %p seconds", (text, expected) => {
  expect(seconds(field(text))).toBe(expected);
});

test.each([
  ["7.09 PM", "19:09"],
  ["12:30 am", "00:30"],
  ["07.38", "07:38"],
  ["25.10", null],
  ["9.75", null],
])("a clock of %s shows %p", (text, expected) => {
  expect(clockTime(field(text))).toBe(expected);
});
