import { existsSync, readdirSync } from "node:fs";
import type { Config } from "../../src/config/config.ts";
import { driverFiles, nativeEnvironment } from "../../src/config/environment.ts";
import { OcrEcoError, reasonOf } from "../../src/errors.ts";
import { type EngineChoice, runsModels } from "../../src/reading/engines/choose.ts";
import { sizeOf } from "../../src/reading/engines/onnx/model.ts";
import { Gpu, type GpuOptions } from "../../src/workers/gpu/gpu.ts";
import { type Slot, usualSlots } from "../../src/workers/gpu/slots.ts";
import { ownGpu } from "./own-program.ts";

/** What the GPU is used with. */
const limits = {
  // A batch takes a few milliseconds itself, and a picture waits about five times like this, more where it is searched.
  waitMs: 3,
  // A picture that has waited longer than this in all is read sooner by the CPU.
  lateMs: 2000,
  // Some thirty pictures' lines.
  mostWaiting: 1024,
  // No run takes a hundredth of this, but for the first ones of a shape.
  runSeconds: 10,
  // Programs for some thirty shapes are compiled.
  startSeconds: 60,
  silentSeconds: 10,
  // Drivers map a lot into the process that uses them.
  memoryLimitMb: 4096,
} as const;

/**
 * The GPU for a pool, which is not started yet; `null` where the CPU does everything: when it is asked for by name, and with
 * `auto` when this machine has no GPU, or `isService` says that the pool will not live long enough to make up for its start.
 * With `one shape` it is only to be seen whether it works.
 *
 * @throws OcrEcoError `GPU_UNAVAILABLE` where it was asked for by name, and no socket can be made
 */
export function createGpu(
  config: Config,
  engines: EngineChoice,
  { isService, log }: { readonly isService: boolean; readonly log: GpuOptions["log"] },
  shapes: "all shapes" | "one shape" = "all shapes",
): Gpu | null {
  const { OCR_DEVICE: device } = config;
  const isRequired = device === "webgpu";
  if (device === "cpu" || !runsModels(engines)) return null;
  if (device === "auto" && !(isService && hasGpu())) {
    if (isService) log.info({}, "no GPU: pictures are read on the CPU");
    return null;
  }
  try {
    return new Gpu({
      ...limits,
      command: ownGpu,
      environment: nativeEnvironment(config),
      provider: "webgpu",
      isRequired,
      comparedWith: isRequired || shapes === "one shape" ? null : config.WORKER_COUNT,
      slots: shapes === "all shapes" ? usualSlots : smallestSlot(),
      log,
    });
  } catch (error) {
    const message = `No folder for temporary files can be used (${reasonOf(error)}). Set TMPDIR to one that can, or OCR_DEVICE=cpu.`;
    if (isRequired) throw new OcrEcoError("GPU_UNAVAILABLE", message);
    log.warn({ because: message }, "no GPU: pictures are read on the CPU");
    return null;
  }
}

/** The shape that is run soonest, even by a renderer on the CPU. */
function smallestSlot(): Slot[] {
  const [smallest] = usualSlots.toSorted((one, other) => sizeOf(one.input) - sizeOf(other.input));
  return smallest === undefined ? [] : [{ ...smallest, batches: smallest.batches.slice(0, 1) }];
}

/** Whether the kernel shows a GPU that a program could use, or somebody says which driver to take. */
function hasGpu(): boolean {
  return driverFiles() !== null || existsSync("/dev/nvidiactl") || renderers().length > 0;
}

/** Devices by which programs render, as the kernel calls them: `renderD128`. */
function renderers(): string[] {
  try {
    return readdirSync("/dev/dri").filter((name) => name.startsWith("renderD"));
  } catch {
    return [];
  }
}
