import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";

describe.skipIf(!hasProgram("redis-server", "redis-server"))("two services that share a queue", () => {
  const server = new RedisServer([], freePort());
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  test("tell the same last hour, and both spare a destination that is down, whichever found out", async () => {
    const QUEUE_URL = server.url("", "/0?prefix=both");
    // The first failure is tried again at once, and all others much later.
    const settings = { QUEUE_URL, WEBHOOK_RETRY_SECONDS: "0,3600" };
    const [one, other] = [quickService(settings), quickService(settings)];
    await one.start();
    const { url, key } = one.laravel;
    await other.start({ env: { LARAVEL_API_URL: url, LARAVEL_API_KEY: key } });
    const both = [one, other];
    const submit = (to: typeof one, report: number) =>
      to.submit({ report_id: report, s3_url: one.pictures.serveSteps(`${report}.png`, 5000 + report) });
    for (let report = 1; report <= 6; report++) await submit(report % 2 === 0 ? one : other, report);
    for (const each of both)
      await until("both tell of what either did", async () => {
        const { last_hour: hour } = await each.details();
        return hour.read === 6 && hour.delivered === 6 && hour.delivering_seconds !== null;
      });
    one.laravel.mood = async () => new Response(null, { status: 503 });
    for (let report = 7; report <= 12; report++) await submit(report % 2 === 0 ? one : other, report);
    for (const each of both)
      await until("both know that it is down", async () => {
        const { deliveries } = await each.details();
        return deliveries.down.length === 1;
      });
    // Whoever comes after the other has gone knows it as well.
    await one.kill();
    expect((await other.details()).deliveries.down).toHaveLength(1);
  });
});
