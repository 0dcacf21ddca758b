import { describe, expect, test } from "bun:test";
import { type ApiKey, parseKeys } from "../../src/config/keys.ts";
import { Access, scopeNeeded } from "../../src/http/access.ts";
import { TestApp } from "../support/app.ts";
import { inlined } from "../support/inlined.ts";

const open = ["/", "/health", "/ready", "/status", "/app-status", "/docs", "/docs/json"];

const keys = {
  API_KEY: "the-first-key-0123456789",
  API_KEYS: [
    "reader:reader-key-0123456789:read:unlimited:2026-01-01",
    "ops:ops-key-0123456789:submit+read+admin:unlimited:2026-01-01",
    "old:old-key-0123456789:submit+read+admin:unlimited:2020-01-01:2020-12-31",
    "few:few-key-0123456789:submit:2/minute:2026-01-01",
  ].join(","),
};

describe("a key", () => {
  test.each(open)("is not needed for %s", async (path) => {
    const app = await TestApp.open(keys);
    expect([401, 403]).not.toContain((await app.ask("GET", path)).status);
  });

  test("is needed for everything else, also for what does not exist", async () => {
    const app = await TestApp.open(keys);
    for (const [method, path] of [
      ["POST", "/api/v1/ocr-ecosteps"],
      ["GET", "/api/v1/ocr-ecosteps/x"],
      ["POST", "/api/v1/ocr"],
      ["POST", "/admin/clear-queue"],
      ["GET", "/admin/webhooks"],
      ["GET", "/nothing"],
    ] as const) {
      const { body } = await app.ask(method, path);
      expect([path, body["code"]]).toEqual([path, "KEY_MISSING"] as never);
    }
  });

  test("that is not ours is refused before the body is looked at", async () => {
    const app = await TestApp.open(keys);
    const { body } = await app.ask("POST", "/api/v1/ocr-ecosteps", { key: "guessed", body: "{" });
    expect(body).toMatchObject({ status: 403, code: "KEY_REFUSED" });
  });

  test("opens what its scopes say, and no more", async () => {
    const app = await TestApp.open(keys);
    const statusOf = async (key: string, method: string, path: string): Promise<number> =>
      (await app.ask(method, path, { key })).status;
    expect(await statusOf("reader-key-0123456789", "GET", "/api/v1/ocr-ecosteps/x")).toBe(404);
    expect(await statusOf("reader-key-0123456789", "POST", "/api/v1/ocr-ecosteps")).toBe(403);
    expect(await statusOf("reader-key-0123456789", "GET", "/admin/jobs")).toBe(403);
    expect(await statusOf("ops-key-0123456789", "GET", "/admin/jobs")).toBe(200);
  });

  test("called default may administer only as long as no other one may", async () => {
    const alone = await TestApp.open({ API_KEY: keys.API_KEY });
    expect((await alone.ask("GET", "/admin/jobs", { key: keys.API_KEY })).status).toBe(200);
    const besideOps = await TestApp.open(keys);
    expect((await besideOps.ask("GET", "/admin/jobs", { key: keys.API_KEY })).status).toBe(403);
    expect((await besideOps.report({}, keys.API_KEY)).status).toBe(202);
  });

  test("is refused after its last day", async () => {
    const app = await TestApp.open(keys);
    const { body } = await app.ask("GET", "/admin/jobs", { key: "old-key-0123456789" });
    expect(body).toMatchObject({ status: 403, code: "KEY_REFUSED" });
    expect(String(body["detail"])).toContain("old was valid until 2020-12-31");
    expect(
      (await app.ask("GET", "/app-status", { key: "old-key-0123456789" })).body["details"],
    ).toBeUndefined();
  });

  test("with a limit is told when a batch can never be within it", async () => {
    const app = await TestApp.open(keys);
    const { body } = await app.ask("POST", "/api/v1/ocr-ecosteps/batch", {
      key: "few-key-0123456789",
      body: { reports: [{}, {}, {}] },
    });
    expect(body).toMatchObject({ status: 422, code: "BATCH_TOO_LARGE" });
  });

  test("with a limit is told when it may go on", async () => {
    const app = await TestApp.open(keys);
    const send = (report_id: number) => app.report({ report_id }, "few-key-0123456789");
    expect([(await send(1)).status, (await send(2)).status]).toEqual([202, 202]);
    const refused = await send(3);
    expect(refused.body).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(1, 61);
    expect(refused.headers.get("ratelimit")).toMatch(/^"reports";r=0;t=\d+$/);
    expect(refused.headers.get("ratelimit-policy")).toBe('"reports";q=2;w=60');
    // Others are not concerned.
    expect((await app.report({ report_id: 4 }, "ops-key-0123456789")).status).toBe(202);
  });
});

