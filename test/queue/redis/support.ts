import { afterAll, beforeAll, describe } from "bun:test";
import { RedisServer } from "../../../scripts/rig/redis-server.ts";
import type { LocalHour } from "../../../src/queue/port.ts";
import { openRedisQueue, type RedisQueueOptions } from "../../../src/queue/redis/open.ts";
import type { Server } from "../../../src/redis/connection.ts";
import { hasProgram } from "../../support/requires.ts";
import type { Place } from "../support.ts";

const localHour = (ms: number): LocalHour => {
  const time = new Date(ms);
  return { day: time.toISOString().slice(0, 10), hour: time.getUTCHours() };
};

let places = 0;

/** A place for a queue on a server: a prefix that no other test has. */
export function redisPlace(
  server: RedisServer,
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
