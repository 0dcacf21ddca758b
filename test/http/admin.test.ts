import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { briefId } from "../../src/queue/brief-id.ts";
import type { Ending } from "../../src/queue/job.ts";
import { TestApp } from "../support/app.ts";

/** An app with so many reports that wait, and their job ids. */
async function waiting(count: number): Promise<{ app: TestApp; ids: string[] }> {
  const app = await TestApp.open();
  const ids: string[] = [];
  for (let report_id = 1; report_id <= count; report_id++)
    ids.push(String((await app.report({ report_id })).body["job_id"]));
  return { app, ids };
}

/** Ends the next job with a delivery that the destination refused. */
async function refusedDelivery(app: TestApp): Promise<string> {
  const { jobs, deliveries } = app.service.queue;
  const [claim] = await jobs.claim(1, 60_000);
  const ending: Ending = {
    state: "done",
    error: null,
    reading: null,
    body: "{}",
    counters: [],
    facts: null,
    isForReview: false,
  };
  await jobs.finish(claim?.claimToken ?? "", null, () => ending);
  const [sent] = await deliveries.claim("staging", 1, 60_000);
  const answer = { status: 422, detail: "The report_id field must be an integer." };
  await deliveries.end(sent?.claimToken ?? "", { state: "failed", answer }, []);
  return sent?.delivery.id ?? "";
}

/** Changes the database as a bad disk does, while the service has it open. */
function damage(app: TestApp, ...statements: readonly string[]): void {
  using database = new Database(join(app.service.config.DATA_DIR, "queue.db"));
  for (const statement of statements) database.run(statement);
}

