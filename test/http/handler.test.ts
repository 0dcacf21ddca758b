import { describe, expect, test } from "bun:test";
import { OcrEcoError } from "../../src/errors.ts";
import { TestApp } from "../support/app.ts";

const submitKey = "a-key-that-submits-0123456789";
const keys = {
  API_KEYS: `laravel:${submitKey}:submit:unlimited:2026-01-01`,
  API_KEY: "the-first-key-0123456789",
};

describe("every answer to reports", () => {
  test("tells of the limit and of what is left of it", async () => {
    const app = await TestApp.open({ RATE_LIMIT: "3/minute", MAX_QUEUE_SIZE: "1" });
    const told = ({ status, headers }: Awaited<ReturnType<TestApp["ask"]>>) => [
      status,
      headers.get("ratelimit-policy"),
      headers.get("ratelimit")?.replace(/t=\d+/, "t=…"),
    ];
    const policy = '"reports";q=3;w=60';
    expect(told(await app.report({ s3_url: "nowhere" }))).toEqual([422, policy, '"reports";r=3']);
    expect(told(await app.ask("POST", "/api/v1/ocr-ecosteps", { body: "{" }))[0]).toBe(400);
    expect(told(await app.report({ report_id: 1 }))).toEqual([202, policy, '"reports";r=2;t=…']);
    expect(told(await app.report({ report_id: 2 }))).toEqual([503, policy, '"reports";r=1;t=…']);
    const batch = { body: { reports: [{}] } };
    expect(told(await app.ask("POST", "/api/v1/ocr-ecosteps/batch", batch))[0]).toBe(200);
    const refused = await app.report({ report_id: 1 });
    expect(told(refused)).toEqual([429, policy, '"reports";r=0;t=…']);
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(1, 61);
    // Others are not counted.
    expect((await app.ask("GET", "/health")).headers.has("ratelimit")).toBe(false);
  });

  test("says nothing of limits to a key without one, and to who may not send", async () => {
    const app = await TestApp.open({ ...keys, RATE_LIMIT: "3/minute" });
    expect((await app.report({}, submitKey)).headers.has("ratelimit")).toBe(false);
    expect((await app.report({}, "guessed")).headers.has("ratelimit")).toBe(false);
  });

  test("counts clients behind a proxy apart, and who only says that it is one not", async () => {
    const app = await TestApp.open({ RATE_LIMIT: "1/minute", TRUST_PROXY: "10.0.0.1" });
    const from = async (address: string, client: string): Promise<number> =>
      (await app.report({}, undefined, { address, headers: { "x-forwarded-for": client } })).status;
    expect(await from("10.0.0.1", "198.51.100.1")).toBe(202);
    expect(await from("10.0.0.1", "198.51.100.1")).toBe(429);
    expect(await from("10.0.0.1", "198.51.100.2")).toBe(202);
    expect(await from("203.0.113.9", "198.51.100.3")).toBe(202);
    expect(await from("203.0.113.9", "198.51.100.4")).toBe(429);
  });
});

