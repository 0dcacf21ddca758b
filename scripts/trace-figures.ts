/**
 * Prints what it costs to record a trace of every report and to be scraped, beside what the project promises: pictures a minute
 * the whole way, and reports a second, with and without, in turn. About three minutes on 2 cores; loopback only.
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
/** Milliseconds between two scrapes: fifteen times as many as Prometheus makes by our file. */
const scrapeEvery = 1000;

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

type Variant = "alone" | "traced";
const settingsOf = { alone: {}, traced } as const;
const pictures = new Map<Variant, number[]>([
  ["alone", []],
  ["traced", []],
]);
const rates = new Map<Variant, number[]>([
  ["alone", []],
  ["traced", []],
]);
/** What became of spans while pictures were read, and while reports came in as fast as they can. */
const spans = { read: new Map<string, number>(), submitted: new Map<string, number>() };

for (let round = 0; round < rounds; round++) {
  // Beginning with another one each time: what the machine does besides slows both alike.
  for (const variant of round % 2 === 0 ? (["alone", "traced"] as const) : (["traced", "alone"] as const)) {
    const isTraced = variant === "traced";
    const meanwhile = (url: string) => (isTraced ? scrape(url, spans.read) : () => {});
    const { perMinute } = await measureJourney(pictureFolder(), times, settingsOf[variant], meanwhile);
    pictures.get(variant)?.push(perMinute);
    const serving = await Serving.start(settingsOf[variant]);
    try {
      await serving.post("/admin/pause");
      const stop = isTraced ? scrape(serving.url, spans.submitted) : () => {};
      rates.get(variant)?.push(await submitReports(serving.url, reports));
      stop();
    } finally {
      await serving.stop();
    }
  }
}
await collector.stop(true);

/** Asks for the figures with exemplars again and again, and notes what became of spans; gives back what ends that. */
function scrape(url: string, ends: Map<string, number>): () => void {
  const timer = setInterval(async () => {
    const headers = { "x-api-key": key, accept: "application/openmetrics-text; version=1.0.0" };
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    for (const [, end = "", count] of text.matchAll(/^ocr_eco_trace_spans_total\{end="([a-z-]+)"\} (\d+)/gm))
      ends.set(end, Number(count));
  }, scrapeEvery);
  return () => clearInterval(timer);
}

const of = (values: ReadonlyMap<Variant, readonly number[]>, variant: Variant): number =>
  Math.round(median(values.get(variant) ?? []));
/** Of the traced one beside the other in the same round, the median of rounds, in percent. */
function beside(values: ReadonlyMap<Variant, readonly number[]>): number {
  const alone = values.get("alone") ?? [];
  const shares = (values.get("traced") ?? []).map((rate, round) => rate / (alone[round] ?? rate));
  return Math.round(1000 * median(shares)) / 10;
}
const endsOf = (ends: ReadonlyMap<string, number>): string =>
  [...ends].map(([end, count]) => `${count} ${end}`).join(", ");

figures.add("Pictures a minute the whole way, 2 workers, cache off", [
  none("nothing recorded, nobody scrapes", String(of(pictures, "alone"))),
  none("every report traced, scraped each second", String(of(pictures, "traced"))),
  noLess("beside the one without", beside(pictures), 97, "%"),
  none("spans of the last round", endsOf(spans.read)),
]);
figures.add("Reports a second, 50 connections, each on disk before its 202", [
  none("nothing recorded, nobody scrapes", String(of(rates, "alone"))),
  none("every report traced, scraped each second", String(of(rates, "traced"))),
  none("beside the one without", `${beside(rates)} %`),
  none("spans of the last round", endsOf(spans.submitted)),
  none("requests with spans, in all", String(requests)),
]);
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();
