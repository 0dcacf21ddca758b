/**
 * Prints what the figures for Prometheus cost, beside what the project promises: how soon they are answered while the service takes in
 * as much as it can, and what it takes in with somebody who scrapes, and with a version before, in turn. Two minutes on 2 cores; loopback only.
 *
 *   bun scripts/metrics-figures.ts [--before <executable>] [--rounds 7] [--json] [--write]
 *
 * It measures dist/ocr-eco, which `bun run build` makes.
 */
import { parseArgs } from "node:util";
import { quantile } from "../src/eval/tally.ts";
import { median } from "../src/reading/median.ts";
import { Figures } from "./common/figures.ts";
import { noLess, noMore, none } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { key, program, Serving } from "./rig/serving.ts";
import { submitReports } from "./service-figures/submit-reports.ts";

const { values: options } = parseArgs({
  options: {
    before: { type: "string" },
    rounds: { type: "string", default: "7" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const rounds = wholeFrom1("rounds", options.rounds);
const figures = new Figures("metrics-figures", { ...options, program });
/** Reports in a round: some seconds of all that the service takes in. */
const reports = 60_000;
/** Milliseconds between two scrapes. By our file Prometheus leaves 15 s between them: what they cost here is fifteen times as much. */
const scrapeEvery = 1000;

interface Variant {
  readonly name: "alone" | "scraped" | "before";
  readonly program: readonly string[];
}

const variants: readonly Variant[] = [
  { name: "alone", program },
  { name: "scraped", program },
  ...(options.before === undefined ? [] : [{ name: "before" as const, program: [options.before] }]),
];
const rates = new Map<Variant["name"], number[]>(variants.map(({ name }) => [name, []]));
const answers: number[] = [];

for (let round = 0; round < rounds; round++) {
  // Beginning with another one each time: what the machine does besides slows all of them alike.
  const order = variants.map((_, index) => variants[(index + round) % variants.length] as Variant);
  for (const { name, program: own } of order) {
    const serving = await Serving.start({}, own);
    try {
      await serving.post("/admin/pause");
      const load = submitReports(serving.url, reports);
      const stopScraping = name === "scraped" ? scrape(serving.url) : () => {};
      rates.get(name)?.push(await load);
      stopScraping();
    } finally {
      await serving.stop();
    }
  }
}

/** Asks for the figures again and again, and notes how long each answer took; gives back what ends that. */
function scrape(url: string): () => void {
  const timer = setInterval(async () => {
    const began = performance.now();
    const response = await fetch(`${url}/metrics`, { headers: { "x-api-key": key } });
    await response.text();
    answers.push(performance.now() - began);
  }, scrapeEvery);
  return () => clearInterval(timer);
}

const rateOf = (name: Variant["name"]): number => Math.round(median(rates.get(name) ?? []));
/** Of one beside another in the same round, the median of rounds, in percent. */
const beside = (one: Variant["name"], other: Variant["name"]): number => {
  const others = rates.get(other) ?? [];
  return (
    Math.round(1000 * median((rates.get(one) ?? []).map((rate, round) => rate / (others[round] ?? rate)))) /
    10
  );
};
figures.add("GET /metrics while the service takes in all that it can", [
  noMore("answered within, median", quantile(answers, 0.5) ?? Number.NaN, 20, "ms"),
  none("95 of 100 within", `${quantile(answers, 0.95)} ms`),
  none("answers", String(answers.length)),
]);
figures.add("Reports a second, 50 connections, each on disk before its 202", [
  none("nobody scrapes", String(rateOf("alone"))),
  ...(options.before === undefined
    ? []
    : [
        none("a version before", String(rateOf("before"))),
        noLess("beside that version", beside("alone", "before"), 97, "%"),
      ]),
  none("somebody scrapes each second", String(rateOf("scraped"))),
  none("beside one that nobody scrapes", `${beside("scraped", "alone")} %`),
]);
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();