describe("the one check of a key", () => {
  // The router looks for the path behind the eleventh character, so a short host would hide the path's beginning.
  test.each(["a", "ab", "abc"])("cannot be led around by the host %s", async (host) => {
    const app = await TestApp.open(keys);
    for (const path of ["/docs/admin/jobs", "/docs/api/v1/ocr-ecosteps/x"]) {
      const { status, body } = await app.ask("GET", path, { host });
      expect([status, body["code"]]).toEqual([400, "REQUEST_MALFORMED"] as never);
    }
  });

  test("is made once more by every route that needs a key", async () => {
    const app = await TestApp.open(keys);
    const { paths } = (await app.ask("GET", "/docs/json")).body as unknown as {
      paths: Record<string, Record<string, { security?: unknown }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        path,
        method,
        isOpen: security === undefined,
      })),
    );
    expect(routes.length).toBeGreaterThan(15);
    for (const { path, method, isOpen } of routes) {
      const { body } = await app.askPastTheFirstCheck(method.toUpperCase(), path.replace(/{\w+}/, "x"));
      expect([path, body["code"] === "KEY_MISSING"]).toEqual([path, !isOpen]);
    }
  });
});

test("every route that is not listed needs the highest scope", () => {
  expect(scopeNeeded("GET", "/dashboardx")).toBe("admin");
  expect(scopeNeeded("GET", "/dashboard/files/a/b")).toBe("admin");
  expect(scopeNeeded("GET", "/healthx")).toBe("admin");
  expect(scopeNeeded("GET", "//health")).toBe("admin");
  expect(scopeNeeded("GET", "/docsx")).toBe("admin");
  expect(scopeNeeded("GET", "/docs/admin/jobs")).toBe("admin");
  expect(scopeNeeded("POST", "/api/v1/ocr-ecosteps/local/")).toBe("admin");
  expect(scopeNeeded("POST", "/api/v1/ocr-ecosteps/%6cocal")).toBe("admin");
});

describe("the comparison of keys", () => {
  /** A key that counts how often it is compared. */
  function counted(name: string, compared: string[]): ApiKey {
    const [key] = parseKeys(`${name}:${name}-key-0123456789:submit:unlimited:2026-01-01`, ",", false);
    if (key === undefined) throw new Error("there is no key");
    const { hash, ...rest } = key;
    return {
      ...rest,
      get hash() {
        compared.push(name);
        return hash;
      },
    };
  }

  test.each(["first", "second", "third", "nobody's"])(
    "is made with all of them, also when the %s is shown",
    (name) => {
      const compared: string[] = [];
      const keys = ["first", "second", "third"].map((each) => counted(each, compared));
      const access = new Access(
        () => keys,
        () => "2026-11-24",
        { sessionOf: () => null, isOpen: () => false },
      );
      const headers = { "x-api-key": `${name}-key-0123456789` };
      const found = access.keyOf(new Request("http://service.test/", { headers }));
      expect(found?.name ?? "nobody's").toBe(name);
      expect(compared).toEqual(["first", "second", "third"]);
    },
  );

  test("is no trouble for keys of any length", async () => {
    const app = await TestApp.open(keys);
    for (const key of ["", "x", "reader-key-012345678", "x".repeat(5000)]) {
      const { status } = await app.ask("GET", "/admin/jobs", { key });
      expect([401, 403]).toContain(status);
    }
  });

  test("is made once for each request, however often its key is asked for", async () => {
    const compared: string[] = [];
    const app = await TestApp.open(keys, [counted("laravel", compared)]);
    expect((await app.report({}, "laravel-key-0123456789")).status).toBe(202);
    expect(compared).toHaveLength(1);
    expect((await app.report({}, "laravel-key-0123456789")).status).toBe(202);
    expect(compared).toHaveLength(2);
  });
});

test("no request can name an address but that of a picture, which the guard of addresses checks", async () => {
  const app = await TestApp.open();
  const document = (await app.ask("GET", "/docs/json")).body;
  const { paths } = inlined(document) as { paths: object };
  const routes = Object.values(paths).flatMap((methods) => Object.values(methods)) as {
    readonly parameters?: unknown;
    readonly requestBody?: unknown;
  }[];
  expect(routes.length).toBeGreaterThan(20);
  const addresses = routes
    .flatMap(({ parameters, requestBody }) => [...membersIn(parameters), ...membersIn(requestBody)])
    .filter(({ name, format }) => format === "uri" || /ur[il]|host|callback|target|webhook$/i.test(name));
  // Whatever comes here must go through src/images/address-guard.ts before anything connects to it.
  expect([...new Set(addresses.map(({ name }) => name))].toSorted()).toEqual(["img_url", "s3_url"]);
});

/** The members that a part of an OpenAPI document names, at any depth, with the formats of their values. */
function membersIn(part: unknown): { name: string; format: unknown }[] {
  if (typeof part !== "object" || part === null) return [];
  const { name, properties, ...rest } = part as { name?: unknown; properties?: Record<string, object> };
  const own = Object.entries(properties ?? {}).map(([member, schema]) => ({
    name: member,
    format: "format" in schema ? schema.format : null,
  }));
  const parameter = typeof name === "string" ? [{ name, format: null }] : [];
  return [
    ...parameter,
    ...own,
    ...[...Object.values(properties ?? {}), ...Object.values(rest)].flatMap(membersIn),
  ];
}
