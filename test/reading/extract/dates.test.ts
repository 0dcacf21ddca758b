import { describe, expect, test } from "bun:test";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { line, screenOf } from "../../support/lines.ts";

const dateOn = (...texts: readonly string[]): string | undefined =>
  printedDate(screenOf(...texts.map((text, index) => line(text, 40, 60 + 60 * index))))?.text;

describe("the date of a screen", () => {
  test.each([
    "Sunday, 23 Nov 2025",
    "Kam, 27 Nov",
    "November 23, 2025",
    "Wed, Nov 26",
    "14 Agustus 2025",
    "Sabtu, 7 Mar 2026",
    "Rabu 18 Februari",
    "3 Mei 2026",
    "19 Okt",
    "12 Des 2025",
    "Today,17 Mar2026",
    "30Oct2025",
    "Rabu18Februari",
  ])("is given as printed: %s", (text) => {
    expect(dateOn("Summary", text, "5.475 steps")).toBe(text);
  });

  test("is one of October although its O was read as a zero", () => {
    expect(dateOn("Min, 19 0kt")).toBe("Min, 19 Okt");
    expect(dateOn("Friday, 0ctober 10")).toBe("Friday, October 10");
  });

  test("is the selected day in a row of days", () => {
    const days = ["2", "3", "4/18", "5", "6"].map((text, index) => line(text, 40 + 120 * index, 200));
    expect(printedDate(screenOf(...days))?.text).toBe("4/18");
  });

  test("is no fraction that stands alone", () => {
    expect(dateOn("4/18")).toBeUndefined();
  });

  test.each(["Today", "Hari ini", "Yesterday", "Kemarin"])("is a heading such as %s", (text) => {
    expect(dateOn("Fitbit", text)).toBe(text);
  });

  test("is the word in the label where no date is printed", () => {
    expect(dateOn("Today's steps", "433")).toBe("Today's steps");
    expect(dateOn("Langkah hari ini 9.327/5.000 langkah")).toBe("Langkah hari ini");
  });

  test("is not the one of a past workout or of a card about something else", () => {
    expect(dateOn("Summary", "22 Nov Outdoor run with friends")).toBeUndefined();
    const sleep = screenOf(line("Sleep", 40, 200), line("19 Jun", 500, 200));
    expect(printedDate(sleep)).toBeNull();
  });

  test("is not far down on the screen", () => {
    expect(printedDate(screenOf(line("Records", 40, 60), line("23 Nov 2025", 40, 1100)))).toBeNull();
  });
});

test("a date is not one of the two that a span of days is written with", () => {
  for (const text of ["17–23 Nov 2025", "Feb 16-22", "17 Nov - 23 Nov", "1-7 Des 2025"]) {
    expect(dateOn(text)).toBeUndefined();
  }
});
