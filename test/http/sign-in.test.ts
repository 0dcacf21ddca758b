import { describe, expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashPassword } from "../../src/people/passwords.ts";
import { TestApp } from "../support/app.ts";
import { temporaryFolder } from "../support/temporary.ts";

const password = "correct horse battery staple";
const hash = await hashPassword(password);
const keys =
  "laravel:laravel-key-0123456789:submit:unlimited:2026-11-01,ops:ops-key-01234567890123:read+admin:unlimited:2026-11-01,reader:reader-key-01234567890:submit+read:unlimited:2026-11-01";
const page = { "sec-fetch-site": "same-origin" };

/** A service with two people and two keys, and a browser's way of asking it. */
async function setUp(settings: Readonly<Record<string, string>> = {}) {
  const users = join(temporaryFolder(), "users");
  writeFileSync(users, `anna:operate:2026-11-01:${hash}\nbudi:look:2026-11-01:${hash}\n`);
  const app = await TestApp.open({ API_KEYS: keys, USERS_FILE: users, ...settings });
  const signIn = (body: object, address?: string) =>
    app.ask("POST", "/dashboard/sign-in", {
      body,
      headers: page,
      ...(address === undefined ? {} : { address }),
    });
  /** Signs in, and asks as the page does from then on. */
  const as = async (body: object) => {
    const signedIn = await signIn(body);
    const cookie = cookieOf(signedIn.headers);
    const { csrf } = signedIn.body as unknown as { csrf: string };
    return {
      cookie,
      csrf,
      ask: (method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
        app.ask(method, path, { headers: { ...page, cookie, "x-csrf-token": csrf, ...headers } }),
    };
  };
  return { app, users, signIn, as };
}

/** A member of an answer. */
function member(body: object, name: string): unknown {
  return (body as Readonly<Record<string, unknown>>)[name];
}

function cookieOf(headers: Headers): string {
  return (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

describe("signing in", () => {
  test("with a name and its password gives a cookie for this name, https and the page itself alone", async () => {
    const { signIn } = await setUp();
    const { status, headers, body } = await signIn({ name: "anna", password });
    expect(status).toBe(200);
    expect(body as object).toMatchObject({ signed_in: true, open: false, name: "anna", role: "operate" });
    expect(headers.get("set-cookie")).toMatch(
      /^__Host-ocr_eco=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
  });

  test("with a key gives the role that the key is worth, and none to one that only sends reports", async () => {
    const { signIn } = await setUp();
    expect((await signIn({ key: "ops-key-01234567890123" })).body as object).toMatchObject({
      role: "operate",
      name: "ops",
    });
    const ofReader = await signIn({ key: "reader-key-01234567890" });
    expect(member(ofReader.body, "detail")).toContain("it lacks the scope look");
    const refused = await signIn({ key: "laravel-key-0123456789" });
    expect([refused.status, member(refused.body, "code")]).toEqual([403, "SIGN_IN_REFUSED"]);
  });

  test.each([
    [{ name: "anna", password: `${password}.` }],
    [{ name: "nobody", password }],
    [{ key: "some-other-key-0123456" }],
  ])("with %j is refused, and sets no cookie", async (body) => {
    const { signIn } = await setUp();
    const refused = await signIn(body);
    expect([refused.status, member(refused.body, "code")]).toEqual([403, "SIGN_IN_REFUSED"]);
    expect(refused.headers.get("set-cookie")).toBeNull();
    expect(refused.text).not.toContain(password);
  });

  test("is limited by address, and by name from wherever; who signed in from an address is not kept out there by strangers", async () => {
    const { signIn } = await setUp();
    const wrong = { name: "anna", password: "wrong wrong wrong" };
    await signIn({ name: "anna", password }, "192.0.2.7");
    const ofOne = [];
    for (let at = 0; at < 11; at++) ofOne.push((await signIn(wrong, "192.0.2.8")).status);
    expect(ofOne).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
    for (let at = 0; at < 20; at++) await signIn(wrong, `198.51.100.${at}`);
    const limited = await signIn({ name: "anna", password }, "203.0.113.1");
    expect([limited.status, limited.headers.has("retry-after")]).toEqual([429, true]);
    expect(member(limited.body, "detail")).toContain("More than 30 tries to sign in in 900 s");
    expect((await signIn({ name: "anna", password }, "192.0.2.7")).status).toBe(200);
    expect((await signIn({ key: "ops-key-01234567890123" }, "203.0.113.1")).status).toBe(200);
  }, 60_000);

  test("from an address that somebody has signed in from before a restart is not kept out by strangers, either", async () => {
    const DATA_DIR = join(temporaryFolder(), "data");
    const before = await setUp({ DATA_DIR });
    await before.signIn({ name: "anna", password }, "192.0.2.7");
    await before.app.service.drain();
    expect(readFileSync(join(DATA_DIR, "sign-ins"), "utf8")).not.toMatch(/anna|192/);
    const { signIn } = await setUp({ DATA_DIR });
    const wrong = { name: "anna", password: "wrong wrong wrong" };
    for (let at = 0; at < 31; at++) await signIn(wrong, `198.51.100.${at}`);
    expect((await signIn({ name: "anna", password }, "203.0.113.1")).status).toBe(429);
    expect((await signIn({ name: "anna", password }, "192.0.2.7")).status).toBe(200);
  }, 60_000);

  test("is noted in the audit log by name, without what was typed", async () => {
    const { app, as } = await setUp();
    const anna = await as({ name: "anna", password });
    await anna.ask("POST", "/admin/pause");
    await anna.ask("POST", "/dashboard/sign-out");
    const text = readFileSync(join(app.service.config.DATA_DIR, "audit.jsonl"), "utf8");
    const entries = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.map(({ via, action, by, outcome }) => ({ via, action, by, outcome }))).toEqual([
      { via: "dashboard", action: "sign in", by: "anna", outcome: "ok" },
      { via: "dashboard", action: "pause", by: "anna", outcome: "ok" },
      { via: "dashboard", action: "sign out", by: "anna", outcome: "ok" },
    ]);
    for (const secret of [password, anna.csrf, anna.cookie.split("=")[1] ?? ""])
      expect(text).not.toContain(secret);
  });
});

describe("a session", () => {
  test("lets whoever looks see everything and change nothing, and whoever operates change it", async () => {
    const { as } = await setUp();
    const [anna, budi] = [await as({ name: "anna", password }), await as({ name: "budi", password })];
    expect((await budi.ask("GET", "/app-status")).body["details"]).toBeDefined();
    const refused = await budi.ask("POST", "/admin/pause");
    expect([refused.status, member(refused.body, "detail")]).toEqual([
      403,
      "budi has the role look, which may not do this.",
    ]);
    expect((await anna.ask("POST", "/admin/pause")).status).toBe(200);
    expect(member((await anna.ask("POST", "/api/v1/ocr-ecosteps")).body, "code")).toBe("KEY_REFUSED");
  });

  test("counts for requests of its own page alone, and changes need its token", async () => {
    const { as } = await setUp();
    const anna = await as({ name: "anna", password });
    const other: Readonly<Record<string, string>>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "x-csrf-token": "x" },
    ];
    for (const headers of other) {
      const { status, body } = await anna.ask("POST", "/admin/pause", headers);
      expect([status, member(body, "code")]).toEqual([403, "CROSS_SITE"]);
    }
    const seen = await anna.ask("GET", "/app-status", { "sec-fetch-site": "cross-site" });
    expect(seen.body["details"]).toBeUndefined();
    expect((await anna.ask("GET", "/admin/jobs", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    const known = await anna.ask("GET", "/dashboard/session", { "sec-fetch-site": "cross-site" });
    expect(member(known.body, "signed_in")).toBe(false);
  });

  test("is over once somebody signs out, and says so", async () => {
    const { as } = await setUp();
    const anna = await as({ name: "anna", password });
    const out = await anna.ask("POST", "/dashboard/sign-out");
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    const { status, body } = await anna.ask("GET", "/admin/jobs");
    expect([status, member(body, "code")]).toEqual([401, "SESSION_OVER"]);
    expect(member((await anna.ask("GET", "/dashboard/session")).body, "signed_in")).toBe(false);
  });

  test("ends without a restart when its user is removed, or has another role or password, or the file is gone", async () => {
    const { users, as } = await setUp();
    const file = readFileSync(users, "utf8");
    const other = await hashPassword("another long password");
    for (const next of [
      file.replace(/^anna.*\n/m, ""),
      file.replace("anna:operate", "anna:look"),
      file.replace(`anna:operate:2026-11-01:${hash}`, `anna:operate:2026-11-01:${other}`),
      null,
    ]) {
      writeFileSync(users, file);
      const anna = await as({ name: "anna", password });
      expect((await anna.ask("GET", "/admin/jobs")).status).toBe(200);
      if (next === null) rmSync(users);
      else writeFileSync(users, next);
      expect((await anna.ask("GET", "/admin/jobs")).status).toBe(401);
    }
  });

  test("waits for a file of users that makes no sense for a moment, and nobody signs in meanwhile", async () => {
    const { app, users, signIn, as } = await setUp();
    const file = readFileSync(users, "utf8");
    const anna = await as({ name: "anna", password });
    writeFileSync(users, `${file}oops\n`);
    expect((await anna.ask("GET", "/admin/jobs")).status).toBe(401);
    expect((await signIn({ name: "anna", password })).status).toBe(403);
    expect(app.log.filter(({ message }) => message.includes("cannot be used: line 3"))).toHaveLength(1);
    writeFileSync(users, file);
    expect((await anna.ask("GET", "/admin/jobs")).status).toBe(200);
  });

  test("with a key is for no more than the key, and is told of when it is refused", async () => {
    const { app, signIn, as } = await setUp({
      API_KEYS: `${keys},looker:looker-key-01234567890:look:unlimited:2026-11-01`,
    });
    const looker = await as({ key: "looker-key-01234567890" });
    expect((await looker.ask("GET", "/admin/jobs")).status).toBe(200);
    for (const [method, path] of [
      ["GET", "/metrics"],
      ["GET", "/api/v1/totals"],
      ["POST", "/api/v1/ocr-ecosteps/dev"],
      ["POST", "/api/v1/ocr-ecosteps/local"],
      ["POST", "/admin/pause"],
    ] as const)
      expect([path, (await looker.ask(method, path)).status]).toEqual([path, 403]);
    for (let at = 0; at < 3; at++) await signIn({ name: "anna", password: "wrong wrong wrong" });
    const told = app.log.filter(({ message }) => message.includes("could not sign in"));
    expect(told.map(({ message }) => message)).toEqual([
      '"anna" could not sign in at the dashboard from 192.0.2.1: SIGN_IN_REFUSED',
    ]);
  });

  test("is left behind by nobody who signs in anew", async () => {
    const { app, as } = await setUp();
    const anna = await as({ name: "anna", password });
    await app.ask("POST", "/dashboard/sign-in", {
      body: { name: "anna", password },
      headers: { ...page, cookie: anna.cookie },
    });
    expect((await anna.ask("GET", "/admin/jobs")).status).toBe(401);
  });

  test("is watched for as long as it lasts, and with a key until that is revoked", async () => {
    const { app } = await setUp();
    const url = app.listen();
    const watched = await fetch(`${url}/dashboard/live`, {
      headers: { "x-api-key": "ops-key-01234567890123" },
    });
    app.service.takeUp({
      keys: app.service.keys.filter(({ name }) => name !== "ops"),
      destinations: app.service.config.destinations,
    });
    expect(await watched.text()).toContain("event: over");
    const head = await fetch(`${url}/dashboard/live`, {
      method: "HEAD",
      headers: { "x-api-key": "ops-key-01234567890123" },
    });
    expect(head.status).toBe(403);
  });

  test("counts for less than a key that is shown beside it", async () => {
    const { as } = await setUp();
    const anna = await as({ name: "anna", password });
    expect(member((await anna.ask("POST", "/admin/pause", { "x-api-key": "wrong" })).body, "code")).toBe(
      "KEY_REFUSED",
    );
  });
});

describe("a page of somebody else", () => {
  test.each(["cross-site", "same-site"])(
    "(%s) changes nothing, also where no key is needed",
    async (site) => {
      const app = await TestApp.open();
      const headers = { "sec-fetch-site": site };
      for (const path of [
        "/admin/pause",
        "/dashboard/sign-in",
        "/dashboard/sign-out",
        "/api/v1/ocr-ecosteps",
      ]) {
        const { status, body } = await app.ask("POST", path, { headers });
        expect([status, member(body, "code")]).toEqual([403, "CROSS_SITE"]);
      }
      expect((await app.ask("GET", "/dashboard/live", { headers })).status).toBe(403);
      expect(await app.service.queue.jobs.isPaused()).toBe(false);
      expect((await app.ask("POST", "/admin/pause", { headers: page })).status).toBe(200);
    },
  );
});
