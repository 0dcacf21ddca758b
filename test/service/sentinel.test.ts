import { describe, expect, test } from "bun:test";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisSentinel } from "../../scripts/rig/redis-sentinel.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { cleanUp } from "../support/clean-up.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";

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
    running.pictures.otherwise = (name) => new Response(`5000 steps in ${name}`);
    const accepted = new Set<string>();
    const refused = new Set<unknown>();
    let [sent, isOver] = [0, false];
    const sending = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const report_id = ++sent;
        const { status, body } = await running.submit({
          report_id,
          s3_url: running.pictures.url(`${report_id}.png`),
        });
        if (status === 202) accepted.add(String(body["job_id"]));
        else refused.add(body["code"]);
        await Bun.sleep(5);
      }
    });
    const goesOn = async (): Promise<void> => {
      const before = accepted.size;
      await until("reports are taken in", () => accepted.size > before + 20);
    };
    await goesOn();
    await first.stop("SIGKILL");
    const client = second.client();
    await until(
      "the replica takes over",
      async () => ((await client.call("ROLE")) as unknown[])[0] === "master",
    );
    client.disconnect();
    // It is alone now: nothing is acknowledged before there is somebody who could take over from it.
    await until("that is said", () => refused.has("QUEUE_REPLICAS_AWAY"));
    const alone = accepted.size;
    await first.start();
    await goesOn();
    expect(accepted.size).toBeGreaterThan(alone);
    isOver = true;
    await Promise.all(sending);
    // Those that were in hand go on when their leases have run out, in a minute: here it is enough that all are there.
    const isThere = async (id: string) => (await running.fetch(`/admin/jobs/${id}`)).status === 200;
    const lost = await Promise.all([...accepted].map(async (id) => ((await isThere(id)) ? [] : [id])));
    expect(lost.flat()).toEqual([]);
    for (const code of refused) expect(["QUEUE_REPLICAS_AWAY", "QUEUE_UNREACHABLE"]).toContain(String(code));
  });
});
