import { expect, test } from "bun:test";
import { localTimes } from "../../src/observability/local-time.ts";

test.each([
  ["Asia/Jakarta", "2026-11-27T03:15:00.123Z", "2026-11-27T10:15:00.123+07:00"],
  ["Asia/Kathmandu", "2026-11-27T20:15:00.000Z", "2026-11-28T02:00:00.000+05:45"],
  ["America/St_Johns", "2026-01-01T00:00:00.000Z", "2025-12-31T20:30:00.000-03:30"],
  ["UTC", "2026-11-27T03:15:00.123Z", "2026-11-27T03:15:00.123+00:00"],
  // The hour in which clocks are set back comes twice, and is told apart.
  ["Europe/Berlin", "2026-10-25T00:59:59.999Z", "2026-10-25T02:59:59.999+02:00"],
  ["Europe/Berlin", "2026-10-25T01:00:00.000Z", "2026-10-25T02:00:00.000+01:00"],
])("in %s, %s is written %s", (zone, moment, written) => {
  const write = localTimes(zone);
  expect(write(Date.parse(moment))).toBe(written);
  expect(Date.parse(write(Date.parse(moment)))).toBe(Date.parse(moment));
});

test("the offset follows the clock while it runs", () => {
  const write = localTimes("Europe/Berlin");
  expect(write(Date.parse("2026-10-25T00:59:59.999Z"))).toEndWith("+02:00");
  expect(write(Date.parse("2026-10-25T01:00:00.000Z"))).toEndWith("+01:00");
});
