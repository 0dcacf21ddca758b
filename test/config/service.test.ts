import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseServiceConfig } from "../../src/config/service.ts";
import { parseAcceptance } from "../../src/webhook/acceptance.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const base = {
  API_KEY: "a-key-of-our-own",
  LARAVEL_API_URL: "https://app.example.org",
  LARAVEL_API_KEY: "k",
};
const wrongWith = async (settings: Record<string, string>): Promise<string> => {
  const failure = await failureOf(() =>
    parseServiceConfig({ ...base, ...settings }, { ACCEPT: parseAcceptance }),
  );
  expect(failure.code).toBe("CONFIG_INVALID");
  return failure.message;
};

describe("where the service listens", () => {
  test("is everywhere with a key, and this machine alone without one", () => {
    expect(parseServiceConfig(base).HOST).toBe("0.0.0.0");
    expect(parseServiceConfig({}).HOST).toBe("127.0.0.1");
    expect(parseServiceConfig({ HOST: "::1" }).HOST).toBe("::1");
  });

  test("is never elsewhere without a key", async () => {
    const { message } = await failureOf(() => parseServiceConfig({ HOST: "0.0.0.0" }));
    expect(message).toContain("API_KEY: must be set, because HOST is 0.0.0.0");
  });
});

describe("environments", () => {
  test("have their own destination, or the common one", () => {
    const { known, destinations } = parseServiceConfig({
      ...base,
      LARAVEL_API_URL_PRODUCTION: "https://live.example.org/app/",
      LARAVEL_API_KEY_PRODUCTION: "live-key",
      WEBHOOK_SECRET: secret,
      LARAVEL_API_URL_LOADTEST: "http://127.0.0.1:9",
    });
    expect(known).toEqual(["staging", "production", "loadtest"]);
    expect<unknown>(destinations.get("staging")).toEqual({
      environment: "staging",
      url: "https://app.example.org",
      key: "k",
      secrets: [secret],
      setBy: { url: "LARAVEL_API_URL", key: "LARAVEL_API_KEY" },
    });
    expect(destinations.get("production")).toMatchObject({
      url: "https://live.example.org/app",
      key: "live-key",
    });
    expect(destinations.get("loadtest")).toMatchObject({ url: "http://127.0.0.1:9", key: "k" });
  });

  test("may all be without a destination: then the service runs, and reports are refused", () => {
    expect(parseServiceConfig({ API_KEY: "x" }).destinations.size).toBe(0);
  });

  test("sign with two secrets while one rotates", () => {
    const { destinations } = parseServiceConfig({ ...base, WEBHOOK_SECRET: `${secret} ${secret}` });
    expect(destinations.get("production")?.secrets).toHaveLength(2);
  });
});

