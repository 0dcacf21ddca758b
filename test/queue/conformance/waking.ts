import { describe, expect, test } from "bun:test";
import { deliveriesTo } from "../../../src/queue/listeners.ts";
import type { Queue } from "../../../src/queue/port.ts";
import {
  cancelEnding,
  claimOne,
  failedDelivery,
  failedEnding,
  finished,
  held,
  hour,
  leasesRunOut,
  longLease,
  type NewPlace,
  opened,
  pendingDelivery,
  submit,
} from "../support.ts";

type Action = () => Promise<unknown>;
type Kind = "jobs" | "deliveries";
const workOf = { jobs: "jobs", deliveries: deliveriesTo("staging") } as const;
const error = { code: "DOWNLOAD_FAILED", message: "No." };
const answer = { status: 500, detail: "" };

/** What makes something claimable: what is there before, and then what is done. */
const wakings: readonly (readonly [string, Kind, (queue: Queue) => Promise<Action>])[] = [
  ["a new job", "jobs", async (queue) => () => submit(queue)],
  [
    "a picture that is replaced while it is read",
    "jobs",
    async (queue) => {
      await submit(queue);
      await claimOne(queue);
      return () => submit(queue);
    },
  ],
  [
    "a retry that is due at once",
    "jobs",
    async (queue) => {
      await submit(queue);
      const { claimToken } = await claimOne(queue);
      return () => queue.jobs.retry(claimToken, error, 0, false);
    },
  ],
  [
    "a job that is given back",
    "jobs",
    async (queue) => {
      await submit(queue);
      const { claimToken } = await claimOne(queue);
      return () => queue.jobs.release(claimToken);
    },
  ],
  [
    "a job whose lease ran out",
    "jobs",
    async (queue) => {
      await submit(queue);
      await claimOne(queue, 1);
      await leasesRunOut();
      return () => queue.jobs.releaseExpired();
    },
  ],
  [
    "a job that is begun again",
    "jobs",
    async (queue) => {
      const id = await finished(queue, {}, failedEnding);
      return () => queue.jobs.again([id]);
    },
  ],
  [
    "the end of a pause",
    "jobs",
    async (queue) => {
      await queue.jobs.setPaused(true);
      await submit(queue);
      return () => queue.jobs.setPaused(false);
    },
  ],
  ["a job's result", "deliveries", async (queue) => () => finished(queue, {}, { body: "body" })],
  [
    "a cancelled job's result",
    "deliveries",
    async (queue) => {
      await submit(queue);
      return () => queue.jobs.cancel("waiting", () => cancelEnding({ body: "body" }));
    },
  ],
  [
    "a delivery that is due again at once",
    "deliveries",
    async (queue) => {
      await pendingDelivery(queue);
      const [claim] = await queue.deliveries.claim("staging", 1, longLease);
      return () =>
        queue.deliveries.end(
          claim?.claimToken ?? "",
          { state: "pending", answer, delayMs: 0, counts: false },
          [],
        );
    },
  ],
  [
    "a delivery whose lease ran out",
    "deliveries",
    async (queue) => {
      await pendingDelivery(queue);
      await queue.deliveries.claim("staging", 1, 1);
      await leasesRunOut();
      return () => queue.deliveries.releaseExpired();
    },
  ],
  [
    "a delivery that is started anew",
    "deliveries",
    async (queue) => {
      const id = await failedDelivery(queue);
      return () => queue.deliveries.redeliver([id]);
    },
  ],
  [
    "deliveries that are hurried",
    "deliveries",
    async (queue) => {
      await pendingDelivery(queue);
      const [claim] = await queue.deliveries.claim("staging", 1, longLease);
      const end = { state: "pending", answer, delayMs: hour, counts: true } as const;
      await queue.deliveries.end(claim?.claimToken ?? "", end, []);
      return () => queue.deliveries.hurry("staging");
    },
  ],
  [
    "an environment that is let go",
    "deliveries",
    async (queue) => {
      await held(queue);
      return () => queue.deliveries.resume("staging");
    },
  ],
  [
    "a key that is accepted again",
    "deliveries",
    async (queue) => {
      await pendingDelivery(queue, { reportId: 2 });
      const [claim] = await queue.deliveries.claim("staging", 1, longLease);
      await held(queue);
      return () =>
        queue.deliveries.end(claim?.claimToken ?? "", { state: "delivered", answer, key: "accepted" }, []);
    },
  ],
];

export function waking(newPlace: NewPlace): void {
  describe("listeners hear of", () => {
    test.each(wakings)("%s", async (_, kind, prepare) => {
      const queue = await opened(newPlace());
      const act = await prepare(queue);
      // What was prepared may still be told.
      await Bun.sleep(1);
      const claimed = new Promise<number>((resolve) => {
        queue.onWork(workOf[kind], async () => {
          const claims =
            kind === "jobs"
              ? await queue.jobs.claim(1, longLease)
              : await queue.deliveries.claim("staging", 1, longLease);
          resolve(claims.length);
        });
      });
      const done = act();
      expect(await claimed).toBe(1);
      await done;
    });

    test("nothing more once they are taken away", async () => {
      const queue = await opened(newPlace());
      let heard = 0;
      const listener = () => {
        heard++;
      };
      const stop = queue.onWork("jobs", listener);
      queue.onWork("jobs", listener);
      stop();
      await submit(queue);
      await Bun.sleep(1);
      expect(heard).toBe(1);
    });

    test("nothing that others have to do: jobs, and deliveries to another environment", async () => {
      const queue = await opened(newPlace());
      const heard: string[] = [];
      for (const kind of ["jobs", deliveriesTo("staging"), deliveriesTo("production")] as const)
        queue.onWork(kind, () => heard.push(kind));
      await finished(queue, { environment: "production" }, { body: "body" });
      await Bun.sleep(1);
      expect(heard).toEqual(["jobs", deliveriesTo("production")]);
    });
  });

  test("a queue says where its data are and how large they are, and that it can be written", async () => {
    const queue = await opened(newPlace());
    expect(queue.description).not.toBe("");
    expect(await queue.bytes()).toBeGreaterThan(0);
    await queue.check();
  });
}
