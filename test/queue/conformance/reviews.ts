import { describe, expect, test } from "bun:test";
import type { Queue } from "../../../src/queue/port.ts";
import type { Deciding, ReviewsWanted } from "../../../src/queue/review.ts";
import {
  claimOne,
  finished,
  hour,
  longLease,
  type NewPlace,
  opened,
  openedTwice,
  submit,
} from "../support.ts";

const wanted: ReviewsWanted = { most: 10, leaseMs: longLease, keptMs: 24 * hour };

function deciding(over: Partial<Deciding> = {}): Deciding {
  return { decision: "5000", by: "anna", undoMs: 0, compose: () => '{"steps":5000}', ...over };
}

/** A report that a person is to decide about; nothing was sent because of it unless `body` says so. */
function doubtful(queue: Queue, reportId: number, body: string | null = null): Promise<string> {
  return finished(queue, { reportId }, { isForReview: true, body });
}

async function idsOf(queue: Queue, holder: string, over: Partial<ReviewsWanted> = {}): Promise<string[]> {
  return (await queue.reviews.next(holder, { ...wanted, ...over })).map(({ job }) => job.id);
}

/** Has the next delivery end as delivered, or as failed. */
async function sent(queue: Queue, state: "delivered" | "failed" = "delivered"): Promise<void> {
  const [claim] = await queue.deliveries.claim("staging", 1, longLease);
  if (claim === undefined) throw new Error("There was nothing to send.");
  const answer = { status: state === "delivered" ? 200 : 422, detail: "said" };
  await queue.deliveries.end(claim.claimToken, { state, answer }, []);
}

