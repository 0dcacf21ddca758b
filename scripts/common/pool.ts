import { join } from "node:path";
import { parseConfig } from "../../src/config/config.ts";
import { workerEnvironment } from "../../src/config/environment.ts";
import type { EngineChoice } from "../../src/reading/engines/choose.ts";
import type { Gpu } from "../../src/workers/gpu/gpu.ts";
import { WorkerPool } from "../../src/workers/pool.ts";

const source = [process.execPath, join(import.meta.dir, "..", "..", "cli", "main.ts")];
const config = parseConfig({});

/**
 * The workers that are measured: as the program starts them, but never recycled, so that numbers are of one process. `program`
 * is how it is started, from source where that is left out; `gpu` runs their models, the processor where there is none;
 * `environment` is theirs, as the program has it where that is left out.
 */
export function measuredPool(
  engine: EngineChoice["engine"],
  size: number,
  {
    gpu = null,
    program = source,
    environment = workerEnvironment(config),
  }: { gpu?: Gpu | null; program?: readonly string[]; environment?: Record<string, string> } = {},
): WorkerPool {
  return new WorkerPool({
    attempts: 1,
    keepWarm: false,
    gpu,
    size,
    engines: { engine, languages: config.OCR_LANGUAGES.split("+"), dataFolder: null },
    startSeconds: 60,
    timeoutSeconds: 120,
    picturesPerWorker: 1_000_000,
    workerMemoryMb: 1_000_000,
    memoryLimitMb: 1_000_000,
    command: [...program, "worker"],
    environment,
    log: { debug() {}, warn: (details, message) => console.error(message, details) },
  });
}
