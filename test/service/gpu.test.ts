import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { service } from "../support/service.ts";
import { withoutDriver } from "../support/vulkan.ts";

const program = join(import.meta.dir, "..", "..", "scripts", "rig", "serve-near-gpu.ts");
const nearby = [process.execPath, "--no-env-file", program];
const settings = { REVIEW_SIGNALS: "none", CACHE_HOURS: "0" };

describe("a service with a GPU", () => {
  test("says so, and what became of it when it is lost amid a picture, which is read all the same", async () => {
    const running = await service(settings, nearby).start();
    const { ocr_engine: engine, details } = (await running.get("/app-status")) as {
      ocr_engine: Record<string, unknown>;
      details: { gpu: Record<string, unknown> };
    };
    expect(engine).toMatchObject({ gpu_enabled: true, gpu_device: "the CPU in the GPU's place" });
    expect(details.gpu).toMatchObject({
      device: "the CPU in the GPU's place",
      not_used_because: null,
      required: false,
    });
    expect(details.gpu["process_bytes"]).toBeGreaterThan(1e6);

    const [ready = {}] = running.logged("the GPU is ready");
    await running.submit({ report_id: 1 });
    await running.reading();
    process.kill(Number(ready["owner"]), "SIGKILL");
    await until("its loss is told", () => running.logged("no GPU: pictures are read on the CPU").length > 0);
    await until("the picture is delivered", () => running.laravel.booked.length === 1);
    expect(running.laravel.booked[0]?.body).toMatchObject({
      status: "verified",
      extracted_data: { steps: 8958 },
    });
    await until("it is back", async () => (await running.details()).gpu?.device !== null);
    expect(running.logged("the GPU is ready")).toHaveLength(2);
    expect((await running.fetch("/ready")).status).toBe(200);
  });

  test("that cannot be used starts all the same when nobody asked for it by name, and says why", async () => {
    const running = await service({ ...settings, ...withoutDriver }).start();
    const [told] = running.logged("no GPU: pictures are read on the CPU");
    expect(String(told?.["because"])).toMatch(/^(No Vulkan driver finds a GPU|The Vulkan loader)/);
    expect((await running.details()).gpu).toMatchObject({
      device: null,
      not_used_because: told?.["because"],
    });
    await running.submit({ report_id: 1 });
    await until("the picture is delivered", () => running.laravel.booked.length === 1);
    expect(running.laravel.booked[0]?.body).toMatchObject({ status: "verified" });
  });

  test("has none where it is told to use the CPU", async () => {
    const running = await service({ OCR_DEVICE: "cpu", ...withoutDriver }).start();
    expect(running.logged("no GPU: pictures are read on the CPU")).toEqual([]);
    expect((await running.details()).gpu).toBeNull();
  });
});
