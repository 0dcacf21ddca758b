import { expect, test } from "bun:test";
import { parseReceipt, receiptAt } from "../../src/reading/options.ts";

test("a picture comes in on the day that the time zone's clocks show", () => {
  expect(receiptAt(new Date("2026-11-23T17:30:00Z"), "Asia/Jakarta")).toEqual({
    day: "2026-11-24",
    time: "00:30",
  });
});

test.each([
  ["2026-11-24T10:15", "2026-11-24", "10:15"],
  ["2026-11-24", "2026-11-24", "23:59"],
  ["2026-11-23T17:30:00Z", "2026-11-24", "00:30"],
  ["2026-11-24T10:15:00+09:00", "2026-11-24", "08:15"],
])("%s is understood", (text, day, time) => {
  expect(parseReceipt(text, "Asia/Jakarta")).toEqual({ day, time });
});

test.each(["yesterday", "24/11/2026", "2026-02-30", "2026-11-24T25:00", "2026-11-24T10:15:00X", ""])(
  "%p is no time",
  (text) => {
    expect(parseReceipt(text, "Asia/Jakarta")).toBeNull();
  },
);
