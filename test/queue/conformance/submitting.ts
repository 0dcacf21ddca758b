import { describe, expect, test } from "bun:test";
import { OcrEcoError } from "../../../src/errors.ts";
import { failureOf } from "../../support/failure.ts";
import {
  claimOne,
  claimReports,
  ending,
  failedEnding,
  finished,
  hour,
  idOf,
  longLease,
  type NewPlace,
  opened,
  submission,
  submit,
} from "../support.ts";

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function submitting(newPlace: NewPlace): void {
  describe("submitting", () => {
    test("makes a job that waits, with all that was submitted", async () => {
      const queue = await opened(newPlace());
      const before = Date.now();
      const outcomes = await queue.jobs.submit([submission({ reportId: "r", userId: 9, priority: 3 })], 10);
      const id = idOf(outcomes[0]);
      expect(outcomes).toEqual([{ outcome: "new", job: { id, state: "waiting" } }]);
      expect(id).toMatch(uuid7);
      const job = await queue.jobs.get(id);
      expect(job).toEqual({
        ...submission({ reportId: "r", userId: 9, priority: 3 }),
        id,
        state: "waiting",
        attempts: 0,
        workerDeaths: 0,
        submittedAt: expect.any(Number),
        pictureAt: expect.any(Number),
        startedAt: null,
        endedAt: null,
        dueAt: null,
        error: null,
        reading: null,
      });
      expect(job?.submittedAt).toBeWithin(before, Date.now() + 1);
      expect(job?.pictureAt).toBe(job?.submittedAt ?? 0);
    });

    test("does not happen where it is called off at the last moment, and that is no neighbour's affair", async () => {
      const queue = await opened(newPlace());
      const calledOff = queue.jobs.submit(
        [submission({ reportId: 1 }), submission({ reportId: 2 })],
        10,
        () => {
          throw new OcrEcoError("REQUEST_MALFORMED", "It is gone.");
        },
      );
      const [failure, [outcome]] = await Promise.all([
        failureOf(() => calledOff),
        queue.jobs.submit([submission({ reportId: 3 })], 10, () => {}),
      ]);
      expect([failure.code, outcome?.outcome]).toEqual(["REQUEST_MALFORMED", "new"]);
      expect((await queue.jobs.list({ most: 10 })).map(({ reportId }) => reportId)).toEqual([3]);
    });

    test("makes ids that sort by age", async () => {
      const queue = await opened(newPlace());
      const submissions = Array.from({ length: 50 }, (_, reportId) => submission({ reportId }));
      const ids = (await queue.jobs.submit(submissions, 100)).map(idOf);
      expect(ids).toEqual(ids.toSorted());
    });

    test("gives each submission its own outcome, in order", async () => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: 2 });
      const outcomes = await queue.jobs.submit(
        [1, 2, 3, 1, 4].map((reportId) => submission({ reportId })),
        3,
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(["new", "known", "new", "known", "full"]);
      expect(idOf(outcomes[3])).toBe(idOf(outcomes[0]));
    });

    test.each([
      ["a number", 5],
      ["a text", "5"],
      ["a text with zeros", "005"],
      ["an empty text", ""],
      ["the largest whole number", Number.MAX_SAFE_INTEGER],
      ["a number below zero", -3],
      ["letters of other scripts", "laporan-€-報告"],
    ])("gives ids back as they came: %s", async (_, id) => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: id, userId: id });
      const { job } = await claimOne(queue);
      expect([job.reportId, job.userId]).toEqual([id, id]);
    });

    test("takes 5 and the text 5 for one report, and gives it back as it came last", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { reportId: 5, userId: "9" });
      expect(await submit(queue, { reportId: "5", userId: 9 })).toBe(id);
      expect(await queue.jobs.get(id)).toMatchObject({ reportId: "5", userId: 9 });
      expect(await submit(queue, { reportId: "05" })).not.toBe(id);
    });

    test("keeps the same report of two environments apart", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { environment: "staging" });
      expect(await submit(queue, { environment: "production" })).not.toBe(id);
    });

    test("refuses new jobs when as many wait or retry as may", async () => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: 1 });
      const { claimToken } = await claimOne(queue);
      await queue.jobs.retry(claimToken, { code: "DOWNLOAD_FAILED", message: "No." }, hour, false);
      expect(await queue.jobs.submit([submission({ reportId: 2 })], 1)).toEqual([{ outcome: "full" }]);
      expect(await queue.jobs.submit([submission({ reportId: 2 })], 2)).toMatchObject([{ outcome: "new" }]);
    });

    test("does not count active jobs as waiting", async () => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: 1 });
      await claimOne(queue);
      expect(await queue.jobs.submit([submission({ reportId: 2 })], 1)).toMatchObject([{ outcome: "new" }]);
    });

    test("remembers when the picture came, which may be later than its job, or earlier", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      await Bun.sleep(2);
      await submit(queue, { url: "https://s3.example/newer.png" });
      const { job, claimToken } = await claimOne(queue);
      expect(job.pictureAt).toBeGreaterThan(job.submittedAt);
      expect(job).toMatchObject({ id, url: "https://s3.example/newer.png" });
      await queue.jobs.finish(claimToken, null, () => failedEnding);
      await Bun.sleep(2);
      await queue.jobs.again([id]);
      const again = (await claimOne(queue)).job;
      expect(again.pictureAt).toBe(job.pictureAt);
      expect(again.submittedAt).toBeGreaterThan(job.pictureAt);
    });

    test("keeps where the trace of the newest picture goes on from, with its job and its delivery", async () => {
      const queue = await opened(newPlace());
      const [older, newer] = ["a", "b"].map((id) => `00-${id.repeat(32)}-00f067aa0ba902b7-01`) as [
        string,
        string,
      ];
      const id = await submit(queue, { trace: older });
      expect((await queue.jobs.get(id))?.trace).toBe(older);
      await submit(queue, { trace: newer });
      const { job, claimToken } = await claimOne(queue);
      expect(job.trace).toBe(newer);
      await queue.jobs.finish(claimToken, null, () => ({ ...failedEnding, body: "body" }));
      const [claim] = await queue.deliveries.claim("staging", 1, longLease);
      expect(claim?.delivery.trace).toBe(newer);
      const [again = ""] = await queue.jobs.again([id]);
      expect((await queue.jobs.get(again))?.trace).toBe(newer);
      await submit(queue, { trace: null });
      expect((await queue.jobs.get(again))?.trace).toBeNull();
    });

    test("replaces a picture even when nothing new is taken in", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { url: "https://s3.example/old.png" });
      const outcomes = await queue.jobs.submit([submission({ url: "https://s3.example/new.png" })], 0);
      expect(outcomes).toEqual([{ outcome: "known", job: { id, state: "waiting" } }]);
      expect((await queue.jobs.get(id))?.url).toBe("https://s3.example/new.png");
    });

    test("keeps what it took in when it is opened again", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const id = await submit(queue, { reportId: "5" });
      const job = await queue.jobs.get(id);
      await queue.close();
      const again = await opened(place);
      expect(await again.jobs.get(id)).toEqual(job);
      expect((await again.jobs.counts()).waiting).toBe(1);
      const next = await submit(again, { reportId: 6 });
      expect([next, id].toSorted()).toEqual([id, next]);
    });

    test("is refused after the queue was closed", async () => {
      const queue = await opened(newPlace());
      await queue.close();
      await queue.close();
      expect((await failureOf(() => submit(queue))).code).toBe("QUEUE_CLOSED");
      expect((await failureOf(() => queue.jobs.counts())).code).toBe("QUEUE_CLOSED");
    });

    test("is done when the queue is closed right after it was asked for", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const submitted = submit(queue);
      await queue.close();
      const id = await submitted;
      expect((await (await opened(place)).jobs.get(id))?.state).toBe("waiting");
    });
  });

  describe("a report that is submitted again", () => {
    test("keeps its place in the line", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2, 3, 1]) await submit(queue, { reportId });
      expect(await claimReports(queue)).toEqual([1, 2, 3]);
    });

    test("keeps its priority and the time of its first submission", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue, { priority: 1 });
      const first = await queue.jobs.get(id);
      await submit(queue, { priority: 9, userId: 8 });
      const again = await queue.jobs.get(id);
      expect(again).toEqual({ ...first, userId: 8, pictureAt: again?.pictureAt } as typeof first);
    });

    test("while it is retrying starts its attempts anew, at once", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { claimToken } = await claimOne(queue);
      await queue.jobs.retry(claimToken, { code: "WORKER_DIED", message: "No." }, hour, true);
      await submit(queue, { url: "https://s3.example/new.png" });
      expect(await queue.jobs.get(id)).toMatchObject({
        state: "waiting",
        attempts: 0,
        workerDeaths: 0,
        startedAt: null,
        dueAt: null,
        error: null,
      });
      const again = await claimOne(queue);
      expect(again.job).toMatchObject({ id, url: "https://s3.example/new.png", attempts: 1 });
      await queue.jobs.release(again.claimToken);
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 1, retrying: 0, active: 0 });
    });

    test("while it is active takes the claim away", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const { claimToken } = await claimOne(queue);
      const [outcome] = await queue.jobs.submit([submission({ url: "https://s3.example/new.png" })], 1000);
      expect(outcome).toEqual({ outcome: "known", job: { id, state: "waiting" } });
      expect(await queue.jobs.finish(claimToken, null, () => ending())).toBe(false);
      expect(await queue.jobs.renew([claimToken], longLease)).toEqual([claimToken]);
      expect((await claimOne(queue)).job).toMatchObject({
        id,
        url: "https://s3.example/new.png",
        attempts: 1,
      });
    });

    test("after it was done is a new job", async () => {
      const queue = await opened(newPlace());
      const id = await finished(queue);
      const [outcome] = await queue.jobs.submit([submission()], 1000);
      expect(outcome?.outcome).toBe("new");
      expect(idOf(outcome)).not.toBe(id);
    });
  });
}
