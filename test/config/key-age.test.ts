import { expect, test } from "bun:test";
import { ageOf } from "../../src/config/key-age.ts";

test.each([
  ["2026-11-24", null, 0, "valid"],
  ["2026-08-26", null, 90, "valid"],
  ["2026-08-25", null, 91, "old"],
  ["2026-08-25", "2026-12-09", 91, "old"],
  ["2026-08-25", "2026-12-08", 91, "expiring"],
  ["2026-11-01", "2026-11-24", 23, "expiring"],
  ["2026-11-01", "2026-11-23", 23, "expired"],
  [null, null, null, "valid"],
  [null, "2026-11-23", null, "expired"],
] as const)("a key issued on %s that ends with %s is %s days old and %s", (issued, expires, days, state) => {
  expect(ageOf({ issued, expires }, "2026-11-24")).toEqual({ days, state });
});
