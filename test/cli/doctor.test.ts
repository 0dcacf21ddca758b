import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import type { Finding } from "../../cli/doctor/finding.ts";
import { checkClock, checkLaravel } from "../../cli/doctor/laravel.ts";
import { checkFiles, checkMemory, checkProcessor } from "../../cli/doctor/machine.ts";
import { Laravel } from "../../scripts/rig/laravel.ts";
import type { ConfiguredAddress } from "../../src/config/destinations.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { cores, memory } from "../../src/host/resources.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco } from "../support/cli.ts";
import { inUnit, kernelWith } from "../support/kernel.ts";
import { pretender } from "../support/pretender.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

function laravel(key?: string): Laravel {
  const receiver = new Laravel(key);
  cleanUp(() => receiver.close());
  return receiver;
}

/** What doctor finds with these settings, by what it is about. */
async function findings(env: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder();
  const { exitCode, stdout, stderr } = await ocrEco(["doctor", "--json"], {
    cwd,
    env: { DATA_DIR: join(cwd, "data"), PORT: "0", WORKER_COUNT: "1", ...env },
  });
  expect(stderr).toBe("");
  const { ok, findings: list } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  expect(exitCode).toBe(ok ? 0 : 1);
  return { ok, about: (name: string) => list.find(({ about }) => about === name), list };
}

describe("doctor", () => {
  test("finds a sound installation good, and books nothing at Laravel", async () => {
    const receiver = laravel();
    const { ok, about } = await findings({
      API_KEY: "a-key-that-tests-use-0123456789",
      LARAVEL_API_URL: receiver.url,
      LARAVEL_API_KEY: receiver.key,
    });
    expect(ok).toBe(true);
    for (const name of ["configuration", "disk", "queue", "reading", "Laravel staging, production", "clock"])
      expect([name, about(name)?.state]).toEqual([name, "good"]);
    expect(receiver.calls.filter(({ webhookId }) => webhookId !== "").map(({ status }) => status)).toEqual([
      422,
    ]);
    expect(receiver.booked).toEqual([]);
  });

  test("names a setting that was left as it came once, with what to do", async () => {
    const { list } = await findings({ API_KEY: "change-me", WORKER_COUNT: "many" });
    expect(list.filter(({ state }) => state === "bad").map(({ what }) => what)).toEqual([
      "API_KEY: is still the sample value; set your own",
      "WORKER_COUNT: must be a whole number from 1 to 256",
    ]);
  });

  test("says why the service that runs is not ready", async () => {
    const reason = "the workers are loading their models";
    const url = pretender(() => Response.json({ status: "not ready", reason }, { status: 503 }));
    const { about } = await findings({ PORT: new URL(url).port, HOST: "127.0.0.1" });
    expect(about("port")).toMatchObject({
      state: "bad",
      what: expect.stringContaining(`not ready: ${reason}`),
    });
  });

  test("names all that is wrong with a configuration, each with what mends it", async () => {
    const { ok, list } = await findings({ PORT: "eighty", HOST: "0.0.0.0" });
    expect(ok).toBe(false);
    const wrong = list.filter(({ state }) => state === "bad");
    expect(wrong.map(({ what }) => what.split(":")[0])).toEqual(["PORT", "API_KEY"]);
    for (const { remedy } of wrong) expect(remedy).toBeString();
  });

  test("finds a damaged queue, languages that are missing, and a port that another program has", async () => {
    const data = join(temporaryFolder(), "data");
    mkdirSync(data);
    writeFileSync(join(data, "queue.db"), "Dear diary, today I am not a database.".repeat(200));
    const other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("hello") });
    cleanUp(() => other.stop(true));
    const { about } = await findings({ DATA_DIR: data, OCR_LANGUAGES: "tlh", PORT: String(other.port) });
    expect(about("queue")).toMatchObject({ state: "bad", remedy: expect.stringContaining("restore") });
    expect(about("reading")).toMatchObject({ state: "bad", what: expect.stringContaining("tlh") });
    expect(about("port")).toMatchObject({ state: "bad", what: expect.stringContaining("another program") });
  });

  test("sees the service that runs, and the key that Laravel does not take", async () => {
    const running = await quickService().start();
    const { about } = await findings({
      DATA_DIR: running.dataFolder,
      PORT: new URL(running.url).port,
      LARAVEL_API_URL_STAGING: running.laravel.url,
      LARAVEL_API_KEY_STAGING: "another-key",
    });
    expect(about("port")).toMatchObject({ state: "good", what: expect.stringContaining("is ready") });
    expect(about("queue")?.state).toBe("good");
    expect(about("Laravel staging")).toMatchObject({
      state: "bad",
      what: `${running.laravel.url} refuses the key (401)`,
      remedy: expect.stringContaining("LARAVEL_API_KEY_STAGING"),
    });
  });
});

