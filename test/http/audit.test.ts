import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scopeNeeded } from "../../src/http/access.ts";
import { TestApp } from "../support/app.ts";
import { temporaryFolder } from "../support/temporary.ts";

const [ops, reader, looker] = ["ops", "reader", "looker"].map(
  (name) => `${name}-key-0123456789-0123456789`,
) as [string, string, string];
const keys = {
  API_KEYS: `ops:${ops}:submit+read+admin:unlimited:2026-11-01,reader:${reader}:read:unlimited:2026-11-01,looker:${looker}:look:unlimited:2026-11-01`,
};

function auditOf(app: TestApp): Record<string, unknown>[] {
  const file = join(app.service.config.DATA_DIR, "audit.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("what an operator does", () => {
  test("is in the audit log with who did it to what, by the time that it is answered", async () => {
    const app = await TestApp.open(keys);
    const { body } = await app.report({}, ops);
    await app.ask("POST", `/admin/jobs/${body["job_id"]}/cancel`, { key: ops, body: { deliver: false } });
    expect(auditOf(app)).toMatchObject([
      {
        via: "http",
        action: "jobs/cancel",
        by: "ops",
        target: { job_id: body["job_id"], deliver: false },
        outcome: "ok",
      },
    ]);
    await app.ask("POST", "/admin/clear-queue/", { key: ops });
    expect(auditOf(app)[1]).toMatchObject({ action: "clear-queue", target: {}, outcome: "ok" });
  });

  test("has the caller's address, and the id that the request came with", async () => {
    const app = await TestApp.open();
    const headers = { "x-request-id": "req-1" };
    await fetch(`${app.listen()}/admin/pause`, { method: "POST", headers });
    expect(auditOf(app)).toMatchObject([
      { action: "pause", by: null, address: "127.0.0.1", request_id: "req-1" },
    ]);
  });

  test("is there with the code of its failure, too", async () => {
    const app = await TestApp.open();
    await app.ask("POST", "/admin/jobs/none/retry");
    await app.ask("POST", "/admin/webhooks/resume", { body: { environment: "moon" } });
    await app.ask("POST", "/admin/clear-queue", { body: "{" });
    await app.ask("POST", "/api/v1/ocr-ecosteps/local", { body: { img_path: "/etc/passwd" } });
    expect(auditOf(app).map(({ action, outcome }) => [action, outcome])).toEqual([
      ["jobs/retry", "JOB_UNKNOWN"],
      ["webhooks/resume", "ENVIRONMENT_UNKNOWN"],
      ["clear-queue", "REQUEST_MALFORMED"],
      ["local", "LOCAL_OFF"],
    ]);
  });

  test("with pictures of the machine is there as well", async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "a.png"), "5000 steps");
    const app = await TestApp.open({ LOCAL_IMAGE_ROOT: root });
    const { status } = await app.ask("POST", "/api/v1/ocr-ecosteps/local", { body: { img_path: "a.png" } });
    expect(status).toBe(200);
    expect(auditOf(app)).toMatchObject([{ action: "local", target: { img_path: "a.png" }, outcome: "ok" }]);
  });

  test("and looks at leaves no trace, nor does a caller without the right key", async () => {
    const app = await TestApp.open(keys);
    await app.ask("GET", "/admin/jobs", { key: ops });
    await app.ask("POST", "/admin/pause");
    await app.ask("POST", "/admin/pause", { key: reader });
    await app.ask("POST", "/admin/nothing", { key: ops });
    await app.report({}, ops);
    expect(auditOf(app)).toEqual([]);
  });

  test("is noted for every route that does something and needs the highest scope", async () => {
    const app = await TestApp.open();
    const { paths } = (await app.ask("GET", "/docs/json")).body as unknown as {
      paths: Record<string, Record<string, unknown>>;
    };
    const actions = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .map((method) => method.toUpperCase())
        .filter((method) => method !== "GET" && scopeNeeded(method, path.replace(/[{}]/g, "")) === "admin")
        .map((method) => ({ method, path })),
    );
    expect(actions.length).toBeGreaterThan(7);
    for (const { method, path } of actions) {
      const before = auditOf(app).length;
      await app.ask(method, path.replace(/{\w+}/, "none"), { body: {} });
      expect([path, auditOf(app).length]).toEqual([path, before + 1]);
    }
  });
});

describe("who did what", () => {
  const list = (app: TestApp, query = "", key = ops) => app.ask("GET", `/admin/audit${query}`, { key });
  const actionsIn = (body: Record<string, unknown>): string[] =>
    (body["entries"] as { action: string }[]).map(({ action }) => action);

  test("is told to whoever operates, and to nobody else", async () => {
    const app = await TestApp.open(keys);
    await app.ask("POST", "/admin/pause", { key: ops });
    const { status, body } = await list(app);
    expect([status, body]).toMatchObject([
      200,
      {
        entries: [
          { via: "http", action: "pause", by: "ops", address: "192.0.2.1", target: {}, outcome: "ok" },
        ],
        next: null,
      },
    ]);
    for (const key of [reader, looker]) expect((await list(app, "", key)).status).toBe(403);
    expect((await app.ask("GET", "/admin/audit")).status).toBe(401);
  });

  test("is narrowed by name, by what was done and by an id, and comes page by page", async () => {
    const app = await TestApp.open(keys);
    const { body: job } = await app.report({}, ops);
    for (const path of ["/admin/pause", "/admin/resume", `/admin/jobs/${job["job_id"]}/cancel`])
      await app.ask("POST", path, { key: ops });
    expect(actionsIn((await list(app, "?by=ops")).body)).toEqual(["jobs/cancel", "resume", "pause"]);
    expect(actionsIn((await list(app, "?by=anna")).body)).toEqual([]);
    expect(actionsIn((await list(app, "?action=jobs")).body)).toEqual(["jobs/cancel"]);
    expect(actionsIn((await list(app, `?about=${job["job_id"]}`)).body)).toEqual(["jobs/cancel"]);
    const first = await list(app, "?limit=2");
    expect(actionsIn(first.body)).toEqual(["jobs/cancel", "resume"]);
    // What is done meanwhile changes nothing about what comes next.
    await app.ask("POST", "/admin/pause", { key: ops });
    const second = await list(app, `?limit=2&before=${first.body["next"]}`);
    expect([actionsIn(second.body), second.body["next"] as unknown]).toEqual([["pause"], null]);
  });

  test("cannot be seen where the log is a link, and that is said", async () => {
    const app = await TestApp.open(keys);
    symlinkSync("/etc/passwd", join(app.service.config.DATA_DIR, "audit.jsonl"));
    const { status, body, text } = await list(app);
    expect([status, body]).toMatchObject([500, { code: "DATA_DIR_UNUSABLE" }]);
    expect(text).not.toContain("root:");
  });
});
