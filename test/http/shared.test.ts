import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { hashPassword } from "../../src/people/passwords.ts";
import { SharedUsers } from "../../src/people/shared-users.ts";
import type { SharedStore } from "../../src/redis/shared-store.ts";
import { SharedKeys } from "../../src/service/shared-keys.ts";
import { TestApp } from "../support/app.ts";
import { ocrEco } from "../support/cli.ts";
import { withRedis } from "../support/shared.ts";
import { temporaryFolder } from "../support/temporary.ts";

const password = "correct horse battery staple";
const page = { "sec-fetch-site": "same-origin" };
const keys =
  "laravel:laravel-key-0123456789:submit:unlimited:2026-11-01,ops:ops-key-01234567890123:admin:unlimited:2026-11-01,few:few-key-0123456789012345:submit:2/minute:2026-11-01";
let installations = 0;

function code(body: object): unknown {
  return (body as { readonly code?: unknown }).code;
}

/** Adds a user as the command does, or gives one another password. */
async function putUser(app: TestApp, name: string, role: "look" | "operate" = "look", secret = password) {
  const users = new SharedUsers((app.service.shared as SharedStore).calls);
  await users.put(
    { name, role, since: "2026-11-01", hash: await hashPassword(secret) },
    await users.called(name),
  );
}

