import { describe, expect, test } from "bun:test";
import type { AttemptEnd, DeliveryClaim } from "../../../src/queue/delivery.ts";
import type { Queue } from "../../../src/queue/port.ts";
import {
  finished,
  hour,
  leasesRunOut,
  longLease,
  type NewPlace,
  opened,
  pendingDelivery,
} from "../support.ts";

const answer = { status: 500, detail: "Server Error" };
const delivered: AttemptEnd = { state: "delivered", answer: { status: 200, detail: "ok" } };
const later = (delayMs: number, counts = true): AttemptEnd => ({ state: "pending", answer, delayMs, counts });

async function claimDelivery(queue: Queue, leaseMs = longLease): Promise<DeliveryClaim> {
  const [claim] = await queue.deliveries.claim("staging", 1, leaseMs);
  if (claim === undefined) throw new Error("There was no delivery to claim.");
  return claim;
}

const claimReports = async (queue: Queue, environment = "staging") =>
  (await queue.deliveries.claim(environment, 100, longLease)).map(({ delivery }) => delivery.reportId);

export function deliveries(newPlace: NewPlace): void {
  describe("claiming deliveries", () => {
    test("hands out an environment's, oldest first, each once", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [3, 1, 2]) await pendingDelivery(queue, { reportId });
      await pendingDelivery(queue, { reportId: 4, environment: "production" });
      expect((await claimDelivery(queue)).delivery.reportId).toBe(3);
      expect(await claimReports(queue)).toEqual([1, 2]);
      expect(await claimReports(queue)).toEqual([]);
      expect(await claimReports(queue, "production")).toEqual([4]);
    });

    test("counts the attempt before it is made, also on disk", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const id = await pendingDelivery(queue);
      const { delivery } = await claimDelivery(queue);
      expect(delivery).toMatchObject({ id, state: "pending", attempts: 1, unknown: 0, dueAt: null });
      expect(delivery.lastAttemptAt).toBeWithin(delivery.createdAt, Date.now() + 1);
      expect(await queue.deliveries.get(id)).toEqual(delivery);
      await queue.close();
      expect((await (await opened(place)).deliveries.get(id))?.attempts).toBe(1);
    });

    test("hands out the oldest of those that are due, however late they became due", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2, 3]) await pendingDelivery(queue, { reportId });
      const claims = await queue.deliveries.claim("staging", 3, longLease);
      const delays = [0, hour, 0];
      for (const [index, { claimToken }] of claims.entries())
        await queue.deliveries.end(claimToken, later(delays[index] ?? 0), []);
      expect(await claimReports(queue)).toEqual([1, 3]);
      expect(await queue.deliveries.nextDueIn("staging")).toBeWithin(1, hour + 1);
    });
  });

  describe("ending an attempt", () => {
    test("delivers once and for all", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      const { claimToken } = await claimDelivery(queue);
      expect(await queue.deliveries.end(claimToken, delivered, ["delivered"])).toBe(true);
      expect(await queue.deliveries.get(id)).toMatchObject({
        state: "delivered",
        attempts: 1,
        dueAt: null,
        endedAt: expect.any(Number),
        lastAnswer: { status: 200, detail: "ok" },
      });
      expect(await queue.deliveries.end(claimToken, later(0), ["delivered"])).toBe(true);
      expect((await queue.deliveries.get(id))?.state).toBe("delivered");
      expect(await claimReports(queue)).toEqual([]);
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { delivered: 1 } }]);
    });

    test("counts nothing when the claim is lost", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      const first = await claimDelivery(queue, 1);
      await leasesRunOut();
      await queue.deliveries.releaseExpired();
      const second = await claimDelivery(queue);
      expect(await queue.deliveries.end(first.claimToken, delivered, ["delivered"])).toBe(false);
      expect(await queue.deliveries.end("nobody", delivered, ["delivered"])).toBe(false);
      expect(await queue.deliveries.get(id)).toEqual(second.delivery);
      expect(await queue.history.totals("0000-01-01")).toEqual([]);
      expect(await queue.deliveries.end(second.claimToken, delivered, [])).toBe(true);
    });

    test("keeps a failed one for an operator", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      const { claimToken } = await claimDelivery(queue);
      const end: AttemptEnd = { state: "failed", answer: { status: null, detail: "No such host." } };
      expect(await queue.deliveries.end(claimToken, end, [])).toBe(true);
      expect(await queue.deliveries.get(id)).toMatchObject({
        state: "failed",
        endedAt: expect.any(Number),
        lastAnswer: { status: null, detail: "No such host." },
      });
      expect(await claimReports(queue)).toEqual([]);
    });

    test("has it tried again when it is due", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      const { delivery, claimToken } = await claimDelivery(queue);
      await queue.deliveries.end(claimToken, later(hour), []);
      expect(await queue.deliveries.get(id)).toMatchObject({
        state: "pending",
        attempts: 1,
        dueAt: expect.any(Number),
        lastAnswer: answer,
      });
      const { dueAt } = (await queue.deliveries.get(id)) ?? {};
      expect(dueAt).toBeWithin((delivery.lastAttemptAt ?? 0) + hour, Date.now() + hour + 1);
      expect(await claimReports(queue)).toEqual([]);
      expect(await queue.deliveries.nextDueIn("staging")).toBeWithin(1, hour + 1);
      expect(await queue.deliveries.nextDueIn("production")).toBeNull();
    });

    test("is done once, and true again for whoever asks again", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      const { claimToken } = await claimDelivery(queue);
      const end = () => queue.deliveries.end(claimToken, later(hour, false), ["tried"]);
      expect(await Promise.all([end(), end()])).toEqual([true, true]);
      const delivery = await queue.deliveries.get(id);
      expect(delivery?.attempts).toBe(0);
      expect(await end()).toBe(true);
      expect(await queue.deliveries.get(id)).toEqual(delivery);
      expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { tried: 1 } }]);
    });

    test("takes an attempt back that says nothing about the delivery", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      await queue.deliveries.end((await claimDelivery(queue)).claimToken, later(0, false), []);
      expect((await queue.deliveries.get(id))?.attempts).toBe(0);
      expect((await claimDelivery(queue)).delivery.attempts).toBe(1);
    });
  });

  describe("an answer that nobody knows", () => {
    test("is counted when a lease ran out, and the delivery is due at once", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue);
      await claimDelivery(queue, 1);
      expect(await queue.deliveries.nextDueIn("staging")).toBeNull();
      await leasesRunOut();
      expect(await queue.deliveries.releaseExpired()).toBe(1);
      expect(await queue.deliveries.releaseExpired()).toBe(0);
      expect(await queue.deliveries.get(id)).toMatchObject({ state: "pending", attempts: 1, unknown: 1 });
      expect((await claimDelivery(queue)).delivery).toMatchObject({ id, attempts: 2, unknown: 1 });
      expect((await queue.deliveries.counts()).unknown).toBe(1);
    });

    test("is counted when the process died, and stays counted", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const id = await pendingDelivery(queue, { reportId: 1 });
      await claimDelivery(queue, 1);
      await pendingDelivery(queue, { reportId: 2 });
      await queue.close();
      await leasesRunOut();
      const again = await opened(place);
      await again.deliveries.releaseExpired();
      expect((await again.deliveries.counts()).unknown).toBe(1);
      const claim = await claimDelivery(again);
      expect(claim.delivery).toMatchObject({ id, attempts: 2, unknown: 1 });
      await again.deliveries.end(claim.claimToken, delivered, []);
      expect(await again.deliveries.get(id)).toMatchObject({ state: "delivered", unknown: 1 });
      expect((await again.deliveries.counts()).unknown).toBe(1);
    });

    test("is not counted while somebody prolongs the lease", async () => {
      const queue = await opened(newPlace());
      await pendingDelivery(queue);
      const { claimToken } = await claimDelivery(queue, 1);
      await leasesRunOut();
      expect(await queue.deliveries.renew([claimToken, "nobody"], longLease)).toEqual(["nobody"]);
      expect(await queue.deliveries.releaseExpired()).toBe(0);
      expect(await queue.deliveries.end(claimToken, delivered, [])).toBe(true);
      expect(await queue.deliveries.renew([claimToken], longLease)).toEqual([claimToken]);
    });

    test("is not counted while the lease runs", async () => {
      const queue = await opened(newPlace());
      await pendingDelivery(queue);
      await claimDelivery(queue);
      expect(await queue.deliveries.releaseExpired()).toBe(0);
      expect((await queue.deliveries.counts()).unknown).toBe(0);
    });
  });

  describe("hurrying", () => {
    test("makes what waits for its next attempt due now, of one environment", async () => {
      const queue = await opened(newPlace());
      for (const reportId of [1, 2, 3]) await pendingDelivery(queue, { reportId });
      await pendingDelivery(queue, { reportId: 4, environment: "production" });
      const [first, second] = await queue.deliveries.claim("staging", 2, longLease);
      const [other] = await queue.deliveries.claim("production", 1, longLease);
      for (const claim of [first, other])
        await queue.deliveries.end(claim?.claimToken ?? "", later(hour), []);
      expect(await queue.deliveries.hurry("staging")).toBe(1);
      expect(await claimReports(queue)).toEqual([1, 3]);
      expect(await claimReports(queue, "production")).toEqual([]);
      expect(await queue.deliveries.end(second?.claimToken ?? "", delivered, [])).toBe(true);
    });
  });

  test("counts deliveries in each state, and those pending of each environment", async () => {
    const place = newPlace();
    const queue = await opened(place);
    await pendingDelivery(queue, { reportId: 1 });
    const { delivery, claimToken } = await claimDelivery(queue);
    await queue.deliveries.end(claimToken, delivered, []);
    expect(await queue.deliveries.counts()).toEqual({
      pending: 0,
      delivered: 1,
      failed: 0,
      dismissed: 0,
      unknown: 0,
      oldestPendingAt: null,
      pendingByEnvironment: {},
    });
    const oldest = await pendingDelivery(queue, { reportId: 2 });
    await finished(queue, { reportId: 3 });
    await pendingDelivery(queue, { reportId: 4, environment: "production" });
    const counts = {
      pending: 2,
      delivered: 1,
      failed: 0,
      dismissed: 0,
      unknown: 0,
      oldestPendingAt: (await queue.deliveries.get(oldest))?.createdAt ?? 0,
      pendingByEnvironment: { staging: 1, production: 1 },
    };
    expect(counts.oldestPendingAt).toBeGreaterThanOrEqual(delivery.createdAt);
    expect(await queue.deliveries.counts()).toEqual(counts);
    await queue.close();
    expect(await (await opened(place)).deliveries.counts()).toEqual(counts);
  });
}
