/**
 * Prints what this version reaches, beside the targets: accuracy, time and memory of each engine on labelled
 * pictures, and what the executable costs. Real screenshots in ../shared/screenshots, else the drawn ones.
 *
 *   bun scripts/figures.ts [--json] [--set <folder>] [--engines auto,paddle,tesseract]
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { engineNames } from "../src/config/values.ts";
import { loadSet } from "../src/eval/set.ts";
import { type ExecutableFigures, measureExecutable } from "./figures/executable.ts";
import { type EngineFigures, measureEngine } from "./figures/readings.ts";

const root = join(import.meta.dir, "..");
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    set: { type: "string" },
    engines: { type: "string", default: engineNames.join(",") },
  },
});

const real = join(root, "..", "shared", "screenshots");
const folder = options.set ?? (existsSync(real) ? real : join(root, "test", "fixtures"));
const set = loadSet(folder);
const engines: EngineFigures[] = [];
for (const engine of engineNames.filter((name) => options.engines.split(",").includes(name))) {
  engines.push(await measureEngine(set, engine));
}
const executablePath = join(root, "dist", "ocr-eco");
const labelled = set.pictures.filter(({ label }) => label !== null);
const sample = labelled[0]?.source.name ?? "";
const executable = existsSync(executablePath) ? measureExecutable(executablePath, sample) : null;

if (options.json) {
  console.log(JSON.stringify({ set: folder === real ? "real" : "drawn", engines, executable }, null, 2));
} else {
  print(engines, executable);
}

function print(all: readonly EngineFigures[], program: ExecutableFigures | null): void {
  console.log(
    `${labelled.length} ${folder === real ? "real" : "drawn"} screenshots, ${set.pictures.length - labelled.length} negatives\n`,
  );
  console.table(
    Object.fromEntries(
      all.map((figures) => [
        figures.engine,
        {
          exact: `${figures.exact} of ${figures.pictures}`,
          accepted: figures.accepted,
          "but wrong": figures.wrong,
          "app right": figures.appRight,
          "negatives accepted": figures.negativesAccepted,
          "median ms": figures.medianMs,
          "p95 ms": figures.p95Ms,
          "cpu ms": figures.cpuMs,
          "peak MB": figures.peakMb,
        },
      ]),
    ),
  );
  const best = all[0];
  if (best !== undefined) {
    const share = Math.ceil((best.pictures * 68) / 72);
    target(`exact step counts (${best.engine})`, best.exact, `≥ ${share}`, best.exact >= share);
    target("accepted but wrong", best.wrong, "0", best.wrong === 0);
    target("negatives accepted", best.negativesAccepted, "0", best.negativesAccepted === 0);
    target("warm time a picture, one core, ms", best.medianMs, "≤ 900", best.medianMs <= 900);
    target("memory of a worker, MB", best.peakMb, "≤ 450", best.peakMb <= 450);
  }
  if (program === null) {
    console.log("No executable in dist/: bun run build makes it, and its figures are printed too.");
    return;
  }
  target("executable, MB", program.megabytes, "≤ 220", program.megabytes <= 220);
  target("first picture with a cold cache, ms", program.coldMs, "≤ 2000", program.coldMs <= 2000);
  console.log(`  the same with a warm cache ${program.warmMs} ms; --help ${program.helpMs} ms`);
}

function target(what: string, value: number, wanted: string, reached: boolean): void {
  console.log(
    `  ${reached ? "reached" : "MISSED "}  ${what.padEnd(38)} ${String(value).padStart(7)}   target ${wanted}`,
  );
}
