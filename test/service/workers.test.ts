import { describe, expect, test } from "bun:test";
import { childrenOf, until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { quickService } from "../support/service.ts";

const soon = { JOB_RETRY_SECONDS: "0,0,0,0", OCR_TIMEOUT_SECONDS: "2" };

/** The process that reads, when it is at work. */
async function busyWorker(running: RunningService): Promise<number> {
  await running.reading();
  const [pid = 0] = childrenOf(running.pid);
  return pid;
}

describe("a worker that", () => {
  for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
    test(`gets ${signal} while it reads costs its report nothing`, async () => {
      const running = await quickService(soon).start();
      // Nobody waits for the first worker for ever, and the next one reads.
      const texts = ["never", "8958 steps"];
      running.pictures.answer("a.png", () => new Response(texts.shift()));
      await running.submit({ report_id: 1, s3_url: running.pictures.url("a.png") });
      process.kill(await busyWorker(running), signal);
      await until("the result is delivered", () => running.laravel.booked.length === 1);
      expect(running.laravel.booked[0]?.body).toMatchObject({
        status: "verified",
        extracted_data: { steps: 8958 },
      });
      const { code } = running.logged("attempt failed")[0] ?? {};
      expect(code).toBe(signal === "SIGKILL" ? "WORKER_DIED" : "OCR_TIMEOUT");
    });
  }

  test("is killed while it waits is replaced, and the next report is read", async () => {
    const running = await quickService(soon).start();
    for (const pid of childrenOf(running.pid)) process.kill(pid, "SIGKILL");
    await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("a.png", 8958) });
    await running.settled();
    expect(running.laravel.booked[0]?.body).toMatchObject({ extracted_data: { steps: 8958 } });
  });
});

describe("a picture that", () => {
  test("kills its worker three times fails, its report hears of it, and the others are read", async () => {
    const running = await quickService({ ...soon, WORKER_COUNT: "2" }).start();
    const { pictures, laravel } = running;
    await running.submit({ report_id: 1, s3_url: pictures.serveSteps("kill.png", 1) });
    for (let report_id = 2; report_id <= 6; report_id++)
      await running.submit({ report_id, s3_url: pictures.serveSteps(`${report_id}.png`, 5000) });
    await running.settled();
    expect(laravel.bookedReports.sort()).toEqual(["1", "2", "3", "4", "5", "6"]);
    const [failed, ...others] = laravel.booked
      .map(({ body }) => body)
      .sort((a, b) => Number(a["report_id"]) - Number(b["report_id"]));
    expect(failed).toMatchObject({ status: "failed", extracted_data: {}, error: { code: "WORKER_DIED" } });
    for (const each of others) expect(each).toMatchObject({ status: "verified" });
    expect(running.logged("worker died")).toHaveLength(3);
    expect((await running.fetch("/ready")).status).toBe(200);
  });

  test("is never done with fails when its attempts are used, and its report hears of it", async () => {
    const running = await quickService({ JOB_RETRY_SECONDS: "0", OCR_TIMEOUT_SECONDS: "1" }).start();
    await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("never.png", 1) });
    await running.settled();
    expect(running.laravel.booked[0]?.body).toMatchObject({
      status: "failed",
      error: { code: "OCR_TIMEOUT" },
    });
    expect(running.logged("picture takes too much, worker is killed")).toHaveLength(2);
  });
});
