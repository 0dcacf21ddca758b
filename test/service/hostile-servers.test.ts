import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { type FaultName, HostileServers } from "../../scripts/rig/hostile-server.ts";
import { until } from "../../scripts/rig/processes.ts";
import { quickService } from "../support/service.ts";

/** Servers that hold on to whoever asks, or once did, for as long as they are let. */
const clinging: readonly FaultName[] = [
  "switches protocols",
  "switches to nothing",
  "interim answers for ever",
  "says nothing",
  "a status line without end",
  "no length, then silence",
  "a chunk's extension without end",
  "a handshake that never begins",
];

let servers: HostileServers;
beforeAll(async () => {
  servers = await HostileServers.start(fixtureBytes("images", "samsung-home-en-light.png"));
});
afterAll(() => servers.close());

describe("servers that hold on to whoever asks", () => {
  test("do not keep others' pictures from being read, and their own reports end", async () => {
    const running = await quickService({ DOWNLOAD_TIMEOUT_SECONDS: "3", JOB_RETRY_SECONDS: "0" }).start();
    const { laravel, pictures } = running;
    for (const [index, name] of clinging.entries())
      await running.submit({ report_id: 100 + index, user_id: 1, s3_url: servers.url(name) });
    await running.submit({ report_id: 1, user_id: 1, s3_url: pictures.serveSteps("good", 4000) });
    await until("every report has its result", () => laravel.calls.length === clinging.length + 1);
    const order = laravel.calls.map(({ body }) => body["report_id"]);
    // All places were taken by those before it, and this one says nothing for as long as it may.
    expect(order.indexOf(1)).toBeLessThan(order.indexOf(100 + clinging.indexOf("says nothing")));
    expect(laravel.booked.map(({ body }) => body["status"])).toContain("verified");
    for (const { body } of laravel.calls) {
      if (body["report_id"] === 1) continue;
      expect(body).toMatchObject({ status: "failed", extracted_data: {} });
      expect(body["error"]).toMatchObject({ code: expect.stringMatching(/^DOWNLOAD_(FAILED|TIMEOUT)$/) });
    }
  });

  test("do not keep results from going elsewhere, nor from being tried again", async () => {
    const env = Object.fromEntries(
      clinging.map((name, index) => [`LARAVEL_API_URL_BAD${index}`, new URL(servers.url(name)).origin]),
    );
    const retries = { WEBHOOK_TIMEOUT_SECONDS: "1", WEBHOOK_RETRY_SECONDS: "0,0", WEBHOOK_CONCURRENCY: "1" };
    const running = await quickService({ ...env, ...retries }).start();
    const { laravel, pictures } = running;
    const s3_url = pictures.serveSteps("good", 4000);
    for (const index of clinging.keys())
      for (const second of [0, 1])
        await running.submit({
          report_id: 10 * index + second + 100,
          user_id: 1,
          s3_url,
          environment: `bad${index}`,
        });
    await running.submit({ report_id: 1, user_id: 1, s3_url });
    await until("the good one is delivered", () => laravel.booked.length === 1);
    await until("none of the others is tried any more", async () => {
      const { details } = (await running.get("/app-status")) as {
        details: { deliveries: { pending: number } };
      };
      return details.deliveries.pending === 0;
    });
  });
});
