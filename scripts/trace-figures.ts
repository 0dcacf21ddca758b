/**
 * Prints what traces and being scraped cost, beside what the project promises: pictures a minute the whole way, and reports a
 * second, without, with a tenth of all traces and a scrape each 15 s (as our files have it), and with all traces and a scrape each second,
 * in turn. About five minutes on 2 cores; loopback only.
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
import { key, program, Serving } from "./rig/serving.ts";
import { measureJourney, pictureFolder } from "./service-figures/measure.ts";
import { submitReports } from "./service-figures/submit-reports.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const rounds = wholeFrom1("rounds", options.rounds);
const figures = new Figures("trace-figures", { ...options, program });
/** Reports in a round: some seconds of all that the service takes in. */
const reports = 60_000;
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

const variants = ["alone", "usual", "traced"] as const;
type Variant = (typeof variants)[number];
const settingsOf = {
  alone: {},
  usual: { ...traced, OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" },
  traced,
} as const;
/** Milliseconds between two scrapes; by our file Prometheus leaves 15 s between them. */
const scrapeEvery = { alone: Number.POSITIVE_INFINITY, usual: 15_000, traced: 1000 } as const;
const pictures = new Map<Variant, number[]>(variants.map((variant) => [variant, []]));
const rates = new Map<Variant, number[]>(variants.map((variant) => [variant, []]));
/** What became of spans while pictures were read, and while reports came in as fast as they can. */
const spans = { read: new Map<string, number>(), submitted: new Map<string, number>() };

for (let round = 0; round < rounds; round++) {
  // Beginning with another one each time: what the machine does besides slows all alike.
  const order = variants.map((_, index) => variants[(index + round) % variants.length] as Variant);
  for (const variant of order) {
    const meanwhile = (url: string) => scrape(url, variant, spans.read);
    const { perMinute } = await measureJourney(pictureFolder(), times, settingsOf[variant], meanwhile);
    pictures.get(variant)?.push(perMinute);
    const serving = await Serving.start(settingsOf[variant]);
    try {
      await serving.post("/admin/pause");
      const stop = scrape(serving.url, variant, spans.submitted);
      rates.get(variant)?.push(await submitReports(serving.url, reports));
      stop();
    } finally {
      await serving.stop();
    }
  }
}
await collector.stop(true);

/** Asks for the figures with exemplars as often as a variant does, and notes what became of all spans; gives back what ends that. */
function scrape(url: string, variant: Variant, ends: Map<string, number>): () => void {
  if (variant === "alone") return () => {};
  const timer = setInterval(async () => {
    const headers = { "x-api-key": key, accept: "application/openmetrics-text; version=1.0.0" };
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    for (const [, end = "", count] of text.matchAll(/^ocr_eco_trace_spans_total\{end="([a-z-]+)"\} (\d+)/gm))
      if (variant === "traced") ends.set(end, Number(count));
  }, scrapeEvery[variant]);
  return () => clearInterval(timer);
}

const of = (values: ReadonlyMap<Variant, readonly number[]>, variant: Variant): number =>
  Math.round(median(values.get(variant) ?? []));
/** Of one beside the one without in the same round, the median of rounds, in percent. */
function beside(values: ReadonlyMap<Variant, readonly number[]>, variant: Variant): number {
  const alone = values.get("alone") ?? [];
  const shares = (values.get(variant) ?? []).map((rate, round) => rate / (alone[round] ?? rate));
  return Math.round(1000 * median(shares)) / 10;
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
