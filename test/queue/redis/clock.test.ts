import { describe, expect, test } from "bun:test";
import {
  claimOne,
  ending,
  finished,
  held,
  hour,
  longLease,
  opened,
  pendingDelivery,
  submit,
} from "../support.ts";
import { onServer, redisPlace } from "./support.ts";

const error = { code: "DOWNLOAD_FAILED", message: "No." };

onServer((server) => {
  /** A queue whose server's clock the test sets, in milliseconds before ours. */
  async function clocked() {
    let ahead = 0;
    const queue = await opened(redisPlace(server, undefined, { ahead: () => ahead }));
    return {
      queue,
      setTo: (milliseconds: number) => {
        ahead = milliseconds;
      },
    };
  }

  describe("a server's clock", () => {
    test("that is set back leaves what is planned as far away as it was", async () => {
      const { queue, setTo } = await clocked();
      await submit(queue, { reportId: 1 });
      await queue.jobs.retry((await claimOne(queue)).claimToken, error, hour, false);
      await pendingDelivery(queue, { reportId: 2 });
      const [claim] = await queue.deliveries.claim("staging", 1, longLease);
      await queue.deliveries.end(
        claim?.claimToken ?? "",
        { state: "pending", answer: { status: 500, detail: "" }, delayMs: hour, counts: true },
        [],
      );
      setTo(-10 * hour);
      expect(await queue.jobs.nextDueIn()).toBeWithin(hour - 60_000, hour + 1000);
      expect(await queue.deliveries.nextDueIn("staging")).toBeWithin(hour - 60_000, hour + 1000);
      const [delivery] = await queue.deliveries.list({ most: 1 });
      expect(delivery?.dueAt).toBeWithin(Date.now() - 9.1 * hour, Date.now() - 8.9 * hour);
      // Also where it is set back once more.
      setTo(-30 * hour);
      expect(await queue.jobs.nextDueIn()).toBeWithin(hour - 60_000, hour + 1000);
    });

    test("that is set back keeps ids growing, and tells the time that it shows", async () => {
      const { queue, setTo } = await clocked();
      const before = await submit(queue, { reportId: 1 });
      setTo(-10 * hour);
      const after = await submit(queue, { reportId: 2 });
      expect(after > before).toBe(true);
      expect((await queue.jobs.get(after))?.submittedAt).toBeWithin(
        Date.now() - 10.1 * hour,
        Date.now() - 9.9 * hour,
      );
      expect((await queue.jobs.list({ most: 9 })).map(({ id }) => id)).toEqual([after, before]);
    });

    test("that is set back lets leases run out when they would have, and probes wait as long as before", async () => {
      const { queue, setTo } = await clocked();
      await submit(queue);
      await claimOne(queue, 1);
      await held(queue);
      setTo(-10 * hour);
      // A tenth of a second later at most: so often is noted what the clock shows.
      while ((await queue.jobs.releaseExpired()) === 0) await Bun.sleep(10);
      expect(await queue.deliveries.nextDueIn("staging", hour)).toBeWithin(hour - 60_000, hour + 1000);
    });

    test("that goes on by more than anybody was silent takes nothing from who could not renew it, for a minute", async () => {
      const { queue, setTo } = await clocked();
      await submit(queue, { reportId: 1 });
      await submit(queue, { reportId: 2 });
      const [mine, others] = await queue.jobs.claim(2, 60_000);
      const after = async (seconds: number): Promise<number> => {
        setTo(seconds * 1000);
        return queue.jobs.releaseExpired();
      };
      // As where the server was away for two minutes.
      expect(await after(120)).toBe(0);
      for (const seconds of [130, 140, 150, 160, 170]) expect(await after(seconds)).toBe(0);
      expect(await queue.jobs.renew([mine?.claimToken ?? ""], 60_000)).toEqual([]);
      expect(await after(181)).toBe(1);
      const tokens = [mine, others].map((claim) => claim?.claimToken ?? "");
      expect(await queue.jobs.renew(tokens, 60_000)).toEqual([tokens[1] ?? ""]);
    });

    test("that goes on to another hour has what is counted there counted there", async () => {
      const { queue, setTo } = await clocked();
      await finished(queue, { reportId: 1 }, { counters: ["done"] });
      setTo(26 * hour);
      await finished(queue, { reportId: 2 }, { counters: ["done"] });
      const [first, second] = await queue.history.totals("");
      expect([first?.counters, second?.counters]).toEqual([{ done: 1 }, { done: 1 }]);
      expect(Date.parse(second?.day ?? "") - Date.parse(first?.day ?? "")).toBeWithin(
        86_400_000,
        2 * 86_400_001,
      );
      const claimed = await (async () => {
        await submit(queue, { reportId: 3 });
        return claimOne(queue);
      })();
      setTo(50 * hour);
      expect(await queue.jobs.finish(claimed.claimToken, null, () => ending({ counters: ["done"] }))).toBe(
        true,
      );
      expect(await queue.history.totals("")).toHaveLength(3);
    });
  });
});
