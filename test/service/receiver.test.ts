import { describe, expect, test } from "bun:test";
import { Laravel, type Mood } from "../../scripts/rig/laravel.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { cleanUp } from "../support/clean-up.ts";
import { rawReceiver, webhookIdOf } from "../support/raw-receiver.ts";
import { quickService } from "../support/service.ts";

const soon = { WEBHOOK_RETRY_SECONDS: "0,1,1,1" };

/** A service that has one result to deliver to a receiver of this mood. */
async function delivering(mood: Mood, env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const running = quickService({ ...soon, ...env });
  running.laravel.mood = mood;
  await running.start();
  await submit(running, 1);
  return running;
}

function submit(running: RunningService, report_id: number, more = {}): ReturnType<RunningService["submit"]> {
  const s3_url = running.pictures.serveSteps(`${report_id}.png`, 5000 + report_id);
  return running.submit({ report_id, s3_url, ...more });
}

/** A mood that lasts for so many calls. */
function times(count: number, answer: () => Response | Promise<Response>): Mood {
  let called = 0;
  return () => (called++ < count ? answer() : null);
}

const statuses = ({ laravel }: RunningService): number[] => laravel.calls.map(({ status }) => status);
const ids = ({ laravel }: RunningService): Set<string> =>
  new Set(laravel.calls.map(({ webhookId }) => webhookId));

describe("a receiver that is in trouble for a moment", () => {
  test("with 500 gets the result again under the same webhook-id", async () => {
    const running = await delivering(times(2, () => new Response("SQLSTATE[HY000]", { status: 500 })));
    await running.settled();
    expect(statuses(running)).toEqual([500, 500, 200]);
    expect(ids(running).size).toBe(1);
  });

  test("that takes too long gets it again under the same webhook-id", async () => {
    const slowly = async (): Promise<Response> => {
      await Bun.sleep(2500);
      return new Response(null, { status: 204 });
    };
    const running = await delivering(times(1, slowly), { WEBHOOK_TIMEOUT_SECONDS: "1" });
    await until("it came twice", () => running.laravel.calls.length === 2);
    await running.settled();
    expect(ids(running).size).toBe(1);
    expect(running.logged("delivery failed")[0]).toMatchObject({
      status: null,
      detail: "no answer within 1 s",
    });
  });

  for (const status of [429, 503]) {
    test(`with ${status} and Retry-After is not asked again before that time`, async () => {
      let refusedAt = 0;
      const running = await delivering(
        times(1, () => {
          refusedAt = Date.now();
          return new Response(null, { status, headers: { "retry-after": "3" } });
        }),
      );
      await running.settled();
      expect(statuses(running)).toEqual([status, 200]);
      const [refusal] = running.logged("delivery failed");
      expect(Date.parse(String(refusal?.["retry_at"]))).toBeGreaterThanOrEqual(refusedAt + 3000);
    });
  }

  test("gives the result up when the attempts are used, and gets it when an operator sends it again", async () => {
    const running = await delivering(times(4, () => new Response(null, { status: 502 })));
    await running.settled();
    expect(statuses(running)).toEqual([502, 502, 502, 502]);
    const [failed] = await running.deliveries("failed");
    expect(failed).toMatchObject({ attempts: 4, last_status: 502 });
    expect(await (await running.post("/admin/webhooks/redeliver", {})).json()).toEqual({ redelivered: 1 });
    await running.settled();
    expect(running.laravel.bookedReports).toEqual(["1"]);
    expect(ids(running)).toEqual(new Set([failed?.webhook_id ?? ""]));
  });
});

