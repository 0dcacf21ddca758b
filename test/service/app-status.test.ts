import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { quickService } from "../support/service.ts";

/** Types that a template prints as they are. */
const scalar = /^(string|number|boolean)$/;

test("callers with a key hear what became of the last hour's jobs and deliveries, and how long that took", async () => {
  const running = quickService({ DATABASE_MAX_MB: "50" });
  const { laravel, pictures } = running;
  await running.start();
  const before = await running.details();
  expect(before.last_hour).toMatchObject({ read: 0, failed_share: null, waiting_seconds: null });
  expect(before.pictures_per_minute).toBe(0);

  laravel.mood = ({ body }) => (body["report_id"] === 2 ? new Response("No.", { status: 422 }) : null);
  for (const report_id of [1, 2, 3])
    await running.submit({ report_id, s3_url: pictures.serveSteps(`slow-${report_id}.png`, 1000) });
  await running.submit({ report_id: 4, s3_url: pictures.url("gone.png") });
  await running.settled();

  const { last_hour, pictures_per_minute } = await running.details();
  expect(last_hour).toMatchObject({ read: 3, failed: 1, failed_share: 0.25, delivered: 3, undelivered: 1 });
  expect(pictures_per_minute).toBeGreaterThan(0);
  for (const times of [last_hour.waiting_seconds, last_hour.reading_seconds, last_hour.delivering_seconds])
    expect(times?.p99).toBeGreaterThanOrEqual(times?.p50 ?? Number.NaN);
  // The worker takes 150 ms for each of them, and that is not hidden by what else goes on.
  expect(last_hour.reading_seconds?.p50).toBeGreaterThan(0.1);
});

test("and of which reports are read, since when, and what became of the last ones", async () => {
  const running = quickService();
  await running.start();
  const { pictures } = running;
  await running.submit({ report_id: 1, s3_url: pictures.serveSteps("1.png", 5000) });
  await running.settled();
  await running.submit({ report_id: "two", s3_url: pictures.url("gone.png") });
  await running.settled();
  const { last_ended: ended, last_failed: failed, in_hand } = await running.details();
  expect(in_hand).toEqual([]);
  expect(ended).toMatchObject([
    { report_id: "two", environment: "staging", state: "failed", error: { code: "DOWNLOAD_STATUS" } },
    { report_id: 1, state: "done", steps: 5000, error: null },
  ]);
  expect(failed).toEqual(ended.slice(0, 1));

  const began = Date.now();
  const release = pictures.hold("held.png");
  const { body } = await running.submit({ report_id: 3, s3_url: pictures.url("held.png") });
  await until("it is in hand", async () => (await running.details()).in_hand.length > 0);
  const [loading] = (await running.details()).in_hand;
  expect(loading).toMatchObject({
    job_id: body["job_id"],
    report_id: 3,
    environment: "staging",
    step: "loading",
  });
  expect(Date.parse(loading?.since ?? "")).toBeGreaterThanOrEqual(began);
  release(() => new Response("5001 steps"));
  await running.settled();
  expect((await running.details()).in_hand).toEqual([]);

  // What is forgotten is told of nowhere.
  await running.post("/admin/forget", { report_id: "two" });
  const after = await running.details();
  expect(after.last_ended.map(({ report_id }) => report_id)).toEqual([3, 1]);
  expect(after.last_failed).toEqual([]);
});

test("and what the service uses of its machine", async () => {
  const running = quickService({ DATABASE_MAX_MB: "50", CACHE_MAX_MB: "7" });
  await running.start();
  const { machine, memory, storage, started_at } = await running.details();
  expect(Date.parse(started_at)).toBeLessThanOrEqual(Date.now());
  expect(machine.processors).toBeGreaterThan(0);
  expect(machine.disk_free_bytes).toBeGreaterThan(0);
  expect(memory.server_bytes).toBeGreaterThan(10e6);
  expect(memory.workers_bytes).toBeGreaterThan(10e6);
  expect(storage).toMatchObject({ database_limit_bytes: 50e6, cache_bytes: 0, cache_limit_bytes: 7e6 });
  const empty = storage.database_bytes;
  expect(empty).toBeGreaterThan(0);
  for (let report_id = 1; report_id <= 50; report_id++)
    await running.submit({ report_id, s3_url: `${running.pictures.url("steps.png")}?${"x".repeat(5000)}` });
  await until("the database has grown", async () => (await running.details()).storage.database_bytes > empty);
});

test("members that the application prints are texts or numbers, as they were in the service before this one", async () => {
  const running = await quickService().start();
  const printed = {
    "": ["service", "version", "uptime", "timestamp"],
    ocr_engine: ["engine", "gpu_enabled", "status"],
    queue: ["waiting_in_queue", "total_reports_tracked", "currently_processing", "queue_capacity"],
    workers: ["total_workers", "busy_workers", "idle_workers", "worker_type", "processing_mode"],
    processing: ["image_preprocessing"],
    system: ["cpu_usage", "memory_usage", "disk_usage", "python_version"],
  };
  for (const headers of [{}, { "x-api-key": "" }]) {
    const status = (await (await running.fetch("/app-status", { headers })).json()) as Record<
      string,
      unknown
    >;
    for (const [group, names] of Object.entries(printed)) {
      const members = (group === "" ? status : status[group]) as Record<string, unknown>;
      for (const name of names)
        expect([name, typeof members[name]]).toEqual([name, expect.stringMatching(scalar)]);
    }
    // These were lists, and are joined before they are printed.
    const { ocr_engine, processing } = status as Record<string, Record<string, unknown>>;
    for (const list of [
      ocr_engine?.["languages"],
      processing?.["supported_apps"],
      processing?.["extraction_fields"],
    ])
      expect(list).toEqual(expect.arrayContaining([expect.any(String)]));
  }
});
