import pino from "pino";
import type { Config } from "../../src/config/config.ts";
import { workerEnvironment } from "../../src/config/environment.ts";
import type { engineNames } from "../../src/config/values.ts";
import { WorkerPool } from "../../src/workers/pool.ts";
import type { PoolOptions as WorkerPoolOptions } from "../../src/workers/pool-options.ts";
import { createGpu } from "./gpu.ts";
import { ownWorker } from "./own-program.ts";

/** Options of commands that read, as commander gives them; they go before the configuration. */
export interface PoolOptions {
  readonly engine?: (typeof engineNames)[number];
  readonly workers?: number;
  readonly timeout?: number;
  /** Whether it is to read as a service does: on the GPU where there is one. */
  readonly asService?: true;
}

/**
 * Loading takes less than a second; on a busy machine with a cold cache it may take a few. Who allows a picture
 * more time than this has a slow machine, on which workers may start slowly, too.
 */
const leastStartSeconds = 30;

/** A picture that kills its worker gets a second try: what killed it may have been the machine. */
const attempts = 2;

/**
 * Makes the workers, no more than there are pictures, and starts the first one. `command` starts one. Rejects with
 * `GPU_UNAVAILABLE` when the GPU was asked for and cannot be had.
 */
export async function createPool(
  config: Config,
  options: PoolOptions,
  languages: readonly string[],
  pictures: number,
  command: readonly string[],
): Promise<WorkerPool> {
  const size = Math.min(pictures, options.workers ?? config.WORKER_COUNT);
  const timeoutSeconds = options.timeout ?? config.OCR_TIMEOUT_SECONDS;
  const engine = options.engine ?? config.OCR_ENGINE;
  const log = diagnostics(config.LOG_LEVEL);
  const given = common(config, { engine, languages, timeoutSeconds });
  const gpu = createGpu(config, given.engines, { isService: options.asService === true, log });
  try {
    await gpu?.start();
  } catch (error) {
    await gpu?.close();
    throw error;
  }
  const pool = new WorkerPool({ ...given, gpu, command, size, attempts, keepWarm: false, log });
  pool.warmUp();
  return pool;
}

/**
 * The workers of a service: all of them kept warm. Each job counts itself how often it kills its worker. `command`
 * starts one, and `createDevice` makes the GPU that they use.
 */
export function createWarmPool(
  config: Config,
  languages: readonly string[],
  log: pino.Logger,
  command = ownWorker,
  createDevice = createGpu,
): WorkerPool {
  const { OCR_ENGINE: engine, OCR_TIMEOUT_SECONDS: timeoutSeconds } = config;
  const given = common(config, { engine, languages, timeoutSeconds });
  return new WorkerPool({
    ...given,
    gpu: config.WORKER_COUNT === 0 ? null : createDevice(config, given.engines, { isService: true, log }),
    size: config.WORKER_COUNT,
    attempts: 1,
    keepWarm: true,
    command,
    log,
  });
}

interface Work {
  readonly engine: (typeof engineNames)[number];
  readonly languages: readonly string[];
  readonly timeoutSeconds: number;
}

/** What all pools have in common. */
function common(
  config: Config,
  { engine, languages, timeoutSeconds }: Work,
): Omit<WorkerPoolOptions, "command" | "size" | "attempts" | "keepWarm" | "log" | "gpu"> {
  return {
    engines: { engine, languages, dataFolder: config.TESSDATA_PREFIX ?? null },
    timeoutSeconds,
    startSeconds: Math.max(leastStartSeconds, timeoutSeconds),
    picturesPerWorker: config.WORKER_MAX_PICTURES,
    workerMemoryMb: config.WORKER_MAX_MEMORY_MB,
    memoryLimitMb: config.WORKER_MEMORY_LIMIT_MB,
    environment: workerEnvironment(config),
  };
}

/** What workers do is for those who look for a fault; everybody else reads the failure's sentence. */
export function diagnostics(level: Config["LOG_LEVEL"]): pino.Logger {
  const wanted = level === "debug" || level === "trace" ? level : "silent";
  return pino({ level: wanted, base: null }, pino.destination({ fd: 2, sync: true }));
}