describe("keys", () => {
  test("come from three places, and are known by their hashes only", () => {
    const file = join(temporaryFolder(), "keys");
    const hash = createHash("sha256").update("of-the-file").digest("hex");
    writeFileSync(file, `# ours\nfiled:${hash}:read:unlimited:2026-11-01:2027-11-01\n\n`);
    const { keys } = parseServiceConfig({
      ...base,
      API_KEYS: "laravel:first:submit+read:600/minute:2026-11-01,ops:of-the-ops:admin:unlimited:2026-11-01",
      KEYS_FILE: file,
    });
    expect(keys.map(({ name, scopes, limit }) => ({ name, scopes, limit }))).toEqual([
      { name: "default", scopes: ["submit", "read"], limit: undefined },
      { name: "laravel", scopes: ["submit", "read"], limit: { most: 600, seconds: 60 } },
      { name: "ops", scopes: ["admin"], limit: null },
      { name: "filed", scopes: ["read"], limit: null },
    ]);
    expect(Buffer.from(keys[3]?.hash ?? []).toString("hex")).toBe(hash);
    expect(JSON.stringify(keys)).not.toContain("of-the-ops");
  });

  test.each([
    [
      "a part is missing",
      "laravel:first:submit",
      "key number 1 (20 characters) is not name:key:scopes:limit:issued[:expires]",
    ],
    [
      "a scope is none",
      "laravel:first:write:unlimited:2026-11-01",
      "scopes are submit, read, look, review, admin and metrics",
    ],
    ["a limit is none", "laravel:first:read:many:2026-11-01", "must be as in 600/minute, or unlimited"],
    ["a day is none", "laravel:first:read:unlimited:2026-13-01", "the day of issue must be as in 2026-11-01"],
    ["there is too much", "laravel:first:read:unlimited:2026-11-01:2027-01-01:x", "too many parts"],
    [
      "two have one name",
      "a:x:read:unlimited:2026-11-01,a:y:read:unlimited:2026-11-01",
      "two keys are called a",
    ],
  ])("are refused without being shown when %s", async (_what, keys, sentence) => {
    const message = await wrongWith({ API_KEYS: keys });
    expect(message).toContain("API_KEYS: ");
    expect(message).toContain(sentence);
    expect(message).not.toContain("first");
  });

  test("for the figures alone are needed where others than this machine reach their port", async () => {
    const set = { METRICS_PORT: "9464", METRICS_HOST: "0.0.0.0" };
    expect(await wrongWith(set)).toContain("METRICS_KEY: must be set, because METRICS_HOST is 0.0.0.0");
    const { keys } = parseServiceConfig({ ...base, METRICS_KEY: "another", ...set });
    expect(keys.map(({ name, scopes }) => [name, scopes.length])).toEqual([
      ["default", 3],
      ["metrics", 1],
    ]);
  });

  test("for the figures alone open nothing to others, and count as none", async () => {
    const { message } = await failureOf(() => parseServiceConfig({ HOST: "0.0.0.0", METRICS_KEY: "a-key" }));
    expect(message).toContain("API_KEY: must be set");
    expect(parseServiceConfig({ METRICS_KEY: "a-key" }).HOST).toBe("127.0.0.1");
  });

  test("that cannot be parsed are told by their number and length: their beginning may be a key", async () => {
    const secret = "the-secret-without-colons-0123456789";
    const good = "laravel:first:read:unlimited:2026-11-01";
    const list = await wrongWith({ API_KEYS: `${good},${secret}` });
    expect(list).toContain("API_KEYS: key number 2 (36 characters) is not name:key");
    const file = join(temporaryFolder(), "keys");
    writeFileSync(file, `# a comment\n\n${secret}:x:read:unlimited:2026-11-01:2027-01-01:more\n`);
    const filed = await wrongWith({ KEYS_FILE: file });
    expect(filed).toContain("KEYS_FILE: line 3 (80 characters) is not name:key");
    expect(list + filed).not.toContain(secret);
  });

  test("of random bytes put none of them on the terminal", async () => {
    const file = join(temporaryFolder(), "keys");
    writeFileSync(
      file,
      Uint8Array.from({ length: 2000 }, (_, index) => (index * 7919) % 251),
    );
    expect(await wrongWith({ KEYS_FILE: file })).toMatch(
      /^[\x20-\x7e\n]*KEYS_FILE: line \d+ \(\d+ characters\) is not [\x20-\x7e\n]*$/,
    );
  });

  test("in a file that cannot be read are a problem of KEYS_FILE", async () => {
    expect(await wrongWith({ KEYS_FILE: "/nowhere/keys" })).toContain("KEYS_FILE: ");
  });
});

test("all that is wrong is said at once", async () => {
  const message = await wrongWith({
    PORT: "65536",
    API_KEY: "change-me",
    LARAVEL_API_URL: "app.example.org",
    LARAVEL_API_URL_STAGING: "https://change-me.example.org",
    WEBHOOK_SECRET_PRODUCTION: "whsec_short",
    DEFAULT_ENVIRONMENT: "Live",
    ACCEPT: "verified,Fitbitt:none",
    REVIEW_SIGNALS: "copies",
    ALLOWED_PRIVATE_NETWORKS: "10.0.0.0/8,10.0.0.1/33",
    WEBHOOK_RETRY_SECONDS: "soon",
    JOBS_DONE_HOURS: "0",
  });
  for (const name of [
    "PORT",
    "API_KEY",
    "LARAVEL_API_URL",
    "LARAVEL_API_URL_STAGING",
    "WEBHOOK_SECRET_PRODUCTION",
    "DEFAULT_ENVIRONMENT",
    "ACCEPT",
    "REVIEW_SIGNALS",
    "ALLOWED_PRIVATE_NETWORKS",
    "WEBHOOK_RETRY_SECONDS",
    "JOBS_DONE_HOURS",
  ]) {
    expect(message).toContain(`${name}: `);
  }
});

test("an address without a key to send there is refused", async () => {
  expect(await wrongWith({ LARAVEL_API_KEY: "" })).toContain(
    "LARAVEL_API_KEY_STAGING: or LARAVEL_API_KEY must be set",
  );
});
