import { describe, expect, test } from "bun:test";
import { LastHour } from "../../src/service/last-hour.ts";
import { forManyRandoms } from "../support/random.ts";

const environment = "production";
const told = { environment, jobId: "a job", attempt: 1, span: null };

/** An hour on a clock that stands until it is moved. */
function atNoon() {
  let now = 12 * 3_600_000;
  const hour = new LastHour(() => now);
  return {
    hour,
    waited: (waited: number | null): void =>
      hour.hear({ type: "job-taken", ...told, attempt: waited === null ? 2 : 1, waited }),
    read: (milliseconds = 100): void =>
      hour.hear({
        type: "job-read",
        ...told,
        status: "verified",
        app: null,
        doubts: [],
        scope: "day",
        milliseconds,
        whole: 0,
      }),
    failed: (): void => hour.hear({ type: "job-failed", ...told, code: "IMAGE_CORRUPT", milliseconds: 1 }),
    delivery: (end: "delivered" | "failed" | "retried" | "held", age = 100): void =>
      hour.hear({
        type: "delivery-tried",
        ...told,
        end,
        status: 200,
        milliseconds: 1,
        age,
        whole: 0,
      }),
    pass: (minutes: number): void => {
      now += minutes * 60_000;
    },
  };
}

describe("the last hour", () => {
  test("tells percentiles that are off by no more than two in a hundred, whatever took how long", async () => {
    await forManyRandoms(({ between }) => {
      const { hour, read } = atNoon();
      const times = Array.from({ length: 300 }, () => 10 ** between(1, 6));
      for (const each of times) read(each);
      times.sort((one, other) => one - other);
      const found = hour.figures().percentiles("reading");
      for (const [name, share] of [
        ["p50", 0.5],
        ["p95", 0.95],
        ["p99", 0.99],
      ] as const) {
        const exact = (times[Math.ceil(share * times.length) - 1] ?? 0) / 1000;
        // And by what is cut off in three digits.
        expect(Math.abs((found?.[name] ?? 0) / exact - 1), name).toBeLessThan(0.0255);
      }
    }, 50);
  });

  test("says nothing of what did not happen, and keeps one thing from the other", () => {
    const { hour, waited } = atNoon();
    // Those that waited on purpose are not among them.
    waited(null);
    waited(1000);
    expect(hour.figures().percentiles("waiting")?.p50).toBeCloseTo(1, 1);
    expect([hour.figures().percentiles("reading"), hour.figures().percentiles("delivering")]).toEqual([
      null,
      null,
    ]);
  });

  test("takes no time at all and years for what it can still tell apart", () => {
    const { hour, read, waited } = atNoon();
    for (const odd of [0, -5, 0.2]) read(odd);
    expect(hour.figures().percentiles("reading")?.p99).toBeCloseTo(0.001, 3);
    waited(1e15);
    expect(hour.figures().percentiles("waiting")?.p50).toBeGreaterThan(27 * 86_400);
  });

  test("knows what was delivered, how long after its result, and what never will be", () => {
    const { hour, delivery } = atNoon();
    delivery("retried", 1_000);
    delivery("held", 2_000);
    delivery("delivered", 30_000);
    delivery("failed", 60_000);
    expect([hour.figures().count("delivered"), hour.figures().count("undelivered")]).toEqual([1, 1]);
    expect(hour.figures().percentiles("delivering")?.p99).toBeCloseTo(30, -0.5);
  });

  test("forgets what is older than an hour, also when nothing happened since", () => {
    const { hour, pass, read, failed } = atNoon();
    read(500);
    pass(30);
    read(2000);
    expect(hour.figures().count("read")).toBe(2);
    pass(31);
    expect(hour.figures().count("read")).toBe(1);
    // Of the second one alone.
    expect(hour.figures().percentiles("reading")?.p50).toBeCloseTo(2, 0.5);
    pass(600);
    expect(hour.figures().count("read")).toBe(0);
    expect(hour.figures().percentiles("reading")).toBeNull();
    // The same place in the ring, a long time later.
    pass(61 * 7);
    failed();
    expect([hour.figures().count("read"), hour.figures().count("failed")]).toEqual([0, 1]);
  });

  test("counts by the minute, without the one that runs", () => {
    const { hour, pass, read } = atNoon();
    for (let count = 0; count < 3; count++) read();
    expect(hour.figures().byMinute("read")).toEqual(Array(60).fill(0));
    pass(1);
    read();
    pass(1);
    expect(hour.figures().byMinute("read")).toEqual([...Array(58).fill(0), 3, 1]);
    pass(58);
    expect(hour.figures().byMinute("read")).toEqual([3, 1, ...Array(58).fill(0)]);
  });

  test("gives the pace of now: of the last minutes, and of fewer just after the start", () => {
    const { hour, pass, read } = atNoon();
    for (let count = 0; count < 30; count++) read();
    expect(hour.figures().perMinute("read")).toBe(30);
    pass(2);
    expect(hour.figures().perMinute("read")).toBe(15);
    pass(20);
    expect(hour.figures().perMinute("read")).toBe(0);
  });
});
