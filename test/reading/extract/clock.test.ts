import { describe, expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { inStatusBar } from "../../../src/reading/extract/clock.ts";
import { line, screenOf } from "../../support/lines.ts";

const clock = line("9:41", 40, 14, 24);
const isIn = (other: Line, ...more: readonly Line[]): boolean =>
  inStatusBar(other, screenOf(clock, other, ...more));

describe("beside the clock in the status bar", () => {
  test.each(["51 LTE 3", "03", "4G+ 15%"])("two rows of small type are read as one line: %s", (text) => {
    expect(isIn(line(text, 480, 3, 46))).toBe(true);
  });

  test.each(["7/8s 5G 21%", "41.7/8 4G", "4/6"])(
    "what the network's speed is read as is no day: %s",
    (text) => {
      expect(isIn(line(text, 480, 14, 24))).toBe(true);
    },
  );

  test("there is a carrier whose name ends like a day of the week", () => {
    const carrier = line("TELKOMSEL 12:08", 40, 14, 24);
    expect(inStatusBar(carrier, screenOf(carrier, line("18%", 600, 14, 24)))).toBe(true);
  });
});

describe("beside or under the clock", () => {
  const battery = line("5G 68%", 620, 14, 24);

  test.each(["06:18 12:47", "9:10 AM ● 0:31", "08:52 1:07:12"])("a call has its time: %s", (text) => {
    const row = line(text, 40, 14, 24);
    expect(inStatusBar(row, screenOf(row, battery))).toBe(true);
  });

  test.each([
    "06:00 12:45 Steps",
    "06:18 - 12:47",
    "06:18–12:47",
    "06:18 > 07:42",
    "06:18 − 07:42",
    "06:18 • 07:42",
    "06:18 07:45",
    "06:00 07:42",
  ])("and no hours are that: %s", (text) => {
    const row = line(text, 40, 14, 24);
    expect(inStatusBar(row, screenOf(row, battery))).toBe(false);
  });

  test("two times without a battery on their row may be a title", () => {
    const row = line("06:18 12:45", 40, 14, 24);
    expect(inStatusBar(row, screenOf(row, line("Steps", 620, 14, 24)))).toBe(false);
  });

  test("an iPhone prints the app that was open before, and no other name", () => {
    expect(isIn(line("< WhatsApp", 36, 42, 18))).toBe(true);
    expect(isIn(line("< Mama", 36, 42, 18))).toBe(false);
    expect(isIn(line("WhatsApp", 300, 42, 18))).toBe(false);
  });
});

describe("what is no part of the status bar", () => {
  test("a title in larger type under the clock, or between it and the page", () => {
    expect(isIn(line("Weekly", 300, 60, 46))).toBe(false);
    expect(isIn(line("Mama", 300, 30, 46))).toBe(false);
  });

  test("a day, or a span of days, on the clock's row", () => {
    expect(isIn(line("Nov 17 – 23", 300, 14, 24))).toBe(false);
    expect(isIn(line("7/8", 300, 60, 24))).toBe(false);
  });
});