describe("a request's name", () => {
  test("is in the answer's header and in its problem", async () => {
    const app = await TestApp.open(keys);
    for (const path of ["/nothing", "/admin/jobs", "/api/v1/ocr-ecosteps/x"]) {
      const { headers, body } = await app.ask("GET", path);
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(body["request_id"]).toBe(headers.get("x-request-id") as never);
    }
    expect((await app.ask("GET", "/health")).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is the caller's, where that is a short word", async () => {
    const app = await TestApp.open();
    const named = async (name: string): Promise<string | null> =>
      (await app.ask("GET", "/health", { headers: { "x-request-id": name } })).headers.get("x-request-id");
    expect(await named("laravel:4711_a.b-c")).toBe("laravel:4711_a.b-c");
    for (const name of ["", "two words", "x".repeat(65), 'a"b', "<script>", "é"]) {
      expect(await named(name)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("is in the log, beside the client and what was answered, and never the key", async () => {
    const app = await TestApp.open({ ...keys, TRUST_PROXY: "192.0.2.1" });
    const headers = { "x-request-id": "named-4711", "x-forwarded-for": "198.51.100.1" };
    await app.report({}, submitKey, { headers });
    expect(app.log.find(({ details }) => details["request_id"] === "named-4711")).toMatchObject({
      level: "debug",
      message: "answered",
      details: { client: "198.51.100.1", key: "laravel", method: "POST", status: 202 },
    });
    expect(JSON.stringify(app.log)).not.toContain(submitKey);
  });
});

describe("every answer", () => {
  test.each([
    ["GET", "/", 200],
    ["GET", "/health", 200],
    ["HEAD", "/health", 200],
    ["GET", "/app-status", 200],
    ["GET", "/docs", 200],
    ["GET", "/docs/json", 200],
    ["GET", "/docs/swagger-ui.css", 200],
    ["GET", "/ready", 503],
    ["GET", "/nothing", 404],
    ["OPTIONS", "/health", 405],
    ["DELETE", "/admin/jobs", 405],
    ["POST", "/api/v1/ocr-ecosteps", 422],
  ] as const)("to %s %s tells a browser to trust it with nothing", async (method, path, status) => {
    const app = await TestApp.open();
    const answer = await app.ask(method, path);
    expect(answer.status).toBe(status);
    const { headers } = answer;
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.has("server")).toBe(false);
    expect(headers.has("x-powered-by")).toBe(false);
    // Without https nobody is told to come by https only.
    expect(headers.has("strict-transport-security")).toBe(false);
    if (!path.startsWith("/docs/swagger")) expect(headers.get("cache-control")).toBe("no-store");
  });

  test("to a failure that nobody foresaw tells of nothing inside, and where to look", async () => {
    const app = await TestApp.open();
    const { jobs } = app.service.queue;
    jobs.get = () => Promise.reject(new TypeError("secret detail at /srv/ocr-eco/src/queue.ts:12"));
    const { status, headers, text, body } = await app.ask("GET", "/api/v1/ocr-ecosteps/x");
    expect([status, body["code"]]).toEqual([500, "INTERNAL"] as never);
    expect(text).not.toContain("secret detail");
    expect(text).not.toContain("/srv");
    const [line] = app.log.filter(({ level }) => level === "error");
    expect(line?.details["request_id"]).toBe(headers.get("x-request-id"));
    expect(String(line?.details["err"])).toContain("secret detail");
  });

  test("to a failure that is the operator's names no file", async () => {
    const app = await TestApp.open({ DATABASE_MAX_MB: "1" });
    const { queue } = app.service;
    const full = new OcrEcoError(
      "QUEUE_STORAGE_FULL",
      "The queue's database /srv/data/queue.db cannot grow.",
    );
    queue.jobs.submit = () => Promise.reject(full);
    queue.check = () => Promise.reject(full);
    const { status, headers, text, body } = await app.report();
    expect([status, body["code"]]).toEqual([503, "QUEUE_STORAGE_FULL"] as never);
    expect(Number(headers.get("retry-after"))).toBePositive();
    expect(text).not.toContain("/srv");
    expect(String(app.log.find(({ level }) => level === "warn")?.details["err"])).toContain(
      "/srv/data/queue.db",
    );
  });
});

describe("a service without a key", () => {
  test.each(["localhost", "LOCALHOST:8000", "app.localhost", "127.0.0.1:8000", "127.1.2.3", "[::1]:8000"])(
    "answers as %s",
    async (host) => {
      const app = await TestApp.open();
      expect((await app.ask("GET", "/app-status", { headers: { host } })).status).toBe(200);
    },
  );

  test.each([
    "rebound.example",
    "rebound.example:8000",
    "127.0.0.1.example",
    "localhost.example",
    "10.0.0.7",
    "[::2]",
    "",
  ])("does nothing for a page that has its browser ask for %j", async (host) => {
    const app = await TestApp.open();
    for (const [method, path] of [
      ["POST", "/admin/pause"],
      ["GET", "/app-status"],
      ["GET", "/dashboard"],
    ] as const)
      expect((await app.ask(method, path, { headers: { host } })).body).toMatchObject({
        code: "HOST_FOREIGN",
      });
    expect(await app.service.queue.jobs.isPaused()).toBe(false);
  });

  test("is asked by any name once it has one", async () => {
    const app = await TestApp.open(keys);
    expect((await app.ask("GET", "/health", { host: "steps.example" })).status).toBe(200);
  });
});

describe("an address", () => {
  test("may have 8192 characters, and no more", async () => {
    const app = await TestApp.open();
    const path = (length: number): string => `/${"x".repeat(length - "http://localhost/".length)}`;
    expect((await app.ask("GET", path(8192))).body).toMatchObject({ status: 404, code: "ROUTE_UNKNOWN" });
    expect((await app.ask("GET", path(8193))).body).toMatchObject({ status: 414, code: "URL_TOO_LONG" });
  });
});
