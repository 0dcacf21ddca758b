import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../../src/config/keys.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const key = "a-key-of-our-own-0123456789";

/** The path of a new file that holds this. */
function fileOf(content: string): string {
  const path = join(temporaryFolder(), "secret");
  writeFileSync(path, content);
  return path;
}

const keysOf = (settings: Record<string, string>): string[] =>
  parseServiceConfig(settings).keys.map(({ hash }) => Buffer.from(hash).toString("hex"));
const hex = (shown: string): string => Buffer.from(hashOf(shown)).toString("hex");
const wrongWith = async (settings: Record<string, string>): Promise<string> =>
  (await failureOf(() => parseServiceConfig(settings))).message;

describe("a secret that a file holds", () => {
  test.each(["", "\n", "\r\n"])("is what stands before its last line break (%j)", (end) => {
    expect(keysOf({ API_KEY_FILE: fileOf(`${key}${end}`) })).toEqual([hex(key)]);
  });

  test("may be any of them", () => {
    const { destinations, keys } = parseServiceConfig({
      API_KEYS_FILE: fileOf(
        `laravel:${key}:submit:unlimited:2026-11-01\nops:${key}2:admin:unlimited:2026-11-01\n`,
      ),
      LARAVEL_API_URL: "https://app.example.org",
      LARAVEL_API_KEY_FILE: fileOf("common\n"),
      LARAVEL_API_KEY_PRODUCTION_FILE: fileOf("live\n"),
      LARAVEL_API_URL_LOADTEST: "https://load.example.org",
      LARAVEL_API_KEY_LOADTEST_FILE: fileOf("load\n"),
      WEBHOOK_SECRET_FILE: fileOf(`${secret} ${secret}\n`),
      WEBHOOK_SECRET_PRODUCTION_FILE: fileOf(`${secret}\n`),
    });
    expect(keys.map(({ name }) => name)).toEqual(["laravel", "ops"]);
    expect([...destinations.values()].map((each) => [each.environment, each.key, each.secrets])).toEqual([
      ["staging", "common", [secret, secret]],
      ["production", "live", [secret]],
      ["loadtest", "load", [secret, secret]],
    ]);
  });

  test("is read through the links with which Kubernetes swaps a whole folder at once", () => {
    const folder = temporaryFolder();
    const path = join(folder, "api-key");
    const put = (version: string, content: string): void => {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, "api-key"), content);
      symlinkSync(version, join(folder, "..data_tmp"));
      renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
    };
    put("..2026_11_01", key);
    symlinkSync("..data/api-key", path);
    expect(keysOf({ API_KEY_FILE: path })).toEqual([hex(key)]);
    put("..2026_11_02", `${key}-new`);
    expect(keysOf({ API_KEY_FILE: path })).toEqual([hex(`${key}-new`)]);
  });

  test("and the environment holds, too, is refused with both names", async () => {
    expect(await wrongWith({ API_KEY: key, API_KEY_FILE: fileOf(key) })).toContain(
      "API_KEY: and API_KEY_FILE are both set",
    );
    // What is set to nothing is not set.
    expect(keysOf({ API_KEY: "", API_KEY_FILE: fileOf(key) })).toEqual([hex(key)]);
  });

  test("is no environment, and none can be called so", async () => {
    const { known } = parseServiceConfig({
      API_KEY: key,
      LARAVEL_API_URL: "https://app.example.org",
      LARAVEL_API_KEY_FILE: fileOf("k"),
    });
    expect(known).toEqual(["staging", "production"]);
    for (const name of ["LARAVEL_API_URL_FILE", "LARAVEL_API_URL_MY_FILE"])
      expect(await wrongWith({ API_KEY: key, [name]: "https://app.example.org" })).toContain(`${name}: `);
  });

  test("that holds a signing secret on each line is taken as two separated by a space are", () => {
    const secrets = ["A", "B"].map((letter) => `whsec_${letter.repeat(43)}=`);
    for (const content of [secrets.join("\n"), `${secrets.join("\r\n")}\r\n`, secrets.join(" ")]) {
      const { destinations } = parseServiceConfig({
        API_KEY: key,
        LARAVEL_API_URL: "https://app.example.org",
        LARAVEL_API_KEY: "k",
        WEBHOOK_SECRET_FILE: fileOf(content),
      });
      expect(destinations.get("staging")?.secrets).toEqual(secrets);
    }
  });

  test("of the wrong form is a problem of the file's setting, and is not shown", async () => {
    const settings = { API_KEY: key, LARAVEL_API_URL: "https://app.example.org" };
    for (const [name, content] of [
      ["LARAVEL_API_KEY_FILE", "two\nlines"],
      ["WEBHOOK_SECRET_FILE", "whsec_two"],
      ["API_KEYS_FILE", "laravel:two:write:unlimited:2026-11-01"],
    ] as const) {
      const message = await wrongWith({ ...settings, [name]: fileOf(content) });
      expect(message).toContain(`${name}: `);
      expect(message).not.toContain("two");
    }
    expect(await wrongWith({ API_KEY_FILE: fileOf("change-me\n") })).toContain(
      "API_KEY_FILE: is still the sample value",
    );
    expect(await wrongWith({ API_KEY_FILE: fileOf("a\nb\n") })).toContain("API_KEY_FILE: must be one line");
  });
});

test("all files that cannot be used are said at once, each with what is wrong, and none by its name", async () => {
  const folder = temporaryFolder();
  const pipe = join(folder, "pipe");
  expect(Bun.spawnSync(["mkfifo", pipe]).exitCode).toBe(0);
  const message = await wrongWith({
    API_KEY_FILE: join(folder, "nowhere"),
    API_KEYS_FILE: fileOf("\n"),
    KEYS_FILE: folder,
    LARAVEL_API_KEY_FILE: fileOf("x".repeat(70_000)),
    WEBHOOK_SECRET_FILE: pipe,
    WEBHOOK_SECRET_STAGING_FILE: folder,
  });
  for (const sentence of [
    "API_KEY_FILE: the file does not exist",
    "API_KEYS_FILE: the file is empty",
    "KEYS_FILE: it names a folder",
    "LARAVEL_API_KEY_FILE: the file has more than 64 KiB",
    "WEBHOOK_SECRET_FILE: it names something that is no ordinary file",
    "WEBHOOK_SECRET_STAGING_FILE: it names a folder",
  ]) {
    expect(message).toContain(sentence);
  }
  expect(message).not.toContain(folder);
});

describe("the file of keys", () => {
  const line = `ops:${createHash("sha256").update(key).digest("hex")}:admin:unlimited:2026-11-01\n`;

  test("is the one in the data folder where nothing else is said, and need not be there", () => {
    const folder = temporaryFolder();
    expect(keysOf({ DATA_DIR: folder })).toEqual([]);
    writeFileSync(join(folder, "keys"), line);
    expect(keysOf({ DATA_DIR: folder })).toEqual([hex(key)]);
    expect(keysOf({ DATA_DIR: folder, KEYS_FILE: fileOf("# none\n"), API_KEY: "other" })).toEqual([
      hex("other"),
    ]);
  });

  test("without any key in it lets nobody in, instead of everybody", async () => {
    expect(await wrongWith({ KEYS_FILE: fileOf("# none left\n") })).toContain("KEYS_FILE: has no key left");
    const figures = `prometheus:${"a".repeat(64)}:metrics:unlimited:2026-11-01\n`;
    expect(await wrongWith({ KEYS_FILE: fileOf(figures) })).toContain("KEYS_FILE: has no key left");
  });
});
