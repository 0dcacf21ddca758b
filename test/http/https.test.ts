import { describe, expect, test } from "bun:test";
import { parseServiceConfig } from "../../src/config/service.ts";
import { TestApp } from "../support/app.ts";

const key = "a-key-sent-in-clear-0123456789";
const settings = {
  REQUIRE_HTTPS: "on",
  TRUST_PROXY: "10.0.0.1",
  API_KEYS: `laravel:${key}:submit+read:unlimited:2026-01-01`,
  API_KEY: "the-first-key-0123456789",
};
const proxy = "10.0.0.1";

describe("where https is required", () => {
  test("what came by it, as the proxy says, is answered, and told to keep to it", async () => {
    const app = await TestApp.open(settings);
    const headers = { "x-forwarded-proto": "https" };
    const answer = await app.report({}, key, { address: proxy, headers });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
  });

  test.each([
    ["the proxy says that it came without", proxy, "http"],
    ["the proxy says nothing", proxy, null],
    ["the client before the proxy says that it came with it", proxy, "https, http"],
    ["nobody is trusted who says that it came with it", "203.0.113.9", "https"],
  ])("a report is refused where %s, and its key called lost", async (_what, address, proto) => {
    const app = await TestApp.open(settings);
    const headers: Record<string, string> = proto === null ? {} : { "x-forwarded-proto": proto };
    const refused = await app.report({}, key, { address, headers });
    expect(refused.body).toMatchObject({ status: 403, code: "HTTPS_REQUIRED" });
    expect(String(refused.body["detail"])).toContain("replace it");
    expect(refused.headers.has("strict-transport-security")).toBe(false);
    expect(await app.service.queue.jobs.list({ most: 1 })).toEqual([]);
    await app.report({}, key, { address, headers });
    expect(app.log.filter(({ level }) => level === "warn")).toMatchObject([
      { message: "a key was sent without https: replace it", details: { key: "laravel", client: address } },
    ]);
    expect(JSON.stringify(app.log)).not.toContain(key);
  });

  test("whoever only looks is sent to the same address with it", async () => {
    const app = await TestApp.open(settings);
    const sentTo = async (path: string, asked: object = {}): Promise<unknown> => {
      const { status, headers } = await app.ask("GET", path, { address: proxy, ...asked });
      return [status, headers.get("location")];
    };
    expect(await sentTo("/docs?a=b")).toEqual([308, "https://localhost/docs?a=b"]);
    expect(await sentTo("/docs", { host: "localhost:8000" })).toEqual([308, "https://localhost/docs"]);
    expect(await sentTo("//evil.test/")).toEqual([308, "https://localhost//evil.test/"]);
    const named = { headers: { "x-forwarded-host": "ocr.example.org" } };
    expect(await sentTo("/", named)).toEqual([308, "https://ocr.example.org/"]);
    expect(await sentTo("/", { ...named, address: "203.0.113.9" })).toEqual([308, "https://localhost/"]);
  });

  test.each(["evil.test/", "u@evil.test", "evil.test\\", "a b", "-", "[::1", "evil.test?"])(
    "nobody is sent to the host %s",
    async (host) => {
      const app = await TestApp.open(settings);
      const headers = { "x-forwarded-host": host };
      const { status, body } = await app.ask("GET", "/", { address: proxy, headers });
      expect([status, body["code"]]).toEqual([400, "REQUEST_MALFORMED"] as never);
    },
  );

  test("probes of this machine go on without it, and nothing else of it does", async () => {
    const app = await TestApp.open(settings);
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
      expect((await app.ask("GET", "/health", { address })).status).toBe(200);
      expect((await app.ask("GET", "/ready", { address })).status).toBe(503);
      expect((await app.ask("GET", "/app-status", { address })).status).toBe(308);
    }
    expect((await app.ask("GET", "/health", { address: "203.0.113.9" })).status).toBe(308);
    // What a proxy of this machine passes on is no probe of it.
    const here = await TestApp.open({ ...settings, TRUST_PROXY: "127.0.0.1" });
    const headers = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" };
    expect((await here.ask("GET", "/health", { address: "127.0.0.1", headers })).status).toBe(308);
  });
});

test("https is not required where nobody could come by it", () => {
  expect(() => parseServiceConfig({ REQUIRE_HTTPS: "on" })).toThrow("REQUIRE_HTTPS: would refuse everything");
});