describe("an environment of Laravel", () => {
  const destination = (url: string) => ({
    environment: "staging",
    url: url as ConfiguredAddress,
    key: "laravel-key",
    secrets: [] as string[],
    setBy: { url: "LARAVEL_API_URL", key: "LARAVEL_API_KEY" },
  });
  const check = async (url: string) => (await checkLaravel([destination(url)]))[0];

  test("that verifies signatures is asked with one", async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const receiver = laravel();
    receiver.mood = ({ headers, text }) => {
      try {
        new Webhook(secret).verify(text, headers);
        return null;
      } catch {
        return new Response(null, { status: 401 });
      }
    };
    const theirs = { ...destination(receiver.url), secrets: [secret] };
    expect(await checkLaravel([theirs])).toMatchObject([{ state: "good" }]);
    const [refused] = await checkLaravel([
      { ...theirs, secrets: [`whsec_${Buffer.alloc(32, 8).toString("base64")}`] },
    ]);
    expect(refused).toMatchObject({
      state: "bad",
      what: expect.stringContaining("key or the signature (401)"),
    });
    expect(refused?.remedy).toContain("WEBHOOK_SECRET");
  });

  test("is named by the setting that its address and key come from", async () => {
    const receiver = laravel();
    receiver.mood = () => new Response(null, { status: 404 });
    expect(await check(receiver.url)).toMatchObject({ remedy: "check LARAVEL_API_URL" });
    receiver.mood = () => new Response(null, { status: 401 });
    expect((await check(receiver.url))?.remedy).toContain("LARAVEL_API_KEY to the key");
  });

  test("that is missing altogether is told of, with the command that sets it up", async () => {
    const [missing] = await checkLaravel([]);
    expect(missing).toMatchObject({ state: "poor", remedy: expect.stringContaining("ocr-eco init") });
  });

  test.each([
    ["redirects", 302, "bad", "redirects"],
    ["has nothing there", 404, "bad", "has no /api/ocr/result"],
    ["is broken", 500, "bad", "answers 500"],
    ["takes everything", 200, "poor", "accepted an empty result"],
  ] as const)("that %s is told of", async (_, status, state, what) => {
    const receiver = laravel();
    receiver.mood = () => new Response("{}", { status, headers: { location: "/elsewhere" } });
    expect(await check(receiver.url)).toMatchObject({ state, what: expect.stringContaining(what) });
  });

  test("that nobody answers for is told of", async () => {
    const receiver = laravel();
    await receiver.goDown();
    expect(await check(receiver.url)).toMatchObject({
      state: "bad",
      what: expect.stringContaining("is not reached"),
    });
  });

  test("has another time, which is told of from some seconds on", async () => {
    const theirs = destination(laravel().url);
    expect(await checkClock([theirs])).toMatchObject({ state: "good" });
    expect(await checkClock([theirs], () => Date.now() + 60_000)).toMatchObject({ state: "bad" });
    expect(await checkClock([])).toMatchObject({ state: "poor" });
  });
});

describe("a machine", () => {
  const config = parseServiceConfig({ WORKER_COUNT: "4" });

  test("without AVX2, memory or open files is told of, with what to set", () => {
    expect(checkProcessor("flags\t\t: fpu sse4_2 avx\n").state).toBe("poor");
    expect(checkProcessor("flags\t\t: fpu avx avx2\n").state).toBe("good");
    const little = { totalBytes: 16e9, availableBytes: 1_024_000_000, limitedBy: null };
    expect(checkMemory(config, little)).toMatchObject({
      state: "poor",
      remedy: "set WORKER_COUNT=1, or add memory",
    });
    expect(checkMemory(config, { ...little, availableBytes: 8e9 }).state).toBe("good");
    expect(checkFiles("Max open files            1024                 524288\n").state).toBe("poor");
    expect(checkFiles("Max open files            65536                65536\n").state).toBe("good");
  });

  test("of which a control group gives less is told of with the file that says so", () => {
    const unit = "groups/system.slice/ocr-eco.service";
    const kernel = kernelWith({
      ...inUnit,
      [`${unit}/memory.max`]: "1000000000",
      [`${unit}/memory.current`]: "100000000",
      [`${unit}/cpu.max`]: "150000 100000",
    });
    const folder = join(kernel.groups, "system.slice/ocr-eco.service");
    expect(checkProcessor("", cores(kernel, 8)).what).toBe(`1 core (limited by ${folder}/cpu.max)`);
    expect(checkMemory(config, memory(kernel))).toMatchObject({
      state: "poor",
      what: `900 MB free (limited by ${folder}/memory.max), about 1950 needed for 4 workers`,
      remedy: "set WORKER_COUNT=1, or raise memory.max (systemd: MemoryMax)",
    });
  });
});
