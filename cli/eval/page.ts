import type { Evaluation, Result } from "../../src/eval/document.ts";
import { byAppAndPage, doubtfulOf, keyOf, missesOf } from "../../src/eval/summary.ts";
import type { Thumbnail } from "../../src/eval/thumbnail.ts";
import { type Html, html, nothing } from "../output/html/html.ts";
import { pageOf } from "../output/html/page.ts";
import { grouped, percent } from "../output/words.ts";
import { style } from "./page-style.ts";
import {
  calibrationTable,
  comparisonTable,
  fieldDifferences,
  fieldTable,
  figuresTable,
  scopeTable,
  thresholdTable,
} from "./page-tables.ts";
import { countOrNone, seconds, share, statusOf } from "./words.ts";

/** A result's picture and what was found on it; `null` where there is nothing to show. */
export interface Shots {
  readonly picture: Thumbnail | null;
  readonly overlay: Thumbnail | null;
}

/**
 * One self-contained page: figures, and every miss with its picture and overlay. `shots` are by `keyOf`; misses
 * without are listed without pictures. */
export function reportPage(evaluation: Evaluation, shots: ReadonlyMap<string, Shots>): string {
  const { overall, groups, by_perturbation: byPerturbation, results, folder, version } = evaluation;
  const { accepted, others } = missesOf(results);
  const doubtful = doubtfulOf(results);
  const body = html`<h1>${overall.exact} of ${overall.pictures} exact</h1>
<p class="soft">${folder} · ocr-eco ${version} · engine ${evaluation.engine} · ${evaluation.workers} ${evaluation.workers === 1 ? "worker" : "workers"}, ${results.length} pictures read in ${Math.round(evaluation.seconds)} s</p>
${conditionChips(evaluation)}
${tiles(evaluation)}
<nav><a href="#wrong">Accepted, but wrong</a> <a href="#missed">Missed</a> <a href="#doubtful">Right, but doubtful</a> <a href="#figures">Figures</a> <a href="#fields">Fields</a>${evaluation.comparison === undefined ? nothing : html` <a href="#changes">Changes</a>`}</nav>
${cards("wrong", "Accepted, but wrong", accepted, shots)}
${cards("missed", "Missed", others, shots)}
${cards("doubtful", "Right, but doubtful", doubtful, shots)}
${evaluation.comparison === undefined ? nothing : html`<h2 id="changes">Since the baseline</h2>${comparisonTable(evaluation.comparison)}`}
<h2 id="figures">By app and page</h2>
${figuresTable("app", byAppAndPage(groups))}
<h2>By language and theme</h2>
${figuresTable("", [...Object.entries(groups.locale), ...Object.entries(groups.theme)])}
${
  evaluation.all === undefined
    ? nothing
    : html`<h2>By what was done to the pictures</h2>${figuresTable("", [["as they came", overall], ...Object.entries(byPerturbation), ["all", evaluation.all]])}`
}
${evaluation.by_scope === undefined ? nothing : html`<h2>By what the number is the count of</h2>${scopeTable("scope", evaluation.by_scope)}`}
${evaluation.by_group === undefined ? nothing : html`<h2>By group</h2>${scopeTable("group", evaluation.by_group)}`}
<div class="columns">
<section><h2>Coverage against precision</h2>${thresholdTable(evaluation.thresholds)}</section>
<section><h2>Calibration</h2>${calibrationTable(evaluation.calibration)}</section>
</div>
<h2 id="fields">Fields</h2>
${fieldTable(evaluation.fields)}
${fieldDifferences(results)}`;
  return pageOf({ title: `${overall.exact} of ${overall.pictures} exact`, styles: [style], body });
}

function conditionChips({ conditions = [] }: Evaluation): Html {
  if (conditions.length === 0) return nothing;
  return html`<p>${conditions.map(
    ({ condition, value, met }) =>
      html`<span class="chip ${met ? "bad" : "good"}">${met ? "✗" : "✓ not"} ${condition} (${value === null ? "nothing to measure" : Number(value.toFixed(4))})</span> `,
  )}</p>`;
}

