import { describe, expect, test } from "bun:test";
import type { SeenPicture, Submission } from "../../../src/queue/job.ts";
import type { KeptTexts, Queue, Whose } from "../../../src/queue/port.ts";
import {
  cancelEnding,
  claimOne,
  ending,
  failedDelivery,
  failedEnding,
  finished,
  hour,
  leasesRunOut,
  longLease,
  manyFinished,
  type NewPlace,
  opened,
  pendingDelivery,
  seen,
  submission,
  submit,
} from "../support.ts";

/** Longer than anything is kept. */
const ever = Number.POSITIVE_INFINITY;
const nothing = { doneMs: ever, failedMs: ever, seenMs: ever, reviewMs: 0 };
const day = 24 * hour;

async function deliver(queue: Queue): Promise<void> {
  for (const { claimToken } of await queue.deliveries.claim("staging", 100, longLease))
    await queue.deliveries.end(claimToken, { state: "delivered", answer: { status: 200, detail: "" } }, []);
}

export function history(newPlace: NewPlace): void {
  test("knows the environments that had jobs, also when these are gone", async () => {
    const queue = await opened(newPlace());
    expect(await queue.history.environments()).toEqual([]);
    await submit(queue, { reportId: 1, environment: "former" });
    await submit(queue, { reportId: 2, environment: "former" });
    await submit(queue, { reportId: 1 });
    await queue.history.forget({ reportId: "1" });
    expect((await queue.history.environments()).sort()).toEqual(["former", "staging"]);
  });

  describe("pruning", () => {
    test("deletes done and cancelled jobs with their deliveries when their time has come", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue, { reportId: 1 });
      await deliver(queue);
      await finished(queue, { reportId: 2 });
      const cancelled = await submit(queue, { reportId: 3 });
      await queue.jobs.cancel([cancelled], () => cancelEnding());
      expect(await queue.history.prune({ ...nothing, doneMs: hour })).toBe(0);
      expect(await queue.history.prune({ ...nothing, doneMs: 0 })).toBe(4);
      expect(await queue.jobs.list({ most: 10 })).toEqual([]);
      expect(await queue.deliveries.get(id)).toBeNull();
      expect(await queue.deliveries.counts()).toMatchObject({ pending: 0, delivered: 0 });
      expect(await queue.jobs.counts()).toMatchObject({ done: 0, cancelled: 0 });
    });

    test("deletes failed jobs when their own time has come", async () => {
      const queue = await opened(newPlace());
      const id = await finished(queue, {}, failedEnding);
      expect(await queue.history.prune({ ...nothing, doneMs: 0 })).toBe(0);
      expect((await queue.jobs.get(id))?.state).toBe("failed");
      expect(await queue.history.prune({ ...nothing, failedMs: hour })).toBe(0);
      expect(await queue.history.prune({ ...nothing, failedMs: 0 })).toBe(1);
      expect(await queue.jobs.get(id)).toBeNull();
    });

    test("never deletes what has not ended, or what is not delivered", async () => {
      const queue = await opened(newPlace());
      const pending = await pendingDelivery(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      await claimOne(queue);
      await submit(queue, { reportId: 3 });
      const all = { doneMs: 0, failedMs: 0, seenMs: 0, reviewMs: 0 };
      expect(await queue.history.prune(all)).toBe(0);
      expect((await queue.deliveries.get(pending))?.state).toBe("pending");
      expect(await queue.jobs.counts()).toMatchObject({ done: 1, active: 1, waiting: 1 });
    });

    test("keeps a job whose delivery failed as long as failed ones are kept", async () => {
      const queue = await opened(newPlace());
      const id = await failedDelivery(queue);
      expect(await queue.history.prune({ ...nothing, doneMs: 0, failedMs: hour })).toBe(0);
      expect((await queue.deliveries.get(id))?.state).toBe("failed");
      expect(await queue.history.prune({ ...nothing, doneMs: 0, failedMs: 0 })).toBe(2);
      expect(await queue.deliveries.counts()).toMatchObject({ failed: 0 });
    });

    test("finds what to delete also behind much that is kept", async () => {
      const queue = await opened(newPlace());
      await manyFinished(queue, 300, failedEnding);
      await finished(queue, { reportId: "last" });
      expect(await queue.history.prune({ ...nothing, doneMs: 0 })).toBe(1);
      expect(await queue.jobs.counts()).toMatchObject({ done: 0, failed: 300 });
      expect(await queue.history.prune({ ...nothing, failedMs: 0 })).toBe(300);
    });

    test("forgets the unknown answers of what it deletes", async () => {
      const place = newPlace();
      const first = await opened(place);
      await pendingDelivery(first);
      await first.deliveries.claim("staging", 1, 1);
      await first.close();
      await Bun.sleep(15);
      const queue = await opened(place);
      await queue.deliveries.releaseExpired();
      await deliver(queue);
      expect((await queue.deliveries.counts()).unknown).toBe(1);
      await queue.history.prune({ ...nothing, doneMs: 0 });
      expect((await queue.deliveries.counts()).unknown).toBe(0);
    });

    test("forgets pictures and totals when their time has come, and keeps them when jobs go", async () => {
      const queue = await opened(newPlace());
      const show = async (reportId: number) => {
        await submit(queue, { reportId });
        let found: readonly SeenPicture[] = [];
        await queue.jobs.finish((await claimOne(queue)).claimToken, seen({ reportId }), (copies) => {
          found = copies;
          return ending({ counters: ["read"] });
        });
        return found;
      };
      await show(1);
      await queue.history.prune({
        doneMs: 0,
        failedMs: 0,
        seenMs: day + hour,
        reviewMs: 0,
      });
      expect(await show(2)).toHaveLength(1);
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { read: 2 } }]);
      const twoDaysAhead = Date.now() + 2 * day;
      expect(await queue.history.prune({ ...nothing, seenMs: -2 * day, reviewMs: 0 })).toBe(3);
      const left = String(await queue.history.totalsFrom());
      await queue.history.prune(nothing);
      expect(await queue.history.totalsFrom()).toBe(left);
      expect(Math.abs(Date.parse(left) - twoDaysAhead)).toBeLessThanOrEqual(86_400_000);
      expect(await show(3)).toEqual([]);
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { read: 1 } }]);
    });
  });

  describe("condensing", () => {
    /** Takes the texts away, and notes what there was. */
    function editor() {
      const edited: (string | null)[][] = [];
      const edit = ({ reading, body }: KeptTexts): KeptTexts => {
        edited.push([reading, body]);
        return { reading: reading && "less", body: body && "less" };
      };
      return { edited, edit };
    }

    test("edits what was delivered, reading and body, once", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue, { reportId: 1 });
      await deliver(queue);
      const { edited, edit } = editor();
      expect(await queue.history.condense(hour, edit)).toBe(0);
      expect(await queue.history.condense(0, edit)).toBe(1);
      expect(edited).toEqual([['{"steps":5}', "body of 1"]]);
      const delivery = await queue.deliveries.get(id);
      expect(delivery).toMatchObject({ state: "delivered", body: "less" });
      expect(await queue.jobs.get(delivery?.jobId ?? "")).toMatchObject({ state: "done", reading: "less" });
      expect(await queue.history.condense(0, edit)).toBe(0);
      expect(edited).toHaveLength(1);
    });

    test("leaves alone what has not ended, and what may still be sent", async () => {
      const queue = await opened(newPlace());
      const failed = await failedDelivery(queue, { reportId: 1 });
      const pending = await pendingDelivery(queue, { reportId: 2 });
      await submit(queue, { reportId: 3 });
      const { edited, edit } = editor();
      expect(await queue.history.condense(0, edit)).toBe(0);
      expect(edited).toEqual([]);
      expect((await queue.deliveries.get(failed))?.body).toBe("body of 1");
      expect((await queue.deliveries.get(pending))?.body).toBe("body of 2");
      await queue.deliveries.redeliver([failed]);
      await deliver(queue);
      expect(await queue.history.condense(0, edit)).toBe(2);
    });

    test("gets jobs without a delivery as well, and survives a restart", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const id = await finished(queue, { reportId: 1 });
      await queue.jobs.cancel([await submit(queue, { reportId: 2 })], () => cancelEnding());
      const { edited, edit } = editor();
      expect(await queue.history.condense(0, edit)).toBe(2);
      expect(edited).toEqual([
        ['{"steps":5}', null],
        [null, null],
      ]);
      await queue.close();
      const again = await opened(place);
      expect((await again.jobs.get(id))?.reading).toBe("less");
      expect(await again.history.condense(0, edit)).toBe(0);
    });

    test("of all that has ended happens again and again, also before it is delivered", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      const edit = ({ reading, body }: KeptTexts) => ({
        reading,
        body: body?.replace("body", "other") ?? null,
      });
      expect(await queue.history.editAll(edit, true)).toBe(1);
      expect((await queue.deliveries.get(id))?.body).toBe("body of 1");
      expect(await queue.history.editAll(edit, false)).toBe(1);
      expect((await queue.deliveries.get(id))?.body).toBe("other of 1");
      expect(await queue.history.editAll(edit, false)).toBe(0);
      await deliver(queue);
      expect(await queue.history.condense(0, editor().edit)).toBe(1);
      expect(await queue.history.editAll(({ reading }) => ({ reading, body: "again" }), false)).toBe(1);
    });

    test("goes on with the others when they are many", async () => {
      const queue = await opened(newPlace());
      await manyFinished(queue, 450);
      expect(await queue.history.condense(0, editor().edit)).toBe(450);
    });

    test("changes nothing when the caller's function throws", async () => {
      const queue = await opened(newPlace());
      const id = await finished(queue);
      const fail = () => {
        throw new Error("It cannot be read.");
      };
      await expect(queue.history.condense(0, fail)).rejects.toThrow("It cannot be read.");
      expect((await queue.jobs.get(id))?.reading).toBe('{"steps":5}');
      expect(await queue.history.condense(0, editor().edit)).toBe(1);
    });
  });

  describe("forgetting", () => {
    const nobody = { jobs: 0, readings: 0, deliveries: 0, seen: 0, urls: [], sha256s: [], texts: [] };
    const address = (name: string) => `https://s3.example/${name}.png`;

    /** Ends a job with a reading and a delivery, and remembers its picture. Gives back its id. */
    async function shown(queue: Queue, over: Partial<Submission>, sha256: string): Promise<string> {
      const id = await submit(queue, { priority: -1, ...over });
      const picture = { sha256, reportId: over.reportId ?? 1, userId: over.userId ?? 7 };
      const environment = over.environment ?? "staging";
      await queue.jobs.finish((await claimOne(queue)).claimToken, seen({ ...picture, environment }), () =>
        ending({ body: "body", counters: ["read"] }),
      );
      return id;
    }

    test("takes all that is kept of a report, in every state, and nothing else", async () => {
      const queue = await opened(newPlace());
      const gone = [await shown(queue, { reportId: 5, url: address("a") }, "a".repeat(64))];
      await deliver(queue);
      gone.push(await finished(queue, { reportId: "5", url: address("b") }, failedEnding));
      gone.push(await submit(queue, { reportId: 5, url: address("c") }));
      const others = [await shown(queue, { reportId: 6, url: address("d") }, "d".repeat(64))];
      others.push(await submit(queue, { reportId: 55 }));
      const expected = {
        jobs: 3,
        readings: 1,
        deliveries: 1,
        seen: 1,
        urls: expect.arrayContaining([address("a"), address("b"), address("c")]),
        sha256s: ["a".repeat(64)],
        texts: ['{"steps":5}'],
      };
      expect(await queue.history.about({ reportId: "5" })).toEqual(expected);
      expect(await queue.history.forget({ reportId: "5" })).toEqual(expected);
      expect(await queue.history.about({ reportId: "5" })).toEqual(nobody);
      for (const id of gone) expect(await queue.jobs.get(id)).toBeNull();
      for (const id of others) expect(await queue.jobs.get(id)).not.toBeNull();
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 1, done: 1, failed: 0, active: 0 });
      expect(await queue.deliveries.counts()).toMatchObject({ pending: 1, delivered: 0 });
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { read: 2 } }]);
    });

    test("takes all reports of a user, or those of one environment", async () => {
      const queue = await opened(newPlace());
      for (const environment of ["staging", "production"])
        for (const [reportId, userId] of [
          [1, 7],
          [2, "7"],
          [3, 8],
        ] as const)
          await shown(queue, { environment, reportId, userId }, `${reportId}`.repeat(64));
      const whose = { userId: "7", environment: "production" };
      expect(await queue.history.forget(whose)).toMatchObject({ jobs: 2, deliveries: 2, seen: 2 });
      expect(await queue.history.forget({ userId: "7" })).toMatchObject({ jobs: 2, deliveries: 2, seen: 2 });
      expect(await queue.history.forget({ userId: "7" })).toEqual(nobody);
      expect((await queue.jobs.list({ most: 10 })).map(({ userId }) => userId)).toEqual([8, 8]);
    });

    test("takes a job away from whoever works on it, and nothing more is written of it", async () => {
      const queue = await opened(newPlace());
      await submit(queue, { reportId: 1 });
      const { claimToken } = await claimOne(queue);
      expect(await queue.history.forget({ reportId: "1" })).toMatchObject({ jobs: 1 });
      expect(await queue.jobs.finish(claimToken, seen(), () => ending({ body: "body" }))).toBe(false);
      expect(await queue.jobs.release(claimToken)).toBe(false);
      expect(await queue.history.about({ reportId: "1" })).toEqual(nobody);
      expect(await queue.jobs.counts()).toMatchObject({ active: 0, waiting: 0 });
      // A new report of the same id is a new job, and its place is its own.
      await submit(queue, { reportId: 1 });
      expect(await queue.jobs.renew([claimToken], longLease)).toEqual([claimToken]);
      expect((await claimOne(queue)).job.attempts).toBe(1);
    });

    test("takes a delivery away that is on its way, with its unknown answers", async () => {
      const queue = await opened(newPlace());
      await pendingDelivery(queue);
      await queue.deliveries.claim("staging", 1, 1);
      await leasesRunOut();
      await queue.deliveries.releaseExpired();
      const [claim] = await queue.deliveries.claim("staging", 1, longLease);
      await queue.history.forget({ reportId: "1" });
      const end = { state: "delivered", answer: { status: 200, detail: "" } } as const;
      expect(await queue.deliveries.end(claim?.claimToken ?? "", end, [])).toBe(false);
      expect(await queue.deliveries.counts()).toMatchObject({
        pending: 0,
        delivered: 0,
        unknown: 0,
        pendingByEnvironment: {},
      });
    });

    test("finds what stands behind much else", async () => {
      const queue = await opened(newPlace());
      const many = Array.from({ length: 4500 }, (_, reportId) =>
        submission({ reportId, userId: reportId % 9 }),
      );
      await queue.jobs.submit(many, many.length);
      expect(await queue.history.forget({ userId: "3" })).toMatchObject({ jobs: 500 });
      expect((await queue.jobs.counts()).waiting).toBe(4000);
    });

    test("says which pictures others have sent, too", async () => {
      const queue = await opened(newPlace());
      const [both, own] = ["a".repeat(64), "b".repeat(64)];
      await shown(queue, { reportId: 1, userId: 7 }, both);
      await shown(queue, { reportId: 2, userId: 7 }, own);
      await shown(queue, { reportId: 3, userId: 8 }, both);
      const others = (whose: Whose | null) =>
        queue.history.alsoSeenFromOthers(whose, [both, own, "c".repeat(64)]);
      expect(await others({ userId: "7" })).toEqual([both]);
      expect(await others({ reportId: "1" })).toEqual([both, own]);
      expect(await others({ userId: "7", environment: "production" })).toEqual([both, own]);
      expect(await others(null)).toEqual([both, own]);
      await queue.history.forget({ userId: "8" });
      expect(await others({ userId: "7" })).toEqual([]);
      await queue.history.forget({ reportId: "2" });
      expect(await others(null)).toEqual([both]);
    });
  });

  test("wiping succeeds while nobody else reads, and changes nothing of what is kept", async () => {
    const queue = await opened(newPlace());
    const id = await finished(queue);
    expect(await queue.history.wipe()).toBe(true);
    expect((await queue.jobs.get(id))?.reading).toBe('{"steps":5}');
  });
}
