/**
 * Prints what the load test itself costs, and how its times compare with those of other tools on the same service, in
 * alternating runs, and with times that are known. About three minutes on 2 cores; loopback only.
 *
 *   bun scripts/loadtest-figures.ts [--rounds 5] [--whole] [--json] [--write]
 *
 * It measures dist/ocr-eco where that was built, else the source. `wrk` and `ab` (Debian: wrk, apache2-utils) are used
 * where they are. `--whole` also has 1,000 pictures read, which takes some minutes more.
 */
import { parseArgs } from "node:util";
import { Figures } from "./common/figures.ts";
import { noLess, noMore } from "./common/target.ts";
import { comparedOnHandler, comparedOnService } from "./loadtest-figures/compare.ts";
import { comparison, comparisonWithKnown } from "./loadtest-figures/comparison.ts";
import { Handler } from "./loadtest-figures/handler.ts";
import { oursInHere } from "./loadtest-figures/ours-in-here.ts";
import { wholeWay } from "./loadtest-figures/whole.ts";
import { program } from "./rig/serving.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    whole: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
  },
});
const figures = new Figures("loadtest-figures", { ...options, program });

if (!options.json) console.log(`Measured: ${program.join(" ")}`);
const handler = await Handler.start("empty");
const { perSecond } = await oursInHere(handler.url, 50, 100_000);
handler.stop();
figures.add("The load test itself, against a handler that does nothing, 50 connections", [
  noLess("requests a second", perSecond, 10_000),
]);
const medians = `medians of ${options.rounds} alternating runs, p50 / p90 / p99 in milliseconds`;
figures.add(
  `A handler whose times are known, 50 connections, ${medians}`,
  comparisonWithKnown(await comparedOnHandler(50, Number(options.rounds))),
);
for (const connections of [10, 50]) {
  const found = await comparedOnService(connections, Number(options.rounds));
  figures.add(`A service until its 202, ${connections} connections, ${medians}`, comparison(found));
}
if (options.whole) {
  const { reports, throughput } = await wholeWay(1000, 50);
  figures.add("loadtest --self --n 1000 -c 50", [
    noMore("lost", reports.lost, 0),
    noMore("wrong", reports.wrong, 0),
    noMore("twice", reports.duplicate, 0),
    noMore("errors", reports.errors, 0),
    noLess("results a minute", Math.round(throughput.results_per_minute), 0),
  ]);
}
if (options.json) console.log(JSON.stringify({ program, sections: figures.sections }, null, 2));
figures.end();