export function reviews(newPlace: NewPlace): void {
  describe("reviewing", () => {
    test("is for those that ended so, oldest first, with what was read", async () => {
      const queue = await opened(newPlace());
      const first = await doubtful(queue, 1);
      await finished(queue, { reportId: 2 });
      const second = await doubtful(queue, 3);
      const [one, other] = await queue.reviews.next("anna", wanted);
      expect(one?.job).toMatchObject({ id: first, reportId: 1, reading: '{"steps":5}', state: "done" });
      expect(one?.review).toEqual({ holder: "anna", decided: null });
      expect(other?.job.id).toBe(second);
      expect(await queue.reviews.get(first)).toEqual({ holder: "anna", decided: null });
      expect(await queue.reviews.get("nothing")).toBeNull();
    });

    test("hands nobody what somebody else has before him, until that is over", async () => {
      const queue = await opened(newPlace());
      const [first, second] = [await doubtful(queue, 1), await doubtful(queue, 2)];
      expect(await idsOf(queue, "anna", { most: 1 })).toEqual([first]);
      expect(await idsOf(queue, "bela")).toEqual([second]);
      expect(await idsOf(queue, "anna")).toEqual([first]);
      await queue.reviews.letGo("anna");
      expect(await idsOf(queue, "bela")).toEqual([second, first]);
      expect(await idsOf(queue, "bela", { leaseMs: 0 })).toEqual([first, second]);
      expect(await idsOf(queue, "anna")).toEqual([first, second]);
    });

    test("gives first what somebody has before him, keeps all of it for him, and lets nobody have everything", async () => {
      const queue = await opened(newPlace());
      const ids: string[] = [];
      for (let report = 1; report <= 23; report++) ids.push(await doubtful(queue, report));
      const [first = "", second = "", last = ""] = [ids[0], ids[1], ids[22]];
      expect(await idsOf(queue, "anna", { jobId: last, leaseMs: 1500 })).toEqual([last]);
      expect(await idsOf(queue, "anna", { most: 2 })).toEqual([last, first]);
      // Longer than it had been held for at first.
      await Bun.sleep(1500);
      expect(await idsOf(queue, "bela", { most: 2 })).toEqual([second, ids[2] ?? ""]);
      expect((await idsOf(queue, "anna", { most: 100 })).length).toBe(20);
      expect((await idsOf(queue, "anna", { jobId: ids[21] ?? "" })).length).toBe(0);
      expect(await idsOf(queue, "carl", { most: 1, except: [ids[20] ?? ""] })).toEqual([ids[21] ?? ""]);
    });

    test("can be asked for one environment, or one job", async () => {
      const queue = await opened(newPlace());
      const first = await doubtful(queue, 1);
      const end = { isForReview: true };
      const other = await finished(queue, { reportId: 1, environment: "production" }, end);
      expect(await idsOf(queue, "anna", { environment: "production" })).toEqual([other]);
      expect(await idsOf(queue, "anna", { jobId: first })).toEqual([first]);
      expect(await idsOf(queue, "anna", { jobId: "nothing" })).toEqual([]);
    });

    test("offers nothing that ended too long ago", async () => {
      const queue = await opened(newPlace());
      await doubtful(queue, 1);
      expect(await idsOf(queue, "anna", { keptMs: 0 })).toEqual([]);
      expect(await queue.reviews.counts(0, hour)).toMatchObject({ open: 0, oldestAt: null });
    });

    test("waits until what was read has arrived, or failed to", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1, "{}");
      expect(await idsOf(queue, "anna")).toEqual([]);
      expect(await queue.reviews.decide(id, deciding())).toEqual({ outcome: "on-its-way" });
      await sent(queue);
      expect(await idsOf(queue, "anna")).toEqual([id]);
    });

    test("puts what is skipped behind all others, for everybody", async () => {
      const queue = await opened(newPlace());
      const [first, second] = [await doubtful(queue, 1), await doubtful(queue, 2)];
      await queue.reviews.next("anna", wanted);
      expect(await queue.reviews.skip(first, "bela")).toBe(false);
      await Bun.sleep(2);
      expect(await queue.reviews.skip(first, "anna")).toBe(true);
      expect(await queue.reviews.skip("nothing", "anna")).toBe(false);
      await queue.reviews.letGo("anna");
      expect(await idsOf(queue, "bela")).toEqual([second, first]);
    });

    test("is over for what is dropped", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      expect(await queue.reviews.drop(id)).toBe(true);
      expect(await queue.reviews.drop(id)).toBe(false);
      expect(await idsOf(queue, "anna")).toEqual([]);
      expect(await queue.reviews.decide(id, deciding())).toEqual({ outcome: "unknown" });
      expect((await queue.jobs.get(id))?.state).toBe("done");
    });

    test("counts what is open, who has what before him, and who decided how much", async () => {
      const queue = await opened(newPlace());
      const [first] = [await doubtful(queue, 1), await doubtful(queue, 2), await doubtful(queue, 3)];
      await queue.reviews.next("anna", { ...wanted, most: 2 });
      await queue.reviews.next("bela", wanted);
      await queue.reviews.decide(first ?? "", deciding());
      expect(await queue.reviews.counts(hour, hour)).toEqual({
        open: 2,
        oldestAt: expect.any(Number),
        held: { anna: 1, bela: 1 },
        decided: { anna: 1 },
      });
      expect((await queue.reviews.counts(hour, 0)).decided).toEqual({});
    });
  });

  describe("deciding", () => {
    test("keeps the decision and sends what is made of the job, as another delivery of it", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1, "{}");
      await sent(queue);
      const compose = ({ id: of, reading }: { id: string; reading: string | null }) => `${of} ${reading}`;
      const outcome = await queue.reviews.decide(id, deciding({ compose }));
      expect(outcome).toMatchObject({ outcome: "done", job: { id }, undoUntil: expect.any(Number) });
      const [claim] = await queue.deliveries.claim("staging", 10, longLease);
      expect(claim?.delivery).toMatchObject({
        jobId: id,
        reportId: 1,
        body: `${id} {"steps":5}`,
        attempts: 1,
      });
      expect(claim?.isSound).toBe(true);
      const all = await queue.deliveries.list({ jobId: id, most: 10 });
      expect(all.map(({ state }) => state)).toEqual(["pending", "delivered"]);
      expect((await queue.deliveries.list({ reportId: "1", most: 10 })).length).toBe(2);
      expect(await queue.reviews.get(id)).toEqual({
        holder: null,
        decided: { decision: "5000", by: "anna", at: expect.any(Number), canBeUndone: false },
      });
      expect(await idsOf(queue, "anna")).toEqual([]);
    });

    test("sends nothing where nothing is made of it", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      const outcome = await queue.reviews.decide(id, deciding({ compose: () => null }));
      expect(outcome).toMatchObject({ outcome: "done", undoUntil: null });
      expect(await queue.deliveries.claim("staging", 10, longLease)).toEqual([]);
      const [decided] = await queue.reviews.decisions({ most: 10 });
      expect([decided?.job.id, decided?.review.decided?.decision]).toEqual([id, "5000"]);
    });

    test("does nothing where that throws", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      const compose = () => {
        throw new Error("no such thing");
      };
      expect(queue.reviews.decide(id, deciding({ compose }))).rejects.toThrow("no such thing");
      expect((await queue.reviews.get(id))?.decided).toBeNull();
      expect(await idsOf(queue, "anna")).toEqual([id]);
    });

    test("waits before it sends, whatever is hurried, and the delivery is waited for since then", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      const outcome = await queue.reviews.decide(id, deciding({ undoMs: hour }));
      expect(await queue.deliveries.claim("staging", 10, longLease)).toEqual([]);
      await queue.deliveries.hurry("staging");
      expect(await queue.deliveries.claim("staging", 10, longLease)).toEqual([]);
      expect(await queue.deliveries.nextDueIn("staging")).toBeGreaterThan(hour / 2);
      const [delivery] = await queue.deliveries.list({ jobId: id, most: 1 });
      expect(outcome).toMatchObject({ undoUntil: delivery?.waitedForSince });
      expect(delivery?.dueAt).toBe(delivery?.waitedForSince ?? 0);
    });

    test("is done once, however often it comes, and refused to others", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      for (const isNew of [true, false])
        expect(await queue.reviews.decide(id, deciding())).toMatchObject({ outcome: "done", isNew });
      const decided = { outcome: "decided", by: "anna" } as const;
      expect(await queue.reviews.decide(id, deciding({ decision: "7" }))).toEqual(decided);
      expect(await queue.reviews.decide(id, deciding({ by: "bela" }))).toEqual(decided);
      expect((await queue.deliveries.list({ jobId: id, most: 10 })).length).toBe(1);
    });

    test("is refused while somebody else has it before him", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      await queue.reviews.next("bela", wanted);
      expect(await queue.reviews.decide(id, deciding())).toEqual({ outcome: "held", by: "bela" });
      await queue.reviews.next("bela", { ...wanted, leaseMs: 0 });
      expect(await queue.reviews.decide(id, deciding())).toMatchObject({ outcome: "done" });
    });

    test("is refused for a report that was sent again, which is offered no more", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      const later = await submit(queue, { reportId: 1 });
      expect(await idsOf(queue, "anna")).toEqual([]);
      expect(await queue.reviews.decide(id, deciding())).toEqual({ outcome: "replaced" });
      expect((await queue.reviews.counts(hour, hour)).open).toBe(0);
      expect((await claimOne(queue)).job.id).toBe(later);
    });

    test("is not sent once its report was sent again, whatever came of the newer picture", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      await queue.reviews.decide(id, deciding());
      const newer = await finished(queue, { reportId: 1 }, { body: "newer" });
      const other = await finished(queue, { reportId: 2 }, { body: "other" });
      const claims = await queue.deliveries.claim("staging", 10, longLease);
      expect(claims.map(({ delivery }) => delivery.jobId)).toEqual([newer, other]);
      const [decision] = await queue.deliveries.list({ jobId: id, most: 1 });
      expect(decision).toMatchObject({ state: "dismissed", attempts: 0 });
      expect(decision?.lastAnswer?.detail).toContain("the report was sent again");
      expect(await queue.deliveries.counts()).toMatchObject({ dismissed: 1, pending: 2 });
      expect(await queue.deliveries.redeliver([decision?.id ?? ""])).toBe(1);
      expect(await queue.deliveries.claim("staging", 10, longLease)).toEqual([]);
    });

    test("takes the place of a result that could not be delivered, which is sent no more", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1, "{}");
      await sent(queue, "failed");
      const [first] = await queue.deliveries.list({ jobId: id, most: 1 });
      await queue.reviews.decide(id, deciding());
      expect((await queue.deliveries.get(first?.id ?? ""))?.state).toBe("dismissed");
      expect(await queue.deliveries.redeliver([first?.id ?? ""])).toBe(0);
      expect(await queue.deliveries.counts()).toMatchObject({ failed: 0, dismissed: 1, pending: 1 });
    });

    test("gives a result that could not be delivered back to the operator when it is taken back", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1, "{}");
      await sent(queue, "failed");
      await queue.reviews.decide(id, deciding({ undoMs: hour }));
      await queue.reviews.undo(id, "anna", longLease);
      expect(await queue.deliveries.counts()).toMatchObject({ failed: 1, dismissed: 0, pending: 0 });
      expect(await queue.deliveries.redeliver({})).toBe(1);
    });

    test("that was tried once is never taken back, though an operator has it sent anew", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      await queue.reviews.decide(id, deciding());
      await sent(queue, "failed");
      await queue.deliveries.redeliver({});
      expect((await queue.deliveries.list({ jobId: id, most: 1 }))[0]).toMatchObject({ attempts: 0 });
      expect(await queue.reviews.undo(id, "anna", longLease)).toEqual({ outcome: "sent" });
    });

    test("is taken back while nothing of it was sent, by whoever decided", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      expect(await queue.reviews.undo(id, "anna", longLease)).toEqual({ outcome: "undecided" });
      await queue.reviews.decide(id, deciding({ undoMs: hour }));
      expect(await queue.reviews.undo(id, "bela", longLease)).toEqual({ outcome: "decided", by: "anna" });
      expect(await queue.reviews.undo(id, "anna", longLease)).toMatchObject({ outcome: "done", job: { id } });
      expect(await queue.reviews.get(id)).toEqual({ holder: "anna", decided: null });
      expect(await queue.deliveries.list({ jobId: id, most: 10 })).toEqual([]);
      expect(await queue.deliveries.counts()).toMatchObject({ pending: 0, pendingByEnvironment: {} });
      await queue.reviews.decide(id, deciding());
      await sent(queue);
      expect(await queue.reviews.undo(id, "anna", longLease)).toEqual({ outcome: "sent" });
      expect(await queue.reviews.undo("nothing", "anna", longLease)).toEqual({ outcome: "unknown" });
    });

    test("is listed page by page, newest jobs first", async () => {
      const queue = await opened(newPlace());
      const ids = [await doubtful(queue, 1), await doubtful(queue, 2), await doubtful(queue, 3)];
      for (const id of ids) await queue.reviews.decide(id, deciding());
      const page = async (before?: string) =>
        (await queue.reviews.decisions({ most: 2, ...(before === undefined ? {} : { before }) })).map(
          ({ job }) => job.id,
        );
      expect(await page()).toEqual([ids[2] ?? "", ids[1] ?? ""]);
      expect(await page(ids[1])).toEqual([ids[0] ?? ""]);
    });

    test("outlives a restart, and so does who has what before him", async () => {
      const place = newPlace();
      const queue = await place.open();
      const [first, second] = [await doubtful(queue, 1), await doubtful(queue, 2)];
      await queue.reviews.next("anna", { ...wanted, most: 2 });
      await queue.reviews.decide(first, deciding({ undoMs: hour }));
      await queue.close();
      const again = await opened(place);
      expect((await again.reviews.get(first))?.decided?.by).toBe("anna");
      expect((await again.reviews.get(second))?.holder).toBe("anna");
      expect(await again.reviews.undo(first, "anna", longLease)).toMatchObject({ outcome: "done" });
    });

    test("is one for two who hold one queue", async () => {
      const [one, other] = await openedTwice(newPlace());
      const id = await doubtful(one, 1);
      expect(await idsOf(one, "anna")).toEqual([id]);
      expect(await idsOf(other, "bela")).toEqual([]);
      expect(await other.reviews.decide(id, deciding({ by: "bela" }))).toEqual({
        outcome: "held",
        by: "anna",
      });
      expect(await one.reviews.decide(id, deciding())).toMatchObject({ outcome: "done" });
      expect(await other.reviews.decide(id, deciding({ by: "bela" }))).toEqual({
        outcome: "decided",
        by: "anna",
      });
    });
  });

  describe("what is in review", () => {
    const now = { doneMs: 0, failedMs: 0, seenMs: 0 };

    test("is kept for as long as that takes, decided or not, and no longer", async () => {
      const queue = await opened(newPlace());
      const [open, decided] = [await doubtful(queue, 1), await doubtful(queue, 2)];
      await queue.reviews.decide(decided, deciding());
      await sent(queue);
      await Bun.sleep(2);
      await queue.history.prune({ ...now, reviewMs: hour });
      expect([await queue.jobs.get(open), await queue.jobs.get(decided)]).not.toContain(null);
      await queue.history.prune({ ...now, reviewMs: 0 });
      expect([await queue.jobs.get(open), await queue.jobs.get(decided)]).toEqual([null, null]);
      expect(await queue.deliveries.counts()).toMatchObject({ delivered: 0, pending: 0 });
      expect(await queue.reviews.counts(hour, hour)).toMatchObject({ open: 0, decided: {} });
    });

    test("waits for what was decided to be delivered before it goes", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1);
      await queue.reviews.decide(id, deciding());
      await Bun.sleep(2);
      await queue.history.prune({ ...now, reviewMs: 0 });
      expect(await queue.jobs.get(id)).not.toBeNull();
    });

    test("is forgotten with its report, and a decision on it is refused", async () => {
      const queue = await opened(newPlace());
      const [open, decided] = [await doubtful(queue, 1), await doubtful(queue, 2)];
      await queue.reviews.decide(decided, deciding());
      const [delivery] = await queue.deliveries.claim("staging", 1, longLease);
      expect((await queue.history.about({ reportId: "2" })).deliveries).toBe(1);
      for (const reportId of ["1", "2"]) await queue.history.forget({ reportId });
      expect(await queue.reviews.decide(open, deciding())).toEqual({ outcome: "unknown" });
      expect(await queue.reviews.undo(decided, "anna", longLease)).toEqual({ outcome: "unknown" });
      expect(await queue.reviews.decisions({ most: 10 })).toEqual([]);
      const answer = { status: 200, detail: "" };
      const end = { state: "delivered", answer } as const;
      expect(await queue.deliveries.end(delivery?.claimToken ?? "", end, [])).toBe(false);
    });

    test("has the texts of all that was sent edited", async () => {
      const queue = await opened(newPlace());
      const id = await doubtful(queue, 1, "text");
      await sent(queue);
      await queue.reviews.decide(id, deciding({ compose: () => "text" }));
      const edit = <Kept extends { body: string | null }>(kept: Kept) => ({
        ...kept,
        body: kept.body?.replace("text", "edited") ?? null,
      });
      const bodies = async () =>
        (await queue.deliveries.list({ jobId: id, most: 10 })).map(({ body }) => body);
      expect(await queue.history.condense(0, edit)).toBe(0);
      expect(await bodies()).toEqual(["text", "text"]);
      await sent(queue);
      await Bun.sleep(2);
      expect(await queue.history.condense(0, edit)).toBe(1);
      expect(await bodies()).toEqual(["edited", "edited"]);
      expect(await queue.history.editAll((kept) => ({ ...kept, body: "new" }), false)).toBe(1);
      expect(await bodies()).toEqual(["new", "new"]);
    });
  });
}
