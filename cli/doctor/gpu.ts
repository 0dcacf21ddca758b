import type { ServiceConfig } from "../../src/config/service.ts";
import { toFailure } from "../../src/errors.ts";
import { createGpu } from "../common/gpu.ts";
import { diagnostics } from "../common/pool.ts";
import { bad, type Finding, good, poor } from "./finding.ts";

const about = "GPU";

/** Whether the GPU that `serve` would take works: it is found, a model is loaded on it, and runs. */
export async function checkGpu(config: ServiceConfig): Promise<Finding> {
  if (config.OCR_DEVICE === "cpu") return good(about, "not wanted (OCR_DEVICE=cpu)");
  const engines = { engine: config.OCR_ENGINE, languages: config.OCR_LANGUAGES.split("+"), dataFolder: null };
  const began = performance.now();
  try {
    const gpu = createGpu(
      config,
      engines,
      { isService: true, log: diagnostics(config.LOG_LEVEL) },
      "one shape",
    );
    if (gpu === null) return good(about, "none: models run on the CPU");
    try {
      await gpu.start();
      const { device, because } = gpu.state;
      if (device === null)
        return poor(about, because, "until then the CPU reads, as it does with OCR_DEVICE=cpu");
      const memory = device.memoryMb === null ? "" : `, ${device.memoryMb} MiB`;
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      return good(about, `${device.name}${memory} runs a model (${seconds} s from the start of its process)`);
    } finally {
      await gpu.close();
    }
  } catch (error) {
    return bad(about, toFailure(error).message, "serve does not start without it (OCR_DEVICE=webgpu)");
  }
}
