import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { secretsOf } from "../../src/config/destinations.ts";
import { parsePlaces, parseServiceConfig } from "../../src/config/service.ts";
import { openQueue } from "../../src/queue/open.ts";
import type { Queue } from "../../src/queue/port.ts";
import { certificate, certificateFiles } from "../support/certificate.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco } from "../support/cli.ts";
import { failureOf } from "../support/failure.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { submit } from "./support.ts";

const localHour = () => ({ day: "2026-03-01", hour: 0 });

/** Opens the queue that these settings name, in a folder of its own. */
async function opening(settings: Readonly<Record<string, string>>, warnings: string[] = []): Promise<Queue> {
  const places = parsePlaces({ DATA_DIR: temporaryFolder(), ...settings });
  const queue = await openQueue(places, { localHour, warn: (message) => warnings.push(message) });
  cleanUp(() => queue.close());
  return queue;
}

describe("QUEUE_URL", () => {
  test("names a server, a user, a database and a prefix", () => {
    const url = "rediss://eco:p%40ss@redis.internal:6380/3?prefix=test";
    expect(parsePlaces({ QUEUE_URL: url }).QUEUE_URL).toEqual({
      sentinels: null,
      nodes: null,
      host: "redis.internal",
      port: 6380,
      username: "eco",
      password: "p@ss",
      database: 3,
      isEncrypted: true,
      prefix: "{test}",
    });
    expect(parsePlaces({ QUEUE_URL: "redis://[::1]" }).QUEUE_URL).toEqual({
      sentinels: null,
      nodes: null,
      host: "::1",
      port: 6379,
      database: 0,
      isEncrypted: false,
      prefix: "{ocr-eco}",
    });
  });

  test("names Sentinels that know which server it is, and what they call it", () => {
    const url = "rediss+sentinel://eco:p%40ss@one:26380,[::2],three/eco-queue/3?prefix=test";
    expect(parsePlaces({ QUEUE_URL: url }).QUEUE_URL).toMatchObject({
      sentinels: {
        group: "eco-queue",
        at: [
          { host: "one", port: 26_380 },
          { host: "::2", port: 26_379 },
          { host: "three", port: 26_379 },
        ],
      },
      username: "eco",
      password: "p@ss",
      database: 3,
      isEncrypted: true,
      prefix: "{test}",
    });
    expect(parsePlaces({ QUEUE_URL: "redis+sentinel://one/main" }).QUEUE_URL).toMatchObject({
      sentinels: { group: "main", at: [{ host: "one", port: 26_379 }] },
      database: 0,
      prefix: "{ocr-eco}",
    });
    for (const wrong of [
      "redis+sentinel://one",
      "redis+sentinel://one,,two/main",
      "redis+sentinel://one:x/main",
    ])
      expect(() => parsePlaces({ QUEUE_URL: wrong })).toThrow("QUEUE_URL: must be like redis://");
    expect(() => parsePlaces({ CACHE_URL: "redis+sentinel://one/main" })).toThrow("CACHE_URL: must be like");
  });

  test("names nodes of a cluster, which has no database but the first", () => {
    const url = "rediss+cluster://eco:p%40ss@one:7000,[::2],three/0?prefix=test";
    const address = {
      sentinels: null,
      nodes: [
        { host: "one", port: 7000 },
        { host: "::2", port: 6379 },
        { host: "three", port: 6379 },
      ],
      username: "eco",
      password: "p@ss",
      database: 0,
      isEncrypted: true,
      prefix: "{test}",
    };
    expect(parsePlaces({ QUEUE_URL: url }).QUEUE_URL).toMatchObject(address);
    expect(parsePlaces({ CACHE_URL: url }).CACHE_URL).toMatchObject(address);
    expect(parsePlaces({ QUEUE_URL: "redis+cluster://one" }).QUEUE_URL).toMatchObject({
      nodes: [{ host: "one", port: 6379 }],
      isEncrypted: false,
      prefix: "{ocr-eco}",
    });
    for (const wrong of ["redis+cluster://", "redis+cluster://one,,two", "redis+cluster://one:x/0"])
      expect(() => parsePlaces({ QUEUE_URL: wrong })).toThrow("QUEUE_URL: must be like redis://");
    expect(() => parsePlaces({ QUEUE_URL: "redis+cluster://one/main" })).toThrow("the number of a database");
    expect(() => parsePlaces({ QUEUE_URL: "redis+cluster://one,two/3" })).toThrow(
      "a cluster has no other database",
    );
  });

  test.each([
    ["http://redis.internal", "must be like redis://"],
    ["redis.internal:6379", "must be like redis://"],
    ["redis://redis.internal/first", "the number of a database"],
    ["redis://redis.internal?tls=on", "more behind its ?"],
    ["redis://eco:12#34@redis.internal", "URL-encoded"],
    ["redis://redis.internal?prefix=a{b", "has a prefix"],
    ["redis://eco:%zz@redis.internal", "URL-encoded"],
  ])("is refused, and not repeated, where it is none: %s", async (QUEUE_URL, sentence) => {
    const { code, message } = await failureOf(() => parsePlaces({ QUEUE_URL }));
    expect([code, message]).toEqual(["CONFIG_INVALID", expect.stringContaining(sentence)]);
    expect(message).not.toContain("redis.internal");
  });

  test("has its password hidden from the log, wherever that stands", async () => {
    const file = join(temporaryFolder(), "password");
    await Bun.write(file, "from a file\n");
    const config = parseServiceConfig({
      QUEUE_URL: "redis://eco:in-the-url@redis.internal",
      QUEUE_PASSWORD_FILE: file,
    });
    expect(config.QUEUE_PASSWORD).toBe("from a file");
    expect(secretsOf(config)).toEqual(expect.arrayContaining(["in-the-url", "from a file"]));
  });

  test("is missed where only its password is set", async () => {
    const { message } = await failureOf(() => parseServiceConfig({ QUEUE_PASSWORD: "secret" }));
    expect(message).toContain("QUEUE_PASSWORD: says nothing without QUEUE_URL");
  });
});

