import type { Failure } from "../errors.ts";
import type { EngineChoice } from "../reading/engines/choose.ts";
import type { ReadOptions } from "../reading/options.ts";
import type { PartTime } from "../reading/part-times.ts";
import type { Reading } from "../reading/reading.ts";
import type { GpuAccess } from "./gpu/connection.ts";

/**
 * What the pool sends to a worker process. `timeoutSeconds` is when it is killed over one picture. Bytes travel as they are
 * (structured clone).
 */
export type ToWorker =
  | {
      readonly type: "configure";
      readonly engines: EngineChoice;
      readonly timeoutSeconds: number;
      /** The GPU that models run on; `null` for the CPU alone. */
      readonly gpu: GpuAccess | null;
    }
  | { readonly type: "read"; readonly id: number; readonly picture: Picture }
  /** Asks for the picture as a browser shows it; `name` is what failures call it. */
  | { readonly type: "view"; readonly id: number; readonly name: string; readonly bytes: Uint8Array };

/** A picture, and what is wanted of it. */
export interface Picture {
  /** What warnings and failures call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly overlay: boolean;
  readonly options: ReadOptions;
}

/** What a worker process answers. `ready` follows `configure` once the first engine is loaded. */
export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "unusable"; readonly failure: Failure }
  | {
      readonly type: "done";
      readonly id: number;
      readonly result: WorkerResult;
      readonly residentBytes: number;
    }
  | {
      readonly type: "viewed";
      readonly id: number;
      /** In `viewFormat`. */
      readonly view: Uint8Array;
      readonly residentBytes: number;
    }
  | {
      readonly type: "failed";
      readonly id: number;
      readonly failure: Failure;
      readonly residentBytes: number;
    };

/** What every browser shows. */
export const viewFormat = "webp";

export interface WorkerResult {
  readonly reading: Reading;
  /** A PNG of the picture with what was found drawn on it, when it was asked for. */
  readonly overlay: Uint8Array | null;
  /** Whether something was left out for lack of time: another reading may find more. */
  readonly isHurried: boolean;
  /** When what was done; of the reading, and no part of it. */
  readonly parts: readonly PartTime[];
  /** Runs of models that the GPU should have taken, and the CPU did; `null` without a GPU. */
  readonly fellBack: number | null;
}
