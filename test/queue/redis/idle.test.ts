import { describe, expect, test } from "bun:test";
import { until } from "../../../scripts/rig/processes.ts";
import { deliveriesTo, type WorkKind } from "../../../src/queue/listeners.ts";
import type { Queue } from "../../../src/queue/port.ts";
import { finished, longLease, opened, submit } from "../support.ts";
import { onServer, redisPlace } from "./support.ts";

/** One of several that share a queue, and how often it was told. */
interface Instance {
  readonly queue: Queue;
  told: number;
}

onServer((server) => {
  describe("of instances with free hands", () => {
    /** `count` of them, which all found nothing to do; `most` is what each would have taken. Another one takes reports in. */
    async function idleOnes(count: number, most = 1, kind: WorkKind = "jobs") {
      const place = redisPlace(server);
      const api = await opened(place);
      const idle = await Promise.all(
        Array.from({ length: count }, async (): Promise<Instance & { readonly stop: () => void }> => {
          const queue = await opened(place);
          const one = { queue, told: 0 };
          const stop = queue.onWork(kind, () => {
            one.told++;
          });
          await (kind === "jobs"
            ? queue.jobs.claim(most, longLease)
            : queue.deliveries.claim("staging", most, longLease));
          return Object.assign(one, { stop });
        }),
      );
      return { api, idle, toldInAll: () => idle.reduce((sum, { told }) => sum + told, 0) };
    }
    /** Whatever was published before a connection was asked something is there when it answered. */
    const settled = async (instances: readonly Instance[]) => {
      for (const { queue } of instances) await queue.jobs.counts();
      await Bun.sleep(50);
    };

    test("one is told of one report, and each of as many as there are", async () => {
      const { api, idle, toldInAll } = await idleOnes(3);
      await submit(api, { reportId: 1 });
      await until("they are told", () => toldInAll() > 0);
      await settled(idle);
      expect(toldInAll()).toBe(1);
      for (const reportId of [2, 3, 4, 5]) await submit(api, { reportId });
      await until("they are told", () => toldInAll() >= 3);
      await settled(idle);
      expect(idle.map(({ told }) => told)).toEqual([1, 1, 1]);
    });

    test("one is told of a result that is to be delivered", async () => {
      const { api, idle, toldInAll } = await idleOnes(3, 1, deliveriesTo("staging"));
      await finished(api, { environment: "production" }, { body: "for others" });
      await finished(api, {}, { body: "body" });
      await until("they are told", () => toldInAll() > 0);
      await settled(idle);
      expect(toldInAll()).toBe(1);
    });

    test("who takes reports in itself is told by nobody else, and tells nobody else", async () => {
      const { idle, toldInAll } = await idleOnes(3);
      const [first] = idle;
      await submit(first?.queue as Queue);
      await settled(idle);
      expect(first?.told).toBe(1);
      expect(toldInAll()).toBe(1);
    });

    test("the one that leaves something has another one told", async () => {
      const { api, idle, toldInAll } = await idleOnes(2);
      await api.jobs.submit(
        [1, 2].map((reportId) => ({
          environment: "staging",
          reportId,
          userId: 1,
          url: "https://s3.example/1.png",
          priority: 0,
          trace: null,
        })),
        9,
      );
      await until("they are told", () => toldInAll() > 0);
      await settled(idle);
      expect(toldInAll()).toBe(1);
      const [told] = idle.filter((one) => one.told > 0);
      expect(await told?.queue.jobs.claim(1, longLease)).toHaveLength(1);
      await until("they are told", () => toldInAll() > 1);
      expect(idle.map((one) => one.told)).toEqual([1, 1]);
    });

    test("one that is gone, or does not listen any more, leaves it to another one", async () => {
      const { api, idle, toldInAll } = await idleOnes(3);
      const [gone, deaf, there] = idle;
      await gone?.queue.close();
      deaf?.stop();
      await submit(api);
      await until("they are told", () => toldInAll() > 0);
      expect(there?.told).toBe(1);
    });

    test("one that stops listening leaves what it was told of to another one", async () => {
      const { api, idle, toldInAll } = await idleOnes(2);
      await submit(api);
      await until("they are told", () => toldInAll() > 0);
      const [told] = idle.filter((one) => one.told > 0);
      told?.stop();
      await until("they are told", () => toldInAll() > 1);
      expect(idle.map((one) => one.told)).toEqual([1, 1]);
    });

    test("none is told who has no hand free", async () => {
      const { api, idle, toldInAll } = await idleOnes(1);
      const [one] = idle;
      await submit(api, { reportId: 1 });
      await until("they are told", () => toldInAll() > 0);
      expect(await one?.queue.jobs.claim(1, longLease)).toHaveLength(1);
      await submit(api, { reportId: 2 });
      await settled(idle);
      expect(toldInAll()).toBe(1);
    });

    test("all are told when a pause ends", async () => {
      const { api, idle } = await idleOnes(3);
      await api.jobs.setPaused(true);
      await api.jobs.setPaused(false);
      await until("they are told", () => idle.every(({ told }) => told > 0));
    });
  });
});
