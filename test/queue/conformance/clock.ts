import { describe, expect, test } from "bun:test";
import {
  claimOne,
  claimReports,
  future,
  type NewPlace,
  opened,
  pendingDelivery,
  submit,
} from "../support.ts";

const error = { code: "DOWNLOAD_FAILED", message: "No." };
const hour = 3_600_000;

/** What a clock that is set back does to what is planned. */
export function clock(newPlace: NewPlace): void {
  describe("a clock that is set back", () => {
    test("brings retrying jobs as much nearer, and tells whoever waits for work", async () => {
      const queue = await opened(newPlace());
      const heard: string[] = [];
      queue.onWork((kind) => heard.push(kind));
      await submit(queue);
      const { claimToken } = await claimOne(queue);
      const dueAt = future();
      await queue.jobs.retry(claimToken, error, dueAt, false);
      heard.length = 0;
      await queue.clockSetBack(hour / 2);
      expect(await queue.jobs.nextDueAt()).toBe(dueAt - hour / 2);
      expect(await claimReports(queue)).toEqual([]);
      await queue.clockSetBack(hour);
      expect(await claimReports(queue)).toEqual([1]);
      expect(heard).toContain("jobs");
      expect(heard).toContain("deliveries");
    });

    test("brings deliveries as much nearer, and leaves those alone that are on their way or have ended", async () => {
      const queue = await opened(newPlace());
      const id = await pendingDelivery(queue, { reportId: 1 });
      const onItsWay = await pendingDelivery(queue, { reportId: 2 });
      const [claim] = await queue.deliveries.claim("staging", 1, hour);
      await queue.deliveries.claim("staging", 1, hour);
      const answer = { status: 500, detail: "" };
      const dueAt = future();
      await queue.deliveries.end(
        claim?.claimToken ?? "",
        { state: "pending", answer, dueAt, counts: true },
        [],
      );
      await queue.clockSetBack(2 * hour);
      expect((await queue.deliveries.get(id))?.dueAt).toBe(dueAt - 2 * hour);
      expect((await queue.deliveries.get(onItsWay))?.dueAt).toBeNull();
      const claimed = await queue.deliveries.claim("staging", 9, hour);
      expect(claimed.map(({ delivery }) => delivery.id)).toEqual([id]);
    });
  });
}
