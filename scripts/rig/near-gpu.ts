import type { GpuOptions } from "../../src/workers/gpu/gpu.ts";
import { type Slot, usualSlots } from "../../src/workers/gpu/slots.ts";
import { programFile } from "./programs.ts";

/** The slots of a service, each with the smallest batch alone: it is the CPU that runs them here. */
const fewSlots: readonly Slot[] = usualSlots.map((slot) => ({ ...slot, batches: [1] }));

/** A GPU with the CPU in its place, on any machine: all of the way there and back is the same. Nothing is in a hurry. */
export function nearGpu(over: Partial<GpuOptions> = {}): GpuOptions {
  return {
    command: [process.execPath, programFile("cli/main.ts"), "gpu"],
    environment: { PATH: process.env["PATH"] ?? "", ORT_DISABLE_TELEMETRY: "1" },
    provider: "cpu",
    isRequired: true,
    comparedWith: null,
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
