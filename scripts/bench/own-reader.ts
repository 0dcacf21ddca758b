/** A worker of ours as a reader that is measured: see answer-each.ts. Takes the engine's name and the device's, cpu or webgpu. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createGpu } from "../../cli/common/gpu.ts";
import { version } from "../../src/build-info.ts";
import { parseConfig } from "../../src/config/config.ts";
import { engineNames } from "../../src/config/values.ts";
import { measuredPool } from "../common/pool.ts";
import { program } from "../rig/serving.ts";
import { answerEach, peakBytesOf } from "./answer-each.ts";

const [name, device] = process.argv.slice(2);
const engine = engineNames.find((each) => each === name);
if (engine === undefined) throw new Error(`${name} is no engine.`);
const log = { debug() {}, info() {}, warn() {} };
const choice = { engine, languages: ["eng", "ind"], dataFolder: null };
const gpu = createGpu(parseConfig({ OCR_DEVICE: device }), choice, { isService: true, log });
const pool = measuredPool(engine, 1, { gpu, program });

await answerEach(
  async () => {
    await gpu?.start();
    return `ocr-eco ${version}${gpu === null ? "" : `, ${gpu.state.device?.name}`}`;
  },
  async (path) => {
    const began = performance.now();
    const { reading } = await pool.read(basename(path), await readFile(path));
    const milliseconds = performance.now() - began;
    // Of the worker alone: this process only passes on what is asked.
    const [worker = 0] = pool.processIds;
    return {
      milliseconds,
      lines: reading.lines.map(({ text, box, confidence }) => ({ text, box, confidence })),
      peakBytes: peakBytesOf(worker),
      verdict: { count: reading.steps ?? reading.candidateSteps, isAccepted: reading.status === "verified" },
    };
  },
);
await pool.close();
