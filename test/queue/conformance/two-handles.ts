import { describe, expect, test } from "bun:test";
import type { AttemptEnd } from "../../../src/queue/delivery.ts";
import {
  cancelEnding,
  claimOne,
  ending,
  held,
  leasesRunOut,
  longLease,
  type NewPlace,
  openedTwice,
  pendingDelivery,
  submission,
  submit,
} from "../support.ts";

const delivered: AttemptEnd = { state: "delivered", answer: { status: 200, detail: "ok" } };
const done = () => ending({ body: "body", counters: ["done"] });

/** What two who hold one queue may rely on, be they in one process or on two machines. */
export function twoHandles(newPlace: NewPlace): void {
  describe("of two who hold one queue", () => {
    test("each gets other jobs and other deliveries, and none is left out", async () => {
      const both = await openedTwice(newPlace());
      const [one] = both;
      const reports = Array.from({ length: 20 }, (_, reportId) => submission({ reportId }));
      await one.jobs.submit(reports, 100);
      const asks = Array.from({ length: 12 }, (_, index) => both[index % 2]?.jobs.claim(3, longLease) ?? []);
      const claims = (await Promise.all(asks)).flat();
      expect(claims).toHaveLength(20);
      expect(new Set(claims.map(({ job }) => job.id)).size).toBe(20);

      await Promise.all(claims.map(({ claimToken }) => one.jobs.finish(claimToken, null, done)));
      const sendings = (
        await Promise.all(
          asks.map((_, index) => both[index % 2]?.deliveries.claim("staging", 3, longLease) ?? []),
        )
      ).flat();
      expect(sendings).toHaveLength(20);
      expect(new Set(sendings.map(({ delivery }) => delivery.id)).size).toBe(20);
    });

    test("one gets a job whose lease ran out in the hands of the other, who comes too late with its end", async () => {
      const [late, other] = await openedTwice(newPlace());
      const id = await submit(late);
      const first = await claimOne(late, 1);
      await leasesRunOut();
      expect(await other.jobs.releaseExpired()).toBe(1);
      const second = await claimOne(other);
      expect(second.job).toMatchObject({ id, attempts: 2 });
      expect(await late.jobs.renew([first.claimToken], longLease)).toEqual([first.claimToken]);
      expect(await late.jobs.finish(first.claimToken, null, done)).toBe(false);
      expect(await other.jobs.finish(second.claimToken, null, done)).toBe(true);
      expect(await late.jobs.finish(first.claimToken, null, done)).toBe(false);
      expect(await late.deliveries.list({ jobId: id, most: 9 })).toHaveLength(1);
      expect(await late.history.totals("0000-01-01")).toMatchObject([{ counters: { done: 1 } }]);
    });

    test("one gets a delivery whose lease ran out in the hands of the other, with one more of unknown answer", async () => {
      const [late, other] = await openedTwice(newPlace());
      const id = await pendingDelivery(late);
      const [first] = await late.deliveries.claim("staging", 1, 1);
      await leasesRunOut();
      expect(await other.deliveries.releaseExpired()).toBe(1);
      const [second] = await other.deliveries.claim("staging", 1, longLease);
      expect(second?.delivery).toMatchObject({ id, attempts: 2, unknown: 1 });
      expect(await late.deliveries.end(first?.claimToken ?? "", delivered, ["delivered"])).toBe(false);
      expect(await other.deliveries.end(second?.claimToken ?? "", delivered, ["delivered"])).toBe(true);
      expect(await late.deliveries.get(id)).toMatchObject({ state: "delivered", unknown: 1 });
      expect(await late.history.totals("0000-01-01")).toMatchObject([{ counters: { delivered: 1 } }]);
    });

    test("none takes back what the other still has", async () => {
      const [one, other] = await openedTwice(newPlace());
      await submit(one);
      const { claimToken } = await claimOne(one);
      expect(await other.jobs.releaseExpired()).toBe(0);
      expect(await other.jobs.claim(9, longLease)).toEqual([]);
      expect(await one.jobs.finish(claimToken, null, done)).toBe(true);
    });

    test("one hears that something is done, which the other did under the same claim", async () => {
      const [one, other] = await openedTwice(newPlace());
      await submit(one);
      const { claimToken } = await claimOne(one);
      expect(await one.jobs.finish(claimToken, null, done)).toBe(true);
      expect(await other.jobs.finish(claimToken, null, done)).toBe(true);
      const [sending] = await other.deliveries.claim("staging", 9, longLease);
      expect(await other.deliveries.end(sending?.claimToken ?? "", delivered, ["delivered"])).toBe(true);
      expect(await one.deliveries.end(sending?.claimToken ?? "", delivered, ["delivered"])).toBe(true);
      expect(await one.history.totals("0000-01-01")).toMatchObject([{ counters: { done: 1, delivered: 1 } }]);
    });

    test("one loses its claim when a newer picture, or a cancellation, comes in through the other", async () => {
      const [one, other] = await openedTwice(newPlace());
      await submit(one, { reportId: 1 });
      await submit(one, { reportId: 2 });
      const [replaced, cancelled] = await one.jobs.claim(2, longLease);
      await submit(other, { reportId: 1, url: "https://s3.example/newer.png" });
      await other.jobs.cancel([cancelled?.job.id ?? ""], () => cancelEnding());
      for (const claim of [replaced, cancelled])
        expect(await one.jobs.finish(claim?.claimToken ?? "", null, done)).toBe(false);
      expect((await claimOne(one)).job.url).toBe("https://s3.example/newer.png");
      expect(await one.deliveries.list({ most: 9 })).toEqual([]);
    });

    test("both stop where one is refused, and only one of them asks whether that has changed", async () => {
      const both = await openedTwice(newPlace());
      const [one, other] = both;
      await held(one, { reportId: 1 });
      for (const reportId of [2, 3, 4]) await pendingDelivery(one, { reportId });
      expect(await other.deliveries.held()).toEqual(await one.deliveries.held());
      expect(await other.deliveries.claim("staging", 9, longLease)).toEqual([]);

      const asked = await Promise.all(
        both.map((queue) => queue.deliveries.claim("staging", 9, longLease, 0)),
      );
      const [probe, ...others] = asked.flat();
      expect(others).toEqual([]);
      for (const queue of both) {
        expect(await queue.deliveries.nextDueIn("staging", 0)).toBeNull();
        expect(await queue.deliveries.held()).toHaveLength(1);
      }
      expect(await other.deliveries.end(probe?.claimToken ?? "", { ...delivered, key: "accepted" }, [])).toBe(
        true,
      );
      expect(await one.deliveries.claim("staging", 9, longLease)).toHaveLength(3);
    });

    test("one asks again where the other died while it asked, and nothing goes out meanwhile", async () => {
      const [dies, other] = await openedTwice(newPlace());
      await held(dies);
      await pendingDelivery(dies, { reportId: 2 });
      expect(await dies.deliveries.claim("staging", 9, 1, 0)).toHaveLength(1);
      await leasesRunOut();
      await other.deliveries.releaseExpired();
      expect(await other.deliveries.claim("staging", 9, longLease)).toEqual([]);
      expect(await other.deliveries.claim("staging", 9, longLease, 0)).toHaveLength(1);
      expect(await other.deliveries.held()).toHaveLength(1);
    });

    test("one lets the other go on, but not with the key that was refused", async () => {
      const [one, other] = await openedTwice(newPlace());
      await held(one);
      expect(await other.deliveries.resume("staging", "f00d")).toBe(false);
      expect(await one.deliveries.claim("staging", 9, longLease)).toEqual([]);
      expect(await other.deliveries.resume("staging", "beef")).toBe(true);
      expect(await one.deliveries.resume("staging", "beef")).toBe(false);
      expect(await one.deliveries.claim("staging", 9, longLease)).toHaveLength(1);
    });

    test("one hears of what came in through the other, and of the end of its pause", async () => {
      const [one, other] = await openedTwice(newPlace());
      await other.jobs.setPaused(true);
      await submit(other);
      expect(await one.jobs.isPaused()).toBe(true);
      expect(await one.jobs.claim(9, longLease)).toEqual([]);
      const { promise, resolve } = Promise.withResolvers<void>();
      one.onWork("jobs", resolve);
      await other.jobs.setPaused(false);
      await promise;
      await claimOne(one);
    });

    test("both count the same", async () => {
      const [one, other] = await openedTwice(newPlace());
      for (const reportId of [1, 2, 3, 4]) await submit(reportId % 2 === 0 ? one : other, { reportId });
      const { claimToken } = await claimOne(one);
      await claimOne(other);
      await one.jobs.finish(claimToken, null, done);
      await other.deliveries.claim("staging", 1, longLease);
      expect(await one.jobs.counts()).toMatchObject({ waiting: 2, active: 1, done: 1 });
      expect(await other.jobs.counts()).toEqual(await one.jobs.counts());
      expect(await one.deliveries.counts()).toMatchObject({
        pending: 1,
        pendingByEnvironment: { staging: 1 },
      });
      expect(await other.deliveries.counts()).toEqual(await one.deliveries.counts());
      expect(await other.jobs.list({ most: 9 })).toEqual(await one.jobs.list({ most: 9 }));
    });
  });
}
