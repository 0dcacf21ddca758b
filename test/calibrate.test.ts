import { describe, expect, test } from "bun:test";
import { fitMonotone, type Judged } from "../scripts/calibrate/fit.ts";
import { calibrated, promisedAt } from "../src/reading/calibration.ts";

/** So many numbers at one promise, of which so many are right. */
const numbers = (promised: number, count: number, right: number): Judged[] =>
  Array.from({ length: count }, (_, index) => ({ promised, confidence: promised, right: index < right }));

describe("the curve of confidences", () => {
  test("goes through the shares of numbers that were right", () => {
    const curve = fitMonotone([...numbers(0.3, 98, 48), ...numbers(0.9, 198, 193)]);
    expect(curve).toEqual([
      [0, 0],
      [expect.closeTo(0.3), 0.49],
      [expect.closeTo(0.9), 0.97],
      [1, 1],
    ]);
  });

  test("never falls, also where a higher promise was kept less often", () => {
    const curve = fitMonotone([...numbers(0.3, 100, 80), ...numbers(0.6, 100, 60), ...numbers(0.9, 100, 95)]);
    expect(curve).toHaveLength(4);
    expect(curve[1]?.[1]).toBeCloseTo(141 / 202);
  });

  test("promises no certainty for what was never wrong", () => {
    expect(fitMonotone(numbers(0.99, 998, 998))[1]?.[1]).toBeCloseTo(0.999);
  });
});

test("a confidence grows with what the odds promise, from 0 to 1, and can be turned back", () => {
  const steps = Array.from({ length: 101 }, (_, index) => index / 100);
  const confidences = steps.map(calibrated);
  expect(confidences).toEqual([...confidences].sort((a, b) => a - b));
  expect([confidences[0], confidences[100]]).toEqual([0, 1]);
  for (const promised of steps) expect(promisedAt(calibrated(promised))).toBeCloseTo(promised, 6);
});
