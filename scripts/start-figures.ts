/**
 * Prints how large the executable is and how soon it is there, beside what the project promises: its help, its first reading
 * with and without its libraries in the cache, and the answer of a service that knows the picture. Half a minute on 2 cores.
 *
 *   bun scripts/start-figures.ts [--json] [--write]
 *
 * It measures dist/ocr-eco, which `bun run build` makes, on a drawn picture.
 */
import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { quantile } from "../src/eval/tally.ts";
import { median } from "../src/reading/median.ts";
import { Figures } from "./common/figures.ts";
import { fixture } from "./common/fixtures.ts";
import { noMore, none } from "./common/target.ts";
import { program } from "./rig/serving.ts";
import { measureKnown, measureStart } from "./start-figures/measure.ts";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
const [executable = "", ...more] = program;
if (more.length > 0) throw new Error('There is no dist/ocr-eco: "bun run build" makes it.');
const figures = new Figures("start-figures", { ...options, program });
const picture = fixture("images", "samsung-home-en-light.png");
const tenths = (value: number): number => Math.round(10 * value) / 10;

figures.add("Its file", [noMore("executable", Math.round(statSync(executable).size / 1e5) / 10, 220, "MB")]);
const { helpMs, leastMs, coldMs, warmMs } = await measureStart(executable, picture);
figures.add("From the start of its process to the end, medians of 40 in turn", [
  noMore("--help", tenths(helpMs), 40, "ms"),
  none("an executable of Bun that only writes one line", `${tenths(leastMs)} ms`, leastMs),
]);
figures.add("From the start of its process to the end of its first reading, medians of 7", [
  noMore("libraries not in the cache yet", Math.round(coldMs), 1200, "ms"),
  noMore("libraries in the cache", Math.round(warmMs), 800, "ms"),
]);
const known = await measureKnown(picture, 200);
figures.add("A picture that the service has read before, from POST to its answer, 200 times", [
  noMore("median", tenths(median(known)), 5, "ms"),
  none("p95", `${quantile(known, 0.95)} ms`),
]);

if (options.json) console.log(JSON.stringify({ program, sections: figures.sections }, null, 2));
figures.end();
