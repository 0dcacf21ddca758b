import { describe, expect, test } from "bun:test";
import { totalsSchema } from "../../src/api/totals.ts";
import { totalsOf } from "../../src/service/totals.ts";
import { CountedQueue, gone, verified } from "../queue/counted-queue.ts";

describe("totals", () => {
  test("are of the days that end today in the time zone, those without work among them", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(2, "2026-03-02T00:10");
    await counted.jobs(3, "2026-03-04T23:50");
    const { days, sum, before } = await counted.totals(4, "2026-03-04T23:59");
    expect(days.map(({ day, received, processed }) => [day, received, processed])).toEqual([
      ["2026-03-01", 0, 0],
      ["2026-03-02", 2, 2],
      ["2026-03-03", 0, 0],
      ["2026-03-04", 3, 3],
    ]);
    expect(sum).toMatchObject({ from: "2026-03-01", until: "2026-03-04", days_with_work: 2, processed: 5 });
    expect(before).toBeNull();
    expect(days[0]).toMatchObject({ failed_share: null, result_seconds: null, busiest_hour: null });
    // Whoever draws them need not ask whether there is a day.
    const without = totalsSchema.safeParse({ ...(await counted.totals(1, "2026-03-04T23:59")), days: [] });
    expect(without.success).toBe(false);
  });

  test("stand beside those of as many days before", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(1, "2026-02-28T10:00");
    await counted.jobs(2, "2026-03-01T10:00", gone);
    await counted.jobs(2, "2026-03-02T10:00");
    await counted.jobs(4, "2026-03-03T10:00");
    const { sum, before } = await counted.totals(2, "2026-03-03T12:00");
    expect(sum).toMatchObject({ processed: 6, failed_share: 0 });
    expect(before).toMatchObject({
      from: "2026-02-28",
      until: "2026-03-01",
      processed: 3,
      failed_share: 2 / 3,
    });
  });

  test("tell every end, the causes of failures, and what became of deliveries", async () => {
    const counted = await CountedQueue.open();
    const at = "2026-03-03T10:00";
    await counted.jobs(3, at, { counters: ["ended", "verified", "delivered"] });
    await counted.jobs(2, at, { counters: ["ended", "needs_review", "undelivered"] });
    await counted.jobs(1, at, { counters: ["ended", "no_steps"] });
    await counted.jobs(2, at, gone);
    await counted.jobs(1, at, { ...gone, counters: ["ended", "failed", "failed:IMAGE_CORRUPT"] });
    expect((await counted.totals(1, "2026-03-03T12:00")).sum).toMatchObject({
      processed: 9,
      verified: 3,
      needs_review: 2,
      no_steps: 1,
      failed: 3,
      verified_share: 1 / 3,
      failures: { DOWNLOAD_STATUS: 2, IMAGE_CORRUPT: 1 },
      deliveries: { delivered: 3, failed: 2 },
    });
  });

  test("know how long it took: mean, percentiles, longest, and how many were within a limit", async () => {
    const counted = await CountedQueue.open();
    const at = "2026-03-03T10:00";
    await counted.jobs(90, at, verified, { waits: 1, reads: 2 });
    await counted.jobs(6, at, verified, { waits: 270, reads: 30 });
    await counted.jobs(4, at, verified, { waits: 301, reads: 31 });
    const { sum, days } = await counted.totals(1, "2026-03-03T12:00");
    expect(sum.waiting_seconds).toEqual({
      count: 100,
      mean: 29.1,
      p50: 1,
      p95: 270,
      longest: 301,
      within_30s: 0.9,
      within_5min: 0.96,
    });
    expect(sum.reading_seconds).toMatchObject({ p50: 2, p95: 30, longest: 31, within_30s: 0.96 });
    expect(sum.result_seconds).toMatchObject({ p50: 3, p95: 300, longest: 332, within_5min: 0.96 });
    expect(days[0]?.result_seconds).toEqual(sum.result_seconds);
    expect(sum.result_distribution.filter(({ count }) => count > 0)).toEqual([
      { up_to_seconds: 3, count: 90 },
      { up_to_seconds: 300, count: 6 },
      { up_to_seconds: 440, count: 4 },
    ]);
  });

  test("name the busiest hour, of each day and of all", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(2, "2026-03-02T07:59");
    await counted.jobs(2, "2026-03-02T08:00", verified, { environment: "production" });
    await counted.jobs(1, "2026-03-02T08:30");
    await counted.jobs(1, "2026-03-03T08:30");
    const { days, sum } = await counted.totals(2, "2026-03-03T12:00");
    expect(days.map(({ busiest_hour: busiest }) => busiest)).toEqual([
      { hour: 8, received: 3 },
      { hour: 8, received: 1 },
    ]);
    expect(sum.busiest_hour).toEqual({ day: "2026-03-02", hour: 8, received: 3 });
    expect(sum.received_by_hour?.slice(7, 10)).toEqual([2, 4, 0]);
  });

  test("are of one environment where it is named, also of one that is no more", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(2, "2026-03-03T10:00");
    await counted.jobs(1, "2026-03-03T10:00", verified, { environment: "former" });
    expect((await counted.totals(1, "2026-03-03T12:00", "staging")).sum.processed).toBe(2);
    expect((await counted.totals(1, "2026-03-03T12:00", "former")).sum.processed).toBe(1);
    expect((await counted.totals(1, "2026-03-03T12:00", "production")).sum.processed).toBe(0);
  });

  test("of days that were deleted are not invented, also when more days are kept from then on", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(1, "2026-03-01T10:00");
    await counted.jobs(2, "2026-03-09T10:00");
    expect((await counted.totals(10, "2026-03-10T12:00")).deleted).toBeNull();
    await counted.prune(3, "2026-03-10T12:00");
    await counted.prune(90, "2026-03-10T12:00");
    const { days, sum, before, deleted } = await counted.totals(10, "2026-03-10T12:00");
    expect(deleted).toEqual({ from: "2026-03-01", until: "2026-03-06" });
    expect(days.map(({ day }) => day)).toEqual(["2026-03-07", "2026-03-08", "2026-03-09", "2026-03-10"]);
    expect(sum).toMatchObject({ from: "2026-03-07", until: "2026-03-10", processed: 2 });
    expect(before).toBeNull();
  });

  test("of the days before are of those that are kept", async () => {
    const counted = await CountedQueue.open();
    for (const day of ["05", "06", "07", "09"]) await counted.jobs(1, `2026-03-${day}T10:00`);
    await counted.prune(4, "2026-03-10T12:00");
    const { before, deleted } = await counted.totals(3, "2026-03-10T12:00");
    expect([deleted, before]).toMatchObject([
      null,
      { from: "2026-03-06", until: "2026-03-07", processed: 2 },
    ]);
  });

  test("are all there of days that a clock which was wrong for a while made seem old", async () => {
    const counted = await CountedQueue.open();
    await counted.prune(90, "2036-03-10T12:00");
    expect((await counted.totals(2, "2026-03-10T12:00")).days).toHaveLength(1);
    await counted.jobs(1, "2026-03-10T10:00");
    const { days, deleted } = await counted.totals(2, "2026-03-11T12:00");
    expect([deleted, days[0]?.processed]).toEqual([null, 1]);
  });

  test("of days before hours and times were counted say that these are not known", async () => {
    const day = {
      day: "2026-03-02",
      environment: "staging",
      counters: { ended: 3, verified: 2, cancelled: 1 },
    };
    const older = {
      totals: async () => [day],
      hours: async () => [],
      times: async () => [],
      totalsFrom: async () => null,
    };
    const { sum, days } = await totalsOf(older, {
      days: 2,
      timeZone: "Asia/Jakarta",
      now: Date.parse("2026-03-03T12:00+07:00"),
    });
    expect(sum).toMatchObject({ processed: 2, cancelled: 1, received: null, result_seconds: null });
    expect(days.map(({ received, received_by_hour: hours }) => [received, hours?.length])).toEqual([
      [null, undefined],
      [0, 24],
    ]);
  });

  test("of days of which a part was counted by hour give no part for the whole", async () => {
    const of = (day: string, ended: number) => ({
      day,
      environment: "staging",
      counters: { ended, verified: ended },
    });
    const hour = { environment: "staging", hour: 10 };
    const updated = {
      totals: async () => [of("2026-03-01", 700), of("2026-03-02", 300), of("2026-03-03", 2)],
      hours: async () => [
        { ...hour, day: "2026-03-02", received: 20, ended: 18 },
        { ...hour, day: "2026-03-03", received: 3, ended: 2 },
      ],
      times: async () => [],
      totalsFrom: async () => null,
    };
    const now = Date.parse("2026-03-03T12:00+07:00");
    const { sum, days } = await totalsOf(updated, { days: 3, timeZone: "Asia/Jakarta", now });
    expect(days.map(({ received, busiest_hour: busiest }) => [received, busiest])).toEqual([
      [null, null],
      [null, null],
      [3, { hour: 10, received: 3 }],
    ]);
    expect(sum).toMatchObject({ processed: 1002, received: null, ended_by_hour: null, busiest_hour: null });
  });
});
