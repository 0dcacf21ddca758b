import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { dirname, join } from "node:path";
import { Laravel } from "../../scripts/rig/laravel.ts";
import { until } from "../../scripts/rig/processes.ts";
import { apiKey, quickCommand, type RunningService } from "../../scripts/rig/running-service.ts";
import { cleanUp } from "../support/clean-up.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const [oldKey, newKey] = ["the-old-key-of-laravel-0123456789", "the-new-key-of-laravel-0123456789"];
const invalid = "not reloaded: what was in force stays";

/** A file that a test writes again and again. */
class ChangingFile {
  readonly path = join(temporaryFolder(), "secret");

  constructor(content: string) {
    this.write(content);
  }

  write(content: string): void {
    writeFileSync(this.path, content);
  }
}

/** A line of a file of keys. */
function line(name: string, key: string, scopes = "submit+read"): string {
  return `${name}:${createHash("sha256").update(key).digest("hex")}:${scopes}:unlimited:2026-11-01\n`;
}

/** Asks for a reload, and waits until the log says how it ended. */
async function reload(running: RunningService): Promise<void> {
  const ends = (): number =>
    ["reloaded", invalid, "not reloaded"].flatMap((message) => running.logged(message)).length;
  const before = ends();
  running.signal("SIGHUP");
  await until("it has reloaded", () => ends() > before);
}

const statusWith = async (running: RunningService, key: string): Promise<number> =>
  (await running.fetch("/api/v1/ocr-ecosteps/none", { headers: { "x-api-key": key } })).status;

/** Writes the .env file of a service, which is in the folder that it was started in. */
function writeDotEnv(running: RunningService, lines: readonly string[]): void {
  writeFileSync(join(dirname(running.dataFolder), ".env"), lines.join("\n"));
}

