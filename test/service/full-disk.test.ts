import { expect, setDefaultTimeout, test } from "bun:test";
import { until } from "../support/processes.ts";
import { quickService } from "../support/service.ts";

setDefaultTimeout(120_000);

test("a full database takes in nothing more, loses nothing, and everything ends once there is room", async () => {
  const running = quickService({ DATABASE_MAX_MB: "1", MAX_QUEUE_SIZE: "100000" });
  const { laravel, pictures } = running;
  // As much as is kept of an answer: more than a full database has room for.
  laravel.mood = () => new Response("x".repeat(5000));
  await running.start();
  await running.post("/admin/pause", {});
  const s3_url = `${pictures.serveSteps("a.png", 8958)}?${"x".repeat(3000)}`;
  const accepted: string[] = [];
  for (let report_id = 1; ; report_id++) {
    const response = await running.post("/api/v1/ocr-ecosteps", { report_id, user_id: 1, s3_url });
    if (response.status === 202) {
      accepted.push(String(report_id));
      continue;
    }
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await response.json()).toMatchObject({ code: "QUEUE_STORAGE_FULL" });
    break;
  }
  expect(accepted.length).toBeGreaterThan(50);
  expect((await running.fetch("/ready")).status).toBe(503);
  // Replacing a picture takes no room.
  expect((await running.submit({ report_id: 1, s3_url })).status).toBe(202);

  await running.post("/admin/resume", {});
  await until(
    "there is no room for a result",
    () => running.logged("result cannot be written yet").length > 0,
  );
  expect((await running.details()).jobs["active"]).toBeGreaterThan(0);
  await until("nothing is on its way", async () => (await running.details()).deliveries.pending === 0);
  running.signal("SIGTERM");
  expect((await running.ended()).code).toBe(0);

  await running.start({ env: { DATABASE_MAX_MB: "100" } });
  await running.settled();
  expect(laravel.bookedReports.sort()).toEqual(accepted.sort());
  expect((await running.details()).deliveries).toMatchObject({ unknown_answers: 0, failed: 0 });
});