withRedis(
  (server) => {
    /** The settings of a new installation, whose instances have a folder each. */
    function installation() {
      const env = { QUEUE_URL: server.url("", `/0?prefix=installation-${++installations}`), API_KEYS: keys };
      return {
        instance: (settings: Readonly<Record<string, string>> = {}) => TestApp.open({ ...env, ...settings }),
        /** A command, as somebody types it on one of its machines. */
        command: (words: readonly string[], stdin?: string) =>
          ocrEco([...words], {
            cwd: temporaryFolder(),
            env,
            ...(stdin === undefined ? {} : { stdin: Buffer.from(stdin) }),
          }),
      };
    }

    const signIn = (app: TestApp, body: object, address = "192.0.2.1") =>
      app.ask("POST", "/dashboard/sign-in", { body, headers: page, address });

    /** Signs in at one instance; gives back how the page asks any of them from then on. */
    async function signedIn(app: TestApp, body: object) {
      const { status, headers, body: session } = await signIn(app, body);
      expect(status).toBe(200);
      const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
      const shown = { ...page, cookie, "x-csrf-token": String(session["csrf"]) };
      const ask = (at: TestApp, path: string, method = "GET") => at.ask(method, path, { headers: shown });
      return { ask, headers: shown };
    }

    describe("of two instances", () => {
      test("a session begun at one is good at both, may change things at both, and ends at both", async () => {
        const { instance } = installation();
        const [one, other] = [await instance(), await instance()];
        await putUser(one, "anna", "operate");
        const { ask } = await signedIn(one, { name: "anna", password });
        expect((await ask(other, "/admin/jobs")).status).toBe(200);
        expect((await ask(other, "/admin/pause", "POST")).status).toBe(200);
        expect((await ask(other, "/dashboard/session")).body as object).toMatchObject({ name: "anna" });
        expect((await ask(other, "/dashboard/sign-out", "POST")).status).toBe(200);
        const over = await ask(one, "/admin/jobs");
        expect([over.status, code(over.body)]).toEqual([401, "SESSION_OVER"]);
      });

      test("both end the sessions of who has another password, or is removed, wherever that is typed", async () => {
        const { instance, command } = installation();
        const [one, other] = [await instance(), await instance()];
        await putUser(one, "anna");
        const { ask: first } = await signedIn(one, { name: "anna", password });
        const changed = `another ${password}`;
        expect((await command(["users", "password", "anna"], changed)).exitCode).toBe(0);
        expect((await first(other, "/admin/jobs")).status).toBe(401);
        expect((await signIn(other, { name: "anna", password })).status).toBe(403);
        const { ask: second } = await signedIn(other, { name: "anna", password: changed });
        expect((await second(one, "/admin/jobs")).status).toBe(200);
        expect((await command(["users", "remove", "anna"])).exitCode).toBe(0);
        expect((await second(one, "/admin/jobs")).status).toBe(401);
      });

      test("watching ends at the one when the session is ended at the other", async () => {
        const { instance } = installation();
        const [one, other] = [await instance(), await instance()];
        await putUser(one, "anna");
        const { ask, headers } = await signedIn(one, { name: "anna", password });
        const watched = await fetch(`${one.listen()}/dashboard/live`, { headers });
        await ask(other, "/dashboard/sign-out", "POST");
        expect(await watched.text()).toContain("event: over");
      });

      test("users are those on the server alone, and a file of users is told of", async () => {
        const { instance, command } = installation();
        const USERS_FILE = join(temporaryFolder(), "users");
        writeFileSync(USERS_FILE, `budi:look:2026-11-01:${await hashPassword(password)}\n`);
        const app = await instance({ USERS_FILE });
        expect(app.log.map(({ message }) => message)).toContainEqual(
          expect.stringContaining("Nobody in the file"),
        );
        expect((await signIn(app, { name: "budi", password })).status).toBe(403);
        await command(["users", "add", "budi"], password);
        const twice = await command(["users", "add", "budi"], password);
        expect([twice.exitCode, twice.stderr]).toEqual([1, expect.stringContaining("called budi already")]);
        const list = await command(["users", "list", "--json"]);
        expect(JSON.parse(list.stdout)).toMatchObject([{ name: "budi", role: "look" }]);
        expect((await command(["users", "remove", "anna"])).stderr).toContain("There: budi.");
      });

      test("both let in a key that is made for all, soon after, and refuse it when it is revoked", async () => {
        const { instance, command } = installation();
        const [one, other] = [await instance(), await instance()];
        const made = await command(["keys", "new", "laravel-2027", "--shared", "--limit", "unlimited"]);
        expect([made.exitCode, made.stderr]).toEqual([0, expect.stringContaining("within seconds")]);
        const key = made.stdout.trim();
        const isLetIn = async (app: TestApp) => (await app.report({}, key)).status === 202;
        for (const each of [one, other]) await until("it is let in", () => isLetIn(each));
        // One that starts later knows it at once, and so does one whose own keys are read again.
        const third = await instance();
        expect(await isLetIn(third)).toBe(true);
        one.service.takeUp({ keys: one.service.ownKeys, destinations: one.service.config.destinations });
        expect(await isLetIn(one)).toBe(true);
        expect((await command(["keys", "new", "ops", "--shared"])).stderr).toContain("called ops already");
        const list = await command(["keys", "list", "--shared", "--json"]);
        expect(JSON.parse(list.stdout)).toMatchObject([{ name: "laravel-2027", limit: "unlimited" }]);
        await command(["keys", "revoke", "laravel-2027", "--shared"]);
        for (const each of [one, other, third])
          await until("it is refused", async () => (await each.report({}, key)).status === 403);
      });

      test("neither lets everybody in when the last key of all is revoked", async () => {
        const { instance } = installation();
        const app = await instance({ API_KEYS: "" });
        expect((await app.ask("GET", "/admin/jobs")).status).toBe(200);
        const keys = new SharedKeys((app.service.shared as SharedStore).calls);
        await keys.add("ops", `ops:${"ab".repeat(32)}:admin:unlimited:2026-11-01`);
        await until("a key is needed", async () => (await app.ask("GET", "/admin/jobs")).status === 401);
        await keys.remove("ops");
        await until("it is gone", () => app.service.keys.length === 0);
        expect((await app.ask("GET", "/admin/jobs")).status).toBe(401);
        expect((await app.ask("GET", "/metrics")).status).toBe(401);
        const later = await instance({ API_KEYS: "" });
        expect((await later.ask("GET", "/admin/jobs")).status).toBe(401);
      });

      test("what is wrong with a key of all is told, and keeps no other out", async () => {
        const { instance } = installation();
        const first = await instance();
        const keys = new SharedKeys((first.service.shared as SharedStore).calls);
        const hash = "cd".repeat(32);
        await keys.add("newer", `newer:${hash}:submit+fly:unlimited:2026-11-01`);
        await keys.add("ops", `ops:${hash}:submit:unlimited:2026-11-01`);
        await keys.add("right", `right:${"ef".repeat(32)}:submit:unlimited:2026-11-01`);
        const app = await instance();
        expect(app.service.keys.map(({ name }) => name)).toEqual(["laravel", "ops", "few", "right"]);
        expect(app.service.keys.find(({ name }) => name === "ops")?.scopes).toEqual(["admin"]);
      });

      test("tries to sign in are counted together, and so are the reports of a key", async () => {
        const { instance } = installation();
        const [one, other] = [await instance(), await instance()];
        const wrong = { key: "some-other-key-0123456" };
        for (let at = 0; at < 10; at++)
          expect((await signIn(at % 2 === 0 ? one : other, wrong)).status).toBe(403);
        for (const each of [one, other]) expect((await signIn(each, wrong)).status).toBe(429);
        expect((await signIn(other, wrong, "192.0.2.2")).status).toBe(403);
        const key = "few-key-0123456789012345";
        const left = [];
        for (const each of [one, other, one]) {
          const { status, headers } = await each.report({}, key);
          left.push([status, headers.get("ratelimit")?.replace(/;t=.*/, "")]);
        }
        expect(left).toEqual([
          [202, '"reports";r=1'],
          [202, '"reports";r=0'],
          [429, '"reports";r=0'],
        ]);
      });

      test("each tells who did what at the other, and on the command line", async () => {
        const { instance, command } = installation();
        const [one, other] = [await instance(), await instance()];
        const key = "ops-key-01234567890123";
        await one.ask("POST", "/admin/pause", { key });
        await other.ask("POST", "/admin/resume", { key });
        await command(["users", "add", "anna", "--random"]);
        for (const each of [one, other])
          await until("it tells all of it", async () => {
            const { text } = await each.ask("GET", "/admin/audit", { key });
            const { entries } = JSON.parse(text) as { entries: { action: string; via: string }[] };
            const told = entries.map(({ via, action }) => `${via} ${action}`);
            return Bun.deepEquals(told, ["cli users add", "http resume", "http pause"]);
          });
      });

      test("neither logs anybody out while the server is away: a sentence says what is wrong, and the page still comes", async () => {
        const { instance } = installation();
        const app = await instance();
        await putUser(app, "anna");
        const { ask } = await signedIn(app, { name: "anna", password });
        await server.stop();
        const [shell, ...others] = await Promise.all([
          ask(app, "/dashboard"),
          ask(app, "/dashboard/session"),
          ask(app, "/admin/jobs"),
          signIn(app, { name: "anna", password }),
        ]);
        expect(shell.status).toBe(200);
        for (const { status, body } of others)
          expect([status, code(body)]).toEqual([503, "QUEUE_UNREACHABLE"]);
        await server.start();
        expect((await ask(app, "/dashboard/session")).body as object).toMatchObject({ name: "anna" });
      });
    });
  },
  [],
  freePort(),
);
