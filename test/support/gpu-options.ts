import { programFile } from "../../scripts/rig/programs.ts";
import type { GpuOptions } from "../../src/workers/gpu/gpu.ts";
import { type Slot, usualSlots } from "../../src/workers/gpu/slots.ts";

/** The slots of a service, each with the smallest batch alone: it is the CPU that runs them here. */
const fewSlots: readonly Slot[] = usualSlots.map((slot) => ({ ...slot, batches: [1] }));

/** How the program itself starts the process that owns the GPU. */
const gpuCommand = [process.execPath, programFile("cli/main.ts"), "gpu"] as const;

/** How a GPU is used in tests, with the CPU in its place: nothing is in a hurry. */
export function testGpuOptions(over: Partial<GpuOptions> = {}): GpuOptions {
  return {
    command: gpuCommand,
    environment: { PATH: process.env["PATH"] ?? "", ORT_DISABLE_TELEMETRY: "1" },
    provider: "cpu",
    isRequired: true,
    slots: fewSlots,
    waitMs: 3,
    lateMs: 60_000,
    mostWaiting: 1024,
    runSeconds: 60,
    startSeconds: 60,
    silentSeconds: 60,
    memoryLimitMb: 10_000,
    log: { info() {}, warn() {} },
    ...over,
  };
}
