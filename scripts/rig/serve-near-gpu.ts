/**
 * `ocr-eco serve` with the CPU in the GPU's place, so that the way there, and its loss, can be tried on any machine:
 * `bun scripts/rig/serve-near-gpu.ts`.
 */
import { createWarmPool } from "../../cli/common/pool.ts";
import { serve } from "../../cli/serve/serve.ts";
import { Gpu } from "../../src/workers/gpu/gpu.ts";
import { nearGpu } from "./near-gpu.ts";

process.exitCode = await serve((config, languages, log) =>
  createWarmPool(config, languages, log, undefined, () => new Gpu(nearGpu({ isRequired: false, log }))),
);
