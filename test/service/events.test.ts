import { describe, expect, test } from "bun:test";
import { ServiceEvents } from "../../src/service/events.ts";
import { atWork } from "../support/at-work.ts";

const milliseconds = expect.any(Number);
const environment = "staging";
const jobId = expect.any(String);
/** What is told of an attempt at a job that nobody traces. */
const untraced = { environment, jobId, attempt: 1, span: null };

describe("the events of the service", () => {
  test("tell the whole way of a report, in order, with its times", async () => {
    const { app, pictures, events, seen } = await atWork();
    await app.report({ s3_url: pictures.serveSteps("a.png", 8958) });
    await seen("delivery-tried");
    const told = events.filter(({ type }) => type !== "queue-synced" && type !== "worker-ready");
    // Its answer and its work go on beside each other.
    expect(told.filter(({ type }) => type !== "request-answered")).toEqual([
      { type: "report-submitted", environment, outcome: "new", jobId, milliseconds, span: null },
      { type: "job-taken", ...untraced, waited: milliseconds },
      { type: "picture-loaded", isKnown: false, bytes: 19, milliseconds, span: null },
      {
        type: "picture-read",
        isKnown: false,
        engines: ["paddle"],
        app: expect.anything(),
        milliseconds,
        parts: [{ part: "decode", from: 0, until: 0.4 }],
        span: null,
      },
      {
        type: "job-read",
        ...untraced,
        status: "verified",
        app: expect.anything(),
        doubts: [],
        scope: null,
        milliseconds,
        whole: milliseconds,
      },
      {
        type: "delivery-tried",
        ...untraced,
        end: "delivered",
        status: 200,
        milliseconds,
        age: milliseconds,
        whole: milliseconds,
      },
    ]);
    const route = "/api/v1/ocr-ecosteps";
    expect(told).toContainEqual({
      type: "request-answered",
      method: "POST",
      route,
      status: 202,
      milliseconds,
    });
    // What was told as done was on disk.
    expect(events.some(({ type }) => type === "queue-synced")).toBeTrue();
  });

  test("tell what was known already of a picture", async () => {
    const { app, pictures, of, seen } = await atWork();
    const s3_url = pictures.serveSteps("a.png", 8958);
    for (const report_id of [1, 2]) {
      await app.report({ report_id, s3_url });
      await seen("job-read", report_id);
    }
    expect(of("picture-loaded")).toMatchObject([{ isKnown: false }, { isKnown: true }]);
    expect(of("picture-read")).toMatchObject([{ isKnown: false }, { isKnown: true }]);
  });

  test("tell what fails, what is tried again, and which worker it cost", async () => {
    const { app, pictures, of, seen } = await atWork();
    await app.report({ report_id: 1, s3_url: pictures.serveSteps("bad.png", 1) });
    await seen("job-failed");
    await app.report({ report_id: 2, s3_url: pictures.serveSteps("kill.png", 1) });
    await seen("job-failed", 2);
    expect(of("job-failed")).toEqual([
      { type: "job-failed", ...untraced, code: "IMAGE_CORRUPT", milliseconds },
      { type: "job-failed", ...untraced, attempt: 3, code: "WORKER_DIED", milliseconds },
    ]);
    expect(of("job-retried")[0]).toEqual({
      type: "job-retried",
      ...untraced,
      code: "WORKER_DIED",
      pause: milliseconds,
      milliseconds,
    });
    expect(of("worker-ended")[0]).toEqual({ type: "worker-ended", why: "died" });
    // One was there before, and others took the places of those that died.
    expect(of("worker-ready").length).toBeGreaterThan(1);
  });

  test("tell when a destination is taken to be down", async () => {
    const { app, pictures, laravel, of, seen } = await atWork();
    laravel.mood = () => new Response("", { status: 500 });
    for (let report_id = 1; report_id <= 6; report_id++)
      await app.report({ report_id, s3_url: pictures.serveSteps(`${report_id}.png`, 5000) });
    await seen("breaker-changed");
    expect(of("breaker-changed")).toEqual([{ type: "breaker-changed", environment, isOpen: true }]);
    expect(of("delivery-tried")[0]).toMatchObject({ end: "retried", status: 500 });
  });

  test("tell when a destination refuses the key, and takes it again", async () => {
    const { app, pictures, laravel, of, seen } = await atWork();
    laravel.mood = () => new Response("", { status: 401 });
    await app.report({ s3_url: pictures.serveSteps("a.png", 8958) });
    await seen("hold-changed");
    laravel.mood = () => null;
    await app.service.couriers[0]?.resume();
    await seen("delivery-tried", 2);
    expect(of("hold-changed")).toMatchObject([{ isHeld: true }, { isHeld: false }]);
    expect(of("delivery-tried")).toMatchObject([{ end: "held", status: 401 }, { end: "delivered" }]);
  });

  test("tell who sends more than may be sent, and of a request for nothing that there is", async () => {
    const { app, of } = await atWork({ RATE_LIMIT: "1/minute" });
    await app.report({ report_id: 1 });
    await app.report({ report_id: 2 });
    await app.ask("GET", "/nothing/here");
    expect(of("reports-limited")).toEqual([{ type: "reports-limited", key: null, reports: 1 }]);
    expect(of("request-answered")).toMatchObject([
      { status: 202 },
      { status: 429, route: "/api/v1/ocr-ecosteps" },
      { status: 404, route: null },
    ]);
  });
});

test("a listener that throws stops nobody, and is told of once", () => {
  const told: object[] = [];
  const events = new ServiceEvents({ error: (details) => told.push(details) });
  const heard: string[] = [];
  events.listen(() => {
    throw new Error("no room");
  });
  const stop = events.listen(({ type }) => heard.push(type));
  events.emit({ type: "queue-synced", milliseconds: 1 });
  events.emit({ type: "queue-synced", milliseconds: 1 });
  stop();
  events.emit({ type: "queue-synced", milliseconds: 1 });
  expect(heard).toEqual(["queue-synced", "queue-synced"]);
  expect(told).toMatchObject([{ event: "queue-synced" }]);
});
