/**
 * `ocr-eco serve` with workers that read nothing, so that tests of the queue and of deliveries take no time for that:
 * `bun scripts/rig/serve-quickly.ts`.
 */
import { join } from "node:path";
import { createWarmPool } from "../../cli/common/pool.ts";
import { serve } from "../../cli/serve/serve.ts";

const command = [process.execPath, join(import.meta.dir, "fake-worker.ts"), "reads"];

process.exitCode = await serve((config, languages, log) => createWarmPool(config, languages, log, command));
