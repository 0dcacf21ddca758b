import { afterAll, beforeAll, describe } from "bun:test";
import { RedisServer } from "../../../scripts/rig/redis-server.ts";
import type { LocalHour, Queue } from "../../../src/queue/port.ts";
import { openRedisQueue, type RedisQueueOptions } from "../../../src/queue/redis/open.ts";
import type { Server } from "../../../src/redis/connection.ts";
import { hasProgram } from "../../support/requires.ts";
import { ending, longLease, type Place, seen } from "../support.ts";

const localHour = (ms: number): LocalHour => {
  const time = new Date(ms);
  return { day: time.toISOString().slice(0, 10), hour: time.getUTCHours() };
};

let places = 0;

/** A place for a queue on a server: a prefix that no other test has. */
export function redisPlace(
  server: Pick<RedisServer, "server">,
  prefix = `{test-${++places}}`,
  over: Partial<Server & Pick<RedisQueueOptions, "patience" | "ahead" | "warn">> = {},
): Place & { readonly prefix: string } {
  const open = () => openRedisQueue({ ...over, server: { ...server.server, ...over }, prefix, localHour });
  return {
    prefix,
    open,
    openTwice: async () => [await open(), await open()],
    claimsOutliveProcesses: true,
    keepsOrder: false,
  };
}

/** Tests on one server, which is there for all of them. */
export function onServer(tests: (server: RedisServer) => void, settings: readonly string[] = []): void {
  describe.skipIf(!hasProgram("redis-server", "redis-server"))("on a server", () => {
    const server = new RedisServer(settings);
    beforeAll(() => server.start());
    afterAll(() => server.remove());
    tests(server);
  });
}

const answer = { status: 200, detail: "ok" };

/** Takes all jobs of a queue from beginning to end, and their deliveries, a few at a time, until `many` are delivered. */
export async function work(queue: Queue, isDone: () => boolean, delivered: string[]): Promise<void> {
  while (!isDone()) {
    const claims = await queue.jobs.claim(5, longLease);
    await Promise.all(
      claims.map(({ job, claimToken }) =>
        queue.jobs.finish(claimToken, seen({ reportId: job.reportId, sha256: `${job.reportId}` }), () =>
          ending({ body: `body of ${job.reportId}`, counters: ["done"] }),
        ),
      ),
    );
    const sendings = await queue.deliveries.claim("staging", 5, longLease);
    for (const { delivery } of sendings) delivered.push(delivery.body);
    await Promise.all(
      sendings.map(({ claimToken }) =>
        queue.deliveries.end(claimToken, { state: "delivered", answer }, ["delivered"]),
      ),
    );
    if (claims.length + sendings.length === 0) await Bun.sleep(1);
  }
}
