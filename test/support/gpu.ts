import { nearGpu } from "../../scripts/rig/near-gpu.ts";
import { Gpu, type GpuOptions } from "../../src/workers/gpu/gpu.ts";
import { cleanUp } from "./clean-up.ts";

/** A GPU, with the CPU in its place unless `over` says otherwise. It is closed after the test. */
export function testGpu(over: Partial<GpuOptions> = {}): Gpu {
  const gpu = new Gpu(nearGpu(over));
  cleanUp(() => gpu.close());
  return gpu;
}
