import { describe, expect, test } from "bun:test";
import { checkCondition, parseCondition } from "../../../cli/loadtest/conditions.ts";
import { parseDuration, parseRate } from "../../../cli/loadtest/rates.ts";
import { timeWords } from "../../../cli/loadtest/span-lines.ts";
import { spanOf } from "../../../cli/loadtest/spans.ts";
import { loadtestWith } from "../../support/loadtest.ts";

describe("the times of a load test", () => {
  test("are summed up by nearest rank, out of all of them", () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => index + 1);
    expect(spanOf(thousand)).toMatchObject({
      count: 1000,
      mean: 500.5,
      p50: 500,
      p90: 900,
      p95: 950,
      p99: 990,
      "p99.9": 999,
      max: 1000,
    });
    expect(spanOf([7])).toMatchObject({ p50: 7, "p99.9": 7, max: 7, mean: 7 });
    expect(spanOf([])).toBeNull();
  });

  test("are spread over steps that leave none out and count none twice", () => {
    const times = [0, 0.05, 0.1, 0.15, 0.16, 1, 1.59, 1.6, 999, 1000, 123_456];
    const histogram = spanOf(times)?.histogram ?? [];
    expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
    for (const { from, to, count } of histogram)
      expect(times.filter((time) => time >= from && time < to).length, `${from}–${to}`).toBe(count);
    for (const [index, step] of histogram.slice(1).entries())
      expect(step.from).toBe(histogram[index]?.to ?? -1);
    expect([histogram.at(0)?.count, histogram.at(-1)?.count]).not.toContain(0);
  });

  test("are said in the unit that fits", () => {
    expect([0.412, 9.996, 12.34, 123.4, 1234, 119_000, 300_000].map(timeWords)).toEqual([
      "0.41 ms",
      "10.0 ms",
      "12.3 ms",
      "123 ms",
      "1.23 s",
      "119 s",
      "5.00 min",
    ]);
  });
});

describe("a condition of a load test", () => {
  const found = loadtestWith({
    reports: { sent: 1000, accepted: 900, errors: 100, results: 800, lost: 9, wrong: 8, unsure: 80 },
    whole: [1000, 2000, 40_000],
    accepted: [1, 2, 30],
  });

  test.each([
    ["lost>0", 9, true],
    ["lost>1%", 1, false],
    ["wrong >= 1 %", 1, true],
    ["errors>=10%", 10, true],
    ["unsure>10%", 10, false],
    ["p50>1s", 2, true],
    ["whole.max>=40000ms", 40_000, true],
    ["mean<0.5min", 0.239, true],
    ["accepted.p99>20ms", 30, true],
    ["accepted.p99.9>30ms", 30, false],
    ["results_per_minute<100", 120, false],
    ["accepted_per_second<=500", 450, true],
    // Nothing was read.
    ["read.p95>1s", null, false],
  ])("%s", (text, value, met) => {
    const checked = checkCondition(parseCondition(text), found);
    expect(checked.met).toBe(met);
    if (value === null) expect(checked.value).toBeNull();
    else expect(checked.value).toBeCloseTo(value, 2);
  });

  test.each([
    ["", "is none"],
    ["lost", "is none"],
    ["lost>x", "is none"],
    ["lost=0", "is none"],
    ["p95>30", "needs a time"],
    ["p95>30%", "needs a time"],
    ["lost>3s", "compares a count with a time"],
    ["sent.p95>3s", "names no figure"],
    ["p97>3s", "names no figure"],
    ["toString>3", "names no figure"],
    ["results_per_minute>3s", "needs no unit"],
  ])("%p is refused: it %s", (text, why) => {
    expect(() => parseCondition(text)).toThrow(why);
  });
});

test("rates and durations have units", () => {
  expect(["5", "5/s", "2.5 / s", "300/min", "7000/h"].map(parseRate)).toEqual([5, 5, 2.5, 5, 7000 / 3600]);
  expect(["", "0", "-1", "5/d", "1e3", "100001", "NaN"].map(parseRate)).toEqual(Array(7).fill(null));
  expect(["30", "30s", "5min", "1h", "0.5 s"].map(parseDuration)).toEqual([30, 30, 300, 3600, 0.5]);
  expect(["", "0s", "25h", "5 d", "x"].map(parseDuration)).toEqual(Array(5).fill(null));
});
