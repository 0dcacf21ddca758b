import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { executed } from "../support/io.ts";
import { apiKey, quickService, service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { collector as newCollector, traceparent } from "../support/traced.ts";

const from = { headers: { traceparent: traceparent() } };

/** Sends a report as a caller with a trace of its own does. */
async function submit(
  running: RunningService,
  report: Record<string, unknown>,
  headers: Readonly<Record<string, string>> = from.headers,
): Promise<string> {
  const response = await running.fetch("/api/v1/ocr-ecosteps", {
    method: "POST",
    body: JSON.stringify({ report_id: 1, user_id: 7, ...report }),
    headers: { "content-type": "application/json", ...headers },
  });
  return ((await response.json()) as { job_id: string }).job_id;
}

/** What Laravel is told of traces. */
function heardBy({ laravel }: RunningService): (string | undefined)[] {
  const heard: (string | undefined)[] = [];
  laravel.mood = ({ headers }) => {
    heard.push(headers["traceparent"]);
    return null;
  };
  return heard;
}

describe("a traced report", () => {
  test("is one trace from its caller to Laravel, read by a real worker", async () => {
    const { collector, settings } = newCollector();
    const running = await service(settings).start();
    const heard = heardBy(running);
    await submit(running, { s3_url: running.pictures.url("steps.png") });
    await running.settled();
    await until("the delivery is told of", () => collector.named("deliver").length === 1);
    const { spans } = collector;
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(["a".repeat(32)]));
    const [submitted, waited, attempt, download, read, deliver] = [
      "submit",
      "wait",
      "attempt",
      "download",
      "read",
      "deliver",
    ].map((name) => collector.named(name)[0]);
    expect(submitted).toMatchObject({ parentId: "b".repeat(16), kind: 2, error: null });
    expect(submitted?.resource).toEqual({ "service.name": "ocr-eco", "service.version": expect.any(String) });
    for (const each of [waited, attempt, deliver]) expect(each?.parentId).toBe(submitted?.id);
    for (const each of [download, read]) expect(each?.parentId).toBe(attempt?.id);
    for (const part of ["decode", "detect", "recognise", "interpret", "second look", "verdict"]) {
      const [first] = collector.named(part);
      expect([part, first?.parentId]).toEqual([part, read?.id]);
      expect(first?.until).toBeGreaterThanOrEqual(first?.from ?? 0n);
      expect(first?.until).toBeLessThanOrEqual(read?.until ?? 0n);
    }
    expect(attempt?.attributes).toMatchObject({
      "ocr_eco.environment": "staging",
      "ocr_eco.attempt": 1,
      "ocr_eco.app": "Samsung Health",
    });
    expect(deliver?.attributes).toMatchObject({
      "http.response.status_code": 200,
      "ocr_eco.end": "delivered",
    });
    expect(heard).toEqual([`00-${"a".repeat(32)}-${deliver?.id}-01`]);
    const ids = spans.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("stays one trace when the service is killed before the picture is read", async () => {
    const { collector, settings } = newCollector();
    const running = await quickService(settings).start();
    const { pictures } = running;
    await running.post("/admin/pause", undefined);
    await submit(running, { s3_url: pictures.serveSteps("a.png", 8958) });
    await until("its submission is told of", () => collector.named("submit").length === 1);
    await running.kill();
    await running.start();
    await running.post("/admin/resume", undefined);
    await running.settled();
    await until("its delivery is told of", () => collector.named("deliver").length === 1);
    const [submitted] = collector.named("submit");
    for (const name of ["wait", "attempt", "deliver"])
      expect(collector.named(name)).toMatchObject([{ traceId: "a".repeat(32), parentId: submitted?.id }]);
  });

  test("has each try at it and at its delivery, with what went wrong", async () => {
    const { collector, settings } = newCollector();
    const running = await quickService({
      ...settings,
      JOB_RETRY_SECONDS: "0",
      WEBHOOK_RETRY_SECONDS: "0,0",
    }).start();
    running.laravel.mood = () =>
      running.laravel.calls.length === 0 ? new Response("", { status: 500 }) : null;
    await submit(running, { s3_url: running.pictures.url("gone.png") });
    await running.settled();
    await until("both deliveries are told of", () => collector.named("deliver").length === 2);
    expect(collector.named("attempt").at(-1)).toMatchObject({ error: "DOWNLOAD_STATUS" });
    expect(collector.named("download").at(-1)).toMatchObject({
      error: "DOWNLOAD_STATUS",
      attributes: { "error.type": "DOWNLOAD_STATUS" },
    });
    expect(collector.named("deliver").map(({ error }) => error)).toEqual(["500", null]);
  });

  test("that nobody traced before begins a trace, and another one with another report", async () => {
    const { collector, settings } = newCollector();
    const running = await quickService(settings).start();
    const { pictures } = running;
    const post = await running.post("/api/v1/ocr-ecosteps/batch", {
      reports: [1, 2].map((report_id) => ({
        report_id,
        user_id: 7,
        s3_url: pictures.serveSteps(`${report_id}.png`, 8000 + report_id),
      })),
    });
    const { results } = (await post.json()) as { results: { job_id: string }[] };
    await running.settled();
    await until("both are delivered", () => collector.named("deliver").length === 2);
    const submitted = collector.named("submit");
    expect(submitted.map(({ parentId }) => parentId)).toEqual(["", ""]);
    expect(new Set(submitted.map(({ traceId }) => traceId)).size).toBe(2);
    for (const [index, { job_id }] of results.entries())
      expect((await running.get(`/api/v1/ocr-ecosteps/${job_id}`))["trace_id"]).toBe(
        submitted[index]?.traceId,
      );
  });

  test("is the newest one of its report, where the picture was replaced", async () => {
    const { collector, settings } = newCollector();
    const running = await quickService(settings).start();
    await running.post("/admin/pause", undefined);
    const s3_url = running.pictures.serveSteps("a.png", 8958);
    await submit(running, { s3_url });
    await submit(running, { s3_url }, { traceparent: traceparent("c", "d") });
    await running.post("/admin/resume", undefined);
    await running.settled();
    await until("it is delivered", () => collector.named("deliver").length === 1);
    expect(collector.named("submit").map(({ traceId }) => traceId[0])).toEqual(["a", "c"]);
    for (const name of ["wait", "attempt", "deliver"])
      expect(collector.named(name).map(({ traceId }) => traceId[0])).toEqual(["c"]);
  });

  test("leaves nothing in a span that says whose it is, or where its picture lay", async () => {
    const { collector, settings } = newCollector();
    const running = await service({ ...settings, JOB_RETRY_SECONDS: "0" }).start();
    const { pictures } = running;
    const report = { report_id: "report-of-somebody", user_id: "somebody-7f3a" };
    pictures.answer("signed.png", () => Response.redirect(pictures.url("steps.png?token=9b1d")));
    await submit(running, { ...report, s3_url: pictures.url("signed.png?signature=5c2e") });
    await submit(running, {
      report_id: 2,
      user_id: 424_242,
      s3_url: pictures.url("gone.png?signature=5c2e"),
    });
    await running.settled();
    await until("both are told of", () => collector.named("deliver").length === 2);
    const sent = collector.came.map(({ body }) => new TextDecoder("latin1").decode(body)).join();
    for (const telling of [
      "somebody",
      "424242",
      ".png",
      "5c2e",
      "9b1d",
      "127.0.0.1",
      hostname(),
      process.cwd(),
      "8,958",
    ])
      expect(sent).not.toContain(telling);
    expect(sent).toContain("DOWNLOAD_STATUS");
  });
});

describe("who takes traces", () => {
  test("and never answers keeps no result from Laravel, and the service ends in order", async () => {
    const { collector, settings } = newCollector();
    collector.mood = () => new Promise<Response>(() => {});
    const running = await quickService(settings).start();
    const { pictures, laravel } = running;
    await submit(running, { s3_url: pictures.serveSteps("a.png", 8958) });
    await until("it was asked", () => collector.came.length > 0);
    await submit(running, { report_id: 2, s3_url: pictures.serveSteps("b.png", 8959) });
    await running.settled();
    expect(laravel.bookedReports).toEqual(["1", "2"]);
    running.signal("SIGTERM");
    expect(await running.ended()).toEqual({ code: 0, signal: null });
    expect(running.logged("ended")).toHaveLength(1);
  });

  test("gets what is left when the service ends", async () => {
    const { collector, settings } = newCollector();
    const running = await quickService(settings).start();
    await submit(running, { s3_url: running.pictures.serveSteps("a.png", 8958) });
    await running.settled();
    running.signal("SIGTERM");
    await running.ended();
    expect(collector.named("deliver")).toHaveLength(1);
  });

  test("gets another key after a reload, and the log shows neither", async () => {
    const { collector, settings } = newCollector();
    const file = join(temporaryFolder(), "headers");
    writeFileSync(file, "authorization=Basic%20the-first-key\n");
    const running = await quickService({
      ...settings,
      OTEL_EXPORTER_OTLP_HEADERS_FILE: file,
      LOG_LEVEL: "debug",
    }).start();
    const s3_url = running.pictures.serveSteps("a.png", 8958);
    await submit(running, { s3_url });
    const shown = () => new Set(collector.came.map(({ headers }) => headers["authorization"]));
    await until("the first is shown", () => shown().has("Basic the-first-key"));
    writeFileSync(file, "authorization=Basic%20the-second-key\n");
    running.signal("SIGHUP");
    await until("it is taken up", () => running.logged("keys and secrets are read again").length === 1);
    await submit(running, { report_id: 2, s3_url });
    await until("the second is shown", () => shown().has("Basic the-second-key"));
    expect(running.log).not.toMatch(/the-(first|second)-key/);
  });
});

describe("without anybody who takes traces", () => {
  test("a caller's trace is kept, logged and handed on as it came", async () => {
    const running = await quickService().start();
    const heard = heardBy(running);
    const s3_url = running.pictures.serveSteps("a.png", 8958);
    const job = await submit(running, { s3_url }, { traceparent: traceparent("a", "b", "00") });
    await submit(running, { report_id: 2, s3_url }, { traceparent: `${traceparent()}-and-more` });
    await submit(running, { report_id: 3, s3_url }, {});
    await running.settled();
    expect(heard.sort()).toEqual([traceparent("a", "b", "00"), undefined, undefined]);
    expect((await running.get(`/api/v1/ocr-ecosteps/${job}`))["trace_id"]).toBe("a".repeat(32));
    const shown = await executed(["queue", "show", job, "--url", running.url], { env: { API_KEY: apiKey } });
    expect(shown.stdout).toContain("a".repeat(32));
    for (const message of ["picture read", "delivered"])
      expect(
        running
          .logged(message)
          .map(({ trace_id }) => trace_id)
          .sort(),
      ).toEqual(["a".repeat(32), undefined, undefined]);
  });
});