describe("a service that is told to reload", () => {
  test("takes up other keys from their files, one beside the other while one rotates", async () => {
    const file = new ChangingFile(line("laravel", oldKey));
    const running = await quickService({ KEYS_FILE: file.path }).start();
    expect([await statusWith(running, oldKey), await statusWith(running, newKey)]).toEqual([404, 403]);
    file.write(line("laravel", oldKey) + line("laravel-2026-12", newKey));
    await reload(running);
    expect([await statusWith(running, oldKey), await statusWith(running, newKey)]).toEqual([404, 404]);
    file.write(line("laravel-2026-12", newKey));
    await reload(running);
    expect([await statusWith(running, oldKey), await statusWith(running, newKey)]).toEqual([403, 404]);
    expect(running.logged("keys and secrets are read again")).toMatchObject([
      { keys_added: ["laravel-2026-12"], keys_removed: [] },
      { keys_added: [], keys_removed: ["laravel"] },
    ]);
  });

  test("takes them up from the files of secrets and from .env, too", async () => {
    const [one, list] = [new ChangingFile(`${oldKey}\n`), new ChangingFile("a:x:read:unlimited:2026-11-01")];
    const running = quickService({ API_KEY: "", API_KEY_FILE: one.path, API_KEYS_FILE: list.path });
    writeDotEnv(running, ["API_KEY="]);
    await running.start();
    expect(await statusWith(running, oldKey)).toBe(404);
    one.write(`${newKey}\n`);
    list.write("b:y:read:unlimited:2026-11-01");
    await reload(running);
    expect([await statusWith(running, oldKey), await statusWith(running, newKey)]).toEqual([403, 404]);
    expect([await statusWith(running, "x"), await statusWith(running, "y")]).toEqual([403, 404]);
  });

  test("answers what it has in hand, and keeps the connection", async () => {
    const file = new ChangingFile(line("laravel", oldKey));
    const running = await quickService({ KEYS_FILE: file.path }).start();
    const { promise, resolve } = Promise.withResolvers<void>();
    running.pictures.answer("held.png", async () => {
      await promise;
      return new Response("4321 steps");
    });
    const connection = new Agent({ keepAlive: true, maxSockets: 1 });
    cleanUp(() => connection.destroy());
    const first = ask(running, connection, "/dev", { img_url: running.pictures.url("held.png") }, oldKey);
    await until("it is loaded", () => running.pictures.asked.includes("held.png"));
    file.write(line("laravel", newKey));
    await reload(running);
    expect(await statusWith(running, oldKey)).toBe(403);
    resolve();
    const inHand = await first;
    expect([inHand.status, inHand.body]).toEqual([200, expect.stringContaining("4321")]);
    const next = await ask(
      running,
      connection,
      "/dev",
      { img_url: running.pictures.url("held.png") },
      newKey,
    );
    expect([next.status, next.port]).toEqual([200, inHand.port]);
  });

  test("keeps all as it is when something is wrong, and says in one line what", async () => {
    const [file, key] = [new ChangingFile(line("laravel", oldKey)), new ChangingFile(apiKey)];
    const running = quickService({ KEYS_FILE: file.path, API_KEY: "", API_KEY_FILE: key.path });
    await running.start();
    file.write(line("laravel", newKey));
    key.write("");
    writeDotEnv(running, ["JOBS_DONE_HOURS=never"]);
    await reload(running);
    expect([await statusWith(running, oldKey), await statusWith(running, newKey)]).toEqual([404, 403]);
    expect(running.logged(invalid)).toEqual([
      expect.objectContaining({ level: "error", code: "CONFIG_INVALID" }),
    ]);
    const reason = String(running.logged(invalid)[0]?.["reason"]);
    expect(reason).toContain("API_KEY_FILE: the file is empty");
    expect(reason).toContain("JOBS_DONE_HOURS: ");
    const audit = join(running.dataFolder, "audit.jsonl");
    await until("it is in the audit log", () => existsSync(audit) && readFileSync(audit).length > 0);
    expect(JSON.parse(readFileSync(audit, "utf8"))).toMatchObject({
      via: "signal",
      action: "reload",
      outcome: "CONFIG_INVALID",
    });
    key.write(apiKey);
    writeDotEnv(running, []);
    await reload(running);
    expect([await statusWith(running, oldKey), await statusWith(running, newKey)]).toEqual([403, 404]);
  });

  test("does not give up its last key: that would let everybody in", async () => {
    const key = new ChangingFile("API_KEY=only-key-0123456789");
    const running = quickService({ API_KEY: "", API_KEYS_FILE: key.path, HOST: "" });
    key.write(`only:${oldKey}:submit+read+admin:unlimited:2026-11-01`);
    await running.start();
    key.write("\n,\n");
    await reload(running);
    expect(String(running.logged(invalid)[0]?.["reason"])).toContain("No key is left");
    expect((await fetch(`${running.url}/admin/jobs`)).status).toBe(401);
    expect(await statusWith(running, oldKey)).toBe(404);
  });

  test("names once what else has changed, and goes on without it", async () => {
    const running = quickService();
    writeDotEnv(running, ["MAX_QUEUE_SIZE=5", "LARAVEL_API_KEY_STAGING=one"]);
    await running.start();
    const waiting = "these have changed, too, and need a restart";
    writeDotEnv(running, ["MAX_QUEUE_SIZE=6", "LARAVEL_API_URL_LOADTEST=http://127.0.0.1:9"]);
    await reload(running);
    await reload(running);
    expect(running.logged(waiting)).toEqual([
      expect.objectContaining({ settings: ["LARAVEL_API_URL_LOADTEST", "MAX_QUEUE_SIZE"] }),
    ]);
    expect(await running.get("/app-status")).toMatchObject({ queue: { queue_capacity: 5 } });
    expect((await running.submit({ report_id: 1, environment: "loadtest" })).status).toBe(422);
  });

  test("before it is ready does so, and while it ends goes on ending", async () => {
    const running = await quickService().start({ ready: false });
    await reload(running);
    await until("it is ready", () => running.logged("ready").length > 0);
    running.pictures.answer("held.png", () => new Promise<Response>(() => {}));
    await running.submit({ report_id: 1, s3_url: running.pictures.url("held.png") });
    await until("it is loaded", () => running.pictures.asked.includes("held.png"));
    running.signal("SIGTERM");
    await until("it hears the signal", () => running.logged("told to end").length > 0);
    await reload(running);
    expect(running.logged("not reloaded")).toMatchObject([{ reason: "the service is about to end" }]);
    expect(running.hasEnded).toBe(false);
    running.signal("SIGTERM");
    expect(await running.ended()).toEqual({ code: 1, signal: null });
  });
});

