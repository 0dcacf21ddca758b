/**
 * Prints what traces and being scraped cost, beside what the project promises: pictures a minute the whole way, in turn, and reports a
 * second, at the same time, without, with a tenth of all traces and a scrape each 15 s (as our files have it), and with all traces and
 * a scrape each second. About 18 minutes on 2 cores; loopback only.
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
import { Scraper } from "./trace-figures/scraper.ts";
import { beside, together } from "./trace-figures/together.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const rounds = wholeFrom1("rounds", options.rounds);
const figures = new Figures("trace-figures", { ...options, program });
/** Rounds of reports for one of pictures. */
const ofReports = 3;
/** Times that the folder's pictures are read in a round; those of the first time warm the workers. */
const times = 2;

let requests = 0;
const collector = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    await request.bytes();
    requests++;
    return new Response();
  },
});
const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}` };

/** By our file for Prometheus 15 s are between two scrapes. */
const variants = {
  alone: { settings: {}, scrapeEvery: Number.POSITIVE_INFINITY },
  alike: { settings: {}, scrapeEvery: Number.POSITIVE_INFINITY },
  usual: {
    settings: { ...traced, OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" },
    scrapeEvery: 15_000,
  },
  traced: { settings: traced, scrapeEvery: 1000 },
} as const;
type Name = keyof typeof variants;
const names = ["alone", "usual", "traced"] as const;
const pictures = new Map<Name, number[]>(names.map((name) => [name, []]));
/** What became of spans while pictures were read, and while reports came in as fast as they can. */
const spans = { read: new Map<string, number>(), submitted: new Map<string, number>() };

for (let round = 0; round < rounds; round++) {
  // Beginning with another one each time: what the machine does besides slows all alike.
  for (const index of names.keys()) {
    const name = names[(index + round) % names.length] as (typeof names)[number];
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
const rates = await together(variants, rounds * ofReports, (name, text) =>
  noteSpans(name, text, spans.submitted),
);
await collector.stop(true);

/** What became of all spans of a service, by what it was scraped. */
function noteSpans(name: Name, text: string, ends: Map<string, number>): void {
  for (const [, end = "", count] of text.matchAll(/^ocr_eco_trace_spans_total\{end="([a-z-]+)"\} (\d+)/gm))
    if (name === "traced") ends.set(end, Number(count));
}

const of = (values: ReadonlyMap<Name, readonly number[]>, variant: Name): number =>
  Math.round(median(values.get(variant) ?? []));
const round1 = (value: number): number => Math.round(10 * value) / 10;
/** Pictures of one beside those of the one without, in percent: each round is measured in turn, so that medians are compared. */
const picturesBeside = (variant: Name): number =>
  round1((100 * of(pictures, variant)) / of(pictures, "alone"));
const reportsBeside = (variant: Name): { percent: number; error: number } =>
  beside(rates.get(variant) ?? [], rates.get("alone") ?? []);
const shown = ({ percent, error }: { percent: number; error: number }): string =>
  `${round1(percent)} ± ${round1(error)} %`;
const endsOf = (ends: ReadonlyMap<string, number>): string =>
  [...ends].map(([end, count]) => `${count} ${end}`).join(", ");

figures.add("Pictures a minute the whole way, 2 workers, cache off", [
  none("nothing recorded, nobody scrapes", String(of(pictures, "alone"))),
  none("a tenth traced, scraped each 15 s", String(of(pictures, "usual"))),
  noLess("beside the one without", picturesBeside("usual"), 97, "%"),
  none("every report traced, scraped each second", String(of(pictures, "traced"))),
  none("beside the one without", `${picturesBeside("traced")} %`),
  none("spans of the last round", endsOf(spans.read)),
]);
const usual = reportsBeside("usual");
figures.add(
  "Reports a second, all at the same time, 25 connections each, each report on disk before its 202",
  [
    none("nothing recorded, nobody scrapes", String(of(rates, "alone"))),
    none("another one like it, beside it", shown(reportsBeside("alike"))),
    none("a tenth traced, scraped each 15 s", String(of(rates, "usual"))),
    { ...noLess("beside the one without", usual.percent, 97, "%"), shown: shown(usual) },
    none("every report traced, scraped each second", String(of(rates, "traced"))),
    none("beside the one without", shown(reportsBeside("traced"))),
    none("spans of the last round", endsOf(spans.submitted)),
    none("requests with spans, in all", String(requests)),
  ],
);
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();
