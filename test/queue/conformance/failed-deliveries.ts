import { describe, expect, test } from "bun:test";
import {
  failedDelivery,
  future,
  longLease,
  type NewPlace,
  opened,
  past,
  pendingDelivery,
} from "../support.ts";

export function failedDeliveries(newPlace: NewPlace): void {
  describe("delivering once more", () => {
    test("starts named deliveries anew, with the same ids, and no others", async () => {
      const queue = await opened(newPlace());
      const failed = await failedDelivery(queue, { reportId: 1 });
      const other = await failedDelivery(queue, { reportId: 2 });
      const pending = await pendingDelivery(queue, { reportId: 3 });
      expect(await queue.deliveries.redeliver([failed, pending, failed, "msg_nothing"])).toBe(1);
      expect(await queue.deliveries.get(failed)).toMatchObject({
        state: "pending",
        attempts: 0,
        endedAt: null,
        dueAt: expect.any(Number),
        lastAnswer: { status: 422, detail: "no" },
      });
      expect((await queue.deliveries.get(other))?.state).toBe("failed");
      const claims = await queue.deliveries.claim("staging", 10, longLease);
      expect(claims.map(({ delivery }) => [delivery.id, delivery.attempts])).toEqual([
        [failed, 1],
        [pending, 1],
      ]);
      expect(await queue.deliveries.redeliver([failed])).toBe(0);
    });

    test("takes no dismissed ones but those that are named", async () => {
      const queue = await opened(newPlace());
      const [first, other] = [
        await failedDelivery(queue, { reportId: 1 }),
        await failedDelivery(queue, { reportId: 2 }),
      ];
      const pending = await pendingDelivery(queue, { reportId: 3 });
      expect(await queue.deliveries.dismiss([first, pending, first, "msg_nothing"])).toBe(1);
      expect(await queue.deliveries.get(first)).toMatchObject({
        state: "dismissed",
        lastAnswer: { status: 422, detail: "no" },
      });
      expect(await queue.deliveries.counts()).toMatchObject({ failed: 1, dismissed: 1, pending: 1 });
      expect(await queue.deliveries.redeliver({})).toBe(1);
      expect((await queue.deliveries.get(other))?.state).toBe("pending");
      expect(await queue.deliveries.redeliver([first])).toBe(1);
      expect(await queue.deliveries.counts()).toMatchObject({ failed: 0, dismissed: 0, pending: 3 });
    });

    test("is not needed for those that a filter has dismissed", async () => {
      const queue = await opened(newPlace());
      await failedDelivery(queue, { reportId: 1 });
      await failedDelivery(queue, { reportId: 2, environment: "production" });
      expect(await queue.deliveries.dismiss({ environment: "production", until: future() })).toBe(1);
      expect(await queue.deliveries.dismiss({ until: past() })).toBe(0);
      expect(await queue.deliveries.counts()).toMatchObject({ failed: 1, dismissed: 1 });
    });

    test("takes all that a filter finds", async () => {
      const queue = await opened(newPlace());
      const first = await failedDelivery(queue, { reportId: 1 });
      await failedDelivery(queue, { reportId: 2 });
      await failedDelivery(queue, { reportId: 2, environment: "production" });
      const { jobId = "" } = (await queue.deliveries.get(first)) ?? {};
      expect(await queue.deliveries.redeliver({ jobId })).toBe(1);
      expect(await queue.deliveries.redeliver({ reportId: "2", environment: "production" })).toBe(1);
      expect(await queue.deliveries.redeliver({ until: past() })).toBe(0);
      expect(await queue.deliveries.redeliver({ from: future() })).toBe(0);
      expect(await queue.deliveries.redeliver({})).toBe(1);
      expect(await queue.deliveries.counts()).toMatchObject({
        failed: 0,
        pending: 3,
        pendingByEnvironment: { staging: 2, production: 1 },
      });
    });
  });
}
