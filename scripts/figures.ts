/**
 * Prints what this version reaches, beside what the project promises.
 *
 *   bun scripts/figures.ts [--all] [--json] [--set <folder>] [--engines auto,paddle,tesseract] [--drawn 1000] [--write]
 *
 * By default what takes a few minutes: accuracy, time and memory of each engine on labelled pictures. Real screenshots
 * in ../shared/screenshots, else the drawn ones. --all adds, in about 40 minutes on 2 cores, the same pictures with
 * everything done to them that eval knows, drawn screens, how far confidences can be trusted, and plain text beside the
 * tesseract command; what goes on is said on standard error. What the executable costs is start-figures' affair.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { engineNames } from "../src/config/values.ts";
import type { CalibrationBin, Result } from "../src/eval/document.ts";
import { perturbations } from "../src/eval/perturb.ts";
import { loadSet } from "../src/eval/set.ts";
import { calibration } from "../src/eval/tally.ts";
import { Figures } from "./common/figures.ts";
import { begin } from "./common/progress.ts";
import { measureAccuracy } from "./figures/accuracy.ts";
import { measureDrawn } from "./figures/drawn.ts";
import { printBins, rowsOfBins, rowsOfEngines } from "./figures/print.ts";
import { type EngineFigures, measureEngine } from "./figures/readings.ts";
import { targetsOfDrawn, targetsOfEngine, targetsOfPerturbed, targetsOfSet } from "./figures/targets.ts";
import { measureText } from "./figures/text.ts";

const root = join(import.meta.dir, "..");
const { values: options } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    set: { type: "string" },
    engines: { type: "string", default: engineNames.join(",") },
    drawn: { type: "string", default: "1000" },
  },
});
const figures = new Figures("figures", options);
const drawnCount = Number(options.drawn);
if (!Number.isInteger(drawnCount) || drawnCount < 1) {
  throw new Error("--drawn takes how many screens to draw: a whole number from 1.");
}

const real = join(root, "..", "shared", "screenshots");
const folder = options.set ?? (existsSync(real) ? real : join(root, "test", "fixtures"));
const set = loadSet(folder);
const labelled = set.pictures.filter(({ label }) => label !== null);
const kind = folder === real ? "real" : options.set === undefined ? "drawn" : "named";
const missing = "There are no real screenshots in ../shared/screenshots: their figures are left out.";

const engines: EngineFigures[] = [];

const shown = `${labelled.length} ${kind} screenshots, ${set.pictures.length - labelled.length} negatives`;
if (!options.json) console.log(`${shown} in ${folder}\n`);
const asTheyCame: Result[] = [];
for (const engine of engineNames.filter((name) => options.engines.split(",").includes(name))) {
  if (options.all) begin(`engine ${engine}`);
  const measured = await measureEngine(set, engine);
  engines.push(measured.figures);
  if (asTheyCame.length === 0) asTheyCame.push(...measured.results);
}
const rows = rowsOfEngines(engines);
figures.keep({ title: `${shown}, one worker`, rows });
if (!options.json) {
  console.table(rows);
  if (kind === "drawn") console.log(missing);
}
const [best] = engines;
if (best !== undefined) {
  figures.add(`The ${kind} screenshots as they came, ${best.engine}`, targetsOfSet(asTheyCame));
  figures.add("One worker", targetsOfEngine(best));
}

let bins: CalibrationBin[] | null = null;
if (options.all) {
  const results = await measureAccuracy(`${kind} screenshots and perturbations`, set, perturbations);
  figures.add(`The ${kind} screenshots, perturbed`, targetsOfPerturbed(results));
  const drawn = await measureDrawn(drawnCount);
  figures.add(`${drawnCount} drawn screens`, targetsOfDrawn(drawn));
  const readings = [...drawn, ...results.filter(({ perturbation }) => perturbation !== null)];
  bins = calibration(readings);
  const title = `Calibration, on ${readings.length} drawn and perturbed pictures: does a confidence keep its word?`;
  figures.keep({ title, rows: rowsOfBins(bins) });
  if (!options.json) printBins(title, bins);
  figures.add("Plain text", [await measureText()]);
}

if (options.json) {
  console.log(JSON.stringify({ set: kind, engines, sections: figures.sections, calibration: bins }, null, 2));
}
figures.end();
