import { join } from "node:path";
import { programFile } from "../../scripts/rig/programs.ts";
import { defaultLanguages } from "../../src/reading/engines/choose.ts";
import { WorkerPool } from "../../src/workers/pool.ts";
import type { PoolOptions } from "../../src/workers/pool-options.ts";
import { cleanUp } from "./clean-up.ts";

/** How the program itself starts a worker. */
export const workerCommand = [process.execPath, programFile("cli/main.ts"), "worker"] as const;

/** The command for a worker that reads nothing (see there); `diary` gets a line for each that starts. */
export function fakeWorker(mode: string, diary?: string): string[] {
  const script = join(import.meta.dir, "..", "..", "scripts", "rig", "fake-worker.ts");
  return [process.execPath, script, mode, ...(diary === undefined ? [] : [diary])];
}

/** A pool of one real worker, unless `over` says otherwise. It is closed after the test. */
export function testPool(over: Partial<PoolOptions> = {}): WorkerPool {
  const pool = new WorkerPool({
    size: 1,
    engines: { engine: "auto", languages: defaultLanguages, dataFolder: null },
    gpu: null,
    timeoutSeconds: 60,
    startSeconds: 60,
    picturesPerWorker: 1000,
    workerMemoryMb: 10_000,
    memoryLimitMb: 10_000,
    attempts: 2,
    keepWarm: false,
    command: workerCommand,
    environment: { PATH: process.env["PATH"] ?? "", ORT_DISABLE_TELEMETRY: "1" },
    log: { debug() {}, warn() {} },
    ...over,
  });
  cleanUp(() => pool.close());
  return pool;
}
