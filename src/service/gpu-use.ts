import type { CardMeter } from "../host/nvidia.ts";
import type { GpuState } from "../workers/gpu/gpu.ts";

/** What a GPU is doing; `null` for what nobody can tell. */
interface GpuUse {
  readonly memoryBytes: number | null;
  readonly memoryUsedBytes: number | null;
  readonly busyPercent: number | null;
  readonly celsius: number | null;
}

/** Asks the driver of a card what it is doing; of none, and of other makers', next to nothing is known. */
export async function gpuUse(card: CardMeter, device: GpuState["device"]): Promise<GpuUse> {
  const use = device === null ? null : await card.measure(device.name);
  return {
    memoryBytes: bytes(use?.memoryTotalMb ?? device?.memoryMb),
    memoryUsedBytes: bytes(use?.memoryUsedMb),
    busyPercent: use?.busyPercent ?? null,
    celsius: use?.celsius ?? null,
  };
}

function bytes(mebibytes: number | null | undefined): number | null {
  return mebibytes === null || mebibytes === undefined ? null : mebibytes * 2 ** 20;
}
