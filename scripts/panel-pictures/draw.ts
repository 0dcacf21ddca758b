import { htmlOf } from "../../cli/output/html/drawn.ts";
import { Html, html } from "../../cli/output/html/html.ts";
import { pageOf } from "../../cli/output/html/page.ts";
import type { Chart, Tone } from "../../src/charts/chart.ts";
import { barChart, lineChart } from "../../src/charts/charts.ts";
import { chartStyle } from "../../src/charts/palette.ts";
import { asPrometheus } from "../grafana-dashboard/as-prometheus.ts";
import type { PanelForm } from "../grafana-dashboard/panels.ts";
import type { Found, Prometheus } from "../rig/prometheus.ts";

/** Seconds since 1970. */
interface Time {
  readonly from: number;
  readonly until: number;
}

/** Points of a line; as many as a panel of that width shows apart. */
const points = 100;
/** Window of rates, in seconds: as many looks as Grafana takes when Prometheus looks every 15 s. */
const rateSeconds = 10;
const style = new Html(`
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 14px; }
.number { font-size: 2.4em; }
`);
const tones: readonly Tone[] = [1, 2, 3, 4, "bad"];

/** Asks a panel's expressions, and draws what they come to: lines, bars or a number. */
export async function drawPanel(prometheus: Prometheus, panel: PanelForm, time: Time): Promise<Html> {
  const range = `${Math.round(time.until - time.from)}s`;
  const step = (time.until - time.from) / points;
  const found: { legend: string; found: Found }[] = [];
  for (const [expr, legend] of panel.asks) {
    const asked = asPrometheus(expr, { rate: `${rateSeconds}s`, range });
    const all =
      panel.kind === "time"
        ? await prometheus.queryRange(asked, time.from, time.until, step)
        : await prometheus.query(asked);
    found.push(...all.map((each) => ({ legend: named(legend, each.metric), found: each })));
  }
  if (panel.kind === "number") return numberOf(panel, found[0]?.found);
  return htmlOf(panel.kind === "bars" ? barsOf(panel, found) : linesOf(panel, found, time, step));
}

/** Rows of panels, as one page. */
export function pageOfPanels(
  rowsOfPanels: readonly { readonly title: string; readonly panels: readonly Html[] }[],
): string {
  const body = rowsOfPanels.map(
    ({ title, panels }) => html`<h2>${title}</h2><div class="panels">${panels}</div>`,
  );
  return pageOf({ title: "Panels", styles: [new Html(chartStyle), style], body: html`${body}` });
}

/** Grafana's way of naming a series: `{{label}}` is the label's value. */
function named(legend: string, metric: Found["metric"]): string {
  return legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? "");
}

function linesOf(
  panel: PanelForm,
  found: readonly { readonly legend: string; readonly found: Found }[],
  { from }: Time,
  step: number,
) {
  const at = Array.from({ length: points + 1 }, (_, index) => from + index * step);
  const series = found.map(({ legend, found: { values = [] } }, index) => {
    const by = new Map(
      values.map(([seconds, value]) => [Math.round((seconds - from) / step), Number(value)]),
    );
    return {
      name: legend,
      tone: tones[index % tones.length] as Tone,
      values: at.map((_, nth) => finite(by.get(nth))),
    };
  });
  const chart = chartOf(
    panel,
    at.map((seconds) => `${Math.round(seconds - from)} s`),
    series,
  );
  return panel.isStacked === true ? barChart(chart) : lineChart(chart);
}

function barsOf(panel: PanelForm, found: readonly { readonly legend: string; readonly found: Found }[]) {
  const values = found.map(({ found: { value } }) =>
    finite(value === undefined ? undefined : Number(value[1])),
  );
  return barChart(
    chartOf(
      panel,
      found.map(({ legend }) => legend),
      [{ name: panel.title, tone: 1, values }],
    ),
  );
}

function chartOf(panel: PanelForm, labels: readonly string[], series: Chart["series"]): Chart {
  return {
    title: panel.title,
    summary: panel.about,
    labels,
    labelled: panel.kind === "time" ? "Since the beginning" : "What",
    series,
    unit: panel.unit === "s" ? "seconds" : "number",
    text: (value) => textOf(panel, value),
  };
}

function numberOf(panel: PanelForm, found: Found | undefined): Html {
  const value = found?.value === undefined ? null : Number(found.value[1]);
  const { bad = Number.POSITIVE_INFINITY, isLowBad = false } = panel;
  const isBad = value !== null && (isLowBad ? value < bad : value > bad);
  return html`<figure class="chart"><figcaption>${panel.title} <small>${panel.about}</small></figcaption><p class="number${isBad ? " bad" : ""}">${value === null ? "no data" : textOf(panel, value)}</p></figure>`;
}

function textOf({ unit }: PanelForm, value: number): string {
  if (unit === "percentunit") return `${(100 * value).toFixed(1)} %`;
  if (unit === "bytes") return `${(value / 1e6).toFixed(0)} MB`;
  return unit === "s" ? `${value.toPrecision(2)} s` : String(Number(value.toPrecision(3)));
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
