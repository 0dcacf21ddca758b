import { describe, expect, test } from "bun:test";
import { TestApp } from "../support/app.ts";

const routes = [
  ["GET", "/api/v1/totals?environment="],
  ["GET", "/admin/jobs?environment="],
  ["GET", "/admin/webhooks?environment="],
  ["POST", "/admin/webhooks/redeliver"],
  ["POST", "/admin/webhooks/resume"],
  ["POST", "/admin/forget"],
] as const;

/** Asks for something that is narrowed to an environment. */
function ask(app: TestApp, [method, path]: (typeof routes)[number], environment: string) {
  if (method === "GET") return app.ask(method, `${path}${environment}`);
  const of = path === "/admin/forget" ? { report_id: 1, dry_run: true } : {};
  return app.ask(method, path, { body: { ...of, environment } });
}

describe("an environment that an operator names", () => {
  test.each(routes.map((route) => [route]))("is refused where there is no such one: %j", async (route) => {
    const app = await TestApp.open({ LARAVEL_API_URL_DEMO: "http://127.0.0.1:9" });
    const { status, body } = await ask(app, route, "Stagin");
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: "ENVIRONMENT_UNKNOWN",
      detail: "There is no environment stagin. There are demo, production and staging.",
    });
  });

  test.each(routes.map((route) => [route]))("is found in whatever case: %j", async (route) => {
    const app = await TestApp.open();
    await app.report({ report_id: 1, environment: "staging" });
    expect((await ask(app, route, "STAGING")).status).toBe(200);
  });

  test("may be one that is no longer configured, as long as it is only asked what it did", async () => {
    const app = await TestApp.open();
    const { jobs } = app.service.queue;
    const submission = { reportId: 1, userId: 2, url: "https://s3.example/a.png", priority: 1, trace: null };
    await jobs.submit([{ ...submission, environment: "former" }], 10);
    for (const route of routes.filter(([, path]) => path !== "/admin/webhooks/resume"))
      expect([route, (await ask(app, route, "former")).status]).toEqual([route, 200]);
    expect((await ask(app, ["POST", "/admin/webhooks/resume"], "former")).body).toMatchObject({
      detail: "The environment former has no destination, so nothing is held.",
    });
  });
});