test("a service in a terminal ends in order when that is closed, and reloads while it is open", async () => {
  let shown = "";
  const child = Bun.spawn([...quickCommand], {
    cwd: temporaryFolder(),
    env: { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", PORT: "0", WORKER_COUNT: "1" },
    terminal: {
      data: (_, bytes) => {
        shown += new TextDecoder().decode(bytes);
      },
    },
  });
  cleanUp(() => child.kill("SIGKILL"));
  await until("it listens", () => shown.includes("listening"));
  child.kill("SIGHUP");
  await until("it has reloaded", () => shown.includes("reloaded"));
  child.terminal?.close();
  expect(await child.exited).toBe(0);
});

describe("another key for a destination", () => {
  /** A service whose receiver takes the new key only, and what holds the key that is sent. */
  async function refused(): Promise<{ running: RunningService; key: ChangingFile; production: Laravel }> {
    const production = new Laravel(newKey);
    cleanUp(() => production.close());
    const key = new ChangingFile(oldKey);
    const running = quickService({
      LARAVEL_API_URL_PRODUCTION: production.url,
      LARAVEL_API_KEY_PRODUCTION_FILE: key.path,
      WEBHOOK_RETRY_SECONDS: "0,1,1,1",
    });
    return { running: await running.start(), key, production };
  }
  const submit = (running: RunningService, report_id: number) =>
    running.submit({ report_id, environment: "production", s3_url: running.pictures.serveSteps("a.png", 5) });

  test("lets deliveries go on that were held because the old one is refused", async () => {
    const { running, key, production } = await refused();
    await submit(running, 1);
    await until("production is held", async () => (await running.details()).deliveries.held.length === 1);
    await submit(running, 2);
    key.write(newKey);
    await reload(running);
    await running.settled();
    expect(production.bookedReports.sort()).toEqual(["1", "2"]);
    expect((await running.details()).deliveries.held).toEqual([]);
    expect(running.logged("keys and secrets are read again")[0]).toMatchObject({
      environments: ["production"],
    });
  });

  test("is not held because the old one is refused while it was on its way", async () => {
    const { running, key, production } = await refused();
    const { promise, resolve } = Promise.withResolvers<void>();
    let hasArrived = false;
    production.mood = async (call) => {
      hasArrived = true;
      if (call.key === oldKey) await promise;
      return null;
    };
    await submit(running, 1);
    await until("it is on its way", () => hasArrived);
    key.write(newKey);
    await reload(running);
    resolve();
    await running.settled();
    expect(production.calls.map(({ key: sent, status }) => [sent, status])).toEqual([
      [oldKey, 401],
      [newKey, 200],
    ]);
    expect(running.lines().filter(({ msg }) => String(msg).startsWith("DELIVERIES ARE HELD"))).toEqual([]);
  });

  test("is not in the log, whatever the receiver says", async () => {
    const { running, key } = await refused();
    key.write(newKey);
    await reload(running);
    // Who gets a key himself has it hidden in his answers already.
    running.laravel.mood = () => new Response(`theirs is ${newKey}, and was ${oldKey}`, { status: 422 });
    await running.submit({ report_id: 1 });
    await running.settled();
    expect(running.logged("delivery failed for good")).toMatchObject([
      { detail: "theirs is [hidden], and was [hidden]" },
    ]);
  });

  test("is not sent to another address than it is meant for", async () => {
    const running = quickService();
    const [before, after] = [new Laravel(oldKey), new Laravel(newKey)];
    cleanUp(() => Promise.all([before.close(), after.close()]).then(() => {}));
    const lines = ({ url, key }: Laravel) => [
      `LARAVEL_API_URL_PRODUCTION=${url}`,
      `LARAVEL_API_KEY_PRODUCTION=${key}`,
    ];
    writeDotEnv(running, lines(before));
    await running.start();
    writeDotEnv(running, lines(after));
    await reload(running);
    await submit(running, 1);
    await running.settled();
    expect(before.bookedReports).toEqual(["1"]);
  });
});

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Our end of the connection. */
  readonly port: number;
}

/** Posts over this connection. */
function ask(
  running: RunningService,
  agent: Agent,
  path: string,
  body: unknown,
  key: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = `${running.url}/api/v1/ocr-ecosteps${path}`;
    const headers = { "x-api-key": key, "content-type": "application/json" };
    const sent = request(url, { agent, method: "POST", headers }, (answer) => {
      const port = answer.socket.localPort ?? 0;
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text, port }));
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}