describe("a receiver that does not speak as it should", () => {
  const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

  test("and answers with something that is no HTTP, or not at all, gets the result again", async () => {
    const receiver = rawReceiver("SSH-2.0-OpenSSH_9.2\r\n", null, ok);
    const running = await delivering(() => null, { LARAVEL_API_URL: receiver.url });
    await running.settled();
    expect(receiver.requests).toHaveLength(3);
    expect(new Set(receiver.requests.map(webhookIdOf)).size).toBe(1);
    expect((await running.details()).deliveries).toMatchObject({ delivered: 1, unknown_answers: 0 });
  });

  test("and breaks off in the middle of its 200 has booked the result, and does not get it again", async () => {
    const receiver = rawReceiver("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
    const running = await delivering(() => null, { LARAVEL_API_URL: receiver.url });
    await running.settled();
    await submit(running, 2);
    await running.settled();
    expect(receiver.requests).toHaveLength(2);
    expect((await running.details()).deliveries).toMatchObject({ delivered: 2, failed: 0 });
  });

  test("and leads elsewhere is not followed", async () => {
    const running = await delivering(times(1, () => Response.redirect("/login", 301)));
    await running.settled();
    expect(statuses(running)).toEqual([301]);
    expect((await running.deliveries("failed"))[0]).toMatchObject({ last_status: 301, attempts: 1 });
  });
});

describe("a result that is refused with 422", () => {
  test("is kept with what the receiver said, is not sent again by itself, and goes out when an operator says so", async () => {
    const said = { message: "The selected report_id is invalid." };
    const running = await delivering(times(1, () => Response.json(said, { status: 422 })));
    await running.settled();
    await submit(running, 2);
    await running.settled();
    expect(statuses(running)).toEqual([422, 200]);
    const [failed] = await running.deliveries("failed");
    expect(failed).toMatchObject({
      report_id: 1,
      last_status: 422,
      last_answer: JSON.stringify(said),
      attempts: 1,
    });
    const again = await running.post(`/admin/webhooks/${failed?.webhook_id}/redeliver`, {});
    expect(await again.json()).toEqual({ redelivered: 1 });
    await running.settled();
    expect(running.laravel.calls[2]).toMatchObject({ status: 200, webhookId: failed?.webhook_id });
    expect(running.laravel.bookedReports).toEqual(["2", "1"]);
  });
});

describe("a receiver that is down", () => {
  test("is left alone after a few attempts, and gets everything soon when it is back", async () => {
    // Whoever waited for the second time would wait for an hour.
    const running = quickService({ WEBHOOK_RETRY_SECONDS: "0,3600,3600", WEBHOOK_CONCURRENCY: "1" });
    await running.laravel.goDown();
    await running.start();
    for (let report_id = 1; report_id <= 12; report_id++) await submit(running, report_id);
    await until("it is taken to be down", async () => {
      const { jobs, deliveries } = await running.details();
      return deliveries.down.includes("staging") && jobs["done"] === 12;
    });
    expect(running.logged("delivery failed")).toHaveLength(5);
    running.laravel.comeBack();
    await running.settled();
    expect(running.laravel.bookedReports.sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 12 }, (_, index) => String(index + 1)),
    );
    expect(running.logged("the destination is back")).toHaveLength(1);
    expect((await running.details()).deliveries.down).toEqual([]);
  });
});

describe("a receiver that refuses the key", () => {
  /** A service with two receivers, of which production's refuses the key. */
  async function withWrongKey(): Promise<{ running: RunningService; production: Laravel }> {
    const production = new Laravel("the-new-key");
    const running = quickService({
      ...soon,
      LARAVEL_API_URL_PRODUCTION: production.url,
      LARAVEL_API_KEY_PRODUCTION: "the-old-key",
    });
    cleanUp(() => production.close());
    await running.start();
    for (const report_id of [1, 2, 3]) {
      await submit(running, report_id, { environment: "production" });
      await submit(running, 10 + report_id, { environment: "staging" });
    }
    await until("staging is served", () => running.laravel.booked.length === 3);
    await until("production is held", async () => (await running.details()).deliveries.held.length === 1);
    return { running, production };
  }

  test("holds its environment's results, says so, and leaves the other environment alone", async () => {
    const { running, production } = await withWrongKey();
    const { deliveries } = await running.details();
    expect(deliveries.held).toMatchObject([
      { environment: "production", reason: "the destination refuses the key (401)" },
    ]);
    expect(deliveries).toMatchObject({ failed: 0, pending_by_environment: { production: 3 } });
    expect(
      running.lines().filter(({ msg }) => String(msg).startsWith("DELIVERIES ARE HELD"))[0],
    ).toMatchObject({
      level: "error",
      environment: "production",
    });
    expect((await running.fetch("/ready")).status).toBe(200);
    const before = production.calls.length;
    await submit(running, 4, { environment: "production" });
    await submit(running, 14, { environment: "staging" });
    await until("staging goes on", () => running.laravel.booked.length === 4);
    await until("the fourth one is read", async () => (await running.details()).jobs["done"] === 8);
    expect(production.calls).toHaveLength(before);
  });

  test("gets what was held after a restart with the right key, and not after one with the wrong key", async () => {
    const { running, production } = await withWrongKey();
    const before = production.calls.length;
    running.signal("SIGTERM");
    await running.ended();
    await running.start();
    expect((await running.details()).deliveries.held).toHaveLength(1);
    expect(production.calls).toHaveLength(before);
    running.signal("SIGTERM");
    await running.ended();
    await running.start({ env: { LARAVEL_API_KEY_PRODUCTION: "the-new-key" } });
    await running.settled();
    expect(production.bookedReports.sort()).toEqual(["1", "2", "3"]);
    expect((await running.details()).deliveries).toMatchObject({ held: [], failed: 0 });
  });

  test("gets what was held when it takes the key by now and an operator lets it go on", async () => {
    const { running, production } = await withWrongKey();
    production.mood = () => Response.json({ success: true });
    const resumed = await running.post("/admin/webhooks/resume", { environment: "production" });
    expect(resumed.status).toBe(200);
    await running.settled();
    expect(production.bookedReports.sort()).toEqual(["1", "2", "3"]);
  });
});
