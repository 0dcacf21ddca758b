import { expect, test } from "bun:test";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { apiKey } from "../../scripts/rig/running-service.ts";
import { DocumentedService } from "../support/documented.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const limitedKey = "a-key-with-a-limit-0123456789";
const readKey = "a-key-that-only-reads-0123456789";
const reports = "/api/v1/ocr-ecosteps";

test("every route answers as the document at /docs/json says, and none is left out", async () => {
  const root = temporaryFolder();
  const running = quickService({
    API_KEYS: `limited:${limitedKey}:submit:1/minute:2026-01-01,reader:${readKey}:read:unlimited:2026-01-01`,
    LOCAL_IMAGE_ROOT: root,
    MAX_QUEUE_SIZE: "2",
    DIRECT_WAIT_SECONDS: "1",
    DOWNLOAD_TIMEOUT_SECONDS: "1",
    DRAIN_SECONDS: "20",
    JOB_RETRY_SECONDS: "0",
  });
  const { laravel, pictures } = running;
  await running.start();
  const documented = await DocumentedService.of(running);
  const call = documented.call.bind(documented);
  const s3_url = pictures.serveSteps("a.png", 5000);
  const report = (report_id: number, more = {}) => ({ report_id, user_id: 7, s3_url, ...more });

  for (const { name, needsKey, takesBody } of documented.routes) {
    if (!needsKey) continue;
    await call(name, 401, { key: null });
    await call(name, 403, { key: "a-key-that-nobody-knows" });
    if (!takesBody) continue;
    const isForm = /\/(ocr|try)$/.test(name);
    await call(name, 422, { body: isForm ? new FormData() : [] });
    if (!isForm) await call(name, 400, { body: "{" });
  }

  for (const path of ["/", "/health", "/ready", "/status"]) await call(`GET ${path}`, 200);
  await call("GET /app-status", 200, { key: null });
  await call("GET /app-status", 200);
  await call("GET /metrics", 200);

  // One that is read and delivered, one that fails, one that is refused by its receiver.
  laravel.mood = ({ body }) => (body["report_id"] === 3 ? new Response("No.", { status: 422 }) : null);
  const { job_id } = await call(`POST ${reports}`, 202, { body: report(1) });
  const { job_id: failed } = await call(`POST ${reports}`, 202, {
    body: report(2, { s3_url: pictures.url("gone.png") }),
  });
  await running.settled();
  await call(`POST ${reports}`, 202, { body: report(3) });
  await running.settled();
  await call(`POST ${reports}`, 403, { body: report(1), key: readKey });
  await call(`POST ${reports}`, 422, { body: report(4, { environment: "moon" }) });
  await call(`GET ${reports}/{job_id}`, 200, { path: { job_id: String(job_id) } });
  await call(`GET ${reports}/{job_id}`, 200, { path: { job_id: String(failed) } });
  await call(`GET ${reports}/{job_id}`, 404);
  await call(`GET ${reports}/{job_id}`, 422, { path: { job_id: "x".repeat(65) } });
  await call("GET /app-status", 200);

  await call("GET /api/v1/totals", 200);
  await call("GET /api/v1/totals", 200, { query: "?days=90&environment=STAGING", key: readKey });
  await call("GET /api/v1/totals", 403, { key: limitedKey });
  for (const query of ["?days=0", "?days=91", "?days=week", "?environment=moon"])
    await call("GET /api/v1/totals", 422, { query });

  // The same picture for another user: a person decides about it.
  const { job_id: copy } = await call(`POST ${reports}`, 202, {
    body: { ...report(7), user_id: 8 },
  });
  await running.settled();
  const review = (what: string) => `POST /admin/review/{job_id}/${what}`;
  const path = { job_id: String(copy) };
  await call("GET /admin/review", 200);
  await call("POST /admin/review/next", 200, { body: {} });
  await call("POST /admin/review/next", 422, { body: { environment: "moon" } });
  await call(review("skip"), 200, { path });
  await call(review("skip"), 404);
  await call("POST /admin/review/leave", 200);
  await call(review("decide"), 404, { body: { steps: 5000 } });
  await call(review("decide"), 422, { path, body: { steps: 0 } });
  await call(review("decide"), 200, { path, body: { steps: 5000 } });
  await call(review("decide"), 409, { path, body: { none: "rejected" } });
  await call("GET /admin/review/decisions", 200);
  await call(review("undo"), 200, { path });
  await call(review("undo"), 404);

  const { deliveries } = await call("GET /admin/webhooks", 200);
  const [refused] = deliveries as { webhook_id: string }[];
  await call("GET /admin/webhooks", 200, {
    query: "?state=delivered&environment=STAGING&report_id=1&limit=1",
  });
  await call("GET /admin/webhooks", 422, { query: "?state=gone" });
  laravel.mood = () => null;
  const webhook_id = String(refused?.webhook_id);
  await call("GET /admin/webhooks/{webhook_id}", 200, { path: { webhook_id } });
  await call("GET /admin/webhooks/{webhook_id}", 404);
  await call("POST /admin/webhooks/{webhook_id}/dismiss", 200, { path: { webhook_id } });
  await call("POST /admin/webhooks/{webhook_id}/redeliver", 200, { path: { webhook_id } });
  await call("POST /admin/webhooks/{webhook_id}/redeliver", 404);
  await call("POST /admin/webhooks/redeliver", 200);
  await call("POST /admin/webhooks/{webhook_id}/dismiss", 404);
  await call("POST /admin/webhooks/dismiss", 200);
  await call("POST /admin/webhooks/redeliver", 200, {
    body: { from: "2026-01-01T00:00:00Z", environment: "staging" },
  });
  await call("POST /admin/webhooks/resume", 200, { body: { environment: "staging" } });
  await call("POST /admin/webhooks/resume", 422, { body: { environment: "moon" } });

  await call("POST /admin/forget", 200, { body: { report_id: 3, environment: "Staging", dry_run: true } });
  await call("POST /admin/forget", 200, { body: { report_id: "3" } });
  await call("POST /admin/forget", 404, { body: { user_id: "nobody" } });
  await call("POST /admin/forget", 422, { body: { user_id: 7, report_id: 3 } });

  await call("GET /admin/audit", 200);
  const noted = await call("GET /admin/audit", 200, { query: "?action=forget&about=3&limit=1" });
  await call("GET /admin/audit", 200, { query: `?by=nobody&before=${noted["next"]}` });
  for (const query of ["?limit=0", "?before=yesterday"]) await call("GET /admin/audit", 422, { query });
  await call("GET /admin/audit", 403, { key: readKey });

  await call("POST /admin/pause", 200);
  const { job_id: waiting } = await call(`POST ${reports}`, 202, { body: report(5) });
  await call(`POST ${reports}/batch`, 200, {
    body: { reports: [report(6), {}, report(7), report(8, { environment: "moon" })] },
  });
  await call(`POST ${reports}`, 503, { body: report(9) });
  await call(`POST ${reports}`, 202, { body: report(5), key: limitedKey });
  await call(`POST ${reports}`, 429, { body: report(5), key: limitedKey });
  await call(`POST ${reports}/batch`, 429, { body: { reports: [report(5)] }, key: limitedKey });
  await call("GET /app-status", 200);
  await call("GET /admin/jobs", 200);
  await call("GET /admin/jobs", 422, { query: "?limit=0" });
  const filter = "?user_id=7&status=verified&app=none&scope=day&doubt=one_engine&from=2026-01-01T00:00:00Z";
  await call("GET /admin/jobs", 200, { query: filter });
  await call("GET /admin/jobs/count", 200);
  await call("GET /admin/jobs/count", 200, { query: `${filter}&until=2026-01-02T00:00:00%2B07:00` });
  await call("GET /admin/jobs/count", 422, { query: "?doubt=at_label" });
  for (const what of ["retry", "cancel"]) {
    const none = { user_id: "nobody", state: "waiting" };
    await call(`POST /admin/jobs/${what}`, 200, { body: { filter: none, expected: 0 } });
    await call(`POST /admin/jobs/${what}`, 409, { body: { filter: none, expected: 1 } });
    await call(`POST /admin/jobs/${what}`, 422, { body: { filter: { environment: "moon" }, expected: 1 } });
  }
  for (const id of [job_id, failed, waiting])
    await call("GET /admin/jobs/{job_id}", 200, { path: { job_id: String(id) } });
  await call("GET /admin/jobs/{job_id}", 404);
  await call("POST /admin/jobs/{job_id}/cancel", 200, { path: { job_id: String(waiting) } });
  await call("POST /admin/jobs/{job_id}/cancel", 404);
  await call("POST /admin/jobs/{job_id}/retry", 200, { path: { job_id: String(failed) } });
  await call("POST /admin/jobs/{job_id}/retry", 404);
  await call("POST /admin/clear-queue", 200, { body: { deliver: false } });
  await call("POST /admin/resume", 200);

  const form = new FormData();
  form.set("file", new File(["5000 steps"], "a.png"));
  const [dev, local] = [`POST ${reports}/dev`, `POST ${reports}/local`];
  await call(dev, 200, { body: { img_url: s3_url } });
  await call("POST /api/v1/ocr", 200, { body: form });
  await call("POST /dashboard/try", 200, { body: form });
  await Bun.write(join(root, "a.png"), "5000 steps");
  await call(local, 200, { body: { img_path: "a.png" } });
  await call(local, 404, { body: { img_path: "b.png" } });
  await call(dev, 502, { body: { img_url: pictures.url("gone.png") } });
  await call(dev, 422, { body: { img_url: "http://10.0.0.1/a.png" } });
  await call(dev, 500, { body: { img_url: pictures.serveSteps("kill.png", 1) } });
  pictures.answer("stalls.png", () => new Promise<Response>(() => {}));
  await call(dev, 504, { body: { img_url: pictures.url("stalls.png") } });
  await call(`POST ${reports}`, 202, { body: report(10, { s3_url: pictures.serveSteps("never.png", 1) }) });
  await running.reading();
  form.set("file", new File(["5001 steps"], "b.png"));
  await call("POST /api/v1/ocr", 503, { body: form });

  // What the program takes for a PNG, and the worker of this test for a screenshot.
  const png = new TextEncoder().encode("\u0089PNG\r\n\u001a\n5002 steps");
  pictures.serve("b.png", Uint8Array.from([0x89, ...png.slice(2)]));
  const { job_id: kept } = await call(`POST ${reports}`, 202, {
    body: report(30, { s3_url: pictures.url("b.png") }),
  });
  await until("it is read", async () => {
    const job = await call("GET /admin/jobs/{job_id}", 200, { path: { job_id: String(kept) } });
    return job["state"] === "done";
  });
  for (const what of ["picture", "boxes"]) {
    await call(`GET /dashboard/jobs/{job_id}/${what}`, 200, { path: { job_id: String(kept) } });
    await call(`GET /dashboard/jobs/{job_id}/${what}`, 404, { path: { job_id: String(failed) } });
  }
  await call("POST /dashboard/sign-in", 200, { body: { key: apiKey } });
  await call("POST /dashboard/sign-in", 403, { body: { name: "nobody", password: "some password" } });
  await call("POST /dashboard/sign-in", 422, { body: { name: "nobody" } });
  await call("GET /dashboard/session", 200);
  await call("GET /dashboard/totals", 200, { query: "?days=90" });
  await call("POST /dashboard/sign-out", 200);
  // It ends with the service.
  const live = await documented.begin("GET /dashboard/live", 200);
  running.signal("SIGTERM");
  await until("it hears the signal", () => running.logged("told to end").length > 0);
  await call("GET /ready", 503);
  await call(`POST ${reports}`, 503, { body: report(11) });
  await call(`POST ${reports}/batch`, 503, { body: { reports: [report(11)] } });
  await call(dev, 503, { body: { img_url: s3_url } });
  await live.ended;
  expect(documented.differences).toEqual([]);
  expect(documented.uncalled).toEqual([]);
});
