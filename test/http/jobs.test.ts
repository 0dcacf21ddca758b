import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../../src/queue/job.ts";
import { TestApp } from "../support/app.ts";

const sure: Facts = { status: "verified", app: "Samsung Health", scope: "day", doubts: [] };
const unsure: Facts = { status: "needs_review", app: null, scope: "total", doubts: ["one_engine"] };
const failed: Facts = { status: "failed", app: null, scope: null, doubts: [] };

/** Ends the next job. */
async function end(app: TestApp, facts: Facts): Promise<void> {
  const { jobs } = app.service.queue;
  const [claim] = await jobs.claim(1, 60_000);
  const state = facts.status === "failed" ? "failed" : "done";
  await jobs.finish(claim?.claimToken ?? "", null, () => ({
    state,
    error: null,
    reading: null,
    body: null,
    counters: [],
    facts,
    isForReview: false,
  }));
}

/** An app with reports 1 to 3 that have ended, 4 and 5 that wait; users are 101 for odd ones, else 102. */
async function fiveJobs(): Promise<TestApp> {
  const app = await TestApp.open();
  for (let report_id = 1; report_id <= 5; report_id++)
    await app.report({ report_id, user_id: report_id % 2 === 1 ? 101 : 102 });
  for (const facts of [sure, unsure, failed]) await end(app, facts);
  return app;
}

/** What is kept of reports, by their ids: the youngest job's state. */
async function statesIn(app: TestApp): Promise<Record<string, string>> {
  const jobs = await app.service.queue.jobs.list({ most: 1000 });
  return Object.fromEntries(jobs.toReversed().map(({ reportId, state }) => [reportId, state]));
}

const reportsIn = (body: Record<string, unknown>): unknown[] =>
  (body["jobs"] as { report_id: number }[]).map(({ report_id }) => report_id);

