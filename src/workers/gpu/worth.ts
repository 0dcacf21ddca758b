import type { Slot } from "./slots.ts";
import { GpuMissing } from "./vulkan.ts";

/** How long a slot takes, in milliseconds: a single input on one core, and the smallest batch that holds a picture's on the GPU. */
export interface SlotTimes {
  readonly cpuMs: number;
  readonly gpuMs: number;
}

/** How many inputs of a slot are run to see how long those of one picture take. */
export function oneBatch({ batches, aPicture }: Slot): number {
  return batches.find((count) => count >= aPicture) ?? batches.at(-1) ?? 1;
}

/**
 * Holds the time that the GPU needs for a picture's models against that of the workers, who do without it several at a time. Batches
 * are reckoned as if no two pictures shared one, which is more than they take when many are read, and as much when few are.
 *
 * @throws GpuMissing where the workers are done sooner
 */
export function mustBeFaster(slots: readonly Slot[], times: readonly SlotTimes[], workers: number): void {
  let [cpu, gpu] = [0, 0];
  for (const [index, { aPicture, batches }] of slots.entries()) {
    const { cpuMs, gpuMs } = times[index] ?? { cpuMs: 0, gpuMs: 0 };
    cpu += (aPicture * cpuMs) / workers;
    gpu += gpuMs * Math.max(Math.min(1, aPicture), aPicture / (batches.at(-1) ?? 1));
  }
  if (gpu < cpu) return;
  throw new GpuMissing(
    `The GPU is slower: its models take ${gpu.toFixed(0)} ms a picture there, and ${cpu.toFixed(0)} ms on the CPU with ${workers} workers. Set OCR_DEVICE=webgpu to use it nevertheless, or OCR_DEVICE=cpu to leave this comparison out.`,
    true,
  );
}
