import { describe, expect, test } from "bun:test";
import type { HourTotals, Queue, TimeTotals } from "../../../src/queue/port.ts";
import { keptBuckets } from "../../../src/time-buckets.ts";
import {
  cancelEnding,
  claimOne,
  ending,
  failedEnding,
  finished,
  hour,
  type NewPlace,
  opened,
  submission,
  submit,
} from "../support.ts";

export function totals(newPlace: NewPlace): void {
  describe("totals", () => {
    test("add up what was counted, by environment, and survive", async () => {
      const place = newPlace();
      const queue = await opened(place);
      await finished(queue, { reportId: 1 }, { counters: ["done", "app:Fitbit"] });
      await finished(queue, { reportId: 2 }, { counters: ["done"] });
      await finished(queue, { reportId: 3, environment: "production" }, { counters: ["done"] });
      await finished(queue, { reportId: 4 }, { counters: [] });
      const totals = await queue.history.totals("0000-01-01");
      expect(totals).toEqual([
        { day: expect.any(String), environment: "production", counters: { done: 1 } },
        { day: expect.any(String), environment: "staging", counters: { done: 2, "app:Fitbit": 1 } },
      ]);
      await queue.close();
      expect(await (await opened(place)).history.totals("0000-01-01")).toEqual(totals);
    });

    test("begin with the day that was asked for", async () => {
      const queue = await opened(newPlace());
      await finished(queue, {}, { counters: ["done"] });
      const [total] = await queue.history.totals("0000-01-01");
      expect(await queue.history.totals(total?.day ?? "")).toHaveLength(1);
      expect(await queue.history.totals("9999-01-01")).toEqual([]);
    });
  });

  describe("hours", () => {
    test("count new jobs and ends of every kind, by environment, and survive", async () => {
      const place = newPlace();
      const queue = await opened(place);
      await finished(queue, { reportId: 1 });
      await finished(queue, { reportId: 2 }, failedEnding);
      await finished(queue, { reportId: 3, environment: "production" });
      const id = await submit(queue, { reportId: 4 });
      await queue.jobs.cancel([id], () => cancelEnding());
      expect(await inAll(queue)).toEqual({ production: [1, 1], staging: [3, 3] });
      await queue.close();
      expect(await inAll(await opened(place))).toEqual({ production: [1, 1], staging: [3, 3] });
    });

    test("count neither pictures that were replaced, nor what was refused, nor what is worked on again", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 1, url: "https://s3.example/b.png" });
      await queue.jobs.submit([submission({ reportId: 2 })], 1);
      const { claimToken } = await claimOne(queue);
      await queue.jobs.finish(claimToken, null, () => failedEnding);
      expect(await queue.jobs.finish(claimToken, null, () => failedEnding)).toBe(true);
      await queue.jobs.again([id]);
      expect(await inAll(queue)).toEqual({ staging: [1, 1] });
    });

    test("are of the day that was asked for and later ones", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2, 3]) await finished(queue, { reportId });
      const [first] = await queue.history.hours("0000-01-01");
      expect(first?.hour).toBeWithin(0, 24);
      expect(await queue.history.hours(first?.day ?? "")).toEqual(await queue.history.hours("0000-01-01"));
      expect(await queue.history.hours("9999-01-01")).toEqual([]);
    });
  });

  describe("times", () => {
    test("are those of the jobs, to the millisecond, and survive", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const ids = [await finished(queue, { reportId: 1 }), await finished(queue, { reportId: 2 })];
      const jobs = await Promise.all(ids.map((id) => queue.jobs.get(id)));
      const took = (from: "submittedAt" | "startedAt", until: "startedAt" | "endedAt") =>
        jobs.map((job) => (job?.[until] ?? 0) - (job?.[from] ?? 0));
      const times = await queue.history.times("0000-01-01");
      expect(sums(times)).toEqual({
        waiting: sumOf(took("submittedAt", "startedAt")),
        reading: sumOf(took("startedAt", "endedAt")),
        result: sumOf(took("submittedAt", "endedAt")),
      });
      for (const { bucket, longest } of times) expect(keptBuckets.of(longest)).toBe(bucket);
      expect(await queue.history.times("9999-01-01")).toEqual([]);
      await queue.close();
      expect(await (await opened(place)).history.times("0000-01-01")).toEqual(times);
    });

    test("of a failed job say nothing of reading, and of a cancelled one nothing at all", async () => {
      const queue = await opened(newPlace());
      await finished(queue, { reportId: 1 }, failedEnding);
      const id = await submit(queue, { reportId: 2 });
      await claimOne(queue);
      await queue.jobs.cancel([id], () => cancelEnding());
      expect(counts(await queue.history.times("0000-01-01"))).toEqual({ waiting: 1, result: 1 });
    });

    test("of a further attempt say nothing of waiting, and begin where the picture came", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const first = await claimOne(queue);
      await queue.jobs.retry(first.claimToken, { code: "DOWNLOAD_STATUS", message: "Gone." }, 0, false);
      await queue.jobs.finish((await claimOne(queue)).claimToken, null, () => ending());
      const times = await queue.history.times("0000-01-01");
      expect(counts(times)).toEqual({ reading: 1, result: 1 });
      const job = await queue.jobs.get(id);
      expect(sums(times)["result"]).toEqual([(job?.endedAt ?? 0) - (job?.pictureAt ?? 0), 1]);
    });
  });

  test("hours and times stay when jobs go, and go with the totals of their day", async () => {
    const queue = await opened(newPlace());
    await finished(queue, {}, { counters: ["done"] });
    const kept = async () => [
      (await queue.history.totals("")).length,
      counts(await queue.history.times("")),
      await inAll(queue),
    ];
    const jobsGo = { doneMs: 0, failedMs: 0 };
    expect(await queue.history.prune({ ...jobsGo, seenMs: 25 * hour, reviewMs: 0 })).toBe(1);
    expect(await kept()).toEqual([1, { waiting: 1, reading: 1, result: 1 }, { staging: [1, 1] }]);
    await queue.history.prune({ ...jobsGo, seenMs: -48 * hour, reviewMs: 0 });
    expect(await kept()).toEqual([0, {}, {}]);
  });
}

/** What came in and what ended, in all hours together. */
async function inAll(queue: Queue): Promise<Record<string, [number, number]>> {
  const environments = Map.groupBy(await queue.history.hours(""), ({ environment }) => environment);
  const sum = (hours: readonly HourTotals[], what: "received" | "ended") =>
    hours.reduce((all, each) => all + each[what], 0);
  return Object.fromEntries(
    [...environments].map(([name, hours]) => [name, [sum(hours, "received"), sum(hours, "ended")]]),
  );
}

/** Of each kind the milliseconds of all together, and how many there were. */
function sums(times: readonly TimeTotals[]): Record<string, [number, number]> {
  const kinds = Map.groupBy(times, ({ kind }) => kind);
  return Object.fromEntries(
    [...kinds].map(([kind, rows]) => [
      kind,
      [
        rows.reduce((all, { milliseconds }) => all + milliseconds, 0),
        rows.reduce((all, { count }) => all + count, 0),
      ],
    ]),
  );
}

function counts(times: readonly TimeTotals[]): Record<string, number> {
  return Object.fromEntries(Object.entries(sums(times)).map(([kind, [, count]]) => [kind, count]));
}

function sumOf(milliseconds: readonly number[]): [number, number] {
  return [milliseconds.reduce((all, each) => all + each, 0), milliseconds.length];
}
