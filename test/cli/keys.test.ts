import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { parseKeysFile } from "../../src/config/read-keys.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The command in a folder of its own, and the file of keys there. */
function commandIn(env: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryFolder();
  const data = join(cwd, "data");
  const file = env["KEYS_FILE"] ?? join(data, "keys");
  return {
    data,
    file,
    text: () => readFileSync(file, "utf8"),
    keys: (...words: string[]): Promise<Ended> => ocrEco(["keys", ...words], { cwd, env }),
    audit: () =>
      readFileSync(join(data, "audit.jsonl"), "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const today = (away = 0): string =>
  new Date(Date.now() + away * 86_400_000).toLocaleDateString("sv", { timeZone: "Asia/Jakarta" });

describe("ocr-eco keys new", () => {
  test("prints a random key alone on standard output, and keeps nothing but its hash, for its owner alone", async () => {
    const { keys, text, file, data } = commandIn();
    const made = await keys("new", "laravel", "--limit", "600/minute", "--days", "365");
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toMatch(/^ocreco_[\w-]{43}\n$/);
    const key = made.stdout.trim();
    expect(made.stderr).not.toContain(key);
    expect(text()).not.toContain(key);
    expect(text().split("\n")[1]).toBe(
      `laravel:${sha256(key)}:submit+read:600/minute:${today()}:${today(365)}`,
    );
    expect((await keys("new", "other")).stdout).not.toBe(made.stdout);
    expect([statSync(file).mode & 0o777, statSync(data).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readdirSync(data).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("leaves everything else in the file as it is, also a link to it and its group's right to read", async () => {
    const target = join(temporaryFolder(), "target");
    const link = join(temporaryFolder(), "keys");
    const old = `# ours\r\n\r\nold:${sha256("x")}:read:unlimited:2026-01-01`;
    writeFileSync(target, old);
    chmodSync(target, 0o644);
    symlinkSync(target, link);
    const { keys, text } = commandIn({ KEYS_FILE: link });
    await keys("new", "laravel");
    expect(text()).toStartWith(`${old}\nlaravel:`);
    await keys("revoke", "laravel");
    expect(text()).toBe(`${old}\n`);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o640);
  });

  test("refuses a name that there is, and says what to do", async () => {
    const { keys, text } = commandIn({ API_KEYS: "ops:x:admin:unlimited:2026-11-01", API_KEY: "y" });
    await keys("new", "laravel");
    const before = text();
    for (const name of ["laravel", "ops", "default"]) {
      const refused = await keys("new", name);
      expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
      expect(refused.stderr).toContain(
        `There is a key called ${name} already. Give the new one another name`,
      );
    }
    expect(text()).toBe(before);
  });

  test.each([
    "a:b",
    "a --scopes write",
    "a --limit many",
    "a --expires 2026-13-01",
    "a --expires 2020-01-01",
    "a --days 0",
    "a --days 5 --expires 2099-01-01",
  ])("calls '%s' wrong usage, and makes nothing", async (line) => {
    const { keys, data } = commandIn();
    const refused = await keys("new", ...line.split(" "));
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
    expect(() => statSync(data)).toThrow();
  });

  test("loses no key when many are made at the same time", async () => {
    const { keys, text } = commandIn();
    const names = Array.from({ length: 8 }, (_, at) => `key-${at}`);
    const made = await Promise.all(names.map((name) => keys("new", name)));
    expect(made.map(({ exitCode }) => exitCode)).toEqual(names.map(() => 0));
    const kept = parseKeysFile(text());
    expect(kept.map(({ name }) => name).sort()).toEqual(names);
    expect(kept.map(({ hash }) => Buffer.from(hash).toString("hex")).sort()).toEqual(
      made.map(({ stdout }) => sha256(stdout.trim())).sort(),
    );
  });

  test("touches no file that it does not understand, and says so", async () => {
    const { keys, file, data, text } = commandIn();
    mkdirSync(data);
    writeFileSync(file, "laravel:the-key-itself:submit:unlimited:2026-11-01\n");
    for (const words of [["new", "ops"], ["revoke", "laravel"], ["list"]]) {
      const refused = await keys(...words);
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain("line 1 (50 characters) must hold the SHA-256 of a key in hex");
      expect(refused.stderr).not.toContain("the-key-itself");
    }
    expect(text()).toStartWith("laravel:the-key-itself");
  });
});

test("ocr-eco keys list shows each key, for people and for programs", async () => {
  const { keys, file, data } = commandIn();
  expect((await keys("list")).stderr).toContain("There is no key in data/keys");
  mkdirSync(data);
  const line = (name: string, issued: string, expires = ""): string =>
    `${name}:${sha256(name)}:submit+read:unlimited:${issued}${expires}\n`;
  writeFileSync(file, line("aged", today(-100)) + line("over", today(-9), `:${today(-2)}`));
  const listed = (await keys("list")).stdout.split("\n");
  expect(listed[0]).toMatch(/^name +scopes +limit +issued +age +expires +state$/);
  expect(listed[1]).toMatch(/^aged +submit\+read +unlimited +[\d-]+ +100 days +never +old$/);
  expect(JSON.parse((await keys("list", "--json")).stdout)[1]).toEqual({
    name: "over",
    scopes: ["submit", "read"],
    limit: "unlimited",
    issued: today(-9),
    age_days: 9,
    expires: today(-2),
    state: "expired",
  });
  expect((await keys("list", "--template", "{{.name}} {{.scopes}} {{.expires}}")).stdout).toBe(
    `aged ["submit","read"] \nover ["submit","read"] ${today(-2)}\n`,
  );
  expect(JSON.parse((await keys("list", "--json", "name,state")).stdout)).toEqual([
    { name: "aged", state: "old" },
    { name: "over", state: "expired" },
  ]);
  expect((await keys("list", "--json", "hash")).stderr).toContain(
    'there is no "hash". There are name, scopes,',
  );
});

describe("ocr-eco keys revoke", () => {
  test("takes one key out of the file, and no other", async () => {
    const { keys, text } = commandIn();
    await keys("new", "laravel");
    await keys("new", "laravel-2");
    expect((await keys("revoke", "laravel")).exitCode).toBe(0);
    expect(parseKeysFile(text()).map(({ name }) => name)).toEqual(["laravel-2"]);
    const last = await keys("revoke", "laravel-2");
    expect(last.stderr).toContain("It was the last one");
  });

  test("says what there is when there is no such key", async () => {
    const { keys } = commandIn({ API_KEY: "x" });
    await keys("new", "laravel");
    const missing = await keys("revoke", "laravl");
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain("There is no key called laravl in data/keys. There: laravel.");
    const { keys: beside } = commandIn({ METRICS_KEY: "x" });
    expect((await beside("new", "metrics")).stderr).toContain("There is a key called metrics already");
    expect((await keys("revoke", "default")).stderr).toContain("is in API_KEY, API_KEYS or METRICS_KEY");
  });
});

test("what is done to keys is in the audit log, and no key is", async () => {
  const { keys, audit, data } = commandIn();
  const key = (await keys("new", "laravel")).stdout.trim();
  await keys("new", "laravel");
  await keys("revoke", "laravel");
  await keys("list");
  const user = Bun.spawnSync(["id", "-un"]).stdout.toString().trim();
  expect(audit()).toMatchObject([
    { via: "cli", by: user, action: "keys new", target: { name: "laravel" }, outcome: "ok" },
    { action: "keys new", outcome: "KEY_EXISTS" },
    { action: "keys revoke", target: { name: "laravel" }, outcome: "ok" },
  ]);
  expect(readFileSync(join(data, "audit.jsonl"), "utf8")).not.toContain(key);
});

// Only root can.
test.skipIf(process.getuid?.() !== 0)("root makes keys for whoever owns the data folder", async () => {
  const { keys, data } = commandIn();
  mkdirSync(data, { mode: 0o700 });
  chownSync(data, 4321, 4321);
  expect((await keys("new", "laravel")).exitCode).toBe(0);
  const owners = readdirSync(data).map((name) => [name, statSync(join(data, name)).uid]);
  expect(owners.sort()).toEqual([
    [".keys.lock", 4321],
    ["audit.jsonl", 4321],
    ["keys", 4321],
  ]);
});

// Whoever broke into the service may write to its folder, and waits for root.
test.skipIf(process.getuid?.() !== 0)(
  "root gives away nothing that links in the folder lead to",
  async () => {
    const { keys, data, file } = commandIn();
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, 4321, 4321);
    const roots = [".keys.lock", "audit.jsonl"].map((name) => {
      const target = join(data, "..", `of-root-${name}`);
      writeFileSync(target, "");
      symlinkSync(target, join(data, name));
      return target;
    });
    const made = await keys("new", "laravel");
    expect(made.exitCode).not.toBe(0);
    expect(made.stderr).toContain(".keys.lock is no ordinary file");
    expect(existsSync(file)).toBe(false);
    expect(roots.map((target) => [statSync(target).uid, statSync(target).size])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  },
);

describe("a running service", () => {
  async function running(): Promise<{
    service: RunningService;
    keys: (...words: string[]) => Promise<Ended>;
  }> {
    const service = await quickService().start();
    const env = { DATA_DIR: service.dataFolder };
    return { service, keys: (...words) => ocrEco(["keys", ...words], { env }) };
  }
  const statusWith = async (service: RunningService, key: string): Promise<number> =>
    (await service.fetch("/api/v1/ocr-ecosteps/none", { headers: { "x-api-key": key } })).status;

  test("is found, and lets the old and the new key in while one takes the place of the other", async () => {
    const { service, keys } = await running();
    const reloads = (count: number) =>
      until("it has reloaded", () => service.logged("reloaded").length === count);
    const first = (await keys("new", "laravel", "--reload")).stdout.trim();
    await reloads(1);
    expect(await statusWith(service, first)).toBe(404);
    const second = await keys("new", "laravel-2");
    expect(second.stderr).toContain(`kill -HUP ${service.pid}`);
    service.signal("SIGHUP");
    await reloads(2);
    const both = [first, second.stdout.trim()].map((key) => statusWith(service, key));
    expect(await Promise.all(both)).toEqual([404, 404]);
    expect((await keys("revoke", "laravel", "--reload")).exitCode).toBe(0);
    await reloads(3);
    expect([await statusWith(service, first), await statusWith(service, second.stdout.trim())]).toEqual([
      403, 404,
    ]);
    expect(service.log).not.toContain(first);
  });

  test("is not taken for another process that has its old number", async () => {
    const { service, keys } = await running();
    await service.kill();
    // A process that SIGHUP would end.
    const bystander = Bun.spawn(["sleep", "60"], { stdin: "ignore" });
    writeFileSync(join(service.dataFolder, "lock.pid"), `${bystander.pid}\n`);
    const made = await keys("new", "laravel", "--reload");
    expect(made.exitCode).toBe(0);
    expect(made.stderr).toContain("No service was found");
    // Nor by a link to what it has open.
    rmSync(join(service.dataFolder, "lock.db"));
    symlinkSync("/dev/null", join(service.dataFolder, "lock.db"));
    expect((await keys("new", "laravel-2", "--reload")).stderr).toContain("No service was found");
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    bystander.kill();
    await bystander.exited;
  });
});
