import { describe, expect, test } from "bun:test";
import type { SeenPicture } from "../../../src/queue/job.ts";
import type { Queue } from "../../../src/queue/port.ts";
import {
  claimOne,
  ending,
  failedEnding,
  finished,
  type NewPlace,
  opened,
  past,
  seen,
  submit,
} from "../support.ts";

/** Finishes a new job that shows a picture, and gives back the copies that were found. */
async function copiesFor(queue: Queue, picture: SeenPicture): Promise<readonly SeenPicture[]> {
  await submit(queue, { reportId: picture.reportId, environment: picture.environment });
  let found: readonly SeenPicture[] = [];
  await queue.jobs.finish((await claimOne(queue)).claimToken, picture, (copies) => {
    found = copies;
    return ending();
  });
  return found;
}

export function endings(newPlace: NewPlace): void {
  describe("finishing", () => {
    test("ends the job with what was read", async () => {
      const queue = await opened(newPlace());
      const id = await finished(queue, {}, { reading: '{"steps":4711}' });
      const job = await queue.jobs.get(id);
      expect(job).toMatchObject({ state: "done", reading: '{"steps":4711}', error: null, attempts: 1 });
      expect(job?.endedAt).toBeWithin(job?.startedAt ?? 0, Date.now() + 1);
      expect(await queue.jobs.claim(1, 1)).toEqual([]);
    });

    test("ends a job that failed with its error, and forgets that of an earlier attempt of one that is done", async () => {
      const queue = await opened(newPlace());
      const failed = await finished(queue, { reportId: 1 }, failedEnding);
      expect(await queue.jobs.get(failed)).toMatchObject({
        state: "failed",
        error: failedEnding.error,
        reading: null,
      });

      const done = await submit(queue, { reportId: 2 });
      await queue.jobs.retry((await claimOne(queue)).claimToken, { code: "X", message: "Y" }, 0, false);
      await queue.jobs.finish((await claimOne(queue)).claimToken, null, () => ending());
      expect(await queue.jobs.get(done)).toMatchObject({ state: "done", error: null, dueAt: null });
    });

    test("makes a delivery of the body, to the letter", async () => {
      const queue = await opened(newPlace());
      const body = '{ "report_id": "5",\n  "raw_ocr": "8.376 Schritte – 報告" }';
      const jobId = await finished(queue, { reportId: "5", environment: "production" }, { body });
      const job = await queue.jobs.get(jobId);
      const [delivery] = await queue.deliveries.list({ most: 10 });
      expect(delivery).toEqual({
        id: expect.stringMatching(
          /^msg_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        jobId,
        environment: "production",
        reportId: "5",
        body,
        state: "pending",
        attempts: 0,
        unknown: 0,
        createdAt: expect.any(Number),
        waitedForSince: job?.submittedAt ?? Number.NaN,
        lastAttemptAt: null,
        endedAt: null,
        dueAt: expect.any(Number),
        lastAnswer: null,
        trace: null,
      });
      expect(delivery?.dueAt).toBeWithin(past(), Date.now() + 1);
      expect(await queue.deliveries.get(delivery?.id ?? "")).toEqual(delivery ?? null);
    });

    test("sends nothing without a body", async () => {
      const queue = await opened(newPlace());
      await finished(queue, {}, { body: null });
      expect(await queue.deliveries.list({ most: 10 })).toEqual([]);
    });

    test("writes nothing at all when the claim is lost", async () => {
      const queue = await opened(newPlace());
      await submit(queue);
      const { claimToken } = await claimOne(queue);
      await submit(queue);
      const lost = await queue.jobs.finish(claimToken, seen(), () =>
        ending({ body: "body", counters: ["done"] }),
      );
      expect(lost).toBe(false);
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 1, done: 0 });
      expect(await queue.deliveries.list({ most: 10 })).toEqual([]);
      expect(await queue.history.totals("0000-01-01")).toEqual([]);
      expect(await copiesFor(queue, seen({ reportId: 2 }))).toEqual([]);
    });

    test("is done once, and true again for whoever asks again", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { claimToken } = await claimOne(queue);
      const finish = () =>
        queue.jobs.finish(claimToken, seen(), () => ending({ body: "body", counters: ["done"] }));
      expect(await Promise.all([finish(), finish()])).toEqual([true, true]);
      const job = await queue.jobs.get(id);
      const late = await queue.jobs.finish(claimToken, null, () =>
        ending({ state: "failed", body: "another", counters: ["failed"] }),
      );
      expect(late).toBe(true);
      expect(await queue.jobs.get(id)).toEqual(job);
      expect(await queue.jobs.counts()).toMatchObject({ done: 1, active: 0 });
      expect(await queue.deliveries.list({ most: 10 })).toHaveLength(1);
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { done: 1 } }]);
    });

    test("is not done for who gave the job back", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { claimToken } = await claimOne(queue);
      await queue.jobs.release(claimToken);
      expect(await queue.jobs.finish(claimToken, null, () => ending())).toBe(false);
      expect(await queue.jobs.get(id)).toMatchObject({ state: "waiting" });
    });

    test("writes nothing when composing fails, and takes nothing along that was asked for beside it", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2, 3]) await submit(queue, { reportId });
      const claims = await queue.jobs.claim(3, 60_000);
      const outcomes = await Promise.allSettled(
        claims.map(({ job, claimToken }) =>
          queue.jobs.finish(claimToken, seen({ reportId: job.reportId }), () => {
            if (job.reportId === 2) throw new Error("This one cannot be composed.");
            return ending({ body: "body", counters: ["done"] });
          }),
        ),
      );
      expect(outcomes).toMatchObject([
        { status: "fulfilled", value: true },
        { status: "rejected", reason: { message: "This one cannot be composed." } },
        { status: "fulfilled", value: true },
      ]);
      expect(await queue.jobs.counts()).toMatchObject({ done: 2, active: 1 });
      expect(await queue.deliveries.counts()).toMatchObject({ pending: 2 });
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { done: 2 } }]);
      const [, second] = claims;
      expect(await queue.jobs.finish(second?.claimToken ?? "", null, () => ending())).toBe(true);
    });
  });

  describe("copies", () => {
    const other = "b".repeat(64);

    test("are the same file, whoever sent it to the same environment", async () => {
      const queue = await opened(newPlace());
      const first = seen({ reportId: 1, userId: "u1", steps: null, perceptualHash: "" });
      expect(await copiesFor(queue, first)).toEqual([]);
      expect(await copiesFor(queue, seen({ reportId: 2, steps: null }))).toEqual([first]);
      expect(await copiesFor(queue, seen({ reportId: 3, environment: "production", steps: 1 }))).toEqual([]);
    });

    test("are other reports with the same step count", async () => {
      const queue = await opened(newPlace());
      await copiesFor(queue, seen({ reportId: 1, sha256: other, steps: 4000 }));
      await copiesFor(queue, seen({ reportId: 2, sha256: "c".repeat(64), steps: 4001 }));
      const found = await copiesFor(queue, seen({ reportId: 3, steps: 4000 }));
      expect(found.map(({ reportId }) => reportId)).toEqual([1]);
    });

    test("are not earlier pictures of the same report, nor those of another environment", async () => {
      const queue = await opened(newPlace());
      await copiesFor(queue, seen({ reportId: 5, sha256: other }));
      expect(await copiesFor(queue, seen({ reportId: "5" }))).toEqual([]);
      expect(await copiesFor(queue, seen({ reportId: "5" }))).toEqual([]);
      expect(await copiesFor(queue, seen({ reportId: 6, environment: "production" }))).toEqual([]);
    });

    test("are not pictures on which no count was read", async () => {
      const queue = await opened(newPlace());
      await copiesFor(queue, seen({ reportId: 1, sha256: other, steps: null }));
      expect(await copiesFor(queue, seen({ reportId: 2, steps: null }))).toEqual([]);
    });

    test("are found no more often than they are reports", async () => {
      const queue = await opened(newPlace());
      for (let times = 0; times < 5; times++) await copiesFor(queue, seen({ reportId: 1 }));
      expect(await copiesFor(queue, seen({ reportId: 2 }))).toHaveLength(1);
    });

    test("are a hundred at most", async () => {
      const queue = await opened(newPlace());
      for (let reportId = 0; reportId < 120; reportId++) await copiesFor(queue, seen({ reportId }));
      expect(await copiesFor(queue, seen({ reportId: "new", steps: null }))).toHaveLength(100);
    });

    test("are found however often another environment saw the same file", async () => {
      const queue = await opened(newPlace());
      for (let reportId = 0; reportId < 120; reportId++) await copiesFor(queue, seen({ reportId }));
      await copiesFor(queue, seen({ reportId: 1, environment: "production" }));
      expect(await copiesFor(queue, seen({ reportId: 2, environment: "production" }))).toHaveLength(1);
    });
  });
}
