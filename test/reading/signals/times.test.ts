import { describe, expect, test } from "bun:test";
import { clocksOf } from "../../../src/reading/extract/clock.ts";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { valuesOf } from "../../../src/reading/extract/values.ts";
import type { Receipt } from "../../../src/reading/options.ts";
import { sentencesOf } from "../../../src/reading/reasons.ts";
import { receiptSignals, timeSignals } from "../../../src/reading/signals/times.ts";
import { line, screenOf } from "../../support/lines.ts";

const received: Receipt = { day: "2025-11-24", time: "10:15" };

/** The reasons that a screen with this clock and this date gives. */
function reasons(clock: string, date: string, at: Receipt | null = received): string[] {
  const screen = screenOf(line(clock, 40, 30), line(date, 40, 200), line("5.475 steps", 40, 260));
  const [printed, clocks] = [printedDate(screen), clocksOf(screen)];
  const fields = clocks[0] === undefined ? {} : { clock: clocks[0] };
  const values = valuesOf(fields, printed, null, at?.day ?? null);
  const ofReceipt = at === null ? [] : receiptSignals({ values, fields }, at);
  return sentencesOf([...ofReceipt, ...timeSignals(printed, clocks, at)]);
}

describe("dates and clocks", () => {
  test("that fit say nothing", () => {
    expect(reasons("10.12", "Monday, 24 Nov 2025")).toEqual([]);
    expect(reasons("9:41", "Today")).toEqual([]);
  });

  test("of another day than the report are named with both days", () => {
    expect(reasons("21.40", "Sunday, 23 Nov 2025")).toEqual([
      "the screen is of 2025-11-23, the picture came in on 2025-11-24",
    ]);
    expect(reasons("21.40", "Kemarin")).toEqual([
      "the screen is of 2025-11-23, the picture came in on 2025-11-24",
    ]);
  });

  test("of another day are no matter while nobody says when the picture came in", () => {
    expect(reasons("21.40", "Sunday, 23 Nov 2025", null)).toEqual([]);
  });

  test("with a weekday that the day does not have were written by hand", () => {
    expect(reasons("9:41", "Friday, 23 Nov 2025", null)).toEqual([
      "'Friday, 23 Nov 2025' is printed, but 2025-11-23 is a Sunday",
    ]);
  });

  test("later than the report on the same day are ahead of it", () => {
    expect(reasons("21.40", "Today, 24 Nov 2025")).toEqual([
      "the phone's clock shows 21.40 of a day on which the picture came in at 10:15",
    ]);
    expect(reasons("10.19", "Today, 24 Nov 2025")).toEqual([]);
  });

  test("that no phone shows are named", () => {
    expect(reasons("25.10", "Today")).toEqual(["the clock in the status bar shows 25.10"]);
  });
});

test("two status bars, one over the other, are noticed; a call's duration beside the clock is not", () => {
  const over = screenOf(line("9:41", 40, 20), line("10:12", 40, 60));
  expect(timeSignals(null, clocksOf(over), null).map(({ code }) => code)).toEqual(["status_bar"]);
  const beside = screenOf(line("9:41", 40, 20), line("10:12", 500, 20));
  expect(timeSignals(null, clocksOf(beside), null)).toEqual([]);
});
