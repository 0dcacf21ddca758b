import { expect, test } from "bun:test";
import { fuzzRun } from "../../scripts/rig/fuzz-run.ts";
import { quickService } from "../support/service.ts";

/** A pool that grows once, and pages that are not given back yet; a leak of a kilobyte a request would be 7 MB. */
const mostGrownMegabytes = 64;

test("eight thousand odd requests break nothing, and leave nothing behind", async () => {
  const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
  const running = await quickService({ MAX_QUEUE_SIZE: "100000" }).start();
  const { pid } = running;
  const { statuses, broken, grownMegabytes } = await fuzzRun(running, { count: 8000, seed });
  expect([`TEST_SEED=${seed}`, broken]).toEqual([`TEST_SEED=${seed}`, []]);
  // Some were right, and most were wrong in many ways.
  for (const status of [200, 202, 400, 401, 403, 404, 413, 414, 422, 431])
    expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0]);
  expect(grownMegabytes).toBeLessThan(mostGrownMegabytes);
  expect([running.hasEnded, running.pid]).toEqual([false, pid]);
  expect(running.logged("request failed for a reason that nobody foresaw")).toEqual([]);
  // Some requests paused the queue.
  await running.post("/admin/resume", undefined);
  const steps = running.pictures.serveSteps("after.png", 5000);
  expect((await running.submit({ report_id: "after all that", s3_url: steps })).status).toBe(202);
  expect(await running.get("/health")).toMatchObject({ status: "healthy" });
});
