import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { RedisCluster } from "../../scripts/rig/redis-cluster.ts";
import type { RedisServer } from "../../scripts/rig/redis-server.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";
import { SteadySender } from "../support/steady-sender.ts";
import { temporaryFolder } from "../support/temporary.ts";

describe.skipIf(!hasProgram("redis-server", "redis-server"))("a service whose queue is in a cluster", () => {
  const cluster = new RedisCluster("clustered", 1500);
  beforeAll(() => cluster.start());
  afterAll(() => cluster.remove());

  test("has it moved there from a folder, saved, and restored to another prefix, and is looked at by doctor", async () => {
    const url = `${cluster.url}-moved`;
    const running = await quickService().start();
    running.pictures.otherwise = (name) => new Response(`5000 steps in ${name}`);
    await running.post("/admin/pause", {});
    for (const report_id of [1, 2])
      await running.submit({ report_id, s3_url: running.pictures.url(`${report_id}.png`) });
    await end(running);
    const cwd = temporaryFolder();
    const run = (...words: string[]) => ocrEco(words, { cwd, env: { DATA_DIR: "data", QUEUE_URL: url } });
    expect(await run("queue", "migrate", "--from", running.dataFolder, "--to", url)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^2 jobs, .* are in Redis cluster at 127\.0\.0\.1:/),
    });
    const file = join(cwd, "backup.db");
    expect((await run("backup", file)).exitCode).toBe(0);
    const [restored, pictures] = [`${cluster.url}-restored`, `${cluster.url}-pictures`];
    const words = ["restore", file];
    expect(await ocrEco(words, { cwd, env: { DATA_DIR: "data", QUEUE_URL: restored } })).toMatchObject({
      exitCode: 0,
    });
    const env = {
      DATA_DIR: "data",
      PORT: "0",
      WORKER_COUNT: "1",
      QUEUE_URL: restored,
      QUEUE_REPLICAS: "1",
      CACHE_URL: pictures,
    };
    const looked = await ocrEco(["doctor", "--json"], { cwd, env });
    const findings = JSON.parse(looked.stdout).findings as { about: string; state: string; what: string }[];
    const found = (name: string) => findings.find(({ about }) => about === name)?.what;
    expect(found("queue")).toMatch(
      /Redis cluster at 127.*, under \{clustered-restored\}: 2 jobs, 2 not ended, .* pending, replicas are asked for each report in memory/,
    );
    expect(found("pictures")).toMatch(/^in Redis cluster at 127.*: 0\.0 MB are kept$/);

    await running.start({ env: { QUEUE_URL: restored, CACHE_URL: pictures } });
    await running.post("/admin/resume", {});
    await running.settled();
    expect(running.laravel.bookedReports.toSorted()).toEqual(["1", "2"]);
    const kept = await Promise.all(
      cluster.servers.map((server) => cluster.ask(server, "KEYS", "{clustered-pictures}:cache/*")),
    );
    expect(kept.flat()).not.toEqual([]);
    await end(running);
  });

  test("goes on with the replica when the node that has it dies, without a report that was acknowledged, or a word of an operator", async () => {
    const running = await quickService({
      QUEUE_URL: cluster.url,
      QUEUE_REPLICAS: "1",
      MAX_QUEUE_SIZE: "100000",
    }).start();
    const sender = new SteadySender(running);
    await sender.goesOn();
    const first = await cluster.keeper();
    await first.stop("SIGKILL");
    await until("the replica takes over", async () => (await cluster.keeper()) === cluster.replica);
    // It is alone now: nothing is acknowledged before there is somebody who could take over from it.
    await until("that is said", () => sender.refused.has("QUEUE_REPLICAS_AWAY"));
    const alone = sender.accepted.size;
    await first.start();
    await sender.goesOn();
    expect(sender.accepted.size).toBeGreaterThan(alone);
    await until("the service listens there", async () => (await listenersAt(cluster, cluster.replica)) === 1);
    // Back again, by the word of an operator: nobody dies.
    await cluster.handTo(first);
    await sender.goesOn();
    await until("the service listens there", async () => (await listenersAt(cluster, first)) === 1);
    // Those that were in hand go on when their leases have run out, in a minute: here it is enough that all are there.
    expect(await sender.lost()).toEqual([]);
    for (const code of sender.refused) expect(["QUEUE_REPLICAS_AWAY", "QUEUE_UNREACHABLE"]).toContain(code);
    await running.submit({ report_id: 1_000_000, s3_url: running.pictures.url("late.png") });
    await until("what comes now is read, too", () => running.laravel.bookedReports.includes("1000000"));
  });
});

/** How many instances hear at a node of what comes in. */
async function listenersAt(cluster: RedisCluster, server: RedisServer): Promise<number> {
  const [, count] = (await cluster.ask(server, "PUBSUB", "NUMSUB", `{${cluster.prefix}}:work`)) as [
    string,
    number,
  ];
  return count;
}

async function end(running: RunningService): Promise<void> {
  running.signal("SIGTERM");
  await running.ended();
}
