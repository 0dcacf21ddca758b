import type { DayTotals, PeriodTotals, Totals } from "../../src/api/totals.ts";
import type { Chart } from "../../src/charts/chart.ts";
import { barChart, histogram, lineChart } from "../../src/charts/charts.ts";
import type { Drawn } from "../../src/charts/drawn.ts";
import { chartStyle } from "../../src/charts/palette.ts";
import { limits } from "../../src/service/findings.ts";
import { htmlOf } from "../output/html/drawn.ts";
import { Html, html } from "../output/html/html.ts";
import { pageOf } from "../output/html/page.ts";
import { counted, duration } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import { type Level, levelsOf } from "./levels.ts";
import {
  clockText,
  countText,
  dayText,
  deletedText,
  hourText,
  loadTestsText,
  periodText,
  secondsText,
  shareText,
  shortDay,
  trendText,
} from "./words.ts";

const reportStyle = new Html(`
.levels { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
.levels li { border-top: 1px solid var(--line); padding: 10px 0 2px; }
.levels li:first-child { border-top: 0; }
.levels .soft { display: block; margin-top: 2px; }
.chart h2 { margin: 0 0 4px; font-size: inherit; }
@media (max-width: 480px) { td.share, th.share { display: none; } }
td.share { width: 40%; min-width: 90px; }
td.share div { height: 10px; border-radius: 2px; background: currentColor; min-width: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
td.over { color: var(--bad); font-weight: 600; }
.trend { margin: 16px 0 24px; font-size: 16px; }
`);

/** The totals of some days as one self-contained page. */
export function reportPage(totals: Totals, url: string): string {
  const { sum, environment, time_zone: zone } = totals;
  const period = periodText(sum);
  const deleted = deletedText(totals);
  const loadTests = loadTestsText(totals);
  const body = html`<main>
<h1>${counted(sum.processed, "report")} processed</h1>
<p class="soft">${period}, ${zone} · ${environment ?? "all environments"} · ${url}, until ${clockText(totals)} today</p>
${deleted === null ? "" : html`<p><span class="chip warn">not known</span> ${deleted}.</p>`}
${loadTests === null ? "" : html`<p class="soft">${loadTests}.</p>`}
${tiles(sum)}
<p class="trend">${capitalized(trendText(totals))}.</p>
<div class="charts">
${charts(totals).map(htmlOf)}
<section class="chart"><h2>Service levels</h2>${levelList(levelsOf(sum))}</section>
</div>
<h2>Day by day</h2>
${dayTable(totals.days)}
<p class="soft">Accepted are readings that are booked without a human look. Times are from 202 to the result, all attempts included.</p>
<h2>Failures by cause</h2>
${causeTable(sum)}
</main>`;
  return pageOf({ title: `Report ${period}`, styles: [new Html(chartStyle), reportStyle], body });
}

function tiles(sum: PeriodTotals): Html {
  const tile = (value: string, name: string, tone = ""): Html =>
    html`<div class="tile"><b class="${tone}">${value}</b><span>${name}</span></div>`;
  const { result_seconds: took, busiest_hour: busiest, failed_share: failed } = sum;
  const isOver = 100 * (failed ?? 0) >= limits.errorsPercent;
  return html`<div class="tiles">
${tile(countText(sum.received), "received")}
${tile(shareText(sum.verified_share), `accepted, ${grouped(sum.verified)} reports`)}
${tile(shareText(failed), `failed, ${counted(sum.failed, "report")}`, failed === null ? "" : isOver ? "bad" : "good")}
${tile(secondsText(took?.mean), `mean from 202 to the result, p95 ${secondsText(took?.p95)}`)}
${tile(busiest === null ? "–" : hourText(busiest.hour), busiest === null ? "busiest hour" : `busiest hour, ${dayText(busiest.day)}: ${counted(busiest.received, "report")}`)}
${tile(grouped(sum.deliveries.delivered), `delivered, ${sum.deliveries.failed === 0 ? "none" : grouped(sum.deliveries.failed)} refused`, sum.deliveries.failed === 0 ? "" : "warn")}
</div>`;
}