describe("jobs that a filter finds", () => {
  test.each([
    ["user_id=101", [5, 3, 1]],
    ["status=verified", [1]],
    ["app=Samsung%20Health", [1]],
    ["app=none", [3, 2]],
    ["scope=total", [2]],
    ["doubt=one_engine", [2]],
    ["doubt=held_copy", []],
    ["user_id=101&state=waiting", [5]],
    ["user_id=101&status=failed&app=none&environment=Staging", [3]],
    ["from=2020-01-01T00:00:00Z", [5, 4, 3, 2, 1]],
    ["until=2020-01-01T00:00:00%2B07:00", []],
    ["status=needs_review&from=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z", [2]],
  ] as const)("are listed and counted: %s", async (query, reports) => {
    const app = await fiveJobs();
    const { body } = await app.ask("GET", `/admin/jobs?${query}`);
    expect([reportsIn(body), body["more"] as unknown]).toEqual([[...reports], false]);
    expect((await app.ask("GET", `/admin/jobs/count?${query}`)).body).toMatchObject({
      count: reports.length,
    });
  });

  test("come in pages, each of which says whether another one follows", async () => {
    const app = await fiveJobs();
    const pages: unknown[] = [];
    let before = "";
    for (;;) {
      const { body } = await app.ask("GET", `/admin/jobs?user_id=101&limit=2${before}`);
      pages.push(reportsIn(body));
      if ((body["more"] as unknown) === false) break;
      before = `&before=${(body["jobs"] as unknown as { job_id: string }[]).at(-1)?.job_id}`;
    }
    expect(pages).toEqual([[5, 3], [1]]);
  });

  test("are counted by state, with how many something can be done to", async () => {
    const app = await fiveJobs();
    expect((await app.ask("GET", "/admin/jobs/count")).body as unknown).toEqual({
      count: 5,
      by_state: { waiting: 2, active: 0, retrying: 0, done: 2, failed: 1, cancelled: 0 },
      retriable: 1,
      cancellable: 2,
    });
  });

  test.each(["status=sure", "scope=moon", "doubt=at_label", "from=yesterday", "until=2026-03-01", "state=x"])(
    "are none where the filter makes no sense: %s",
    async (query) => {
      const app = await TestApp.open();
      for (const path of ["/admin/jobs", "/admin/jobs/count"])
        expect([path, (await app.ask("GET", `${path}?${query}`)).status]).toEqual([path, 422]);
    },
  );

  test("are worked on again, all at once, if they are as many as expected", async () => {
    const app = await fiveJobs();
    const retry = (filter: object, expected: number) =>
      app.ask("POST", "/admin/jobs/retry", { body: { filter, expected } });
    const wrong = await retry({}, 2);
    expect(wrong.body).toMatchObject({
      status: 409,
      code: "FILTER_CHANGED",
      detail:
        "By now the filter finds 1 job that this can be done to, and not 2. Look at them again; nothing was done.",
    });
    expect(await statesIn(app)).toMatchObject({ 3: "failed" });
    expect((await retry({ status: "verified" }, 0)).body as unknown).toEqual({ retried: 0 });
    expect((await retry({ user_id: "101", state: "failed" }, 1)).body as unknown).toEqual({ retried: 1 });
    expect(await statesIn(app)).toMatchObject({ 3: "waiting" });
    // The failed job is still there, and another one stands for it.
    expect((await retry({}, 0)).body as unknown).toEqual({ retried: 0 });
  });

  test("are cancelled, all at once, and their reports hear of it unless they are not to", async () => {
    const app = await fiveJobs();
    const cancel = (body: object) => app.ask("POST", "/admin/jobs/cancel", { body });
    expect((await cancel({ filter: {}, expected: 1 })).body).toMatchObject({ code: "FILTER_CHANGED" });
    expect(await statesIn(app)).toMatchObject({ 4: "waiting", 5: "waiting" });
    const silent = await cancel({ filter: { report_id: "4" }, expected: 1, deliver: false });
    expect(silent.body as unknown).toEqual({ cancelled: 1 });
    expect(await app.service.queue.deliveries.list({ most: 9 })).toEqual([]);
    expect((await cancel({ filter: {}, expected: 1 })).body as unknown).toEqual({ cancelled: 1 });
    expect(await app.service.queue.deliveries.list({ most: 9 })).toMatchObject([{ reportId: 5 }]);
    expect(await statesIn(app)).toMatchObject({ 1: "done", 3: "failed", 4: "cancelled", 5: "cancelled" });
  });

  test("are all of them also where they are more than one transaction takes", async () => {
    const app = await TestApp.open();
    const count = 450;
    for (let report_id = 1; report_id <= count; report_id++) await app.report({ report_id });
    const all = { filter: {}, expected: count };
    const cancelled = await app.ask("POST", "/admin/jobs/cancel", { body: all });
    expect(cancelled.body as unknown).toEqual({ cancelled: count });
    const retried = await app.ask("POST", "/admin/jobs/retry", { body: all });
    expect(retried.body as unknown).toEqual({ retried: count });
    expect((await app.ask("GET", "/admin/jobs/count")).body).toMatchObject({
      by_state: { waiting: count, cancelled: count },
      retriable: 0,
    });
  });

  test("are left alone by a request that does not say which, how many, or says more than there is", async () => {
    const app = await fiveJobs();
    for (const body of [
      undefined,
      { filter: {} },
      { expected: 1 },
      { filter: { usr_id: "1" }, expected: 1 },
      { filter: { before: "019abcde" }, expected: 1 },
      { filter: {}, expected: 1, force: true },
    ])
      for (const path of ["/admin/jobs/retry", "/admin/jobs/cancel"])
        expect([path, body, (await app.ask("POST", path, { body })).status]).toEqual([path, body, 422]);
    const unknown = { filter: { environment: "moon" }, expected: 1 };
    expect((await app.ask("POST", "/admin/jobs/cancel", { body: unknown })).body).toMatchObject({
      code: "ENVIRONMENT_UNKNOWN",
    });
  });

  test("are in the audit log by their filter and number", async () => {
    const app = await fiveJobs();
    const body = { filter: { user_id: "101" }, expected: 1 };
    await app.ask("POST", "/admin/jobs/retry", { body });
    const [noted = ""] = readFileSync(join(app.service.config.DATA_DIR, "audit.jsonl"), "utf8").split("\n");
    expect(JSON.parse(noted)).toMatchObject({ action: "jobs/retry", target: body, outcome: "ok" });
  });
});

test("the paths of all jobs are not those of one that is called like them", async () => {
  const [look, admin] = ["look-key-0123456789-0123456789", "admin-key-0123456789-0123456789"];
  const app = await TestApp.open({
    API_KEYS: `look:${look}:look:unlimited:2026-11-01,admin:${admin}:admin:unlimited:2026-11-01`,
  });
  const status = async (method: string, path: string, key: string) =>
    (
      await app.ask(method, path, {
        key,
        ...(method === "POST" ? { body: { filter: {}, expected: 0 } } : {}),
      })
    ).status;
  expect(await status("GET", "/admin/jobs/count", look)).toBe(200);
  for (const path of ["/admin/jobs/retry", "/admin/jobs/cancel"]) {
    expect([path, await status("POST", path, look)]).toEqual([path, 403]);
    expect([path, await status("POST", path, admin)]).toEqual([path, 200]);
    expect([path, await status("GET", path, look)]).toEqual([path, 404]);
  }
  expect(await status("POST", "/admin/jobs/count", admin)).toBe(405);
});
