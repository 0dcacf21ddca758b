/**
 * Prints what traces and being scraped cost, beside what the project promises: pictures a minute the whole way, and reports a second,
 * without, with a tenth of all traces and a scrape each 15 s (as our files have it), and with all traces and a scrape each second, all at
 * the same time. About twenty minutes on 2 cores; loopback only.
 *
 *   bun scripts/trace-figures.ts [--rounds 3] [--json] [--write]
 *
 * It measures dist/ocr-eco, which `bun run build` makes. Who takes the spans is this process, on the same cores.
 */
import { parseArgs } from "node:util";
import { median } from "../src/reading/median.ts";
import { Figures } from "./common/figures.ts";
import { noLess, none, type Target } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program } from "./rig/serving.ts";
import { pictureFolder } from "./service-figures/measure.ts";
import { readTogether } from "./trace-figures/pictures-together.ts";
import { type Beside, beside, together } from "./trace-figures/together.ts";

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
/** What became of spans while pictures were read, and while reports came in as fast as they can. */
const spans = { read: new Map<string, number>(), submitted: new Map<string, number>() };

const pictures = await readTogether(variants, rounds, pictureFolder(), (name, text) =>
  noteSpans(name, text, spans.read),
);
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
/** One beside the one without. */
const besideAlone = (values: ReadonlyMap<Name, readonly number[]>, variant: Name): Beside =>
  beside(values.get(variant) ?? [], values.get("alone") ?? []);
const shown = ({ percent, error }: Beside): string => `${round1(percent)} ± ${round1(error)} %`;
const endsOf = (ends: ReadonlyMap<string, number>): string =>
  [...ends].map(([end, count]) => `${count} ${end}`).join(", ");

/** What both parts say alike. */
function rows(values: ReadonlyMap<Name, readonly number[]>, ends: ReadonlyMap<string, number>): Target[] {
  const usual = besideAlone(values, "usual");
  return [
    none("nothing recorded, nobody scrapes", String(of(values, "alone"))),
    none("another one like it, beside it", shown(besideAlone(values, "alike"))),
    none("a tenth traced, scraped each 15 s", String(of(values, "usual"))),
    { ...noLess("beside the one without", usual.percent, 97, "%"), shown: shown(usual) },
    none("every report traced, scraped each second", String(of(values, "traced"))),
    none("beside the one without", shown(besideAlone(values, "traced"))),
    none("spans of the last round", endsOf(ends)),
  ];
}

figures.add(
  "Pictures a minute the whole way, all at the same time, a worker each, cache off",
  rows(pictures, spans.read),
);
figures.add(
  "Reports a second, all at the same time, 25 connections each, each report on disk before its 202",
  [...rows(rates, spans.submitted), none("requests with spans, in all", String(requests))],
);
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();