function charts({ days, sum }: Totals): readonly Drawn[] {
  const ofDays = { labels: days.map(({ day }) => shortDay(day)), labelled: "day" } as const;
  const of = (value: (day: DayTotals) => number | null) => days.map(value);
  const busiestDay = days.reduce((most, day) => (day.processed > most.processed ? day : most));
  const outcomes: Chart = {
    ...ofDays,
    title: "Reports by outcome",
    summary:
      busiestDay.processed === 0
        ? "nothing was processed"
        : `most on ${dayText(busiestDay.day)}: ${grouped(busiestDay.processed)}`,
    series: [
      { name: "accepted", tone: 2, values: of(({ verified }) => verified) },
      { name: "needs review", tone: 3, values: of((day) => day.needs_review) },
      { name: "no steps", tone: 4, values: of((day) => day.no_steps) },
      { name: "failed", tone: "bad", values: of(({ failed }) => failed) },
    ],
    unit: "count",
    text: grouped,
  };
  const errors: Chart = {
    ...ofDays,
    title: "Errors",
    summary: `${shareText(sum.failed_share)} of all reports failed`,
    series: [
      {
        name: "failed",
        tone: "bad",
        values: of((day) => (day.failed_share === null ? null : 100 * day.failed_share)),
      },
    ],
    unit: "number",
    text: (percent) => `${Number(percent.toFixed(2))} %`,
    limit: { value: limits.errorsPercent, name: `${limits.errorsPercent} % at most` },
  };
  const took = sum.result_seconds;
  const times: Chart = {
    ...ofDays,
    title: "Time from 202 to the result",
    summary:
      took === null
        ? "nothing is known of it"
        : `95 of 100 within ${duration(took.p95)}, the longest ${duration(took.longest)}`,
    series: [
      { name: "p95", tone: 1, values: of((day) => day.result_seconds?.p95 ?? null) },
      { name: "mean", tone: 4, values: of((day) => day.result_seconds?.mean ?? null) },
    ],
    unit: "seconds",
    text: secondsOnAxis,
  };
  return [barChart(outcomes), lineChart(errors), lineChart(times), hours(sum), spread(sum)];
}

function hours({
  received_by_hour: received,
  ended_by_hour: ended,
  busiest_hour: busiest,
}: PeriodTotals): Drawn {
  const none: readonly null[] = Array.from({ length: 24 }, () => null);
  return barChart(
    {
      title: "Hours of the day",
      summary:
        busiest === null
          ? "nothing is known of them"
          : `most at ${hourText(busiest.hour)}: ${grouped(busiest.received)} on ${dayText(busiest.day)}`,
      labels: none.map((_, hour) => String(hour).padStart(2, "0")),
      labelled: "hour",
      series: [
        { name: "received", tone: 1, values: received ?? none },
        { name: "ended", tone: 4, values: ended ?? none },
      ],
      unit: "count",
      text: grouped,
    },
    false,
  );
}

function spread({ result_distribution: distribution, result_seconds: took }: PeriodTotals): Drawn {
  return histogram({
    title: "How long they took",
    summary: took === null ? "nothing is known of it" : `half of them up to ${duration(took.p50)}`,
    labels: distribution.map(({ up_to_seconds: seconds }) => secondsOnAxis(seconds)),
    labelled: "up to",
    series: [{ name: "reports", tone: 1, values: distribution.map(({ count }) => count) }],
    unit: "count",
    text: grouped,
  });
}

/** Seconds in as few letters as there may be: `0.3 s`, `30 s`, `7.3 min`, `2 h`. */
function secondsOnAxis(seconds: number): string {
  const [unit, length] = seconds < 60 ? ["s", 1] : seconds < 3600 ? ["min", 60] : ["h", 3600];
  return `${Number((seconds / Number(length)).toPrecision(2))} ${unit}`;
}

function dayTable(days: readonly DayTotals[]): Html {
  const heads = [
    "day",
    "received",
    "processed",
    "accepted",
    "needs review",
    "no steps",
    "failed",
    "mean",
    "p95",
    "longest",
    "busiest hour",
  ];
  return html`<div class="scroll"><table><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
${days.map(
  (
    day,
  ) => html`<tr><th scope="row">${dayText(day.day)}</th><td>${countText(day.received)}</td><td>${grouped(day.processed)}</td><td>${shareText(day.verified_share)}</td><td>${grouped(day.needs_review)}</td><td>${grouped(day.no_steps)}</td><td class="${100 * (day.failed_share ?? 0) >= limits.errorsPercent ? "over" : ""}">${shareText(day.failed_share)}</td><td>${secondsText(day.result_seconds?.mean)}</td><td>${secondsText(day.result_seconds?.p95)}</td><td>${secondsText(day.result_seconds?.longest)}</td><td>${day.busiest_hour === null ? "–" : `${hourText(day.busiest_hour.hour)}: ${grouped(day.busiest_hour.received)}`}</td></tr>
`,
)}</table></div>`;
}

function levelList(levels: readonly Level[]): Html {
  return html`<ul class="levels">${levels.map(({ held, promise, found }) => {
    const [tone, word] =
      held === null ? ["", "not known"] : held ? ["good", "✓ held"] : ["bad", "✗ not held"];
    return html`<li><span class="chip ${tone}">${word}</span> ${promise} <span class="soft">${found}</span></li>`;
  })}</ul>`;
}

function causeTable({ failures, failed }: PeriodTotals): Html {
  const sorted = Object.entries(failures).sort(([, one], [, other]) => other - one);
  if (sorted.length === 0) return html`<p class="soft">Nothing failed.</p>`;
  return html`<div class="scroll"><table><tr><th scope="col">code</th><th scope="col">jobs</th><th scope="col">of failures</th><th class="share" aria-hidden="true"></th></tr>
${sorted.map(
  ([code, count]) =>
    html`<tr><th scope="row">${code}</th><td>${grouped(count)}</td><td>${shareText(count / failed)}</td><td class="share tone-bad" aria-hidden="true"><div style="width: ${Math.round((100 * count) / (sorted[0]?.[1] ?? count))}%"></div></td></tr>
`,
)}</table></div>`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
