import { join } from "node:path";
import { isCompiled } from "../../src/native/embedded.ts";

/** How this program is started as a process of its own; its command and options follow. */
export const ownProgram: readonly string[] = isCompiled
  ? [process.execPath]
  : [process.execPath, "--no-env-file", join(import.meta.dir, "..", "main.ts")];

/** The hidden command by which a pool starts this same program as one of its workers. */
export const workerCommand = "worker";

/** The hidden command by which a pool starts this same program as the process that owns the GPU. */
export const gpuCommand = "gpu";

/** The hidden command by which a load test starts this same program as the service that it measures. */
export const measuredCommand = "measured";

/** This program as a worker. */
export const ownWorker: readonly string[] = [...ownProgram, workerCommand];

/** This program as the process that owns the GPU. */
export const ownGpu: readonly string[] = [...ownProgram, gpuCommand];
