import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { Nginx, nginxAddress, nginxProgram } from "../../scripts/rig/nginx.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { certificate } from "../support/certificate.ts";
import { cleanUp } from "../support/clean-up.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hasAll =
  (nginxProgram !== null || hasProgram("nginx", "nginx-light")) && hasProgram("redis-server", "redis-server");

let queues = 0;

const caddyfile = join(import.meta.dir, "..", "..", "deploy", "caddy", "Caddyfile");
const hasCaddy = hasProgram("caddy", "caddy");

/** Reads a stream until it has told two pieces of news, which are a second apart and far smaller than what proxies keep. */
async function newsOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  let text = "";
  while (reader !== undefined && text.split("event: status").length < 3) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`It ended after: ${text}`);
    text += new TextDecoder().decode(value);
  }
  await reader?.cancel();
  return text;
}

test.skipIf(!hasCaddy)("Caddy finds nothing wrong with its file", () => {
  const home = temporaryFolder();
  const caddy = (...words: string[]) =>
    Bun.spawnSync(["caddy", ...words], { env: { PATH: process.env["PATH"] ?? "", HOME: home } });
  const { exitCode, stderr } = caddy("validate", "--config", caddyfile, "--adapter", "caddyfile");
  expect([exitCode, stderr.toString()]).toEqual([0, expect.not.stringMatching(/"level":"(warn|error)"/)]);
  expect(caddy("fmt", caddyfile).stdout.toString()).toBe(readFileSync(caddyfile, "utf8"));
});

test.skipIf(!hasCaddy)(
  "ocr-eco behind Caddy takes reports in, sends news on, and shows no figures",
  async () => {
    const running = await quickService({ TRUST_PROXY: "127.0.0.1" }).start();
    const url = `http://127.0.0.1:${freePort()}`;
    const home = temporaryFolder();
    // Without its name, for which it would ask for a certificate.
    const file = `{\n\tadmin off\n}\n${readFileSync(caddyfile, "utf8")}`
      .replace("ocr.example.org {", `${url} {`)
      .replaceAll("127.0.0.1:8000", new URL(running.url).host);
    writeFileSync(join(home, "Caddyfile"), file);
    const child = Bun.spawn(["caddy", "run", "--config", join(home, "Caddyfile")], {
      env: { PATH: process.env["PATH"] ?? "", HOME: home },
      stdio: ["ignore", "ignore", "ignore"],
    });
    cleanUp(async () => {
      child.kill();
      await child.exited;
    });
    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(`${url}${path}`, { ...init, headers: { "x-api-key": apiKey, ...init.headers } });
    await until("Caddy answers", async () => (await ask("/ready").catch(() => null))?.status === 200);
    const report = { report_id: 1, user_id: 7, s3_url: running.pictures.serveSteps("1.png", 8958) };
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(report);
    expect((await ask("/api/v1/ocr-ecosteps", { method: "POST", headers, body })).status).toBe(202);
    await until("it is delivered", () => running.laravel.booked.length === 1);
    expect((await newsOf(await ask("/dashboard/live"))).length).toBeLessThan(16_384);
    for (const path of ["/metrics", "/metrics/"]) expect((await ask(path)).status).toBe(404);
    const huge = new Uint8Array(40e6);
    expect((await ask("/api/v1/ocr-ecosteps", { method: "POST", headers, body: huge })).status).toBe(413);
  },
);