function tiles({ overall }: Evaluation): Html {
  const tile = (value: string, name: string, tone = ""): Html =>
    html`<div class="tile"><b class="${tone}">${value}</b><span>${name}</span></div>`;
  const { wrong_accepted: wrong, negatives, negatives_accepted: negativesAccepted } = overall;
  return html`<div class="tiles">
${tile(`${overall.exact} / ${overall.pictures}`, "exact", overall.exact === overall.pictures ? "good" : "warn")}
${tile(`${overall.accepted}`, `accepted, ${share(overall.coverage)}`)}
${tile(String(wrong), "accepted, but wrong", wrong === 0 ? "good" : "bad")}
${tile(String(overall.doubtful), "doubtful")}
${tile(String(overall.none), `without a number, ${overall.failed} unreadable`)}
${negatives === 0 ? nothing : tile(`${negativesAccepted} / ${negatives}`, "negatives accepted", negativesAccepted === 0 ? "good" : "bad")}
${tile(`${overall.app_right} / ${overall.pictures}`, "app right")}
${tile(seconds(overall.median_ms), `median, p95 ${seconds(overall.p95_ms)}`)}
</div>`;
}

function cards(
  id: string,
  title: string,
  results: readonly Result[],
  shots: ReadonlyMap<string, Shots>,
): Html {
  if (results.length === 0) return html`<h2 id="${id}">${title} <small>none</small></h2>`;
  // What was done in the same way looks alike, and often failed for the same reason.
  const groups = [...Map.groupBy(results, ({ perturbation }) => perturbation ?? "as they came")];
  return html`<h2 id="${id}">${title} <small>${results.length}</small></h2>
${groups.map(
  ([
    name,
    members,
  ]) => html`${groups.length > 1 || name !== "as they came" ? html`<h3 class="group">${name} <small>${members.length}</small></h3>` : nothing}
<div class="cards">${members.map((result) => card(result, shots.get(keyOf(result))))}</div>`,
)}`;
}

function card(result: Result, shots: Shots | undefined): Html {
  const tone = result.status === "verified" ? (result.right ? "good" : "bad") : "warn";
  const about = (["app", "page", "locale", "theme"] as const)
    .flatMap((key) => result.fields[key]?.expected ?? [])
    .map((word) => String(word).replaceAll("_", " "));
  return html`<article class="card">
<header><h3>${result.picture}</h3>${result.perturbation === null ? nothing : html`<span class="chip">${result.perturbation}</span>`}<span class="chip ${tone}">${statusOf(result)}</span></header>
${about.length === 0 ? nothing : html`<div class="soft">${about.join(" · ")}</div>`}
<div class="numbers"><div><span>expected</span> <b>${expectedOf(result)}</b></div><div><span>read</span> <b class="${result.right ? "good" : "bad"}">${countOrNone(result.read)}</b></div>${result.read === null ? nothing : html`<div><span>confidence</span> ${percent(result.confidence)}</div>`}</div>
<ul>${(result.error === undefined ? result.reasons : [result.error.message]).map((reason) => html`<li>${reason}</li>`)}</ul>
${shots === undefined ? nothing : pair(shots)}
</article>`;
}

function expectedOf({ expected, also_accept: others = [] }: Result): string {
  return expected === null ? "none" : [expected, ...others].map(grouped).join(" or ");
}

function pair({ picture, overlay }: Shots): Html {
  // Side by side only what is higher than wide: the other would be too small to see anything.
  const form = picture !== null && picture.width > picture.height ? "pair wide" : "pair";
  return html`<div class="${form}">${shot("picture", picture)}${shot("what was found on it", overlay)}</div>`;
}

function shot(caption: string, image: Thumbnail | null): Html {
  const content =
    image === null
      ? html`<div class="missing">cannot be shown</div>`
      : html`<img src="${image.address}" width="${image.width}" height="${image.height}" alt="${caption}">`;
  return html`<figure><figcaption>${caption}</figcaption>${content}</figure>`;
}
