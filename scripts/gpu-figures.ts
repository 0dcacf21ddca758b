/**
 * Reads screenshots on the CPU and on the GPU, holds the readings against each other, and measures how many pictures each reads.
 *
 *   bun scripts/gpu-figures.ts [--near] [--set <folder>] [--pictures 20] [--workers 4] [--reports 500] [--write]
 *
 * Needs a machine with a GPU (docs/operations.md says what for): 5 minutes on one with 16 cores. --near has the CPU in the GPU's
 * place, so that all but the GPU is tried on any machine; nothing of that is a figure of a GPU. Real screenshots in
 * ../shared/screenshots, else the drawn ones; --pictures takes only the first ones, --reports is how many `loadtest` sends.
 * Exit status 1 where a number or a verdict is another one.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createGpu } from "../cli/common/gpu.ts";
import { loadtestSchema } from "../cli/loadtest/document.ts";
import { parseConfig } from "../src/config/config.ts";
import { loadSet } from "../src/eval/set.ts";
import { cores } from "../src/host/resources.ts";
import type { Reading } from "../src/reading/reading.ts";
import { Gpu } from "../src/workers/gpu/gpu.ts";
import { usualSlots } from "../src/workers/gpu/slots.ts";
import type { PoolEvent } from "../src/workers/pool.ts";
import { Figures } from "./common/figures.ts";
import { measuredPool } from "./common/pool.ts";
import { noMore, none, type Target } from "./common/target.ts";
import { agreementOf, type Twice } from "./gpu-figures/agreement.ts";
import { nearGpu } from "./rig/near-gpu.ts";
import { program } from "./rig/serving.ts";

const { values: options } = parseArgs({
  options: {
    near: { type: "boolean", default: false },
    set: { type: "string" },
    pictures: { type: "string", default: "100000" },
    workers: { type: "string", default: String(cores().count) },
    reports: { type: "string", default: "500" },
    write: { type: "boolean", default: false },
  },
});
if (options.near && options.write) throw new Error("--write is for figures of a GPU, and --near has none.");
const figures = new Figures("gpu-figures", { write: options.write, program });
const workers = Number(options.workers);

const log = {
  debug() {},
  info() {},
  warn: (details: object, message: string) => console.error(message, details),
};

interface Pass {
  readonly readings: readonly Reading[];
  readonly perSecond: number;
  readonly events: readonly PoolEvent[];
}

/** Reads all pictures twice, as many at once as there are workers, and times the second time. */
async function read(
  pictures: readonly { name: string; bytes: Uint8Array }[],
  gpu: Gpu | null,
): Promise<Pass> {
  const pool = measuredPool("auto", workers, { gpu });
  const events: PoolEvent[] = [];
  try {
    const all = () =>
      Promise.all(pictures.map(async ({ name, bytes }) => (await pool.read(name, bytes)).reading));
    await all();
    pool.listen((event) => events.push(event));
    const began = performance.now();
    const readings = await all();
    const perSecond = (1000 * pictures.length) / (performance.now() - began);
    // It says every second what it did.
    if (gpu !== null) await Bun.sleep(1500);
    return { readings, perSecond, events };
  } finally {
    await pool.close();
  }
}

/** Results a second of `serve`, from report to delivered result, with drawn pictures and no cache. */
async function served(device: "cpu" | "webgpu"): Promise<Target[]> {
  const words = ["loadtest", "--self", "--n", options.reports, "-c", "50", "--json"];
  const env = { ...process.env, OCR_DEVICE: device, WORKER_COUNT: String(workers) };
  const child = Bun.spawn([...program, ...words], { env, stdout: "pipe", stderr: "inherit" });
  const { reports, throughput } = loadtestSchema.parse(JSON.parse(await new Response(child.stdout).text()));
  return [
    none("results a second", (throughput.results_per_minute / 60).toFixed(1)),
    noMore("lost", reports.lost, 0),
    noMore("wrong", reports.wrong, 0),
  ];
}

const real = join(import.meta.dir, "..", "..", "shared", "screenshots");
const folder = options.set ?? (existsSync(real) ? real : join(import.meta.dir, "..", "test", "fixtures"));
const chosen = loadSet(folder).pictures.slice(0, Number(options.pictures));
const pictures = await Promise.all(
  chosen.map(async ({ name, source }) => ({ name, bytes: await source.load() })),
);

const config = parseConfig({ OCR_DEVICE: "webgpu" });
const engines = { engine: "auto", languages: config.OCR_LANGUAGES.split("+"), dataFolder: null } as const;
const gpu = options.near
  ? new Gpu(nearGpu({ slots: usualSlots, lateMs: 600_000, log }))
  : createGpu(config, engines, { isService: true, log });
if (gpu === null) throw new Error("There is no GPU.");
const began = performance.now();
await gpu.start();
const device = gpu.state.device?.name ?? "";
figures.add("The GPU", [
  none("device", device),
  none(
    "from the start of its process until it is ready",
    `${((performance.now() - began) / 1000).toFixed(1)} s`,
  ),
  none(
    "shapes that are run until then",
    String(usualSlots.reduce((sum, slot) => sum + slot.batches.length, 0)),
  ),
]);

const onGpu = await read(pictures, gpu);
const onCpu = await read(pictures, null);
const twice: Twice[] = pictures.map(({ name }, index) => ({
  name,
  one: onCpu.readings[index] as Reading,
  other: onGpu.readings[index] as Reading,
}));
const found = agreementOf(twice);
const missed = (same: number): number => found.pictures - same;
figures.add(`${found.pictures} pictures, read on the CPU and on ${device}`, [
  noMore("another number", missed(found.sameNumber), 0),
  noMore("another verdict", missed(found.sameVerdict), 0),
  noMore("verified by either with another number", found.verifiedOtherwise, 0),
  none("another text in some line", String(missed(found.sameText))),
  none("anything else, or a text, otherwise", String(missed(found.sameAll))),
]);
for (const difference of found.differences) console.log(`           ${difference}`);

const sum = (type: PoolEvent["type"], count: (event: PoolEvent) => number): number =>
  onGpu.events.reduce((total, event) => (event.type === type ? total + count(event) : total), 0);
const inputs = sum("gpu-ran", (event) => (event.type === "gpu-ran" ? event.inputs : 0));
const batches = sum("gpu-ran", (event) => (event.type === "gpu-ran" ? event.batches : 0));
figures.add(`The same pictures, ${workers} at once`, [
  none("pictures a second on the CPU", onCpu.perSecond.toFixed(1)),
  none(`pictures a second with ${device}`, onGpu.perSecond.toFixed(1)),
  none("inputs of models on the GPU, for each picture", (inputs / pictures.length).toFixed(1)),
  none("inputs in a batch", (inputs / Math.max(1, batches)).toFixed(1)),
  none(
    "runs that fell back to the CPU",
    String(sum("gpu-fell-back", (e) => (e.type === "gpu-fell-back" ? e.runs : 0))),
  ),
]);

const conditions = `loadtest --self --n ${options.reports} -c 50, ${workers} workers`;
figures.add(`serve on the CPU: ${conditions}`, await served("cpu"));
if (options.near) console.log("\nserve with the GPU is left out: there is none.");
else figures.add(`serve on ${device}: ${conditions}`, await served("webgpu"));
figures.end();
if (missed(found.sameNumber) + missed(found.sameVerdict) > 0) process.exitCode = 1;
