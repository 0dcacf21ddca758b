import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { fixtureBytes } from "../../../scripts/common/fixtures.ts";
import { saidBy } from "../../../scripts/common/said.ts";
import { until } from "../../../scripts/rig/processes.ts";
import type { Slot } from "../../../src/workers/gpu/slots.ts";
import type { PoolEvent } from "../../../src/workers/pool.ts";
import type { WorkerResult } from "../../../src/workers/protocol.ts";
import { failureOf } from "../../support/failure.ts";
import { testGpu } from "../../support/gpu.ts";
import { testPool } from "../../support/pool.ts";
import { libraryFile } from "../../support/requires.ts";
import { swiftShader, withoutDriver, withoutLoader } from "../../support/vulkan.ts";

/** Seconds: it takes half a minute on two cores of its own, and may have a tenth of one. */
const patience = 900;
const screen = "samsung-daily-activity-en-light.png";
const bytes = fixtureBytes("images", screen);

/** A tiny picture of the line with a screen's number: a real one would take minutes. */
function numberOf({ reading }: WorkerResult): Promise<Uint8Array> {
  const box = reading.evidence?.box ?? { x: 0, y: 0, width: 1, height: 1 };
  const by = Math.round(box.height / 3);
  const area = { left: box.x - by, top: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
  return sharp(bytes).extract(area).resize(64, 32, { fit: "contain", background: "#fff" }).png().toBuffer();
}

const environment = { PATH: process.env["PATH"] ?? "", ORT_DISABLE_TELEMETRY: "1" };
const hasLoader = libraryFile("libvulkan.so.1", "libvulkan1") !== null;
const driver = swiftShader();

describe("who asks for the GPU is told what is missing:", () => {
  const refusal = (variables: Readonly<Record<string, string>>) =>
    failureOf(() => testGpu({ provider: "webgpu", environment: { ...environment, ...variables } }).start());

  test("the loader", async () => {
    const { code, message } = await refusal(withoutLoader());
    expect(code).toBe("GPU_UNAVAILABLE");
    expect(message).toBe(
      "The Vulkan loader (libvulkan.so.1) is missing. Install it (apt-get install libvulkan1), or set OCR_DEVICE=cpu.",
    );
  });

  test.skipIf(!hasLoader)("the driver", async () => {
    const { code, message } = await refusal(withoutDriver);
    expect(code).toBe("GPU_UNAVAILABLE");
    expect(message).toStartWith("No Vulkan driver finds a GPU. Install the GPU's driver");
  });
});

describe.skipIf(driver === null)("a renderer on the CPU", () => {
  const variables = driver ?? (() => ({}));

  test("is not taken for a GPU where none was asked for", async () => {
    const gpu = testGpu({
      provider: "webgpu",
      isRequired: false,
      environment: { ...environment, ...variables() },
    });
    await gpu.start();
    expect(gpu.state.device).toBeNull();
    expect(gpu.state.because).toContain("only a renderer on the CPU (SwiftShader");
  });

  test(
    "reads a tiny picture by the real provider as the CPU does, and when it is killed the CPU goes on",
    async () => {
      const plain = testPool();
      const picture = await numberOf(await plain.read(screen, bytes));
      const slots: readonly Slot[] = [
        { model: "tally/lines.onnx", input: [3, 32, 64], batches: [1], aPicture: 1 },
        { model: "tally/tally.onnx", input: [1, 32, 128], batches: [1], aPicture: 1 },
      ];
      const gpu = testGpu({
        provider: "webgpu",
        environment: { ...environment, ...variables() },
        slots,
        startSeconds: patience,
        runSeconds: patience,
        lateMs: 1000 * patience,
        silentSeconds: patience,
      });
      await gpu.start();
      expect(gpu.state.device?.name).toStartWith("SwiftShader");
      const pool = testPool({ gpu, timeoutSeconds: patience });
      const events: PoolEvent[] = [];
      pool.listen((event) => events.push(event));
      const expected = (await plain.read("tiny.png", picture)).reading;
      const { reading, fellBack } = await pool.read("tiny.png", picture);
      expect(reading.lines.map((line) => line.text).join(" ")).toContain("8,958");
      expect(saidBy(reading)).toEqual(saidBy(expected));
      expect(fellBack).toBe(0);
      await until("it says that it ran", () =>
        events.some((event) => event.type === "gpu-ran" && event.inputs > 1),
      );
      process.kill(gpu.state.pid ?? 0, "SIGKILL");
      expect(saidBy((await pool.read("tiny.png", picture)).reading)).toEqual(saidBy(expected));
      await until("its loss is told", () =>
        events.some((event) => event.type === "gpu-lost" && event.why === "died"),
      );
    },
    1000 * patience,
  );
});
