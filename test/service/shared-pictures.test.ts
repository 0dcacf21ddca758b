import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { hasProgram } from "../support/requires.ts";
import { reviewer } from "../support/reviewer.ts";
import { apiKey, quickService } from "../support/service.ts";

let installations = 0;

describe.skipIf(!hasProgram("redis-server", "redis-server"))("instances that share their pictures", () => {
  const queue = new RedisServer([], freePort());
  // As one that is for nothing else would be set up.
  const pictures = new RedisServer(
    ["--requirepass", "open-sesame", "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"],
    freePort(),
  );
  beforeAll(() => Promise.all([queue.start(), pictures.start()]));
  afterAll(() => Promise.all([queue.remove(), pictures.remove()]));
  const settings = () => ({
    QUEUE_URL: queue.url("", `/0?prefix=pictures-${++installations}`),
    CACHE_URL: pictures.url("", `/0?prefix=pictures-${installations}`),
    CACHE_PASSWORD: "open-sesame",
  });

  test("read each picture once, show it for the review, and forget it everywhere", async () => {
    const shared = settings();
    const [one, other] = [quickService(shared), quickService(shared)];
    await one.start();
    const doubtful = '8958 steps {"status":"needs_review","steps":null,"candidateSteps":8958}';
    one.pictures.serve("1.png", new TextEncoder().encode(doubtful));
    const { body: submitted } = await one.submit({ report_id: 1, s3_url: one.pictures.url("1.png") });
    await until("it is delivered", () => one.laravel.booked.length === 1);
    await one.settled();
    await one.kill();

    await other.start();
    // Nobody could load it again: what is shown was kept by the first one, which is gone.
    one.pictures.serve("1.png", new TextEncoder().encode("another picture"));
    const [item] = await reviewer(other, apiKey).next();
    expect(item).toMatchObject({ job: { job_id: submitted["job_id"], report_id: 1 } });
    for (const { dataFolder } of [one, other])
      expect(["cache", "review"].filter((name) => existsSync(join(dataFolder, name)))).toEqual([]);

    const forgotten = await (await other.post("/admin/forget", { report_id: 1 })).json();
    expect(forgotten).toMatchObject({ cached_pictures: 1, cached_readings: 1, review_pictures: 1 });
    const client = pictures.client("open-sesame");
    const left = await client.keys(`{pictures-${installations}}*`);
    client.disconnect();
    expect(left.filter((key) => key.includes("/"))).toEqual([]);
  });

  test("go on without what was kept while the server of pictures is away, and say so", async () => {
    const running = await quickService({ ...settings(), REVIEW_SIGNALS: "none" }).start();
    const s3_url = running.pictures.serveSteps("a.png", 8958);
    await running.submit({ report_id: 1, s3_url });
    await until("it is delivered", () => running.laravel.booked.length === 1);
    await pictures.stop("SIGKILL");
    await running.submit({ report_id: 2, s3_url });
    await until("it is delivered, too", () => running.laravel.booked.length === 2);
    expect(running.laravel.booked[1]?.body).toMatchObject({
      status: "verified",
      extracted_data: { steps: 8958 },
    });
    expect(running.log).toContain("The picture cache in Redis at");
    expect(running.log).not.toContain("open-sesame");
    // What might still lie there is not said to be forgotten.
    const forgetting = await running.post("/admin/forget", { report_id: 1 });
    expect([forgetting.status, ((await forgetting.json()) as { code: string }).code]).toEqual([
      503,
      "CACHE_UNREACHABLE",
    ]);
    await pictures.start();
    const again = async () => (await running.post("/admin/forget", { report_id: 1 })).status === 200;
    await until("it can be forgotten", again);
    running.signal("SIGTERM");
    expect(await running.ended()).toEqual({ code: 0, signal: null });
  });
});