describe("the operator", () => {
  test("sees all jobs and deliveries, also where one of them is damaged, and which that is", async () => {
    const { app, ids } = await waiting(3);
    for (const reading of ['{"steps": 1}', '{"steps": 2']) {
      const [claim] = await app.service.queue.jobs.claim(1, 60_000);
      const ending: Ending = {
        state: "done",
        error: null,
        reading,
        body: "{}",
        counters: [],
        facts: null,
        isForReview: false,
      };
      await app.service.queue.jobs.finish(claim?.claimToken ?? "", null, () => ending);
    }
    const impossible = 9e15;
    damage(
      app,
      `UPDATE jobs SET started_at = ${impossible}`,
      `UPDATE deliveries SET created_at = ${impossible}`,
    );
    const { status, body } = await app.ask("GET", "/admin/jobs");
    const jobs = body["jobs"] as unknown as { job_id: string; result: unknown; error: unknown }[];
    expect([status, jobs.map(({ job_id }) => job_id)]).toEqual([200, ids.toReversed()]);
    expect(jobs.map(({ result, error }) => [result, error])).toEqual([
      [null, null],
      [null, { code: "QUEUE_DAMAGED", message: expect.stringContaining("send its report again") }],
      [{ steps: 1 }, null],
    ]);
    expect((await app.ask("GET", `/admin/jobs/${ids[1]}`)).status).toBe(200);
    const { body: sent } = await app.ask("GET", "/admin/webhooks?state=pending");
    expect(sent).toMatchObject({ deliveries: [{ created_at: null }, { created_at: null }] });
  });

  test("clears the queue, and every report that waited hears of it", async () => {
    const { app } = await waiting(3);
    const { body } = await app.ask("POST", "/admin/clear-queue");
    expect(body).toEqual({ message: "Queue cleared. Removed 3 items.", cancelled: 3 } as never);
    const bodies = (await app.service.queue.deliveries.list({ most: 10 })).map(
      (delivery) => JSON.parse(delivery.body) as unknown,
    );
    expect(bodies).toHaveLength(3);
    expect(bodies[0]).toMatchObject({ status: "failed", error: { code: "CANCELLED" }, extracted_data: {} });
  });

  test("clears it without telling the reports, where that is asked for", async () => {
    const { app } = await waiting(2);
    await app.ask("POST", "/admin/clear-queue", { body: { deliver: false } });
    expect(await app.service.queue.deliveries.list({ most: 10 })).toEqual([]);
  });

  test("is refused what is misspelt, and is understood whatever the content type says", async () => {
    const { app } = await waiting(1);
    expect((await app.ask("POST", "/admin/clear-queue", { body: { delivr: false } })).body).toMatchObject({
      code: "REQUEST_INVALID",
    });
    const type = "application/x-www-form-urlencoded";
    await app.ask("POST", "/admin/clear-queue", { body: { deliver: false }, type });
    expect(await app.service.queue.deliveries.list({ most: 10 })).toEqual([]);
    const both = { ids: ["msg_x"], environment: "staging" };
    expect((await app.ask("POST", "/admin/webhooks/redeliver", { body: both })).body).toMatchObject({
      code: "REQUEST_INVALID",
    });
  });

  test("cancels one job, and has it worked on again as a new one", async () => {
    const { app, ids } = await waiting(2);
    const [first = ""] = ids;
    expect((await app.ask("POST", `/admin/jobs/${first}/cancel`)).body).toEqual({ cancelled: 1 } as never);
    const again = await app.ask("POST", `/admin/jobs/${first}/retry`);
    expect(again.status).toBe(200);
    expect(await app.service.queue.jobs.get(String(again.body["job_id"]))).toMatchObject({
      state: "waiting",
      reportId: 1,
    });
  });

  test("is told when there is no such job to cancel or to do again", async () => {
    const { app, ids } = await waiting(1);
    for (const path of ["/admin/jobs/none/cancel", "/admin/jobs/none/retry", `/admin/jobs/${ids[0]}/retry`])
      expect((await app.ask("POST", path)).body).toMatchObject({ status: 404, code: "JOB_UNKNOWN" });
  });

  test("names a job by the beginning of its id, and is told which ones begin alike", async () => {
    const { app, ids } = await waiting(5);
    const [first = "", second = ""] = ids;
    const brief = briefId(first);
    for (const path of [`/admin/jobs/${brief}`, `/api/v1/ocr-ecosteps/${brief}`])
      expect((await app.ask("GET", path)).body).toMatchObject({ job_id: first });
    const few = await app.ask("GET", `/admin/jobs/${first.slice(0, 4)}`);
    expect(few.body).toMatchObject({ status: 409, code: "ID_AMBIGUOUS" });
    expect(few.body["detail"] as unknown).toBe(
      `Several jobs have an id that begins with ${first.slice(0, 4)}: ${ids.toReversed().slice(0, 3).map(briefId).join(", ")} and others. Write more of the one that you mean.`,
    );
    const none = await app.ask("POST", `/admin/jobs/${first.slice(0, 3)}/cancel`);
    expect(none.body).toMatchObject({ code: "JOB_UNKNOWN" });
    const { body } = await app.ask("GET", `/admin/jobs?before=${briefId(second)}`);
    expect(body["jobs"]).toMatchObject([{ job_id: first }] as never);
    expect((await app.ask("GET", `/admin/jobs?before=${second.slice(0, 4)}`)).status).toBe(409);

    expect((await app.ask("POST", `/admin/jobs/${brief}/cancel`)).body).toMatchObject({ cancelled: 1 });
    const [noted] = readFileSync(join(app.service.config.DATA_DIR, "audit.jsonl"), "utf8")
      .split("\n")
      .slice(-2);
    expect(JSON.parse(noted ?? "")).toMatchObject({ action: "jobs/cancel", target: { job_id: first } });
  });

  test("names deliveries by the beginnings of their ids", async () => {
    const { app } = await waiting(2);
    const [first, second] = [await refusedDelivery(app), await refusedDelivery(app)];
    const failed = "/admin/webhooks";
    expect((await app.ask("GET", `${failed}/${briefId(first)}`)).body).toMatchObject({ webhook_id: first });
    const { body } = await app.ask("GET", `${failed}/msg_${first.slice(4, 8)}`);
    expect(body).toMatchObject({
      code: "ID_AMBIGUOUS",
      detail: expect.stringContaining(`: ${briefId(second)} and ${briefId(first)}. `),
    });
    const before = (await app.ask("GET", `${failed}?before=${briefId(second)}`)).body;
    expect(before["deliveries"]).toMatchObject([{ webhook_id: first }] as never);
    expect((await app.ask("POST", `${failed}/${briefId(first)}/dismiss`)).body).toEqual({
      dismissed: 1,
    } as never);
    const ids = [briefId(first), briefId(second)];
    expect((await app.ask("POST", `${failed}/redeliver`, { body: { ids } })).body).toEqual({
      redelivered: 2,
    } as never);
  });

  test("pauses the queue, and lets it go on", async () => {
    const { app } = await waiting(1);
    expect((await app.ask("POST", "/admin/pause")).body).toEqual({ paused: true } as never);
    expect(await app.service.queue.jobs.claim(1, 1000)).toEqual([]);
    await app.ask("POST", "/admin/resume");
    expect(await app.service.queue.jobs.claim(1, 1000)).toHaveLength(1);
  });

  test("lists jobs, newest first, in pages, and those of one report or state", async () => {
    const { app, ids } = await waiting(3);
    const list = async (query: string): Promise<unknown[]> =>
      ((await app.ask("GET", `/admin/jobs${query}`)).body["jobs"] as unknown as { job_id: string }[]).map(
        (job) => job.job_id,
      );
    expect(await list("?limit=2")).toEqual([ids[2], ids[1]]);
    expect(await list(`?before=${ids[1]}`)).toEqual([ids[0]]);
    expect(await list("?report_id=2")).toEqual([ids[1]]);
    expect(await list("?state=done")).toEqual([]);
    for (const wrong of ["state=gone", "before=gone", `before=msg_${ids[1]}`])
      expect([wrong, (await app.ask("GET", `/admin/jobs?${wrong}`)).status]).toEqual([wrong, 422]);
    expect((await app.ask("GET", `/admin/webhooks?before=${ids[1]}`)).status).toBe(422);
  });

  test("sees failed deliveries with what was answered, and sends one again, or all", async () => {
    const { app } = await waiting(2);
    const id = await refusedDelivery(app);
    const { body } = await app.ask("GET", "/admin/webhooks");
    expect(body["deliveries"]).toMatchObject([
      {
        webhook_id: id,
        state: "failed",
        last_status: 422,
        last_answer: "The report_id field must be an integer.",
      },
    ]);
    expect((await app.ask("POST", `/admin/webhooks/${id}/redeliver`)).body).toEqual({
      redelivered: 1,
    } as never);
    expect(await app.service.queue.deliveries.get(id)).toMatchObject({ state: "pending", id });
    expect((await app.ask("POST", `/admin/webhooks/${id}/redeliver`)).body).toMatchObject({
      code: "DELIVERY_UNKNOWN",
    });
    expect((await app.ask("POST", "/admin/webhooks/redeliver")).body).toEqual({ redelivered: 0 } as never);
  });

  test("sends again what failed in a time or an environment", async () => {
    const { app } = await waiting(1);
    await refusedDelivery(app);
    const redeliver = async (body: object): Promise<unknown> =>
      (await app.ask("POST", "/admin/webhooks/redeliver", { body })).body["redelivered"];
    expect(await redeliver({ until: "2020-01-01T00:00:00Z" })).toBe(0);
    expect(await redeliver({ environment: "production" })).toBe(0);
    expect(await redeliver({ environment: "Staging", from: "2020-01-01T00:00:00+07:00" })).toBe(1);
  });
});

