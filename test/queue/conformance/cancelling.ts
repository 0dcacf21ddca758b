import { describe, expect, test } from "bun:test";
import type { Job } from "../../../src/queue/job.ts";
import type { Queue } from "../../../src/queue/port.ts";
import {
  cancelEnding,
  claimOne,
  claimReports,
  ending,
  failedEnding,
  finished,
  hour,
  type NewPlace,
  opened,
  submit,
} from "../support.ts";

/** One job in each state that is no end, and one that is done. */
async function oneOfEach(queue: Queue): Promise<Record<"waiting" | "active" | "retrying" | "done", string>> {
  const retrying = await submit(queue, { reportId: "retrying" });
  await queue.jobs.retry((await claimOne(queue)).claimToken, { code: "X", message: "Y" }, hour, false);
  const done = await finished(queue, { reportId: "done" });
  const active = await submit(queue, { reportId: "active" });
  await claimOne(queue);
  const waiting = await submit(queue, { reportId: "waiting" });
  return { retrying, done, active, waiting };
}

export function cancelling(newPlace: NewPlace): void {
  describe("cancelling", () => {
    test("ends what was named and has not ended, once", async () => {
      const queue = await opened(newPlace());
      const { waiting, active, retrying, done } = await oneOfEach(queue);
      const ids = [waiting, active, retrying, done, waiting, "nothing"];
      expect(await queue.jobs.cancel(ids, () => cancelEnding())).toBe(3);
      for (const id of [waiting, active, retrying])
        expect(await queue.jobs.get(id)).toMatchObject({
          state: "cancelled",
          error: cancelEnding().error,
          dueAt: null,
          endedAt: expect.any(Number),
        });
      expect((await queue.jobs.get(done))?.state).toBe("done");
      expect(await queue.jobs.cancel(ids, () => cancelEnding())).toBe(0);
      expect(await claimReports(queue)).toEqual([]);
    });

    test("takes the claim of an active job away", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { claimToken } = await claimOne(queue);
      await queue.jobs.cancel([id], () => cancelEnding());
      expect(await queue.jobs.finish(claimToken, null, () => ending())).toBe(false);
      expect((await queue.jobs.get(id))?.state).toBe("cancelled");
    });

    test("of all that wait leaves active ones alone", async () => {
      const queue = await opened(newPlace());
      const { active } = await oneOfEach(queue);
      expect(await queue.jobs.cancel("waiting", () => cancelEnding())).toBe(2);
      expect((await queue.jobs.get(active))?.state).toBe("active");
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 0, retrying: 0, active: 1, cancelled: 2 });
    });

    test("makes each job's delivery, and counts", async () => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      const compose = ({ reportId }: Job) =>
        cancelEnding({ body: reportId === 1 ? "cancelled 1" : null, counters: ["cancelled"] });
      await queue.jobs.cancel("waiting", compose);
      const deliveries = await queue.deliveries.list({ most: 10 });
      expect(deliveries.map(({ reportId, body }) => [reportId, body])).toEqual([[1, "cancelled 1"]]);
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { cancelled: 2 } }]);
    });

    test("lets the report be submitted again", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      await queue.jobs.cancel([id], () => cancelEnding());
      expect(await submit(queue)).not.toBe(id);
    });

    test("does nothing when composing fails", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2]) await submit(queue, { reportId });
      const cancelled = queue.jobs.cancel("waiting", ({ reportId }) => {
        if (reportId === 2) throw new Error("No.");
        return cancelEnding({ body: "body" });
      });
      await expect(cancelled).rejects.toThrow("No.");
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 2, cancelled: 0 });
    });
  });

  describe("once more", () => {
    test("lets failed and cancelled jobs wait as new ones of the same reports", async () => {
      const queue = await opened(newPlace());
      const failed = await finished(
        queue,
        { reportId: 1, url: "https://s3.example/1.png", userId: "u" },
        failedEnding,
      );
      const cancelled = await submit(queue, { reportId: 2, priority: 4 });
      await queue.jobs.cancel([cancelled], () => cancelEnding());
      const done = await finished(queue, { reportId: 3 });

      const ids = await queue.jobs.again([failed, cancelled, done, failed, "nothing"]);
      expect(ids).toHaveLength(2);
      expect(new Set([...ids, failed, cancelled]).size).toBe(4);
      const claims = await queue.jobs.claim(10, 1000);
      expect(claims.map(({ job }) => job)).toMatchObject([
        {
          reportId: 1,
          url: "https://s3.example/1.png",
          userId: "u",
          attempts: 1,
          error: null,
          workerDeaths: 0,
        },
        { reportId: 2, priority: 4 },
      ]);
      expect((await queue.jobs.get(failed))?.state).toBe("failed");
    });

    test("makes one job of a report, with its newest picture", async () => {
      const queue = await opened(newPlace());
      const first = await finished(queue, { url: "https://s3.example/1.png" }, failedEnding);
      const second = await finished(queue, { url: "https://s3.example/2.png" }, failedEnding);
      expect(await queue.jobs.again([first, second])).toHaveLength(1);
      expect((await claimOne(queue)).job.url).toBe("https://s3.example/2.png");
    });

    test("makes none of an older picture, whatever became of the newer one", async () => {
      const queue = await opened(newPlace());
      const failed = await finished(queue, { url: "https://s3.example/1.png" }, failedEnding);
      await finished(queue, { url: "https://s3.example/2.png" });
      expect(await queue.jobs.again([failed])).toEqual([]);
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 0, failed: 1, done: 1 });
    });

    test("makes none of a report that has a job already", async () => {
      const queue = await opened(newPlace());
      const failed = await finished(queue, {}, failedEnding);
      await submit(queue);
      expect(await queue.jobs.again([failed])).toEqual([]);
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 1, failed: 1 });
    });
  });
}
