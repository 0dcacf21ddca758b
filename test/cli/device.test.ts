import { describe, expect, test } from "bun:test";
import type { Finding } from "../../cli/doctor/finding.ts";
import { fixture } from "../../scripts/common/fixtures.ts";
import { ocrEco } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { withoutDriver, withoutLoader } from "../support/vulkan.ts";

const screen = fixture("images", "samsung-home-en-light.png");
const missing = "The Vulkan loader (libvulkan.so.1) is missing. Install it (apt-get install libvulkan1)";

describe("a GPU that was asked for and cannot be had", () => {
  test("is one sentence of run, which reads nothing", async () => {
    const env = { OCR_DEVICE: "webgpu", ...withoutLoader() };
    const { exitCode, stdout, stderr } = await ocrEco(["run", screen, screen], { env });
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toStartWith(`ocr-eco: ${missing}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("is one sentence of serve, which does not start", async () => {
    const cwd = temporaryFolder();
    const env = { OCR_DEVICE: "webgpu", PORT: "0", HOST: "127.0.0.1", WORKER_COUNT: "1", ...withoutLoader() };
    const { exitCode, stderr } = await ocrEco(["serve"], { cwd, env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(missing);
  });
});

test("a GPU that was not asked for is not missed: run reads on the CPU", async () => {
  const { exitCode, stdout, stderr } = await ocrEco(["run", screen], { env: withoutDriver });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("verified");
});

test("a device that there is not is refused with those that there are", async () => {
  const { exitCode, stderr } = await ocrEco(["run", screen], { env: { OCR_DEVICE: "cuda" } });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("OCR_DEVICE");
});

describe("doctor says of the GPU", () => {
  const aboutGpu = async (env: Readonly<Record<string, string>>): Promise<Finding | undefined> => {
    const cwd = temporaryFolder();
    const ended = await ocrEco(["doctor", "--json"], { cwd, env: { PORT: "0", WORKER_COUNT: "1", ...env } });
    const { findings } = JSON.parse(ended.stdout) as { findings: Finding[] };
    return findings.find(({ about }) => about === "GPU");
  };

  test("what is missing: it is bad where the GPU is wanted, and could be better where it is not", async () => {
    const env = withoutLoader();
    expect(await aboutGpu({ OCR_DEVICE: "webgpu", ...env })).toMatchObject({
      state: "bad",
      what: expect.stringContaining("apt-get install libvulkan1"),
    });
    // Somebody says which driver to take, so there is to be a GPU.
    expect(await aboutGpu({ ...env, ...withoutDriver })).toMatchObject({
      state: "poor",
      what: expect.stringContaining("apt-get install libvulkan1"),
    });
  });

  test("nothing more where the CPU is wanted", async () => {
    expect(await aboutGpu({ OCR_DEVICE: "cpu" })).toMatchObject({
      state: "good",
      what: expect.stringContaining("OCR_DEVICE=cpu"),
    });
  });
});
