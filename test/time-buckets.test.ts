import { describe, expect, test } from "bun:test";
import { TimeBuckets } from "../src/time-buckets.ts";

describe.each([
  [24, 0.048],
  [72, 0.016],
])("with %i buckets for each power of ten", (perDecade, accuracy) => {
  const buckets = new TimeBuckets(perDecade);

  test(`a time lies within its bucket, whose middle is off by no more than ${100 * accuracy} %`, () => {
    for (let milliseconds = 1; milliseconds < 1e9; milliseconds = Math.ceil(milliseconds * 1.013)) {
      const bucket = buckets.of(milliseconds);
      expect(milliseconds).toBeLessThanOrEqual(buckets.boundOf(bucket) * (1 + 1e-12));
      expect(milliseconds).toBeGreaterThan(buckets.boundOf(bucket - 1) * (1 - 1e-12));
      expect(Math.abs(buckets.middleOf(bucket) / milliseconds - 1)).toBeLessThan(accuracy + 0.0005);
    }
  });

  test("what service levels are about is told apart to the millisecond", () => {
    for (const limit of [30_000, 300_000]) {
      expect(buckets.boundOf(buckets.of(limit))).toBe(limit);
      expect(buckets.of(limit + 1)).toBe(buckets.of(limit) + 1);
    }
  });

  test("what takes no time, and what takes for ever, has a bucket, too", () => {
    const [first, last] = buckets.ends;
    expect([buckets.of(0), buckets.of(1)]).toEqual([first, first]);
    expect([buckets.of(Number.MAX_SAFE_INTEGER), buckets.of(28 * 86_400_000)]).toEqual([last, last]);
  });
});
