import { describe, expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { counters, gauges, histograms, prefix } from "../../src/metrics/catalog.ts";
import { formatFor } from "../../src/metrics/format.ts";
import { Figures } from "../../src/metrics/registry.ts";
import { TestApp } from "../support/app.ts";
import { atWork } from "../support/at-work.ts";
import { traceparent } from "../support/traced.ts";

/** A line of the text format: its name, its labels as they stand there, and its value. */
function samplesOf(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

async function scraped(app: TestApp): Promise<Map<string, number>> {
  const { status, text } = await app.ask("GET", "/metrics");
  expect(status).toBe(200);
  return samplesOf(text);
}

/** An attempt at a job, as it is told of. */
const attempt = { environment: "staging", jobId: "a job", attempt: 1, span: null };

describe("the figures for Prometheus", () => {
  test("count the whole way of a report", async () => {
    const { app, pictures, seen } = await atWork();
    await app.report({ s3_url: pictures.serveSteps("a.png", 8958) });
    await seen("delivery-tried");
    let samples = await scraped(app);
    const of = (name: string): number | undefined => samples.get(`${prefix}${name}`);
    // What came of a delivery is told of before it is noted.
    await until("it is noted", async () => {
      samples = await scraped(app);
      return of('deliveries{state="delivered"}') === 1;
    });
    expect(of('submissions_total{environment="staging",outcome="new"}')).toBe(1);
    expect(of('http_requests_total{method="POST",route="/api/v1/ocr-ecosteps",status="202"}')).toBe(1);
    expect(of('cache_lookups_total{what="picture",found="no"}')).toBe(1);
    expect(of('delivery_attempts_total{environment="staging",end="delivered",answer="2xx"}')).toBe(1);
    expect(of('jobs{state="done"}')).toBe(1);
    for (const name of ["waiting", "result", "delivering", "whole_way"]) {
      expect(of(`${name}_seconds_count{environment="staging"}`)).toBe(1);
      expect(of(`${name}_seconds_bucket{le="300",environment="staging"}`)).toBe(1);
    }
    const read = [...samples].filter(
      ([name, value]) => value > 0 && name.startsWith(`${prefix}readings_total{`),
    );
    expect(read.map(([, value]) => value)).toEqual([1]);
    expect(read[0]?.[0]).toContain('status="verified"');
  });

  test("begin at 0, where it is known what they will be of", async () => {
    const app = await TestApp.open();
    const samples = await scraped(app);
    expect(samples.get(`${prefix}worker_ends_total{why="died"}`)).toBe(0);
    expect(samples.get(`${prefix}submissions_total{environment="staging",outcome="full"}`)).toBe(0);
  });

  test("tell who signs in, is signed in and watches, and who could not", async () => {
    const ops = "ops-key-01234567890123";
    const app = await TestApp.open({ API_KEYS: `ops:${ops}:metrics+admin:unlimited:2026-11-01` });
    const signIn = (key: string) =>
      app.ask("POST", "/dashboard/sign-in", { body: { key }, headers: { "sec-fetch-site": "same-origin" } });
    await signIn(ops);
    for (let at = 0; at < 10; at++) await signIn("a-key-that-nobody-has");
    const { text } = await app.ask("GET", "/metrics", { key: ops });
    const of = (name: string): number | undefined => samplesOf(text).get(`${prefix}${name}`);
    expect(["in", "refused", "limited", "failed"].map((end) => of(`sign_ins_total{end="${end}"}`))).toEqual([
      1, 9, 1, 0,
    ]);
    expect([of("sessions"), of("live_streams")]).toEqual([1, 0]);
    const watching = new AbortController();
    const url = app.listen();
    const stream = await fetch(`${url}/dashboard/live`, {
      headers: { "x-api-key": ops },
      signal: watching.signal,
    });
    expect(stream.status).toBe(200);
    const now = samplesOf((await app.ask("GET", "/metrics", { key: ops })).text);
    expect(now.get(`${prefix}live_streams`)).toBe(1);
    watching.abort();
  });

  test("tell how much there is to decide, how old it is, and what people decide", async () => {
    const { app, pictures, seen } = await atWork({ REVIEW_OF: "no_steps", REVIEW_DAYS: "2" });
    pictures.serve("none.png", new TextEncoder().encode("nothing"));
    await app.report({ s3_url: pictures.url("none.png") });
    await seen("delivery-tried");
    let samples = await scraped(app);
    const of = (name: string): number => samples.get(`${prefix}${name}`) ?? Number.NaN;
    expect([of("reviews_open"), of("reviews_kept_seconds")]).toEqual([1, 172_800]);
    expect(of("reviews_oldest_seconds")).toBeGreaterThan(0);
    const decided = 'review_decisions_total{environment="staging",decision="no_count"}';
    expect(of(decided)).toBe(0);
    const { desk } = app.service;
    let id = "";
    // What came of a delivery is told of before it is noted, and no decision may overtake it.
    await until("it may be decided", async () => {
      const [item] = await desk.next("anna", { most: 1 });
      id = item?.job.id ?? "";
      return item !== undefined;
    });
    await desk.decide("anna", id, { none: "no_count" });
    await desk.undo("anna", id);
    await desk.decide("anna", id, { none: "no_count" });
    samples = await scraped(app);
    expect([of(decided), of(decided.replace("no_count", "undone"))]).toEqual([2, 1]);
    expect([of("reviews_open"), of("reviews_oldest_seconds")]).toEqual([0, 0]);
  });

  test("say why a number was doubted, and what it is the count of", async () => {
    const { app } = await atWork();
    app.service.events.emit({
      type: "job-read",
      ...attempt,
      status: "needs_review",
      app: "Samsung Health",
      doubts: ["small_count", "incomplete", "small_count"],
      scope: "several_days",
      milliseconds: 200,
      whole: 400,
    });
    const samples = await scraped(app);
    expect(samples.get(`${prefix}doubts_total{app="Samsung Health",doubt="small_count"}`)).toBe(1);
    expect(samples.get(`${prefix}doubts_total{app="Samsung Health",doubt="incomplete"}`)).toBe(1);
    expect(samples.get(`${prefix}scopes_total{app="Samsung Health",scope="several_days"}`)).toBe(1);
  });

  test("never take a label from what somebody sent", async () => {
    const app = await TestApp.open();
    await app.ask("GET", "/secret-of-somebody");
    await app.ask("BREW", "/status");
    await app.ask("GET", "/api/v1/jobs/1f0c0000-0000-7000-8000-000000000000");
    app.service.events.emit({
      type: "job-read",
      ...attempt,
      status: "verified",
      app: "an app that a picture claims to be of",
      doubts: [],
      scope: "day",
      milliseconds: 1,
      whole: 1,
    });
    const { text } = await app.ask("GET", "/metrics");
    expect(text).toContain('route="none",status="404"');
    expect(text).toContain('app="unknown"');
    expect(text).not.toMatch(/secret|BREW|1f0c0000|claims/);
  });

  test("have each metric of the catalog, with a help that says how instances are put together", async () => {
    const app = await TestApp.open();
    const { text, headers } = await app.ask("GET", "/metrics");
    expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    for (const [name, { together }] of Object.entries({ ...counters, ...histograms, ...gauges })) {
      const help = new RegExp(`^# HELP ${prefix}${name} .*\\. (.+)$`, "m").exec(text)?.[1];
      expect(help).toStartWith(
        { sum: "Over instances: sum", max: "Over instances: max", each: "Each instance" }[together],
      );
    }
    const named = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    expect([...named].filter((name) => !name?.startsWith(prefix))).toEqual([]);
    expect(named.size).toBe(Object.keys({ ...counters, ...histograms, ...gauges }).length);
  });

  test("have the bounds of the service levels among their buckets", () => {
    expect(histograms.result_seconds.buckets).toContain(30);
    expect(histograms.waiting_seconds.buckets).toContain(300);
    for (const { buckets } of Object.values(histograms)) {
      expect(buckets.length).toBeLessThanOrEqual(11);
      expect(buckets.toSorted((a, b) => a - b)).toEqual([...buckets]);
    }
  });

  test("tell of the process and the machine as they are", async () => {
    const app = await TestApp.open();
    const samples = await scraped(app);
    const of = (name: string): number => samples.get(`${prefix}${name}`) ?? Number.NaN;
    expect(of("process_resident_bytes")).toBeWithin(2e7, 2e9);
    expect(of("process_heap_bytes")).toBeWithin(1e6, 1e9);
    expect(of("process_open_files")).toBeWithin(3, of("process_open_files_limit"));
    expect(of("process_start_time_seconds")).toBeWithin(Date.now() / 1000 - 600, Date.now() / 1000 + 1);
    expect(of("machine_memory_ratio")).toBeWithin(0, 1);
    expect(of("machine_disk_ratio")).toBeWithin(0, 1);
    expect(of("ready")).toBe(0);
    expect([...samples.keys()].filter((name) => /gpu_(info|memory|busy|celsius)/.test(name))).toEqual([]);
  });

  test("are written once for all who ask at the same time", async () => {
    const app = await TestApp.open();
    const texts = await Promise.all(Array.from({ length: 20 }, () => app.ask("GET", "/metrics")));
    expect(new Set(texts.map(({ text }) => text)).size).toBe(1);
  });
});

describe("in OpenMetrics", () => {
  const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  const accepting = (accept: string) => ({ headers: { accept } });

  test("times name the last trace in each bucket, and in the plain format none does", async () => {
    const { app, pictures, seen } = await atWork({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" });
    const s3_url = pictures.serveSteps("a.png", 8958);
    await app.report({ s3_url }, undefined, { headers: { traceparent: traceparent("a") } });
    await seen("delivery-tried");
    const exemplar = `# {trace_id="${"a".repeat(32)}"}`;
    const { text, headers } = await app.ask("GET", "/metrics", accepting(openMetrics));
    expect(headers.get("content-type")).toBe(openMetrics);
    expect(text).toEndWith("\n# EOF\n");
    for (const name of ["waiting", "downloading", "reading", "result", "delivering", "whole_way"]) {
      const lines = text.split("\n").filter((line) => line.startsWith(`${prefix}${name}_seconds_bucket{`));
      expect([name, lines.filter((line) => line.includes(exemplar)).length]).toEqual([name, 1]);
    }
    expect(text).toContain(`# TYPE ${prefix}submissions counter`);
    expect(text).toContain(`${prefix}submissions_total{`);
    const plain = (await app.ask("GET", "/metrics")).text;
    expect(plain).not.toContain("trace_id");
    expect(plain).toContain(`# TYPE ${prefix}submissions_total counter`);
    expect(plain).not.toContain("# EOF");
  });

  test("both formats are right when they are asked for at the same time", async () => {
    const figures = new Figures();
    const texts = await Promise.all(
      Array.from({ length: 10 }, (_, index) => figures.text(index % 2 === 0 ? "plain" : "openMetrics")),
    );
    for (const [index, text] of texts.entries()) {
      expect(text.endsWith("# EOF\n")).toBe(index % 2 === 1);
      expect(text.includes(`# TYPE ${prefix}submissions_total`)).toBe(index % 2 === 0);
    }
  });

  test.each([
    [null, "plain"],
    ["*/*", "plain"],
    ["text/plain", "plain"],
    ["application/openmetrics-text;version=1.0.0", "openMetrics"],
    [
      "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      "openMetrics",
    ],
    ["application/openmetrics-text;q=0.3, text/plain", "plain"],
    ["application/openmetrics-text;q=0", "plain"],
    ["application/openmetrics-text;q=nonsense", "plain"],
  ] as const)("is what %p asks for: %s", (accept, format) => {
    expect(formatFor(accept)).toBe(format);
  });
});

describe("who may read the figures", () => {
  const keys = {
    API_KEYS:
      "sender:sender-key-0123456789:submit:unlimited:2026-11-01,ops:ops-key-0123456789:submit+read+admin:unlimited:2026-11-01",
    METRICS_KEY: "metrics-key-0123456789",
  };
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

  test("are those with the key for them, in either header, and those who may read", async () => {
    const app = await TestApp.open(keys);
    const statusOf = async (asked: Parameters<TestApp["ask"]>[2]) =>
      (await app.ask("GET", "/metrics", asked)).status;
    expect(await statusOf({})).toBe(401);
    expect(await statusOf({ key: "another-key" })).toBe(403);
    expect(await statusOf({ key: "sender-key-0123456789" })).toBe(403);
    expect(await statusOf({ key: "metrics-key-0123456789" })).toBe(200);
    expect(await statusOf(bearer("metrics-key-0123456789"))).toBe(200);
    expect(await statusOf(bearer("ops-key-0123456789"))).toBe(200);
    expect(await statusOf({ key: "", ...bearer("metrics-key-0123456789") })).toBe(200);
    expect(await statusOf({ headers: { authorization: "Basic metrics-key-0123456789" } })).toBe(401);
  });

  test("may do nothing else with a key for them", async () => {
    const app = await TestApp.open(keys);
    const key = "metrics-key-0123456789";
    expect((await app.ask("GET", "/api/v1/totals", { key })).status).toBe(403);
    expect((await app.ask("POST", "/admin/pause", { key })).status).toBe(403);
    expect((await app.ask("GET", "/app-status", { key })).body).not.toHaveProperty("details");
    expect((await app.ask("GET", "/app-status", bearer("sender-key-0123456789"))).body).toHaveProperty(
      "details",
    );
  });

  test("are all on this machine where there is no other key, but not without the one for them", async () => {
    const app = await TestApp.open({ METRICS_KEY: "metrics-key-0123456789" });
    expect((await app.ask("GET", "/api/v1/totals")).status).toBe(200);
    expect((await app.ask("GET", "/metrics")).status).toBe(401);
  });

  test("find them on a port of their own alone, where there is one", async () => {
    const app = await TestApp.open({ METRICS_PORT: "9999" });
    const { status, body } = await app.ask("GET", "/metrics");
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "ROUTE_UNKNOWN" });
  });
});
