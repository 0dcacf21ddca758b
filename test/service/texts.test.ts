import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { filesIn, filesThatHold } from "../support/raw-files.ts";
import { quickService } from "../support/service.ts";

const text = "what-stands-on-the-picture";

/** Ends the service in order and starts it again: it looks for what is too old when it starts. */
async function restart(running: RunningService, env: Readonly<Record<string, string>>): Promise<void> {
  running.signal("SIGTERM");
  await running.ended();
  await running.start({ env });
}

/** Has a report read whose picture shows the text. Gives back its job's id. */
async function read(running: RunningService, report_id: number): Promise<string> {
  const name = `a${report_id}.png`;
  running.pictures.serve(name, new TextEncoder().encode(`8958 steps, ${text} ${report_id}`));
  const { body } = await running.submit({ report_id, s3_url: running.pictures.url(name) });
  return String(body["job_id"]);
}

/** The files that hold a text, besides the pictures: the fake worker takes a picture's bytes for what stands on it. */
function holding(running: RunningService, what: string): string[] {
  return filesThatHold(running.dataFolder, what).filter((file) => !file.includes("/cache/pictures/"));
}

test("a picture's text goes when it has been delivered, and what was read out of it stays", async () => {
  const running = await quickService({ TEXT_HOURS: "0" }).start();
  const { laravel, dataFolder } = running;
  laravel.mood = ({ body }) => (body["report_id"] === 2 ? new Response("No.", { status: 422 }) : null);
  const [delivered, refused] = [await read(running, 1), await read(running, 2)];
  await running.settled();
  expect(laravel.booked[0]?.body["raw_ocr"]).toBe(`8958 steps, ${text} 1`);
  await restart(running, { TEXT_HOURS: "0" });
  await until("the text is gone", () => holding(running, `${text} 1`).length === 0);
  const job = await running.get(`/api/v1/ocr-ecosteps/${delivered}`);
  expect(job).toMatchObject({
    state: "done",
    result: { raw_ocr: "", status: "verified", app: "Samsung Health", extracted_data: { steps: 8958 } },
    deliveries: [{ state: "delivered" }],
  });

  // What was refused must be possible to send again, as it was.
  expect(holding(running, `${text} 2`)).toEqual([join(dataFolder, "queue.db")]);
  laravel.mood = () => null;
  await running.post("/admin/webhooks/redeliver", {});
  await running.settled();
  expect(laravel.booked.at(-1)?.body).toMatchObject({ raw_ocr: `8958 steps, ${text} 2`, job_id: refused });
  await restart(running, { TEXT_HOURS: "0" });
  await until("this text is gone, too", () => holding(running, text).length === 0);
});

test("with no hours for the cache nothing is written to it, and what is there goes at the start", async () => {
  const running = await quickService().start();
  const cache = join(running.dataFolder, "cache");
  await read(running, 1);
  await running.settled();
  expect(filesIn(cache)).toHaveLength(3);
  await restart(running, { CACHE_HOURS: "0" });
  await until("the cache is empty", () => filesIn(cache).length === 0);
  await read(running, 2);
  await running.settled();
  expect(filesIn(cache)).toEqual([]);
});

test("a service that never caches has no folder for it", async () => {
  const running = await quickService({ CACHE_HOURS: "0" }).start();
  await read(running, 1);
  await running.settled();
  expect(existsSync(join(running.dataFolder, "cache"))).toBe(false);
});
