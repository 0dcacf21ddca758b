import { describe, expect, test } from "bun:test";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { isAlive, until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { attempt } from "../../src/config/attempt.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { quickService, service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Serves a picture when the returned function is called, and not before. */
function heldPicture({ pictures }: RunningService, name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  pictures.answer(name, async () => {
    await promise;
    return new Response(`4321 steps in ${name}`);
  });
  return resolve;
}

/** A service that has two pictures in hand, which do not come, and one report more that waits: it was told to pause. */
async function busyService(): Promise<{ running: RunningService; letGo: () => void }> {
  const running = await quickService().start();
  const held = ["1.png", "2.png", "3.png"].map((name) => heldPicture(running, name));
  const submit = (report_id: number) =>
    running.submit({ report_id, s3_url: running.pictures.url(`${report_id}.png`) });
  for (const report_id of [1, 2]) await submit(report_id);
  await until("two are loaded", () => running.pictures.asked.length === 2);
  await running.post("/admin/pause", undefined);
  await submit(3);
  return {
    running,
    letGo: () => {
      for (const go of held) go();
    },
  };
}

describe("a service that is told to end", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    test(`by ${signal} finishes and delivers what it has in hand, and keeps what waits`, async () => {
      const { running, letGo } = await busyService();
      const { laravel } = running;
      running.signal(signal);
      await until("it hears the signal", () => running.logged("told to end").length > 0);
      letGo();
      expect(await running.ended()).toEqual({ code: 0, signal: null });
      expect(laravel.bookedReports.sort()).toEqual(["1", "2"]);
      await running.start();
      await running.post("/admin/resume", undefined);
      await until("the third one is delivered", () => laravel.bookedReports.includes("3"));
      await running.settled();
      expect(laravel.calls).toHaveLength(3);
      expect((await running.details())["deliveries"]).toMatchObject({ unknown_answers: 0, delivered: 3 });
    });
  }

  test("in its first moments ends as it was told to, too", async () => {
    const cwd = temporaryFolder();
    // It reads this first of all, and waits until somebody has written it.
    const settings = join(cwd, ".env");
    expect(Bun.spawnSync(["mkfifo", settings]).exitCode).toBe(0);
    const child = Bun.spawn([...ocrEcoCommand, "serve"], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", DATA_DIR: join(cwd, "data"), HOST: "127.0.0.1", PORT: "0" },
      stdout: "ignore",
      stderr: "ignore",
    });
    cleanUp(() => child.kill("SIGKILL"));
    let writer: number | undefined;
    await until("it reads its settings", () => {
      // Fails until there is a reader.
      writer = attempt(
        () => openSync(settings, constants.O_WRONLY | constants.O_NONBLOCK),
        () => {},
      );
      return writer !== undefined;
    });
    child.kill("SIGTERM");
    closeSync(writer ?? -1);
    await child.exited;
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  });

  test("finishes the picture that somebody waits for, and answers", async () => {
    const running = await quickService().start();
    const letGo = heldPicture(running, "direct.png");
    const answer = running.post("/api/v1/ocr-ecosteps/dev", { img_url: running.pictures.url("direct.png") });
    await until("it is loaded", () => running.pictures.asked.length === 1);
    running.signal("SIGTERM");
    await until("it hears the signal", () => running.logged("told to end").length > 0);
    letGo();
    expect(await (await answer).json()).toMatchObject({ extracted_data: { steps: 4321 } });
    expect(await running.ended()).toEqual({ code: 0, signal: null });
  });

  test("is not ready, and refuses what comes with a time after which to come again", async () => {
    const { running, letGo } = await busyService();
    running.signal("SIGTERM");
    await until("it hears the signal", () => running.logged("told to end").length > 0);
    expect((await running.fetch("/ready")).status).toBe(503);
    for (const [path, body] of [
      ["/api/v1/ocr-ecosteps", { report_id: 4, user_id: 1, s3_url: running.pictures.url("3.png") }],
      ["/api/v1/ocr-ecosteps/batch", { reports: [{ report_id: 4 }] }],
      ["/api/v1/ocr-ecosteps/dev", { img_url: running.pictures.url("3.png") }],
    ] as const) {
      const refused = await running.post(path, body);
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
      expect(await refused.json()).toMatchObject({ code: "DRAINING" });
    }
    letGo();
    expect((await running.ended()).code).toBe(0);
  });

  test("a second time ends at once, and finishes what it had in hand after a restart", async () => {
    const { running, letGo } = await busyService();
    running.signal("SIGTERM");
    await until("it hears the signal", () => running.logged("told to end").length > 0);
    running.signal("SIGTERM");
    expect((await running.ended()).code).toBe(1);
    letGo();
    await running.start();
    await running.post("/admin/resume", undefined);
    await until("all are delivered", () => running.laravel.booked.length === 3);
    expect(running.laravel.bookedReports.sort()).toEqual(["1", "2", "3"]);
  });

  test("gives back what cannot be finished in time", async () => {
    const { running, letGo } = await busyService();
    await running.kill();
    await running.start({ env: { DRAIN_SECONDS: "1" } });
    await running.post("/admin/resume", undefined);
    await until("two are loaded again", () => running.pictures.asked.length >= 4);
    running.signal("SIGTERM");
    expect((await running.ended()).code).toBe(0);
    expect(running.laravel.calls).toEqual([]);
    letGo();
    await running.start();
    await until("all are delivered", () => running.laravel.booked.length === 3);
  });

  test("ends as soon as it has nothing to do", async () => {
    const running = await quickService({ DRAIN_SECONDS: "3600" }).start();
    running.signal("SIGTERM");
    expect((await running.ended()).code).toBe(0);
  });

  test("while its workers load ends, too, with all of them", async () => {
    const running = await service({ DRAIN_SECONDS: "3600" }).start({ ready: false });
    running.signal("SIGTERM");
    expect((await running.ended()).code).toBe(0);
    expect(running.logged("ended")).toHaveLength(1);
    expect(isAlive(running.pid)).toBe(false);
  });
});

