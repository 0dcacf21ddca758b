import { describe, expect, test } from "bun:test";
import { spansIn } from "../../scripts/rig/otlp.ts";
import { until } from "../../scripts/rig/processes.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { type ServiceEvent, ServiceEvents } from "../../src/service/events.ts";
import { firstSpan } from "../../src/trace-context.ts";
import { Tracing } from "../../src/tracing/tracing.ts";
import { collector as newCollector } from "../support/traced.ts";

/** A service's events that are sent as traces, and what is said and told about that. */
function traced(settings: Readonly<Record<string, string>>) {
  const { tracing: config } = parseServiceConfig(settings);
  if (config === null) throw new Error("There is nobody to send traces to.");
  const log: string[] = [];
  const say = (_details: object, message: string): void => void log.push(message);
  const events = new ServiceEvents({ error: say });
  const told: ServiceEvent[] = [];
  const tracing = new Tracing(config, events, { debug: say, info: say, warn: say, error: say });
  events.listen((event) => told.push(event));
  const count = (end: string): number =>
    told.reduce((sum, each) => sum + (each.type === "spans-ended" && each.end === end ? each.spans : 0), 0);
  const submit = (times = 1): void => {
    for (let time = 0; time < times; time++)
      events.emit({
        type: "report-submitted",
        environment: "staging",
        outcome: "new",
        jobId: `job ${time}`,
        milliseconds: 1.5,
        span: firstSpan(),
      });
  };
  return { tracing, events, log, count, submit };
}

