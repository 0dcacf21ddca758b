import { describe, expect, test } from "bun:test";
import type { AttemptEnd } from "../../../src/queue/delivery.ts";
import type { Queue } from "../../../src/queue/port.ts";
import { held, hour, leasesRunOut, longLease, type NewPlace, opened, pendingDelivery } from "../support.ts";

const delivered: AttemptEnd = { state: "delivered", answer: { status: 200, detail: "ok" } };
const inTrouble: AttemptEnd = {
  state: "pending",
  answer: { status: 500, detail: "" },
  delayMs: hour,
  counts: true,
};

/** Report ids of what is handed out to somebody who probes after this pause; left out, to one who does not. */
const claimReports = async (queue: Queue, probePauseMs?: number, environment = "staging") =>
  (await queue.deliveries.claim(environment, 100, longLease, probePauseMs)).map(
    ({ delivery }) => delivery.reportId,
  );

async function probe(queue: Queue, leaseMs = longLease): Promise<string> {
  const [claim] = await queue.deliveries.claim("staging", 100, leaseMs, 0);
  if (claim === undefined) throw new Error("There was no probe.");
  return claim.claimToken;
}

export function holds(newPlace: NewPlace): void {
  describe("an environment whose key was refused", () => {
    test("is held with the end of that attempt, also after the queue was opened again", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const began = Date.now();
      await held(queue, { reportId: "first" });
      await pendingDelivery(queue, { reportId: 2 });
      await pendingDelivery(queue, { reportId: 3, environment: "production" });
      expect(await claimReports(queue)).toEqual([]);
      expect(await claimReports(queue, undefined, "production")).toEqual([3]);
      expect(await queue.deliveries.nextDueIn("staging")).toBeNull();
      await queue.close();

      const again = await opened(place);
      const [hold, ...others] = await again.deliveries.held();
      expect(others).toEqual([]);
      expect(hold).toEqual({
        environment: "staging",
        since: expect.any(Number),
        reason: "It answered 401.",
        fingerprint: "f00d",
      });
      expect(hold?.since).toBeWithin(began, Date.now() + 1);
      expect(await claimReports(again)).toEqual([]);
      expect(await again.deliveries.resume("staging")).toBe(true);
      expect(await again.deliveries.held()).toEqual([]);
      expect(await claimReports(again)).toEqual(["first", 2]);
    });

    test("is not held by an attempt whose claim was lost", async () => {
      const queue = await opened(newPlace());
      await pendingDelivery(queue);
      const [claim] = await queue.deliveries.claim("staging", 1, 1);
      await leasesRunOut();
      await queue.deliveries.releaseExpired();
      const end = { ...inTrouble, key: { refused: "401", fingerprint: "f" } };
      expect(await queue.deliveries.end(claim?.claimToken ?? "", end, [])).toBe(false);
      expect(await queue.deliveries.held()).toEqual([]);
    });

    test("is held for the last reason that was given, since the first one", async () => {
      const queue = await opened(newPlace());
      await held(queue);
      const [before] = await queue.deliveries.held();
      const end = { ...inTrouble, key: { refused: "It answered 403.", fingerprint: "beef" } };
      await queue.deliveries.end(await probe(queue), end, []);
      expect(await queue.deliveries.held()).toMatchObject([
        { since: before?.since, reason: "It answered 403.", fingerprint: "beef" },
      ]);
    });

    test("is resumed once, and not for the key that was refused", async () => {
      const queue = await opened(newPlace());
      expect(await queue.deliveries.resume("staging")).toBe(false);
      await held(queue);
      expect(await queue.deliveries.resume("staging", "f00d")).toBe(false);
      expect(await queue.deliveries.resume("production", "beef")).toBe(false);
      expect(await claimReports(queue)).toEqual([]);
      expect(await queue.deliveries.resume("staging", "beef")).toBe(true);
      expect(await queue.deliveries.resume("staging", "beef")).toBe(false);
      expect(await claimReports(queue)).toEqual(["held"]);
    });
  });

  describe("a probe", () => {
    test("is the oldest delivery alone, however many ask for one at the same time", async () => {
      const queue = await opened(newPlace());
      await held(queue, { reportId: 1 });
      for (const reportId of [2, 3]) await pendingDelivery(queue, { reportId });
      const asked = await Promise.all([1, 2, 3].map(() => claimReports(queue, 0)));
      expect(asked).toEqual([[1], [], []]);
      expect(await queue.deliveries.nextDueIn("staging", 0)).toBeNull();
      expect(await queue.deliveries.held()).toHaveLength(1);
    });

    test("is made no sooner than after the pause, which is counted from what was refused last", async () => {
      const place = newPlace();
      const queue = await opened(place);
      await held(queue);
      expect(await claimReports(queue, hour)).toEqual([]);
      expect(await queue.deliveries.nextDueIn("staging", hour)).toBeWithin(1, hour + 1);
      expect(await queue.deliveries.nextDueIn("staging", 0)).toBe(0);
      await queue.close();
      expect(await claimReports(await opened(place), hour)).toEqual([]);
    });

    test("is nothing that is not due, and has nothing to wait for where nothing is pending", async () => {
      const queue = await opened(newPlace());
      await held(queue);
      await queue.deliveries.end(await probe(queue), inTrouble, []);
      expect(await claimReports(queue, 0)).toEqual([]);
      expect(await queue.deliveries.nextDueIn("staging", 0)).toBeWithin(1, hour + 1);
      await queue.deliveries.hurry("staging");
      await queue.deliveries.end(await probe(queue), { ...delivered, state: "failed" }, []);
      expect(await queue.deliveries.nextDueIn("staging", 0)).toBeNull();
    });

    test("that says nothing about the key leaves the environment held, and is followed by another one", async () => {
      const queue = await opened(newPlace());
      await held(queue, { reportId: 1 });
      await pendingDelivery(queue, { reportId: 2 });
      await queue.deliveries.end(await probe(queue), inTrouble, []);
      expect(await claimReports(queue)).toEqual([]);
      expect(await claimReports(queue, 0)).toEqual([2]);
      expect(await queue.deliveries.held()).toHaveLength(1);
    });

    test("that shows that the key is accepted lets everything go on, with its own end", async () => {
      const queue = await opened(newPlace());
      await held(queue, { reportId: 1 });
      for (const reportId of [2, 3]) await pendingDelivery(queue, { reportId });
      await queue.deliveries.end(await probe(queue), { ...delivered, key: "accepted" }, []);
      expect(await queue.deliveries.held()).toEqual([]);
      expect(await claimReports(queue)).toEqual([2, 3]);
    });

    test("whose maker is gone leaves the environment held, and is made once more", async () => {
      const place = newPlace();
      const queue = await opened(place);
      await held(queue);
      await probe(queue, 1);
      await leasesRunOut();
      expect(await queue.deliveries.releaseExpired()).toBe(1);
      expect(await claimReports(queue)).toEqual([]);
      await probe(queue, 1);
      await queue.close();
      await leasesRunOut();
      const again = await opened(place);
      await again.deliveries.releaseExpired();
      expect(await again.deliveries.held()).toHaveLength(1);
      expect(await claimReports(again)).toEqual([]);
      expect(await claimReports(again, 0)).toEqual(["held"]);
    });
  });
}