describe("a service that cannot start", () => {
  /** How a start ends, and what it says then. */
  async function failedStart(
    running: RunningService,
    env = {},
  ): Promise<{ code: number | null; said: string }> {
    await running.start({ env }).then(
      () => expect.unreachable("it started"),
      () => {},
    );
    return { code: (await running.ended()).code, said: running.errors };
  }

  test("because another one has its data says so in one sentence, and leaves that one alone", async () => {
    const first = await quickService().start();
    const second = service({ DATA_DIR: first.dataFolder });
    const { code, said } = await failedStart(second);
    expect(code).toBe(1);
    expect(said).toBe(
      `ocr-eco: The queue in ${first.dataFolder} is in use by another ocr-eco (process ${first.pid}). Stop that one first, or set another DATA_DIR.\n`,
    );
    await first.submit({ report_id: 1, s3_url: first.pictures.serveSteps("a.png", 5000) });
    await until("it is delivered", () => first.laravel.booked.length === 1);
  });

  test("because its port is taken says so in one sentence", async () => {
    const port = new URL((await quickService().start()).url).port;
    const { code, said } = await failedStart(service(), { PORT: port });
    expect(code).toBe(1);
    expect(said).toMatch(
      /^ocr-eco: Nobody can listen on 127\.0\.0\.1:\d+ \(.*\)\. Set PORT or HOST, or end what listens there\.\n$/,
    );
  });

  test("because its configuration is wrong names all that is wrong at once", async () => {
    const { code, said } = await failedStart(service(), {
      PORT: "high",
      TIMEZONE: "Moon/Base",
      WEBHOOK_RETRY_SECONDS: "soon",
      LARAVEL_API_URL_PRODUCTION: "ftp://example.org",
      API_KEY: "change-me",
    });
    expect(code).toBe(2);
    for (const name of ["PORT", "TIMEZONE", "WEBHOOK_RETRY_SECONDS", "LARAVEL_API_URL_PRODUCTION", "API_KEY"])
      expect(said).toContain(`${name}: `);
    expect(said.trim().split("\n")).toHaveLength(1);
  });
});

test("a service that cannot start says why in one sentence, and ends", async () => {
  const folder = temporaryFolder();
  const { exitCode, stderr } = await ocrEco(["serve"], {
    cwd: folder,
    env: { OCR_LANGUAGES: "xyz", PORT: "0", DATA_DIR: join(folder, "data") },
  });
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toContain("xyz");
  expect(exitCode).toBe(2);
});