/** Answers what is asked when a connection begins, as a server of another version would. */
function ancient(version: string): number {
  const port = freePort();
  const server = Bun.listen({
    port,
    hostname: "127.0.0.1",
    socket: {
      data(socket, bytes) {
        for (const command of bytes.toString().split(/(?=\*\d+\r\n)/)) {
          const isInfo = /\r\ninfo\r\n/i.test(command);
          const info = `redis_version:${version}\r\n`;
          socket.write(isInfo ? `$${info.length}\r\n${info}\r\n` : "+OK\r\n");
        }
      },
    },
  });
  cleanUp(() => server.stop(true));
  return port;
}

test("a server that is too old is refused", async () => {
  const refused = await failureOf(() => opening({ QUEUE_URL: `redis://127.0.0.1:${ancient("6.2.14")}` }));
  expect(refused).toMatchObject({
    code: "QUEUE_REFUSED",
    message: expect.stringMatching(/is of version 6\.2\.14, and a queue needs 7\.0 or newer/),
  });
});

describe.skipIf(!hasProgram("redis-server", "redis-server"))("a queue on a server", () => {
  const server = new RedisServer([], freePort());
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  test("is opened by its address, and kept there", async () => {
    const warnings: string[] = [];
    const QUEUE_URL = server.url("", "/0?prefix=kept");
    const queue = await opening({ QUEUE_URL }, warnings);
    const id = await submit(queue);
    expect(queue.description).toBe(`Redis at 127.0.0.1:${server.port}, under {kept}`);
    expect(queue.loss).toBeNull();
    expect(warnings).toEqual([expect.stringContaining("no maxmemory")]);
    const other = await opening({ QUEUE_URL });
    expect((await other.jobs.get(id))?.state).toBe("waiting");
    expect(await other.mostBytes()).toBeGreaterThan(1e6);
    expect(await (await opening({ QUEUE_URL: server.url("", "/0?prefix=other") })).jobs.get(id)).toBeNull();
  });

  test("is asked by its password, and a wrong one is told of", async () => {
    const client = server.client();
    cleanUp(async () => {
      await client.config("SET", "requirepass", "");
      client.disconnect();
    });
    await client.config("SET", "requirepass", "open sesame");
    const refused = await failureOf(() => opening({ QUEUE_URL: server.url(":guessed") }));
    expect([refused.code, JSON.stringify(refused)]).toEqual([
      "QUEUE_REFUSED",
      expect.not.stringContaining("guessed"),
    ]);
    await opening({ QUEUE_URL: server.url(":guessed"), QUEUE_PASSWORD: "open sesame" });
    await opening({ QUEUE_URL: server.url(":open%20sesame") });
  });

  test("is refused where the server deletes what it likes", async () => {
    const client = server.client();
    cleanUp(async () => {
      await client.config("SET", "maxmemory-policy", "noeviction");
      client.disconnect();
    });
    await client.config("SET", "maxmemory-policy", "allkeys-lru");
    expect(await failureOf(() => opening({ QUEUE_URL: server.url() }))).toMatchObject({
      code: "QUEUE_REFUSED",
      message: expect.stringContaining("maxmemory-policy is allkeys-lru"),
    });
  });

  test.each([
    ["appendfsync", "everysec", "always", "once a second"],
    ["appendfsync", "no", "always", "never syncs"],
    ["no-appendfsync-on-rewrite", "yes", "no", "while it writes that anew"],
  ])("says what a power cut takes with %s %s", async (setting, value, usual, sentence) => {
    const client = server.client();
    cleanUp(async () => {
      await client.config("SET", setting, usual);
      client.disconnect();
    });
    await client.config("SET", setting, value);
    const warnings: string[] = [];
    const queue = await opening({ QUEUE_URL: server.url() }, warnings);
    expect(queue.loss).toContain(sentence);
    expect(warnings).toContain(queue.loss ?? "");
  });

  test("is refused where other keys begin like its own, and where a newer program wrote it", async () => {
    const client = server.client();
    cleanUp(() => client.disconnect());
    await client.set("{theirs}:session:1", "x");
    const theirs = { QUEUE_URL: server.url("", "/0?prefix=theirs") };
    expect((await failureOf(() => opening(theirs))).code).toBe("QUEUE_DAMAGED");
    expect((await client.keys("{theirs}*")).filter((key) => !key.endsWith(":clock"))).toEqual([
      "{theirs}:session:1",
    ]);
    await client.set("{text}:schema", "x");
    const text = await failureOf(() => opening({ QUEUE_URL: server.url("", "/0?prefix=text") }));
    expect(text.code).toBe("QUEUE_DAMAGED");
    await client.hset("{newer}:schema", { program: "ocr-eco", version: 99 });
    const newer = await failureOf(() => opening({ QUEUE_URL: server.url("", "/0?prefix=newer") }));
    expect([newer.code, newer.message]).toEqual(["QUEUE_NEWER", expect.stringContaining("its schema is 99")]);
  });

  test("is refused while the database in the folder has something to do", async () => {
    const DATA_DIR = temporaryFolder();
    const before = await openQueue(parsePlaces({ DATA_DIR }), { localHour });
    const id = await submit(before);
    await before.close();
    const refused = await failureOf(() => opening({ DATA_DIR, QUEUE_URL: server.url() }));
    expect([refused.code, refused.message]).toEqual([
      "CONFIG_INVALID",
      expect.stringContaining("still has 1 jobs and 0 deliveries"),
    ]);
    const again = await openQueue(parsePlaces({ DATA_DIR }), { localHour });
    await again.jobs.cancel([id], () => ({ error: { code: "X", message: "Y" }, body: null, counters: [] }));
    await again.close();
    await opening({ DATA_DIR, QUEUE_URL: server.url() });
    // Its folder is one service's all the same.
    expect((await failureOf(() => opening({ DATA_DIR, QUEUE_URL: server.url() }))).code).toBe("QUEUE_IN_USE");
  });

  test("is looked at by doctor, and forgotten from without a service", async () => {
    const QUEUE_URL = server.url("", "/0?prefix=looked");
    await submit(await opening({ QUEUE_URL }), { reportId: "5" });
    const cwd = temporaryFolder();
    const env = { DATA_DIR: join(cwd, "data"), PORT: "0", WORKER_COUNT: "1", QUEUE_URL };
    mkdirSync(env.DATA_DIR);
    writeFileSync(join(env.DATA_DIR, "users"), "");
    const { stdout } = await ocrEco(["doctor", "--json"], { cwd, env });
    const findings = JSON.parse(stdout).findings as { about: string; state: string; what: string }[];
    expect(findings.find(({ about }) => about === "queue")).toMatchObject({
      state: "poor",
      what: expect.stringMatching(
        /under \{looked\}: 1 jobs, 1 not ended, 0 deliveries pending; Redis has no maxmemory/,
      ),
    });
    expect(findings.find(({ about }) => about === "users")).toMatchObject({
      state: "poor",
      what: expect.stringContaining(`${join(env.DATA_DIR, "users")} is not read`),
    });
    const forgotten = await ocrEco(["forget", "--report", "5", "--yes"], { cwd, env });
    expect([forgotten.exitCode, forgotten.stdout]).toEqual([0, expect.stringContaining("1 job,")]);
    const gone = await ocrEco(["doctor", "--json"], {
      cwd,
      env: { ...env, QUEUE_URL: "redis://127.0.0.1:1" },
    });
    expect(JSON.parse(gone.stdout).findings).toContainEqual(
      expect.objectContaining({
        about: "queue",
        state: "bad",
        what: expect.stringContaining("does not answer"),
      }),
    );
  });

  test("is asked over TLS, and only where its certificate is trusted", async () => {
    const { certFile, keyFile } = certificateFiles(certificate);
    const port = freePort();
    const files = ["--tls-cert-file", certFile, "--tls-key-file", keyFile, "--tls-ca-cert-file", certFile];
    const secure = new RedisServer(["--tls-port", String(port), "--tls-auth-clients", "no", ...files]);
    cleanUp(() => secure.remove());
    await secure.start();
    const QUEUE_URL = `rediss://localhost:${port}`;
    await submit(await opening({ QUEUE_URL, QUEUE_CA_FILE: certFile }));
    expect(await failureOf(() => opening({ QUEUE_URL }))).toMatchObject({
      code: "QUEUE_REFUSED",
      message: expect.stringContaining("shows a certificate that is not trusted"),
    });
    const missing = await failureOf(() => opening({ QUEUE_URL, QUEUE_CA_FILE: `${certFile}.none` }));
    expect([missing.code, missing.message]).toEqual([
      "CONFIG_INVALID",
      expect.stringContaining("the file does not exist"),
    ]);
  });
});