describe("what is sent", () => {
  test("goes to the endpoint's path for traces, with the headers that are set, also when they change", async () => {
    const { collector, settings } = newCollector();
    const { tracing, submit } = traced({
      ...settings,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/base/`,
      OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20abc, x-tenant=ours",
      OTEL_SERVICE_NAME: "steps",
    });
    submit();
    await until("it came", () => collector.spans.length === 1);
    expect(collector.came).toMatchObject([
      { path: "/base/v1/traces", headers: { authorization: "Basic abc", "x-tenant": "ours" } },
    ]);
    expect(collector.spans[0]?.resource["service.name"]).toBe("steps");
    tracing.takeUp({ "x-tenant": "another" });
    submit();
    await until("it came", () => collector.spans.length === 2);
    expect(collector.came[1]?.headers).toMatchObject({ "x-tenant": "another" });
    await tracing.close();
  });

  test("is as long as what happened, and of whole nanoseconds since 1970", async () => {
    const { collector, settings } = newCollector();
    const { tracing, submit } = traced(settings);
    submit();
    await tracing.close();
    const [{ from, until: end } = { from: 0n, until: 0n }] = collector.spans;
    expect(Number(end - from)).toBeWithin(1_499_000, 1_501_000);
    expect(Number(end / 1_000_000n)).toBeWithin(Date.now() - 60_000, Date.now() + 1000);
  });

  test("is nothing for jobs that nobody records", async () => {
    const { collector, settings } = newCollector();
    const { tracing, events } = traced(settings);
    events.emit({ type: "job-taken", environment: "staging", jobId: "a", attempt: 1, waited: 1, span: null });
    await tracing.close();
    expect(collector.came).toEqual([]);
  });
});

describe("when spans are sent", () => {
  test("is after the delay, all that came meanwhile together", async () => {
    const { collector, settings } = newCollector();
    const { tracing, submit } = traced({ ...settings, OTEL_BSP_SCHEDULE_DELAY: "1000" });
    submit();
    await Bun.sleep(100);
    submit(2);
    await until("all came", () => collector.spans.length === 3);
    expect(collector.came.length).toBe(1);
    await tracing.close();
  });

  test("is before that where there are enough for a request, and what is left then has its time", async () => {
    const { collector, settings } = newCollector();
    const { tracing, submit } = traced({ ...settings, OTEL_BSP_SCHEDULE_DELAY: "60000" });
    submit(1000);
    submit(1100);
    await until("a request's worth came", () => collector.spans.length === 2048);
    expect(collector.came.length).toBe(1);
    await tracing.close();
    expect(collector.spans.length).toBe(2100);
  });
});

test("spans that cannot be written are given up, and those behind them are sent", async () => {
  const { collector, settings } = newCollector();
  const { tracing, events, submit, log, count } = traced(settings);
  const broken = { environment: "staging", jobId: 1n as never, attempt: 1, waited: 1, span: firstSpan() };
  events.emit({ type: "job-taken", ...broken });
  await until("they are given up", () => count("refused") === 1);
  expect(log).toEqual([expect.stringContaining("traces are not taken")]);
  submit();
  await tracing.close();
  expect(collector.spans.length).toBe(1);
});

describe("a collector that does not take spans", () => {
  test("gets them when it is back, and is told of once", async () => {
    const { collector, settings } = newCollector();
    await collector.goDown();
    const { tracing, submit, log, count } = traced(settings);
    submit(3);
    await until("it is told of", () => log.length > 0);
    submit(2);
    collector.mood = () => (collector.came.length === 1 ? new Response("", { status: 503 }) : null);
    collector.comeBack();
    await until("all came", () => collector.spans.length === 5);
    await until("they are counted", () => count("sent") === 5);
    expect(log).toEqual([expect.stringContaining("traces are not taken"), "traces are taken again"]);
    await tracing.close();
  });

  test("costs no more memory than there is room for: what comes then is left out and counted", async () => {
    const { collector, settings } = newCollector();
    await collector.goDown();
    const { tracing, submit, count } = traced(settings);
    submit(10_000);
    await tracing.close();
    expect([count("left-out"), count("lost")]).toEqual([10_000 - 4096, 4096]);
  });

  test("because they are wrong does not get them again", async () => {
    const { collector, settings } = newCollector();
    collector.mood = () => new Response("", { status: 400 });
    const { tracing, submit, count } = traced(settings);
    submit(2);
    await until("they are given up", () => count("refused") === 2);
    await tracing.close();
    expect(collector.came.length).toBe(1);
  });

  test("because they are too many at once gets them in parts, and a part that is still too large no more", async () => {
    const { collector, settings } = newCollector();
    const most = 10;
    collector.mood = ({ body }) => (spansIn(body).length > most ? new Response("", { status: 413 }) : null);
    const { tracing, submit, count } = traced(settings);
    submit(100);
    await until("all came", () => collector.spans.length === 100);
    collector.mood = () => new Response("", { status: 413 });
    submit();
    await until("it is given up", () => count("refused") === 1);
    await tracing.close();
    expect(count("sent")).toBe(100);
  });

  test("for a while is left alone for as long as it asks", async () => {
    const { collector, settings } = newCollector();
    collector.mood = () => new Response("", { status: 429, headers: { "retry-after": "3" } });
    const { tracing, submit } = traced(settings);
    submit();
    await until("it was asked", () => collector.came.length === 1);
    const asked = performance.now();
    collector.mood = () => null;
    await until("it is asked again", () => collector.came.length === 2);
    expect(performance.now() - asked).toBeGreaterThan(2900);
    await tracing.close();
  });

  test.each([
    ["never answers", () => new Promise<Response>(() => {})],
    [
      "answers with a body that never ends",
      () => new Response(new ReadableStream({ pull: () => Bun.sleep(1e6) })),
    ],
    ["leads elsewhere", () => Response.redirect("http://127.0.0.1:9/")],
  ])("and %s keeps nobody from ending", async (_what, mood) => {
    const { collector, settings } = newCollector();
    collector.mood = mood;
    const { tracing, submit } = traced(settings);
    submit();
    await until("it was asked", () => collector.came.length > 0);
    submit();
    await tracing.close();
  });

  test("has the last ones when the service ends", async () => {
    const { collector, settings } = newCollector();
    const { tracing, submit } = traced(settings);
    submit(3000);
    await tracing.close();
    expect(collector.spans.length).toBe(3000);
    submit();
    expect(collector.came.length).toBe(2);
  });
});
