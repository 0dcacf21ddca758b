import { describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fixture, fixtureBytes } from "../../scripts/common/fixtures.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { cleanUp } from "../support/clean-up.ts";
import { apiKey, quickService, service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const picture = "samsung-daily-activity-en-light.png";
const adminKey = "a-key-that-may-do-everything-0123";

const dev = (running: RunningService, name: string): Promise<Response> =>
  running.post("/api/v1/ocr-ecosteps/dev", { img_url: running.pictures.url(name) });

function upload(running: RunningService, bytes: Uint8Array, name = "a.png"): Promise<Response> {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(bytes)], name));
  return running.fetch("/api/v1/ocr", { method: "POST", body: form });
}

describe("a picture that somebody waits for", () => {
  test("is read at once from its address, an upload or this machine, without queue and webhook", async () => {
    const root = temporaryFolder();
    copyFileSync(fixture("images", picture), join(root, "a.png"));
    const running = await service({ LOCAL_IMAGE_ROOT: root }).start();
    const wanted = {
      extracted_data: { steps: 8958, distance: "6.02 km" },
      app_class: "Samsung Health",
      status: "verified",
    };
    const answers = [
      await dev(running, "steps.png"),
      await upload(running, fixtureBytes("images", picture)),
      await running.post("/api/v1/ocr-ecosteps/local", { img_path: "a.png", category: "walking" }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const body = (await answer.json()) as Record<string, unknown>;
      expect(body).toMatchObject(wanted);
      for (const name of ["job_id", "report_id", "user_id", "img_url"]) expect(body).not.toHaveProperty(name);
    }
    expect(running.laravel.calls).toEqual([]);
    expect((await running.details()).jobs).toMatchObject({ done: 0, waiting: 0 });
  });

  test("is refused while other uploads take the memory that is meant for them, and taken again afterwards", async () => {
    const running = await quickService({ DOWNLOAD_MAX_MB: "1" }).start();
    const large = new Uint8Array(1_000_000);
    large.set(new TextEncoder().encode("5000 steps"));
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(running, large, "slow.png")));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    const refused = answers.find(({ status }) => status === 503);
    expect(refused?.headers.get("retry-after")).toBe("5");
    expect(await refused?.json()).toMatchObject({
      code: "WORKERS_BUSY",
      detail: "Too many uploads are being read at the moment. Try again in a few seconds.",
    });
    // Nothing stays taken, whatever became of them.
    expect((await upload(running, new Uint8Array(1_200_000))).status).toBe(413);
    for (let times = 0; times < 4; times++)
      expect((await upload(running, large, "slow.png")).status).toBe(200);
  });

  test("is read although others' uploads have begun and never end", async () => {
    const running = await quickService({ DOWNLOAD_MAX_MB: "1" }).start();
    const head = `POST /api/v1/ocr HTTP/1.1\r\nHost: service.test\r\nx-api-key: ${apiKey}\r\n`;
    for (const length of ["Transfer-Encoding: chunked", "Content-Length: 1000000"]) {
      for (let times = 0; times < 3; times++) {
        const socket = connect(Number(new URL(running.url).port), "127.0.0.1");
        cleanUp(() => void socket.destroy());
        socket.write(`${head}${length}\r\n\r\n5\r\nhello\r\n`);
      }
    }
    await Bun.sleep(50);
    expect((await upload(running, new TextEncoder().encode("5002 steps"))).status).toBe(200);
  });

  test("is refused with a time after which to come again when all workers are busy for too long", async () => {
    const running = await quickService({
      DIRECT_WAIT_SECONDS: "1",
      LOCAL_IMAGE_ROOT: temporaryFolder(),
    }).start();
    const { pictures } = running;
    await running.submit({ report_id: 1, s3_url: pictures.serveSteps("never.png", 1) });
    await running.reading();
    pictures.serveSteps("b.png", 5001);
    for (const answer of [
      await dev(running, "b.png"),
      await upload(running, new TextEncoder().encode("5002 steps")),
    ]) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await answer.json()).toMatchObject({ code: "WORKERS_BUSY" });
    }
  });

  test("goes before those that wait in the queue", async () => {
    const running = await quickService({ DIRECT_WAIT_SECONDS: "20" }).start();
    const { pictures } = running;
    for (let report_id = 1; report_id <= 10; report_id++)
      await running.submit({ report_id, s3_url: pictures.serveSteps(`slow-${report_id}.png`, 5000) });
    pictures.serveSteps("b.png", 5001);
    expect((await dev(running, "b.png")).status).toBe(200);
    expect(running.laravel.booked.length).toBeLessThan(10);
  });

  test("and that has something wrong with it is answered with what it is", async () => {
    const running = await quickService({ DOWNLOAD_TIMEOUT_SECONDS: "1" }).start();
    const { pictures } = running;
    pictures.answer("stalls.png", () => new Promise<Response>(() => {}));
    pictures.serveSteps("bad.png", 1);
    pictures.serveSteps("kill.png", 1);
    const answered = async (answer: Response): Promise<unknown> => {
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    expect(await answered(await dev(running, "gone.png"))).toEqual([502, "DOWNLOAD_STATUS"]);
    expect(await answered(await dev(running, "stalls.png"))).toEqual([504, "DOWNLOAD_TIMEOUT"]);
    expect(await answered(await dev(running, "bad.png"))).toEqual([422, "IMAGE_CORRUPT"]);
    expect(await answered(await dev(running, "kill.png"))).toEqual([500, "WORKER_DIED"]);
  });
});

describe("pictures of this machine", () => {
  test("outside of the root cannot be named: not by .., not by their path, not by a link", async () => {
    const outside = temporaryFolder();
    const root = join(outside, "root");
    mkdirSync(join(root, "inside"), { recursive: true });
    for (const path of ["secret.png", "root-beside.png", "root/inside/a.png"])
      writeFileSync(join(outside, path), "5000 steps");
    symlinkSync(join(outside, "secret.png"), join(root, "link.png"));
    symlinkSync(outside, join(root, "way-out"));
    symlinkSync("inside/a.png", join(root, "within.png"));
    const running = await quickService({ LOCAL_IMAGE_ROOT: root }).start();
    const read = async (img_path: string): Promise<number> =>
      (await running.post("/api/v1/ocr-ecosteps/local", { img_path })).status;
    for (const path of ["inside/a.png", "./inside/../inside/a.png", join(root, "inside/a.png"), "within.png"])
      expect(await read(path), path).toBe(200);
    const refused = [
      "../secret.png",
      "inside/../../secret.png",
      join(outside, "secret.png"),
      "../root-beside.png",
      "link.png",
      "way-out/secret.png",
      "/etc/passwd",
      "..",
      ".",
      "inside/a.png\u0000.txt",
      "%2e%2e/secret.png",
      "missing.png",
    ];
    for (const path of refused) expect(await read(path), path).toBe(404);
  });

  test("are read for administrators only, and for nobody while no root is set", async () => {
    const running = await quickService({
      API_KEYS: `ops:${adminKey}:submit+read+admin:unlimited:2026-01-01`,
    }).start();
    const read = (key: string): Promise<Response> =>
      running.fetch("/api/v1/ocr-ecosteps/local", {
        method: "POST",
        body: JSON.stringify({ img_path: "a.png" }),
        headers: { "content-type": "application/json", "x-api-key": key },
      });
    const off = await read(adminKey);
    expect([off.status, await off.json()]).toMatchObject([403, { code: "LOCAL_OFF" }]);
    const refused = await running.post("/api/v1/ocr-ecosteps/local", { img_path: "a.png" });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "KEY_REFUSED" }]);
  });
});
