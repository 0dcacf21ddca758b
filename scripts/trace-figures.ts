/**
 * Prints what traces and being scraped cost, beside what the project promises: pictures a minute the whole way, and reports a
 * second, without, with a tenth of all traces and a scrape each 15 s (as our files have it), and with all traces and a scrape each second,
 * in turn. About nine minutes on 2 cores; loopback only.
 *
 *   bun scripts/trace-figures.ts [--rounds 3] [--json] [--write]
 *
 * It measures dist/ocr-eco, which `bun run build` makes. Who takes the spans is this process, on the same cores.
 */
import { parseArgs } from "node:util";
import { median } from "../src/reading/median.ts";
import { Figures } from "./common/figures.ts";
import { noLess, none } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program } from "./rig/serving.ts";
import { measureJourney, pictureFolder } from "./service-figures/measure.ts";
import { alternately, Scraper } from "./trace-figures/alternately.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const rounds = wholeFrom1("rounds", options.rounds);
const figures = new Figures("trace-figures", { ...options, program });
/** Windows in which each takes in reports, for one round of pictures. */
const windowsInRound = 12;
/** Times that the folder's pictures are read in a round; those of the first time warm the workers. */
const times = 2;

let requests = 0;
let lastRequest = Number.NEGATIVE_INFINITY;
const collector = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    await request.bytes();
    requests++;
    lastRequest = performance.now();
    return new Response();
  },
});
const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}` };

/** By our file for Prometheus 15 s are between two scrapes. */
const variants = {
  alone: { settings: {}, scrapeEvery: Number.POSITIVE_INFINITY },
  usual: {
    settings: { ...traced, OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" },
    scrapeEvery: 15_000,
  },
  traced: { settings: traced, scrapeEvery: 1000 },
} as const;
type Name = keyof typeof variants;
const names = Object.keys(variants) as Name[];
const pictures = new Map<Name, number[]>(names.map((name) => [name, []]));
/** What became of spans while pictures were read, and while reports came in as fast as they can. */
const spans = { read: new Map<string, number>(), submitted: new Map<string, number>() };

for (let round = 0; round < rounds; round++) {
  // Beginning with another one each time: what the machine does besides slows all alike.
  for (const index of names.keys()) {
    const name = names[(index + round) % names.length] as Name;
    const { settings, scrapeEvery } = variants[name];
    const meanwhile = (url: string): (() => void) => {
      const scraper = new Scraper(url, scrapeEvery, (text) => noteSpans(name, text, spans.read));
      scraper.start();
      return () => scraper.stop();
    };
    const { perMinute } = await measureJourney(pictureFolder(), times, settings, meanwhile);
    pictures.get(name)?.push(perMinute);
  }
}
const rates = await alternately(
  variants,
  rounds * windowsInRound,
  () => lastRequest,
  (name, text) => noteSpans(name, text, spans.submitted),
);
await collector.stop(true);

/** What became of all spans of a service, by what it was scraped. */
function noteSpans(name: Name, text: string, ends: Map<string, number>): void {
  for (const [, end = "", count] of text.matchAll(/^ocr_eco_trace_spans_total\{end="([a-z-]+)"\} (\d+)/gm))
    if (name === "traced") ends.set(end, Number(count));
}

const of = (values: ReadonlyMap<Name, readonly number[]>, variant: Name): number =>
  Math.round(median(values.get(variant) ?? []));
/** Of one beside the one without, in percent. A window is not compared with its neighbour: both vary by more than what is asked. */
function beside(values: ReadonlyMap<Name, readonly number[]>, variant: Name): number {
  return Math.round((1000 * of(values, variant)) / of(values, "alone")) / 10;
}
const endsOf = (ends: ReadonlyMap<string, number>): string =>
  [...ends].map(([end, count]) => `${count} ${end}`).join(", ");

figures.add("Pictures a minute the whole way, 2 workers, cache off", [
  none("nothing recorded, nobody scrapes", String(of(pictures, "alone"))),
  none("a tenth traced, scraped each 15 s", String(of(pictures, "usual"))),
  noLess("beside the one without", beside(pictures, "usual"), 97, "%"),
  none("every report traced, scraped each second", String(of(pictures, "traced"))),
  none("beside the one without", `${beside(pictures, "traced")} %`),
  none("spans of the last round", endsOf(spans.read)),
]);
figures.add("Reports a second, 50 connections, each on disk before its 202", [
  none("nothing recorded, nobody scrapes", String(of(rates, "alone"))),
  none("a tenth traced, scraped each 15 s", String(of(rates, "usual"))),
  noLess("beside the one without", beside(rates, "usual"), 97, "%"),
  none("every report traced, scraped each second", String(of(rates, "traced"))),
  none("beside the one without", `${beside(rates, "traced")} %`),
  none("spans of the last round", endsOf(spans.submitted)),
  none("requests with spans, in all", String(requests)),
]);
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();