describe.skipIf(!hasAll)("ocr-eco behind nginx", () => {
  const redis = new RedisServer([], freePort());
  beforeAll(() => redis.start());
  afterAll(() => redis.remove());

  /** Instances that share a queue, a receiver and a server of pictures, and nginx before them. */
  async function setUp(count: number, env: Readonly<Record<string, string>> = {}) {
    const shared = {
      QUEUE_URL: redis.url("", `/0?prefix=nginx-${++queues}`),
      TRUST_PROXY: nginxAddress,
      MAX_QUEUE_SIZE: "100000",
      ...env,
    };
    const first = quickService(shared);
    const { url, key } = first.laravel;
    const others = Array.from({ length: count - 1 }, () =>
      quickService({ ...shared, LARAVEL_API_URL: url, LARAVEL_API_KEY: key }),
    );
    const instances: readonly RunningService[] = [first, ...others];
    await Promise.all(instances.map((each) => each.start()));
    const nginx = new Nginx({
      folder: temporaryFolder(),
      instances: instances.map((each) => each.url),
      certificate,
    });
    await nginx.start();
    cleanUp(() => nginx.stop());
    const ask = (path: string, init: BunFetchRequestInit = {}): Promise<Response> =>
      fetch(`${nginx.url}${path}`, {
        ...init,
        tls: { ca: certificate.cert },
        headers: { "x-api-key": apiKey, ...init.headers },
      });
    const submit = (report_id: number): Promise<Response> =>
      ask("/api/v1/ocr-ecosteps", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ report_id, user_id: 7, s3_url: first.pictures.url(`${report_id}.png`) }),
      });
    return { nginx, instances, first, ask, submit };
  }

  test("is reached by https alone, and hears who asks and how", async () => {
    const { nginx, first, ask } = await setUp(1, { REQUIRE_HTTPS: "on", LOG_LEVEL: "debug" });
    const plain = await fetch(`${nginx.plainUrl}/ready?a=b`, { redirect: "manual" });
    expect([plain.status, plain.headers.get("location")]).toEqual([308, "https://localhost/ready?a=b"]);
    const secure = await ask("/ready");
    expect([secure.status, await secure.json()]).toEqual([200, { status: "ready" }]);
    expect(secure.headers.get("strict-transport-security")).toContain("max-age");
    // Not what the client says of itself.
    await ask("/admin/pause", {
      method: "POST",
      headers: { "x-forwarded-for": "203.0.113.9, 198.51.100.7" },
    });
    await until("it is noted", () => first.logged("audit").length > 0);
    const [entry] = first.logged("audit");
    expect(entry).toMatchObject({ action: "pause", address: "127.0.0.1" });
  });

  test("takes reports and uploads in, and says in the service's form what is too large", async () => {
    const { first, ask, submit } = await setUp(1, { DOWNLOAD_MAX_MB: "15" });
    first.pictures.serveSteps("1.png", 8958);
    expect((await submit(1)).status).toBe(202);
    await until("it is delivered", () => first.laravel.booked.length === 1);
    const upload = async (megabytes: number): Promise<[number, unknown, string | null]> => {
      const form = new FormData();
      form.set("file", new Blob([new Uint8Array(megabytes * 1e6)]), "a.png");
      const answer = await ask("/api/v1/ocr", { method: "POST", body: form });
      const { code } = (await answer.json()) as { code?: string };
      return [answer.status, code, answer.headers.get("content-type")];
    };
    // The service's word, and nginx'.
    expect(await upload(16)).toEqual([413, "REQUEST_TOO_LARGE", "application/problem+json"]);
    expect(await upload(40)).toEqual([413, "REQUEST_TOO_LARGE", "application/problem+json"]);
    expect((await upload(14))[1]).not.toBe("REQUEST_TOO_LARGE");
  });

  test("shows its figures to nobody outside, however the address is written", async () => {
    const { first, ask } = await setUp(1);
    expect((await first.fetch("/metrics")).status).toBe(200);
    for (const path of ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/metrics?a", "/x/../metrics"]) {
      const answer = await ask(path);
      expect([path, answer.status, await answer.json()]).toEqual([
        path,
        404,
        expect.objectContaining({ code: "ROUTE_UNKNOWN" }),
      ]);
    }
  });

  test("sends news on as they come, for as long as somebody watches", async () => {
    const { ask } = await setUp(1);
    expect((await newsOf(await ask("/dashboard/live"))).length).toBeLessThan(16_384);
  });

  test("loses no request while one instance after the other is ended and started", async () => {
    const { instances, first, submit, ask } = await setUp(3);
    first.pictures.otherwise = (name) => new Response(`5000 steps in ${name}`);
    let [sent, isOver] = [0, false];
    const answers: number[] = [];
    const sending = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        answers.push((await submit(++sent)).status, (await ask("/app-status")).status);
        await Bun.sleep(5);
      }
    });
    for (const instance of instances.slice(0, 2)) {
      const before = answers.length;
      instance.signal("SIGTERM");
      expect(await instance.ended()).toEqual({ code: 0, signal: null });
      await until("others go on", () => answers.length > before + 40);
      await instance.start({ env: { PORT: new URL(instance.url).port } });
      const since = answers.length;
      await until("all go on", () => answers.length > since + 40);
    }
    isOver = true;
    await Promise.all(sending);
    expect([...new Set(answers)].toSorted()).toEqual([200, 202]);
    await until("all are delivered", () => new Set(first.laravel.bookedReports).size === sent);
  });

  test("says 503 and when to come again while no instance is there", async () => {
    const { first, ask, submit } = await setUp(1);
    first.signal("SIGTERM");
    await first.ended();
    for (const answer of [await submit(1), await ask("/ready")]) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
      expect(await answer.json()).toMatchObject({ code: "SERVER_UNREACHABLE", status: 503 });
    }
  });
});
