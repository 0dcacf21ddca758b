import type { Chart } from "./chart.ts";
import { drawing } from "./frame.ts";
import { type Html, html, nothing } from "./html.ts";

/** A chart with its title, what its colours mean, and the same numbers as a table. */
export function figure(chart: Omit<Chart, "limit" | "unit">, drawn: Html): Html {
  const { title, summary, series } = chart;
  const isEmpty = series.every(({ values }) => values.every((value) => value === null || value === 0));
  return html`<figure class="chart">
<figcaption>${title} <small>${summary}</small></figcaption>
${series.length < 2 ? nothing : html`<div class="key">${series.map(({ name, tone }) => html`<span><i class="tone-${tone}"></i>${name}</span>`)}</div>`}
<svg viewBox="0 0 ${drawing.width} ${drawing.height}" role="img" aria-label="${title}: ${summary}">${drawn}${isEmpty ? html`<text class="empty" x="255" y="110">nothing</text>` : nothing}</svg>
<details><summary>as a table</summary><div>${tableOf(chart)}</div></details>
</figure>`;
}

function tableOf({ labels, labelled, series, text }: Omit<Chart, "limit" | "unit">): Html {
  return html`<table><tr><th scope="col">${labelled}</th>${series.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr>
${labels.map(
  (label, index) =>
    html`<tr><th scope="row">${label}</th>${series.map(({ values }) => {
      const value = values[index] ?? null;
      return html`<td>${value === null ? "–" : text(value)}</td>`;
    })}</tr>
`,
)}</table>`;
}