describe("what the service says of itself", () => {
  test("has the members that the old service had", async () => {
    const app = await TestApp.open();
    expect((await app.ask("GET", "/")).body).toEqual({
      message: "OCR EcoSteps API",
      version: expect.any(String),
      docs: "/docs",
    } as never);
    expect((await app.ask("GET", "/health")).body).toMatchObject({
      status: "healthy",
      service: "ocr-ecosteps",
    });
    expect((await app.ask("GET", "/status")).body).toMatchObject({ status: "running", uptime: "0:00:00" });
    const { body } = await app.ask("GET", "/app-status");
    expect(body).toMatchObject({
      ocr_engine: { gpu_enabled: false, languages: ["eng", "ind"] },
      queue: { waiting_in_queue: 0, queue_capacity: 1000, reports_in_queue: [] },
      system: { cpu_usage: expect.stringMatching(/^\d+\.\d%$/) },
    } as never);
  });

  test("names reports only to callers with a key, and never the queries of their pictures", async () => {
    const app = await TestApp.open({ API_KEY: "the-first-key-0123456789" });
    await app.report(
      { s3_url: "https://s3.example.org/a.png?X-Amz-Signature=secret" },
      "the-first-key-0123456789",
    );
    const stranger = await app.ask("GET", "/app-status");
    expect(stranger.body).toMatchObject({ queue: { waiting_in_queue: 1, reports_in_queue: [] } });
    expect(stranger.body["details"]).toBeUndefined();
    const known = await app.ask("GET", "/app-status", { key: "the-first-key-0123456789" });
    expect(known.body).toMatchObject({
      queue: {
        reports_in_queue: [{ report_id: 101, user_id: 145, img_url: "https://s3.example.org/a.png" }],
      },
      details: { jobs: { waiting: 1 }, deliveries: { pending: 0 } },
    });
    expect(known.text).not.toContain("secret");
  });

  test("is not ready before the workers are warm, and says so", async () => {
    const app = await TestApp.open();
    const { status, body } = await app.ask("GET", "/ready");
    expect([status, body["status"], body["reason"]]).toEqual([
      503,
      "not ready",
      "the workers are loading their models",
    ] as never);
  });
});

test.each([
  ["POST", "/health", "GET, HEAD"],
  ["OPTIONS", "/", "GET, HEAD"],
  ["GET", "/api/v1/ocr-ecosteps/", "POST"],
  ["DELETE", "/admin/jobs/019abcde/cancel", "POST"],
  ["PUT", "/admin/webhooks/msg_1", "GET, HEAD"],
] as const)("a wrong method is told which there are: %s %s", async (method, path, allowed) => {
  const app = await TestApp.open();
  const { status, headers, body } = await app.ask(method, path);
  expect([status, headers.get("allow")]).toEqual([405, allowed]);
  expect(body).toMatchObject({ code: "METHOD_NOT_ALLOWED", error: "Method Not Allowed" });
});

test("a wrong method tells nobody without a key what there is", async () => {
  const app = await TestApp.open({ API_KEY: "a-key-that-tests-use-0123456789" });
  const { status, headers } = await app.ask("DELETE", "/admin/jobs");
  expect([status, headers.get("allow")]).toEqual([401, null]);
});

test("what does not exist is said in the form of every other failure", async () => {
  const app = await TestApp.open();
  const { body } = await app.ask("GET", "/nothing");
  expect(body).toMatchObject({ status: 404, code: "ROUTE_UNKNOWN", error: "Not Found" });
});
