import { expect, test } from "bun:test";
import { boundOf, bucketOf } from "../../src/queue/time-buckets.ts";

test("a time lies within its bucket, which is no wider than a tenth of it", () => {
  for (let milliseconds = 1; milliseconds < 1e9; milliseconds = Math.ceil(milliseconds * 1.013)) {
    const bucket = bucketOf(milliseconds);
    expect(milliseconds).toBeLessThanOrEqual(boundOf(bucket) * (1 + 1e-12));
    expect(milliseconds).toBeGreaterThan(boundOf(bucket - 1) * (1 - 1e-12));
    expect(boundOf(bucket) / boundOf(bucket - 1)).toBeLessThan(1.101);
  }
});

test("what service levels are about is told apart to the millisecond", () => {
  for (const limit of [30_000, 300_000]) {
    expect(boundOf(bucketOf(limit))).toBe(limit);
    expect(bucketOf(limit + 1)).toBe(bucketOf(limit) + 1);
  }
});

test("what takes no time, and what takes for ever, has a bucket, too", () => {
  expect(bucketOf(0)).toBe(bucketOf(1));
  expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBe(bucketOf(28 * 86_400_000));
});
