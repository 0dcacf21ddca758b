import { join } from "node:path";
import { isCompiled } from "../src/native/assets.ts";
import { workerCommand } from "./commands/worker.ts";

/** How this program is started as a process of its own; its command and options follow. */
export const ownProgram: readonly string[] = isCompiled
  ? [process.execPath]
  : [process.execPath, "--no-env-file", join(import.meta.dir, "main.ts")];

/** The same as a worker. */
export const ownWorker: readonly string[] = [...ownProgram, workerCommand];
