/** A worker of ours as a reader that is measured: see answer-each.ts. Takes the engine's name. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { version } from "../../src/build-info.ts";
import { engineNames } from "../../src/config/values.ts";
import { measuredPool } from "../common/pool.ts";
import { program } from "../rig/serving.ts";
import { answerEach, peakBytesOf } from "./answer-each.ts";

const engine = engineNames.find((name) => name === process.argv[2]);
if (engine === undefined) throw new Error(`${process.argv[2]} is no engine.`);
const pool = measuredPool(engine, 1, { program });
await answerEach(`ocr-eco ${version}`, async (path) => {
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
});
await pool.close();
