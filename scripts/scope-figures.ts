/**
 * Prints how often a number is accepted that is no day's count of the phone's owner: of drawn screens about something
 * else, of drawn pages about a day that say something else in one place, and of real pages with something else written
 * over their date.
 *
 *   bun scripts/scope-figures.ts [--drawn] [--share] [--real] [--count 3000] [--seed 1] [--workers <cores>]
 *                                [--limit <seconds>] [--keep <folder>] [--write]
 *
 * The drawn and the real ones unless one is named; --share is a few of the drawn, of all kinds. Real pages come from
 * ../shared/screenshots; without it they are left out. Pictures are made when they are read, and none is written anywhere
 * but, with --keep, those that were accepted. After --limit, or a signal to end, it prints what it has so far.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Result } from "../src/eval/document.ts";
import { evaluate } from "../src/eval/evaluate.ts";
import type { LabelledPicture } from "../src/eval/set.ts";
import { Figures } from "./common/figures.ts";
import { measuredPool } from "./common/pool.ts";
import { progressOf } from "./common/progress.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { runWithOwnFonts, scopeSet, scopeShare } from "./draw/index.ts";
import { orCutOff } from "./scope-figures/cut-off.ts";
import { partsOf, printAccepted } from "./scope-figures/print.ts";

const { values: options } = parseArgs({
  options: {
    drawn: { type: "boolean", default: false },
    share: { type: "boolean", default: false },
    real: { type: "boolean", default: false },
    count: { type: "string", default: "3000" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: String(availableParallelism()) },
    limit: { type: "string" },
    keep: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const count = wholeFrom1("count", options.count);
const workers = wholeFrom1("workers", options.workers);
const limit = options.limit === undefined ? null : wholeFrom1("limit", options.limit);
const isOneNamed = options.drawn || options.share || options.real;
const shots = join(import.meta.dir, "..", "..", "shared", "screenshots");

// The renderer reads its fonts' settings when it is loaded, so it is loaded only now.
if (runWithOwnFonts()) {
  const { drawnPictures, repaintedPictures } = await import("./scope-figures/pictures.ts");
  const figures = new Figures("scope-figures", options);
  const started = performance.now();
  const pool = measuredPool("auto", workers);
  const read = async (name: string, bytes: Uint8Array) => (await pool.read(name, bytes)).reading;
  const pictures: LabelledPicture[] = [];
  if (options.share) pictures.push(...drawnPictures(scopeShare(options.seed)));
  else if (options.drawn || !isOneNamed) pictures.push(...drawnPictures(scopeSet(options.seed, count)));
  if ((options.real || !isOneNamed) && existsSync(shots)) {
    const look = async ({ source }: LabelledPicture) => await read(source.name, await source.load());
    pictures.push(...(await repaintedPictures(shots, options.seed, look)));
  } else if (options.real || !isOneNamed) {
    console.log("There are no real screenshots in ../shared/screenshots: their half is left out.");
  }
  const progress = progressOf("pictures that are no day of the owner", pictures.length);
  const results: Result[] = [];
  const work = evaluate(pictures, {
    read,
    lanes: workers + 1,
    perturbations: [],
    onResult: (result) => {
      results.push(result);
      // At once, for a run of many minutes may end before its time.
      if (result.status === "verified") console.error(`accepted: ${result.picture}`);
      progress();
    },
  });
  const isCutOff = await orCutOff(work, limit);
  const done = [...results];
  printAccepted(done);
  if (options.keep !== undefined) {
    mkdirSync(options.keep, { recursive: true });
    const accepted = new Set(done.flatMap(({ status, picture }) => (status === "verified" ? [picture] : [])));
    for (const { name, source } of pictures.filter(({ name }) => accepted.has(name))) {
      const file = `${name
        .replace(/\.\w+ /, " ")
        .replaceAll(/[^\w-]+/g, "-")
        .slice(0, 150)}.png`;
      writeFileSync(join(options.keep, file), await source.load());
    }
  }
  const rest = isCutOff ? `, cut off before the other ${pictures.length - done.length}` : "";
  console.log(`\n${done.length} pictures in ${Math.round((performance.now() - started) / 1000)} s${rest}`);
  for (const part of partsOf(done, pictures.length - done.length)) figures.keep(part);
  figures.end();
  await pool.close();
  // What was cut off still waits for its workers.
  process.exit();
}
