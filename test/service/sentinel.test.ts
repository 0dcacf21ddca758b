import { describe, expect, test } from "bun:test";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisSentinel } from "../../scripts/rig/redis-sentinel.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { cleanUp } from "../support/clean-up.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";
import { SteadySender } from "../support/steady-sender.ts";

describe.skipIf(!hasProgram("redis-server", "redis-server"))("a queue that a Sentinel watches over", () => {
  test("goes on with the replica when its server dies, without a report that was acknowledged, or a word of an operator", async () => {
    const first = new RedisServer([], freePort());
    const second = new RedisServer(["--replicaof", `127.0.0.1 ${first.port}`], freePort());
    const sentinel = new RedisSentinel();
    cleanUp(async () => void (await Promise.all([sentinel.remove(), first.remove(), second.remove()])));
    await first.start();
    await second.start();
    await sentinel.start("eco-queue", first.port);
    const running = await quickService({
      QUEUE_URL: `redis+sentinel://127.0.0.1:${sentinel.port}/eco-queue?prefix=sentinel`,
      QUEUE_REPLICAS: "1",
      MAX_QUEUE_SIZE: "100000",
    }).start();
    const sender = new SteadySender(running);
    await sender.goesOn();
    await first.stop("SIGKILL");
    const client = second.client();
    await until(
      "the replica takes over",
      async () => ((await client.call("ROLE")) as unknown[])[0] === "master",
    );
    client.disconnect();
    // It is alone now: nothing is acknowledged before there is somebody who could take over from it.
    await until("that is said", () => sender.refused.has("QUEUE_REPLICAS_AWAY"));
    const alone = sender.accepted.size;
    await first.start();
    await sender.goesOn();
    expect(sender.accepted.size).toBeGreaterThan(alone);
    // Those that were in hand go on when their leases have run out, in a minute: here it is enough that all are there.
    expect(await sender.lost()).toEqual([]);
    for (const code of sender.refused) expect(["QUEUE_REPLICAS_AWAY", "QUEUE_UNREACHABLE"]).toContain(code);
  });
});
