import { afterAll, beforeAll, describe } from "bun:test";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { SharedStore, type SharedStoreOptions } from "../../src/redis/shared-store.ts";
import { cleanUp } from "./clean-up.ts";
import { hasProgram } from "./requires.ts";

let prefixes = 0;

/** What two instances share on a server, each over connections of its own. */
export async function sharedTwice(
  server: RedisServer,
  over: Partial<SharedStoreOptions> = {},
): Promise<[SharedStore, SharedStore]> {
  const options = { server: server.server, prefix: `{shared-${++prefixes}}`, ...over };
  const both: [SharedStore, SharedStore] = [new SharedStore(options), new SharedStore(options)];
  for (const shared of both) {
    cleanUp(() => shared.close());
    await shared.begin();
  }
  return both;
}

/** Tests with one server, which is there for all of them; `port` is where it listens besides its socket. */
export function withRedis(
  tests: (server: RedisServer) => void,
  settings: readonly string[] = [],
  port?: number,
): void {
  describe.skipIf(!hasProgram("redis-server", "redis-server"))("on a server", () => {
    const server = new RedisServer(settings, port);
    beforeAll(() => server.start());
    afterAll(() => server.remove());
    tests(server);
  });
}
