/**
 * Prints what the load test itself costs, and how its times compare with those of other tools on the same service, in
 * alternating runs. About two minutes on 2 cores; loopback only.
 *
 *   bun scripts/loadtest-figures.ts [--rounds 5] [--whole] [--json]
 *
 * It measures dist/ocr-eco where that was built, else the source. `wrk` and `ab` (Debian: wrk, apache2-utils) are used
 * where they are. `--whole` also has 1,000 pictures read, which takes some minutes more.
 */
import { parseArgs } from "node:util";
import { printSection, type Section } from "./figures/print.ts";
import { noLess, noMore, none, type Target } from "./figures/targets.ts";
import { compared, type Percentiles, tools } from "./loadtest-figures/compare.ts";
import { requestsPerSecond } from "./loadtest-figures/cost.ts";
import { wholeWay } from "./loadtest-figures/whole.ts";
import { program } from "./service-figures/process.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    whole: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
  },
});
const sections: Section[] = [];
const add = (title: string, targets: readonly Target[]): void => {
  sections.push({ title, targets });
  if (!options.json) printSection({ title, targets });
};

if (!options.json) console.log(`Measured: ${program.join(" ")}`);
add("The load test itself, against a handler that does nothing, 50 connections", [
  noLess("requests a second", await requestsPerSecond(50, 100_000), 10_000),
]);
for (const connections of [10, 50]) {
  const found = await compared(connections, Number(options.rounds));
  const ours = found["ocr-eco loadtest"];
  add(
    `Milliseconds until a 202, ${connections} connections, medians of ${options.rounds} alternating runs`,
    tools.flatMap((tool): Target[] => {
      const figures = found[tool];
      if (figures === undefined || ours === undefined) return [none(tool, "is not installed")];
      const shown = (name: keyof Percentiles): Target => ({
        what: `${tool}, ${name}`,
        value: figures[name],
        shown: figures[name].toFixed(2),
        wanted: "",
        reached: null,
        ...(figures === ours ? {} : { note: `ours is ${(ours[name] / figures[name]).toFixed(2)} of it` }),
      });
      return (["p50", "p90", "p99", "perSecond"] as const).map(shown);
    }),
  );
}
if (options.whole) {
  const { reports, throughput } = await wholeWay(1000, 50);
  add("loadtest --self --n 1000 -c 50", [
    noMore("lost", reports.lost, 0),
    noMore("wrong", reports.wrong, 0),
    noMore("twice", reports.duplicate, 0),
    noMore("errors", reports.errors, 0),
    noLess("results a minute", Math.round(throughput.results_per_minute), 0),
  ]);
}
if (options.json) console.log(JSON.stringify({ program, sections }, null, 2));
