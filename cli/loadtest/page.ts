import type { Chart } from "../../src/charts/chart.ts";
import { histogram, lineChart } from "../../src/charts/charts.ts";
import type { Drawn } from "../../src/charts/drawn.ts";
import { chartStyle } from "../../src/charts/palette.ts";
import { htmlOf } from "../output/html/drawn.ts";
import { Html, html, nothing } from "../output/html/html.ts";
import { pageOf } from "../output/html/page.ts";
import { counted, duration, size } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import type { LoadtestDocument } from "./document.ts";
import { shownFigures, spanNames, spanTitles, timeWords } from "./span-lines.ts";
import { conditionWords, foundWords, limitWords, loadWords, rateWords, verdictOf } from "./words.ts";

/** Points of a line that can be told apart. */
const mostPoints = 120;

/** A load test as one self-contained page. */
export function loadtestPage(found: LoadtestDocument): string {
  const { service, errors, conditions, limit } = found;
  const about = [
    `ocr-eco ${service.version}`,
    service.instance_env,
    counted(service.workers, "worker"),
    service.url,
  ];
  const body = html`<main>
<h1>${loadWords(found)}</h1>
<p class="soft">${found.started_at} · ${about.filter((part) => part !== null).join(" · ")}</p>
${verdictOf(found).map(({ good, text }) => html`<p class="${good ? "good" : "bad"}">${good ? "✓" : "✗"} ${text}</p>`)}
${found.notes.map((note) => html`<p class="warn">${note}</p>`)}
${tiles(found)}
<h2>How long it took</h2>
${spanTable(found)}
<h2>How it is spread, and what the service was like meanwhile</h2>
<div class="charts">${charts(found).map(htmlOf)}</div>
${limit === null ? nothing : limitTable(limit, found.ended)}
${
  found.answers.length === 0
    ? nothing
    : html`<h2>Answers to reports</h2>${table(
        ["answer", "count"],
        found.answers.map(({ answer, count }) => [answer, grouped(count)]),
      )}`
}
${
  errors.length === 0
    ? nothing
    : html`<h2>Errors by cause</h2>${table(
        ["cause", "count"],
        errors.map(({ cause, count }) => [cause, grouped(count)]),
      )}`
}
${
  conditions.length === 0
    ? nothing
    : html`<h2>Conditions</h2>${table(
        ["condition", "found", ""],
        conditions.map((each) => [each.condition, foundWords(each), conditionWords(each)]),
      )}`
}
</main>`;
  return pageOf({ title: "Load test", styles: [new Html(chartStyle)], body });
}

function tiles({ reports, throughput, peaks, seconds, samples, way }: LoadtestDocument): Html {
  const tile = (value: string, name: string, tone = ""): Html =>
    html`<div class="tile"><b class="${tone}">${value}</b><span>${name}</span></div>`;
  const bad = (count: number, name: string): Html => tile(grouped(count), name, count === 0 ? "good" : "bad");
  return html`<div class="tiles">
${tile(rateWords(throughput.accepted_per_second), `reports a second accepted, in ${duration(seconds.sending)}`)}
${
  way === "accepted"
    ? nothing
    : html`${tile(rateWords(throughput.results_per_minute), `results a minute, in ${duration(seconds.all)}`)}
${bad(reports.lost, "lost")}
${bad(reports.duplicate, "twice")}
${bad(reports.wrong, "wrong")}`
}
${bad(reports.errors, "errors")}
${
  samples.length === 0
    ? nothing
    : html`${tile(grouped(peaks.waiting), "waiting at most")}
${tile(size(peaks.server_bytes), `server, workers ${size(peaks.workers_bytes)} at most`)}`
}
</div>`;
}

function spanTable({ spans }: LoadtestDocument): Html {
  const rows = spanNames.flatMap((name) => {
    const span = spans[name];
    return span === null ? [] : [[name, ...shownFigures.map((figure) => timeWords(span[figure]))]];
  });
  return table(["", ...shownFigures], rows);
}

function charts({ spans, samples }: LoadtestDocument): readonly Drawn[] {
  const spread = spanNames.flatMap((name) => {
    const span = spans[name];
    if (span === null) return [];
    return histogram({
      title: spanTitles[name],
      summary: `half within ${timeWords(span.p50)}, 95 of 100 within ${timeWords(span.p95)}`,
      labels: span.histogram.map(({ to }) => timeOnAxis(to)),
      labelled: "up to",
      series: [{ name: "reports", tone: 1, values: span.histogram.map(({ count }) => count) }],
      unit: "count",
      text: grouped,
    });
  });
  if (samples.length < 2) return spread;
  const every = Math.ceil(samples.length / mostPoints);
  const shown = samples.filter((_, index) => index % every === 0 || index === samples.length - 1);
  const common = {
    labels: shown.map(({ seconds }) => `${Math.round(seconds)} s`),
    labelled: "after",
  } as const;
  const queue: Chart = {
    ...common,
    title: "Queue",
    summary: "jobs that waited, and those in hand",
    series: [
      { name: "waiting", tone: 3, values: shown.map(({ waiting }) => waiting) },
      { name: "in hand", tone: 2, values: shown.map(({ active }) => active) },
    ],
    unit: "count",
    text: grouped,
  };
  const memory: Chart = {
    ...common,
    title: "Memory",
    summary: "of the server and of all workers, in MB",
    series: [
      { name: "server", tone: 1, values: shown.map((sample) => sample.server_bytes / 1e6) },
      { name: "workers", tone: 4, values: shown.map((sample) => sample.workers_bytes / 1e6) },
    ],
    unit: "number",
    text: (megabytes) => `${grouped(Math.round(megabytes))} MB`,
  };
  return [...spread, lineChart(queue), lineChart(memory)];
}

function limitTable(
  { per_second: best, steps }: NonNullable<LoadtestDocument["limit"]>,
  ended: LoadtestDocument["ended"],
): Html {
  const rows = [...steps]
    .sort((one, other) => one.per_second - other.per_second)
    .map(({ per_second: perSecond, holds, why, whole_p95: p95 }) => [
      `${rateWords(60 * perSecond)} a minute`,
      p95 === null ? "–" : timeWords(p95),
      holds ? "✓ held" : `✗ ${why}`,
    ]);
  const words = limitWords(best, ended);
  return html`<h2>${words.charAt(0).toUpperCase()}${words.slice(1)}</h2>${table(["rate", "p95 of the whole way", ""], rows)}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="scroll"><table><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
${rows.map(
  ([
    first = "",
    ...cells
  ]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</table></div>`;
}

/** A time in as few letters as there may be: `2.5 ms`, `630 ms`, `16 s`, `5 min`. */
function timeOnAxis(milliseconds: number): string {
  const [unit, length] =
    milliseconds < 1000
      ? ["ms", 1]
      : milliseconds < 60_000
        ? ["s", 1000]
        : milliseconds < 3_600_000
          ? ["min", 60_000]
          : ["h", 3_600_000];
  return `${Number((milliseconds / Number(length)).toPrecision(2))} ${unit}`;
}
