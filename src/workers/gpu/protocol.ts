import type { Failure } from "../../errors.ts";
import type { Slot } from "./slots.ts";

/** What the pool sends to the process that owns the GPU, once. */
export interface ToGpu {
  readonly type: "configure";
  /** The CPU stands in for the GPU in tests and where nothing but the way there is measured. */
  readonly provider: "webgpu" | "cpu";
  /** Whether the GPU was asked for by name: then a renderer on the CPU is taken, too. */
  readonly isRequired: boolean;
  /** It is not used where so many workers are faster without it; `null` where nobody compares. */
  readonly comparedWith: number | null;
  /** The socket on which it answers, in a folder that only this user may enter. */
  readonly path: string;
  readonly slots: readonly Slot[];
  /** Milliseconds that an input waits for others, and after which nobody waits for it any more. */
  readonly waitMs: number;
  readonly lateMs: number;
  /** Inputs that may wait at the same time. */
  readonly mostWaiting: number;
  /** Seconds after which a run that did not end will not. */
  readonly runSeconds: number;
}

/** A GPU, as its driver describes it. */
export interface GpuDevice {
  readonly name: string;
  /** `null` where the driver does not say. */
  readonly memoryMb: number | null;
}

/** What it answers: once whether it can be used, and from then on every second that it lives. */
export type FromGpu =
  | { readonly type: "ready"; readonly device: GpuDevice }
  /** `isFinal`: it will not be otherwise until somebody installs something. */
  | { readonly type: "unusable"; readonly failure: Failure; readonly isFinal: boolean }
  | {
      readonly type: "alive";
      /** Batches and inputs in them since the last time, and inputs that were refused, or given no numbers. */
      readonly batches: number;
      readonly inputs: number;
      readonly refused: number;
    };
