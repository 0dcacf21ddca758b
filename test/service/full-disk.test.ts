import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { quickService } from "../support/service.ts";

/** Reports that a service accepts while it reads none, up to the one that is refused for want of room. */
async function fill(running: RunningService): Promise<string[]> {
  await running.post("/admin/pause", {});
  // As long as presigned addresses get.
  const s3_url = `${running.pictures.serveSteps("a.png", 8958)}?${"x".repeat(3000)}`;
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
  expect((await running.fetch("/ready")).status).toBe(503);
  // Replacing a picture takes no room.
  expect((await running.submit({ report_id: 1, s3_url })).status).toBe(202);
  return accepted;
}

/** As much as is kept of an answer. */
const longAnswer = (): Response => new Response("x".repeat(5000));

test("a database full of reports has room for all of their results: none waits for it", async () => {
  const running = quickService({ DATABASE_MAX_MB: "1", MAX_QUEUE_SIZE: "100000" });
  const { laravel } = running;
  laravel.mood = longAnswer;
  await running.start();
  const accepted = await fill(running);
  expect(accepted.length).toBeGreaterThan(30);
  await running.post("/admin/resume", {});
  await running.settled();
  expect(laravel.bookedReports.sort()).toEqual(accepted.sort());
  for (const line of ["result cannot be written yet", "answer cannot be noted yet"])
    expect(running.logged(line)).toEqual([]);
});

test("results that have no room all the same wait for it, and nothing is lost", async () => {
  const running = quickService({ DATABASE_MAX_MB: "2", MAX_QUEUE_SIZE: "100000" });
  const { laravel } = running;
  laravel.mood = longAnswer;
  await running.start();
  const accepted = await fill(running);
  running.signal("SIGTERM");
  await running.ended();

  // The operator gives it less than it has: not a page more can be written.
  await running.start({ env: { DATABASE_MAX_MB: "1" } });
  await running.post("/admin/resume", {});
  await until(
    "there is no room for a result",
    () => running.logged("result cannot be written yet").length > 0,
  );
  expect((await running.details()).jobs["active"]).toBeGreaterThan(0);
  // Whether a delivery can be taken in hand hangs on single bytes of all that was written before.
  await until(
    "nothing is on its way",
    async () =>
      (await running.details()).deliveries.pending === 0 ||
      running.logged("deliveries cannot be claimed").length > 0,
  );
  running.signal("SIGTERM");
  expect((await running.ended()).code).toBe(0);
  // An answer that had no room even without its words is one of which nobody knows, and the log said so.
  const unknown_answers = running.logged("the answer cannot be noted").length;

  await running.start({ env: { DATABASE_MAX_MB: "100" } });
  await running.settled();
  const booked = laravel.bookedReports;
  expect([...new Set(booked)].sort()).toEqual(accepted.sort());
  // Whatever is of unknown answer is sent once more, and nothing else is.
  expect(booked.length - accepted.length).toBeLessThanOrEqual(unknown_answers);
  expect((await running.details()).deliveries).toMatchObject({ unknown_answers, failed: 0 });
});
