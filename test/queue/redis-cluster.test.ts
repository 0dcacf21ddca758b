import { afterAll, beforeAll, describe } from "bun:test";
import { RedisCluster } from "../../scripts/rig/redis-cluster.ts";
import { queueUrl } from "../../src/config/queue-url.ts";
import { serverOf } from "../../src/redis/address.ts";
import { hasProgram } from "../support/requires.ts";
import { conformance } from "./conformance.ts";
import { redisPlace } from "./redis/support.ts";

describe.skipIf(!hasProgram("redis-server", "redis-server"))("on a cluster", () => {
  const cluster = new RedisCluster("conforming");
  beforeAll(() => cluster.start());
  afterAll(() => cluster.remove());
  let prefixes = 0;

  // Each of them in a slot of its own, so that all masters are asked.
  conformance("a queue in a Redis cluster", () => {
    const url = queueUrl.parse(`${cluster.url}-${++prefixes}`);
    return redisPlace({ server: serverOf({ QUEUE_URL: url }) }, url.prefix);
  });
});
