import { describe, expect, test } from "bun:test";
import type { Queue } from "../../../src/queue/port.ts";
import {
  claimOne,
  claimReports,
  ending,
  hour,
  leasesRunOut,
  longLease,
  type NewPlace,
  opened,
  submit,
} from "../support.ts";

const error = { code: "DOWNLOAD_TIMEOUT", message: "It took too long." };

/** Every way to end an attempt, and what it says to who asks for it again. */
const ends: readonly (readonly [string, (queue: Queue, claimToken: string) => Promise<boolean>, boolean])[] =
  [
    ["finish", (queue, claimToken) => queue.jobs.finish(claimToken, null, () => ending()), true],
    ["retry", (queue, claimToken) => queue.jobs.retry(claimToken, error, 0, false), false],
    ["release", (queue, claimToken) => queue.jobs.release(claimToken), false],
  ];

export function attempts(newPlace: NewPlace): void {
  describe("claiming", () => {
    test("hands out by priority, then by age, and each job once", async () => {
      const queue = await opened(newPlace());
      for (const [reportId, priority] of [
        [1, 5],
        [2, 0],
        [3, 5],
        [4, -1],
        [5, 0],
      ] as const)
        await submit(queue, { reportId, priority });
      expect(await claimReports(queue, 2)).toEqual([4, 2]);
      expect(await claimReports(queue, 10)).toEqual([5, 1, 3]);
      expect(await claimReports(queue)).toEqual([]);
    });

    test("hands a job to one of many that ask at the same time", async () => {
      const queue = await opened(newPlace());
      for (let reportId = 0; reportId < 10; reportId++) await submit(queue, { reportId });
      const claims = (
        await Promise.all(Array.from({ length: 20 }, () => queue.jobs.claim(1, longLease)))
      ).flat();
      expect(new Set(claims.map(({ job }) => job.id)).size).toBe(10);
      expect(new Set(claims.map(({ claimToken }) => claimToken)).size).toBe(10);
      expect(claims).toHaveLength(10);
    });

    test("counts the attempt and notes its beginning", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { job } = await claimOne(queue);
      expect(job).toMatchObject({ id, state: "active", attempts: 1 });
      expect(job.startedAt).toBeWithin(job.submittedAt, Date.now() + 1);
      expect(await queue.jobs.get(id)).toEqual(job);
    });

    test("hands out nothing while paused, also after it was opened again", async () => {
      const place = newPlace();
      const queue = await opened(place);
      await submit(queue);
      expect(await queue.jobs.isPaused()).toBe(false);
      await queue.jobs.setPaused(true);
      expect(await claimReports(queue)).toEqual([]);
      await queue.close();

      const again = await opened(place);
      expect(await again.jobs.isPaused()).toBe(true);
      expect(await claimReports(again)).toEqual([]);
      await again.jobs.setPaused(false);
      expect(await claimReports(again)).toEqual([1]);
    });
  });

  describe.each(ends)("%s", (_, end, again) => {
    test("is for whoever holds the claim, once", async () => {
      const queue = await opened(newPlace());
      await submit(queue);
      const { claimToken } = await claimOne(queue);
      expect(await end(queue, claimToken)).toBe(true);
      expect(await end(queue, claimToken)).toBe(again);
      expect(await end(queue, "nobody")).toBe(false);
      expect(await end(queue, "")).toBe(false);
    });

    test("is refused when the job is in other hands meanwhile", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const first = await claimOne(queue, 1);
      await leasesRunOut();
      await queue.jobs.releaseExpired();
      const second = await claimOne(queue);
      expect(await end(queue, first.claimToken)).toBe(false);
      expect(await queue.jobs.get(id)).toEqual(second.job);
      expect(await end(queue, second.claimToken)).toBe(true);
    });
  });

  describe("a lease", () => {
    test("that has not run out keeps the job", async () => {
      const queue = await opened(newPlace());
      await submit(queue);
      await claimOne(queue);
      expect(await queue.jobs.releaseExpired()).toBe(0);
      expect(await claimReports(queue)).toEqual([]);
    });

    test("that ran out lets the job wait again at its old place, with its attempt", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      await queue.jobs.claim(1, 1);
      await leasesRunOut();
      expect(await queue.jobs.releaseExpired()).toBe(1);
      expect(await queue.jobs.releaseExpired()).toBe(0);
      expect(await queue.jobs.get(id)).toMatchObject({ state: "waiting", attempts: 1 });
      expect((await claimOne(queue)).job).toMatchObject({ id, attempts: 2 });
    });

    test("can be prolonged", async () => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      // Long enough to prolong it on a slow machine, and over by releaseExpired.
      const claims = await queue.jobs.claim(2, 2000);
      const [kept, lost] = claims.map(({ claimToken }) => claimToken);
      expect(await queue.jobs.renew([kept ?? "", "nobody"], longLease)).toEqual(["nobody"]);
      expect(await queue.jobs.renew([lost ?? ""], 1)).toEqual([]);
      await leasesRunOut();
      expect(await queue.jobs.releaseExpired()).toBe(1);
      expect(await queue.jobs.renew([kept ?? "", lost ?? ""], longLease)).toEqual([lost ?? ""]);
      expect(await queue.jobs.finish(kept ?? "", null, () => ending())).toBe(true);
    });

    test("ends with the process: the job waits again, with its attempt", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const id = await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      const { claimToken } = await claimOne(queue, 1);
      await queue.close();
      await leasesRunOut();

      const again = await opened(place);
      await again.jobs.releaseExpired();
      expect(await again.jobs.counts()).toMatchObject({ waiting: 2, active: 0 });
      expect(await again.jobs.finish(claimToken, null, () => ending())).toBe(false);
      expect((await claimOne(again)).job).toMatchObject({ id, attempts: 2 });
    });
  });

  describe("retrying", () => {
    test("waits for its time, and says what was wrong", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { job, claimToken } = await claimOne(queue);
      await queue.jobs.retry(claimToken, error, hour, false);
      expect(await queue.jobs.get(id)).toMatchObject({
        state: "retrying",
        attempts: 1,
        workerDeaths: 0,
        dueAt: expect.any(Number),
        error,
      });
      const { dueAt } = (await queue.jobs.get(id)) ?? {};
      expect(dueAt).toBeWithin((job.startedAt ?? 0) + hour, Date.now() + hour + 1);
      expect(await queue.jobs.nextDueIn()).toBeWithin(1, hour + 1);
      expect(await claimReports(queue)).toEqual([]);
    });

    test("goes back to its old place when it is due", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2, 3]) await submit(queue, { reportId });
      const claims = await queue.jobs.claim(2, longLease);
      for (const { claimToken } of claims.toReversed()) await queue.jobs.retry(claimToken, error, 0, false);
      expect(await claimReports(queue)).toEqual([1, 2, 3]);
      expect(await queue.jobs.nextDueIn()).toBeNull();
    });

    test("counts worker deaths", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      for (const died of [true, false, true])
        await queue.jobs.retry((await claimOne(queue)).claimToken, error, 0, died);
      expect(await queue.jobs.get(id)).toMatchObject({ attempts: 3, workerDeaths: 2 });
    });

    test("says when the earliest is due, and nothing while paused", async () => {
      const queue = await opened(newPlace());
      expect(await queue.jobs.nextDueIn()).toBeNull();
      for (const reportId of [1, 2]) await submit(queue, { reportId });
      await queue.jobs.retry((await claimOne(queue)).claimToken, error, 2 * hour, false);
      await queue.jobs.retry((await claimOne(queue)).claimToken, error, hour, false);
      expect(await queue.jobs.nextDueIn()).toBeWithin(1, hour + 1);
      await queue.jobs.setPaused(true);
      expect(await queue.jobs.nextDueIn()).toBeNull();
    });
  });

  describe("releasing", () => {
    test("leaves a job as if it had not been claimed", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      const before = await queue.jobs.get(id);
      await queue.jobs.release((await claimOne(queue)).claimToken);
      expect(await queue.jobs.get(id)).toEqual(before);
      expect(await claimReports(queue)).toEqual([1, 2]);
    });

    test("leaves a retrying job so, too", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      await queue.jobs.retry((await claimOne(queue)).claimToken, error, 0, true);
      const before = await queue.jobs.get(id);
      await queue.jobs.release((await claimOne(queue)).claimToken);
      expect(await queue.jobs.get(id)).toEqual(before);
      expect(await queue.jobs.counts()).toMatchObject({ retrying: 1, active: 0, waiting: 0 });
      expect(await claimReports(queue)).toEqual([1]);
    });
  });
}
