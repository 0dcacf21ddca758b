/**
 * Prints how often a number is accepted that is no day's count of the phone's owner: of drawn screens about something
 * else, of drawn pages about a day that say something else in one place, and of real pages with something else written
 * over their date.
 *
 *   bun scripts/scope-figures.ts [--drawn] [--real] [--count 3000] [--seed 1] [--workers 2] [--keep <folder>]
 *
 * Both halves unless one is named. Real pages come from ../shared/screenshots; without it that half is left out. Pictures
 * are made when they are read, and none is written anywhere but, with --keep, those that were accepted.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { evaluate } from "../src/eval/evaluate.ts";
import type { LabelledPicture } from "../src/eval/set.ts";
import { runWithOwnFonts } from "./draw/fonts.ts";
import { measuredPool } from "./figures/pool.ts";
import { progressOf } from "./figures/progress.ts";
import { printAccepted } from "./scope-figures/print.ts";

const { values: options } = parseArgs({
  options: {
    drawn: { type: "boolean", default: false },
    real: { type: "boolean", default: false },
    count: { type: "string", default: "3000" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: "2" },
    keep: { type: "string" },
  },
});
const wholeFrom1 = (name: "count" | "workers"): number => {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
  return value;
};
const [count, workers] = [wholeFrom1("count"), wholeFrom1("workers")];
const both = options.drawn === options.real;
const shots = join(import.meta.dir, "..", "..", "shared", "screenshots");

// The renderer reads its fonts' settings when it is loaded, so it is loaded only now.
if (runWithOwnFonts()) {
  const { drawnPictures, repaintedPictures } = await import("./scope-figures/pictures.ts");
  const started = performance.now();
  const pool = measuredPool("auto", workers);
  const read = async (name: string, bytes: Uint8Array) => (await pool.read(name, bytes)).reading;
  try {
    const pictures: LabelledPicture[] = both || options.drawn ? drawnPictures(options.seed, count) : [];
    if ((both || options.real) && existsSync(shots)) {
      const look = async ({ source }: LabelledPicture) => await read(source.name, await source.load());
      pictures.push(...(await repaintedPictures(shots, options.seed, look)));
    } else if (both || options.real) {
      console.log("There are no real screenshots in ../shared/screenshots: their half is left out.");
    }
    const progress = progressOf("pictures that are no day of the owner", pictures.length);
    const results = await evaluate(pictures, {
      read,
      lanes: workers + 1,
      perturbations: [],
      onResult: progress,
    });
    printAccepted(results);
    if (options.keep !== undefined) {
      mkdirSync(options.keep, { recursive: true });
      const accepted = new Set(
        results.flatMap(({ status, picture }) => (status === "verified" ? [picture] : [])),
      );
      for (const { name, source } of pictures.filter(({ name }) => accepted.has(name))) {
        const file = `${name
          .replace(/\.\w+ /, " ")
          .replaceAll(/[^\w-]+/g, "-")
          .slice(0, 150)}.png`;
        writeFileSync(join(options.keep, file), await source.load());
      }
    }
    console.log(`\n${results.length} pictures in ${Math.round((performance.now() - started) / 1000)} s`);
  } finally {
    await pool.close();
  }
}
