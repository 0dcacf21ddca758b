import { describe, expect, test } from "bun:test";
import type { Slot } from "../../../src/workers/gpu/slots.ts";
import { mustBeFaster, oneBatch } from "../../../src/workers/gpu/worth.ts";
import { failureOf } from "../../support/failure.ts";

const screen: Slot = { model: "tally/lines.onnx", input: [3, 704, 320], batches: [1, 8], aPicture: 1 };
const lines: Slot = { model: "tally/tally.onnx", input: [1, 32, 128], batches: [4, 16], aPicture: 40 };
const rare: Slot = { ...screen, aPicture: 0.1 };

describe("a GPU that nobody asked for by name", () => {
  test("is used where it is done with a picture sooner than the workers", () => {
    // 12 + 40 × 2 ms on one of two cores, and 10 + 2.5 batches of 12 ms.
    const times = [
      { cpuMs: 12, gpuMs: 10 },
      { cpuMs: 2, gpuMs: 12 },
    ];
    expect(() => mustBeFaster([screen, lines], times, 2)).not.toThrow();
  });

  test("is left alone where enough workers are sooner, and says so in numbers", async () => {
    const times = [
      { cpuMs: 12, gpuMs: 10 },
      { cpuMs: 2, gpuMs: 12 },
    ];
    const { code, message } = await failureOf(() => mustBeFaster([screen, lines], times, 16));
    expect(code).toBe("GPU_UNAVAILABLE");
    expect(message).toStartWith(
      "The GPU is slower: its models take 40 ms a picture there, and 6 ms on the CPU with 16 workers. Set OCR_DEVICE=webgpu",
    );
  });

  test("is not charged for shapes that hardly come, nor for more batches than a picture needs", () => {
    const times = [
      { cpuMs: 20, gpuMs: 10 },
      { cpuMs: 0.3, gpuMs: 5 },
    ];
    expect(() => mustBeFaster([rare, { ...lines, aPicture: 16 }], times, 1)).not.toThrow();
  });

  test("is timed with the smallest batch that holds what a picture has", () => {
    expect([screen, lines, rare, { ...lines, aPicture: 11 }].map(oneBatch)).toEqual([1, 16, 1, 16]);
  });
});
