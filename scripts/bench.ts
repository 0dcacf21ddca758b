/**
 * Measures this program beside what others read screenshots with: the same pictures, in turn, in one run.
 *
 *   bun scripts/bench.ts [--quick] [--pictures 20 | --all] [--set <folder>] [--only <names>] [--parts readers,all-cores,without-count,workers,service,memory]
 *                        [--no-warm-up] [--memory 1000] [--json] [--write]
 *
 * Some twenty minutes on 2 cores, with --quick five. Pictures are real screenshots in ../shared/screenshots, else the drawn
 * ones, spread over the apps. The first run installs the packages of others into .tools/bench; what cannot be run is named with
 * its reason. --only takes readers by their names, separated by semicolons; --no-warm-up measures their first readings of all.
 * --write puts the figures into docs/benchmarks.md and draws its plots.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadSet } from "../src/eval/set.ts";
import { cores } from "../src/host/resources.ts";
import { alternate, type Run } from "./bench/alternate.ts";
import { installPeers } from "./bench/install.ts";
import { benchmarksPage, writePlot } from "./bench/page.ts";
import { spreadOverApps } from "./bench/pictures.ts";
import { accuracyPlot } from "./bench/plot/accuracy.ts";
import { timesPlot } from "./bench/plot/times.ts";
import { workersPlot } from "./bench/plot/workers.ts";
import type { Reader } from "./bench/reader.ts";
import { allReaders } from "./bench/readers.ts";
import { measureService } from "./bench/service.ts";
import { summaryOf } from "./bench/summary.ts";
import { rowsOfReaders, rowsOfService, rowsOfText, rowsOfTimes, targetsBeside } from "./bench/tables.ts";
import { measureWithoutCount } from "./bench/without-count.ts";
import { measureWorkers } from "./bench/workers.ts";
import { Figures } from "./common/figures.ts";
import { progressOf } from "./common/progress.ts";
import type { Grid } from "./common/section.ts";
import { noLess, none } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program } from "./rig/serving.ts";

const root = join(import.meta.dir, "..");
const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    "warm-up": { type: "boolean", default: true },
    quick: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    pictures: { type: "string" },
    set: { type: "string" },
    only: { type: "string" },
    parts: { type: "string", default: "readers,all-cores,without-count,workers,service,memory" },
    memory: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const { count: coreCount } = cores();
const parts = options.parts.split(",");
const count = options.all
  ? Number.POSITIVE_INFINITY
  : wholeFrom1("pictures", options.pictures ?? (options.quick ? "6" : "20"));
const memoryCount = wholeFrom1("memory", options.memory ?? (options.quick ? "200" : "1000"));
const real = join(root, "..", "shared", "screenshots");
const set = loadSet(options.set ?? (existsSync(real) ? real : join(root, "test", "fixtures")));
const pictures = spreadOverApps(set.pictures, count);
const files = pictures.map(({ source }) => source.name);
const figures = new Figures("bench", { ...options, program, page: benchmarksPage });

const keep = (title: string, rows: Grid["rows"]): void => {
  figures.keep({ title, rows });
  if (options.json) return;
  console.log(`\n${title}`);
  console.table(rows);
};

if (parts.includes("readers")) {
  const { oneCore, allCores } = await measureReaders();
  keep("Who takes part", rowsOfReaders(oneCore));
  keep(`Time for a picture, ${pictures.length} pictures`, rowsOfTimes(oneCore, allCores));
  keep(`What comes out of ${pictures.length} pictures`, rowsOfText(oneCore));
  figures.add("Beside others, the median over the pictures", [
    ...targetsBeside(oneCore, "on one core"),
    ...(allCores.length === 0 ? [] : targetsBeside(allCores, "on all cores")),
  ]);
  if (options.write) drawReaders(oneCore, allCores);
}
if (parts.includes("without-count")) {
  const targets = await measureWithoutCount(
    join(root, "..", "shared"),
    options.quick ? 6 : Number.POSITIVE_INFINITY,
  );
  figures.add("Pictures without a day's count, engine auto, one core", targets);
}
if (parts.includes("workers")) {
  const measured = await measureWorkers(files, coreCount + 1, options.quick ? 2 : 4);
  const { rates, machine } = measured;
  figures.add(`Pictures a second, engine auto, ${files.length} pictures`, [
    ...rates.map(({ workers, perSecond }) =>
      none(workers === 1 ? "1 worker" : `${workers} workers`, perSecond.toFixed(2)),
    ),
    ...rates.map(({ workers, processorMs }) =>
      none(
        `processor time a picture, ${workers === 1 ? "1 worker" : `${workers} workers`}`,
        `${Math.round(processorMs)} ms`,
        processorMs,
      ),
    ),
    ...rates
      .filter(({ workers }) => workers === 1)
      .map(({ perSecond, processorMs }) =>
        none("cores that one worker takes", ((perSecond * processorMs) / 1000).toFixed(2)),
      ),
    ...rates
      .filter(({ workers }) => workers === 2)
      .map(({ besideOne }) =>
        noLess("two workers beside one", Math.round(100 * besideOne) / 100, 1.9, "times as many"),
      ),
    none(
      "two programs that only count beside one, meanwhile",
      `${machine.toFixed(2)} times as many`,
      machine,
    ),
  ]);
  if (options.write) writePlot("workers", workersPlot(measured, coreCount, files.length));
}
if (parts.includes("service")) {
  const served = await measureService(files, coreCount, [1, 2, 8]);
  keep(`The service, from POST to its answer, ${coreCount} workers, nothing kept`, rowsOfService(served));
}
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();
if (parts.includes("memory")) {
  const words = [
    "--count",
    String(memoryCount),
    ...(options.set === undefined ? [] : ["--set", options.set]),
  ];
  const more = [...(options.write ? ["--write"] : []), ...(options.json ? ["--json"] : [])];
  const script = join(import.meta.dir, "worker-memory.ts");
  const child = Bun.spawnSync([process.execPath, script, ...words, ...more], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.exitCode = child.exitCode;
}

async function measureReaders(): Promise<{ oneCore: Run[]; allCores: Run[] }> {
  const names = allReaders(null).map(({ name }) => name);
  const only = options.only?.split(";") ?? names;
  if (only.some((name) => !names.includes(name)))
    throw new Error(`--only takes these, separated by semicolons: ${names.join("; ")}.`);
  const isWanted = ({ name }: Reader): boolean => only.includes(name);
  const isOfPackage = ({ folder }: Reader): boolean => folder !== undefined;
  const missing = allReaders(null).filter(isWanted).some(isOfPackage) ? installPeers() : null;
  const readers = allReaders(missing).filter(isWanted);
  const warmUp = options["warm-up"];
  const measure = (which: readonly Reader[], cores: string | null, what: string): Promise<Run[]> =>
    alternate(which, pictures, cores, progressOf(what, (warmUp ? 2 : 1) * pictures.length), { warmUp });
  const oneCore = await measure(readers, "0", "on one core");
  const started = oneCore.filter(({ version }) => version !== null).map(({ reader }) => reader);
  // Where one is all there is, nothing else would come of it.
  const allCores =
    coreCount === 1 || !parts.includes("all-cores") ? [] : await measure(started, null, "on all cores");
  return { oneCore, allCores };
}

function drawReaders(oneCore: readonly Run[], allCores: readonly Run[]): void {
  const summaries = oneCore.flatMap((run) => {
    const one = summaryOf(run);
    const other = allCores.find(({ reader }) => reader.name === run.reader.name);
    return one === null ? [] : [{ ...run.reader, one, all: other === undefined ? null : summaryOf(other) }];
  });
  const times = summaries.map(({ name, isOurs, one, all }) => ({
    name,
    isOurs,
    oneCore: one,
    allCores: all,
  }));
  writePlot("times", timesPlot(times, pictures.length));
  const accuracies = summaries.map(({ name, isOurs, one }) => ({
    name,
    isOurs,
    medianMs: one.medianMs,
    rightShare: one.chosen / one.pictures,
  }));
  writePlot("accuracy", accuracyPlot(accuracies, pictures.length));
}
