/**
 * Prints the memory that a worker holds between pictures while it reads one after the other, beside what the project promises.
 *
 *   bun scripts/worker-memory.ts [--count 1000] [--set <folder>] [--json] [--write]
 *
 * Real screenshots in ../shared/screenshots, else the drawn ones, round and round. A fifth to a third of a second for each of
 * `--count` on one core; what is promised is about 10,000. The first tenth is not counted: until then it has not met all
 * pictures. --write puts the figures into docs/benchmarks.md and draws its plot.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadSet } from "../src/eval/set.ts";
import { median } from "../src/reading/median.ts";
import { residentMbOf } from "../src/workers/resident-memory.ts";
import { peakBytesOf } from "./bench/answer-each.ts";
import { benchmarksPage, writePlot } from "./bench/page.ts";
import { type MemorySample, memoryPlot } from "./bench/plot/memory.ts";
import { Figures } from "./common/figures.ts";
import { measuredPool } from "./common/pool.ts";
import { progressOf } from "./common/progress.ts";
import { noMore, none } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program } from "./rig/serving.ts";

const root = join(import.meta.dir, "..");
const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    set: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const count = wholeFrom1("count", options.count);
const real = join(root, "..", "shared", "screenshots");
const set = loadSet(options.set ?? (existsSync(real) ? real : join(root, "test", "fixtures")));
const figures = new Figures("worker-memory", { ...options, program, page: benchmarksPage });
/** Memory is looked at every 100 pictures, of fewer pictures 20 times. */
const every = Math.max(1, Math.min(100, Math.floor(count / 20)));
/** How long a worker may tidy up behind its answer before that, in milliseconds. */
const pause = 150;
const [mostMb, share] = [250, 0.05];

const { samples, peakMb } = await measure();
const from = Math.round(count / 10);
const counted = samples.filter(({ pictures }) => pictures >= from).map(({ mb }) => mb);
const middleMb = median(counted);
const furthest = Math.max(...counted.map((mb) => Math.abs(mb - middleMb) / middleMb));
figures.add(`${count} pictures, one after the other, engine auto`, [
  noMore(
    `memory between pictures, from picture ${from} to ${count}, at most`,
    Math.max(...counted),
    mostMb,
    "MB",
  ),
  noMore("furthest from its median", Math.round(1000 * furthest) / 10, 100 * share, "%"),
  none("its median", `${middleMb} MB`, middleMb),
  none("most of all, while it read a picture", `${peakMb} MB`, peakMb),
]);
if (options.write) writePlot("memory", memoryPlot(samples, { mostMb, from, middleMb, share }));
if (options.json) console.log(JSON.stringify({ program, samples, parts: figures.parts }, null, 2));
figures.end();

async function measure(): Promise<{ samples: MemorySample[]; peakMb: number }> {
  const pool = measuredPool("auto", 1, { program });
  const all: MemorySample[] = [];
  let peakBytes = 0;
  const onPicture = progressOf("memory of a worker", count);
  try {
    for (let done = 1; done <= count; done++) {
      const { name, source } = set.pictures[(done - 1) % set.pictures.length] ?? {};
      if (name === undefined || source === undefined) throw new Error("The set holds no pictures.");
      await pool.read(name, await source.load());
      if (done === 1 || done % every === 0) {
        await Bun.sleep(pause);
        const [worker = 0] = pool.processIds;
        const mebibytes = residentMbOf(worker) ?? Number.NaN;
        peakBytes = peakBytesOf(worker);
        all.push({ pictures: done, mb: Math.round((mebibytes * 1024 * 1024) / 1e6) });
      }
      onPicture();
    }
  } finally {
    await pool.close();
  }
  return { samples: all, peakMb: Math.round(peakBytes / 1e6) };
}
