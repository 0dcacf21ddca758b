import type { EngineChoice } from "../reading/engines/choose.ts";
import type { Gpu } from "./gpu/gpu.ts";

export interface PoolOptions {
  /** How many pictures are read at the same time; each worker takes one core. */
  readonly size: number;
  readonly engines: EngineChoice;
  /** The GPU that models run on, which is started and ended with the pool; `null` for the CPU alone. */
  readonly gpu: Gpu | null;
  /** Seconds one picture may take before its worker is killed. */
  readonly timeoutSeconds: number;
  /** Seconds a worker may take to load its engines before it is killed. */
  readonly startSeconds: number;
  /** Pictures after which a worker is replaced by a fresh one. */
  readonly picturesPerWorker: number;
  /** Resident memory after a picture above which a worker is replaced, in MiB. */
  readonly workerMemoryMb: number;
  /** Resident memory at which a worker is killed with its picture, in MiB. */
  readonly memoryLimitMb: number;
  /** A picture that kills its worker this often is given up. */
  readonly attempts: number;
  /** Whether all workers are started before there is work, and kept: a service has them warm. */
  readonly keepWarm: boolean;
  /** How a worker process is started; a parameter so that tests can show each way to die. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Hears of deaths, time-outs and replacements. */
  readonly log: PoolLog;
}

interface PoolLog {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}
