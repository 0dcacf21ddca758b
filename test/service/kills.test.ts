import { expect, test } from "bun:test";
import { killRun } from "../../scripts/rig/kill-run.ts";
import { until } from "../../scripts/rig/processes.ts";
import { quickService } from "../support/service.ts";

test("a service that is killed again and again under load loses nothing, and counts what it sent again", async () => {
  const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
  // Also for failures that nobody expects, which could not name it.
  console.log(`kills with TEST_SEED=${seed}`);
  const { losses, reports, delivered } = await killRun(quickService({ WORKER_COUNT: "2" }), {
    kills: 8,
    seed,
  });
  expect(losses, `TEST_SEED=${seed}`).toEqual([]);
  expect(reports, `TEST_SEED=${seed}`).toBeGreaterThan(8);
  expect(delivered).toBeGreaterThan(8);
});

test("a result that was booked when the service died is sent again under its webhook-id, and counted", async () => {
  const running = await quickService({ WEBHOOK_CONCURRENCY: "1" }).start();
  const { laravel, pictures } = running;
  // It books the first result of each report, and the service is gone before it hears of that.
  laravel.mood = async ({ webhookId }) => {
    if (!laravel.calls.some((call) => call.webhookId === webhookId)) await running.kill();
    return null;
  };
  for (const report_id of [1, 2, 3]) {
    await running.submit({ report_id, s3_url: pictures.serveSteps(`${report_id}.png`, 5000 + report_id) });
    await until("the service is killed", () => running.hasEnded);
    await running.start();
    await until("it is sent again", () => laravel.booked.length === 2 * report_id);
  }
  await running.settled();
  expect(laravel.bookedReports).toEqual(["1", "1", "2", "2", "3", "3"]);
  expect(new Set(laravel.booked.map(({ webhookId }) => webhookId)).size).toBe(3);
  expect((await running.details()).deliveries).toMatchObject({ delivered: 3, unknown_answers: 3 });
});
