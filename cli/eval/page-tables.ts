import type { Comparison, Evaluation, Figures, Result } from "../../src/eval/document.ts";
import { fieldKeys } from "../../src/eval/field-keys.ts";
import { type Html, html, nothing } from "../output/html/html.ts";
import { countOrNone, fieldTitles, seconds, share, statusOf } from "./words.ts";

interface Cell {
  readonly text: string | number;
  /** Classes of the page's style. */
  readonly tone?: string;
}

function table(titles: readonly string[], rows: readonly (readonly (Cell | string | number)[])[]): Html {
  return html`<div class="scroll"><table><tr>${titles.map((title) => html`<th>${title}</th>`)}</tr>
${rows.map((row) => html`<tr>${row.map(cellOf)}</tr>\n`)}</table></div>`;
}

function cellOf(cell: Cell | string | number): Html {
  if (typeof cell !== "object") return html`<td>${cell}</td>`;
  return cell.tone === undefined
    ? html`<td>${cell.text}</td>`
    : html`<td class="${cell.tone}">${cell.text}</td>`;
}

/** Counts that should be zero. */
function zero(count: number, tone: "bad" | "warn"): Cell {
  return count === 0 ? { text: 0 } : { text: count, tone };
}

/** A row of figures for each group; names that start with spaces belong to the one above. */
export function figuresTable(title: string, groups: readonly (readonly [string, Figures])[]): Html {
  const whole = groups.some(([, figures]) => figures.whole !== undefined);
  const negatives = groups.some(([, figures]) => figures.negatives > 0);
  return table(
    [
      title,
      "pictures",
      "exact",
      ...(whole ? ["of whole"] : []),
      "accepted",
      "wrong",
      "doubtful",
      "none",
      "coverage",
      "precision",
      "app right",
      ...(negatives ? ["negatives"] : []),
      "median",
      "p95",
    ],
    groups.map(([name, figures]) => [
      name.startsWith(" ") ? { text: name.trim().replaceAll("_", " "), tone: "inner" } : name,
      figures.pictures,
      { text: figures.exact, ...(figures.exact < figures.pictures ? { tone: "warn" } : {}) },
      ...(whole ? [figures.whole === undefined ? "" : `${figures.exact_whole}/${figures.whole}`] : []),
      figures.accepted,
      zero(figures.wrong_accepted, "bad"),
      figures.doubtful,
      figures.none,
      share(figures.coverage),
      share(figures.precision),
      figures.app_right,
      ...(negatives ? [negativesOf(figures)] : []),
      seconds(figures.median_ms),
      seconds(figures.p95_ms),
    ]),
  );
}

/** How many negatives were accepted, of how many. */
function negativesOf({ negatives, negatives_accepted: accepted }: Figures): Cell {
  return { text: `${accepted}/${negatives}`, ...(accepted === 0 ? {} : { tone: "bad" }) };
}

/** By scope or group: how many pictures there are, how many were accepted, and how often the scope was read. */
export function scopeTable(title: string, groups: Readonly<Record<string, Figures>>): Html {
  return table(
    [title, "with a day's count", "accepted", "negatives", "accepted", "scope right"],
    Object.entries(groups).map(([name, figures]) => [
      name.replaceAll("_", " "),
      figures.pictures,
      figures.accepted,
      figures.negatives,
      zero(figures.negatives_accepted, "bad"),
      figures.scoped === undefined ? "–" : `${figures.scope_right}/${figures.scoped}`,
    ]),
  );
}

export function thresholdTable(thresholds: Evaluation["thresholds"]): Html {
  return table(
    ["accepting from", "numbers", "wrong", "coverage", "precision"],
    thresholds.map(({ confidence, accepted, wrong, coverage, precision }) => [
      share(confidence),
      accepted,
      zero(wrong, "bad"),
      share(coverage),
      share(precision),
    ]),
  );
}

export function calibrationTable(calibration: Evaluation["calibration"]): Html {
  return table(
    ["confidence", "numbers", "mean confidence", "right"],
    calibration
      .filter(({ numbers }) => numbers > 0)
      .map(({ from, to, numbers, mean_confidence: mean, right }) => [
        `${share(from)} – ${share(to)}`,
        numbers,
        share(mean),
        { text: share(right), ...(right !== null && mean !== null && right < mean ? { tone: "warn" } : {}) },
      ]),
  );
}

export function fieldTable(fields: Evaluation["fields"]): Html {
  return table(
    ["field", "labelled", "right", "wrong", "missing", "read where there is none"],
    fieldKeys.flatMap((key) => {
      const figures = fields[key];
      if (figures === undefined) return [];
      const { labelled, right, wrong, missing, extra } = figures;
      return [
        [
          fieldTitles[key],
          labelled,
          { text: right, ...(right === labelled ? { tone: "good" } : {}) },
          zero(wrong, "warn"),
          zero(missing, "warn"),
          zero(extra, "warn"),
        ],
      ];
    }),
  );
}

/** Every field of the pictures as they came that is not right. */
export function fieldDifferences(results: readonly Result[]): Html {
  const rows = results
    .filter(({ perturbation }) => perturbation === null)
    .flatMap(({ picture, fields }) =>
      fieldKeys.flatMap((key) => {
        const field = fields[key];
        if (field === undefined || field.outcome === "right") return [];
        const left = (text: string | number | null): Cell => ({ text: text ?? "–", tone: "left" });
        return [
          [picture, left(fieldTitles[key]), left(field.expected), left(field.read), left(field.outcome)],
        ];
      }),
    );
  if (rows.length === 0) return nothing;
  return html`<h2>Fields that differ <small>${rows.length}</small></h2>
${table(["picture", "field", "expected", "read", ""], rows)}`;
}

const changeTones = { better: "good", worse: "bad", other: "warn" } as const;

export function comparisonTable({ before, now, changes, ...about }: Comparison): Html {
  const names = ["exact", "accepted", "wrong_accepted", "negatives_accepted"] as const;
  return html`<p class="soft">${about.baseline} · version ${about.version} · engine ${about.engine} · ${about.shared} readings compared, ${about.added} new, ${about.gone} only in the baseline</p>
${table(
  ["", "before", "now"],
  names.map((name) => [name.replaceAll("_", " "), before[name], now[name]]),
)}
${
  changes.length === 0
    ? html`<p>No reading changed.</p>`
    : html`<h2>Readings that changed <small>${changes.length}</small></h2>${table(
        ["picture", "done to it", "change", "expected", "before", "now"],
        changes.map((change) => [
          change.picture,
          { text: change.perturbation ?? "", tone: "left" },
          { text: change.change, tone: changeTones[change.change] },
          countOrNone(change.expected),
          `${countOrNone(change.before.read)}, ${statusOf(change.before)}`,
          `${countOrNone(change.now.read)}, ${statusOf(change.now)}`,
        ]),
      )}`
}`;
}
