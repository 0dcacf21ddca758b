import { bar, condensed, sparkline } from "../output/gauge.ts";
import { fit, type painter } from "../output/terminal.ts";
import { grouped } from "../output/words.ts";
import type { LoadtestDocument } from "./document.ts";
import type { TimeSummary } from "./spans.ts";

type Paint = ReturnType<typeof painter>;
type Spans = LoadtestDocument["spans"];

export const spanNames = [
  "accepted",
  "waited",
  "read",
  "delivered",
  "whole",
] as const satisfies (keyof Spans)[];
export const shownFigures = ["p50", "p90", "p95", "p99", "p99.9", "max"] as const;

/** What each step is, for those who have not read the help. */
export const spanTitles = {
  accepted: "Accepted: until the 202",
  waited: "Waited: until a worker took it",
  read: "Read: loaded and read",
  delivered: "Delivered: until the result was taken",
  whole: "The whole way",
} as const satisfies Record<(typeof spanNames)[number], string>;

const labelWidth = 11;
const cellWidth = 9;
/** Columns of a histogram that is worth to be looked at. */
const leastHistogram = 12;

/** A time in milliseconds in three digits and the unit that fits: `0.41 ms`, `12.3 ms`, `4.51 s`, `5.2 min`. */
export function timeWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${digits(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${digits(milliseconds / 1000)} s`;
  return `${digits(milliseconds / 60_000)} min`;
}

/** Percentiles of each step, a line for each that was measured, with how they are spread where there is room. */
export function spanLines(spans: Spans, width: number, paint: Paint): string[] {
  const room = width - labelWidth - shownFigures.length * cellWidth - 3;
  const shown = room < 0 ? shownFigures.filter((name) => !["p90", "p99.9"].includes(name)) : shownFigures;
  const drawn = room >= leastHistogram ? Math.min(room, 40) : 0;
  const head = `${fit("", labelWidth)}${shown.map((name) => fit(name, cellWidth, "right")).join("")}`;
  const rows = spanNames.flatMap((name) => {
    const span: TimeSummary | null = spans[name];
    if (span === null) return [];
    const cells = shown.map((figure) => fit(timeWords(span[figure]), cellWidth, "right")).join("");
    const spread = drawn === 0 ? "" : `   ${spreadOf(span, drawn)}`;
    return [paint("dim", fit(name, labelWidth)) + cells + paint("cyan", spread).trimEnd()];
  });
  return rows.length === 0 ? [] : [paint("dim", head), ...rows];
}

/** Rows of a histogram for a person. */
const mostRows = 12;
const countWidth = 8;

/** How times are spread, from the shortest to the longest: what each bar stands for at its left, and how many behind it. */
export function histogramLines(
  { histogram }: TimeSummary,
  title: string,
  width: number,
  paint: Paint,
): string[] {
  const each = Math.ceil(histogram.length / mostRows);
  const rows: { from: number; to: number; count: number }[] = [];
  for (let at = 0; at < histogram.length; at += each) {
    const group = histogram.slice(at, at + each);
    rows.push({
      from: group[0]?.from ?? 0,
      to: group.at(-1)?.to ?? 0,
      count: group.reduce((sum, { count }) => sum + count, 0),
    });
  }
  const labels = rows.map(({ from, to }) => `${timeWords(from)} – ${timeWords(to)}`);
  const label = Math.max(...labels.map((text) => Bun.stringWidth(text)));
  const most = Math.max(...rows.map(({ count }) => count));
  const room = Math.max(10, Math.min(50, width - label - 4 - countWidth));
  return [
    paint("dim", `${fit(title, label)}   reports`),
    ...rows.map(({ count }, index) => {
      const drawn = bar(count / most, room).replaceAll("░", "");
      const axis = paint("dim", `${fit(labels[index] ?? "", label, "right")} │ `);
      return `${axis}${paint("cyan", drawn)}${drawn === "" ? "" : " "}${grouped(count)}`;
    }),
  ];
}

/** The histogram as little columns, from the shortest to the longest time. */
function spreadOf({ histogram }: TimeSummary, width: number): string {
  const counts = histogram.map(({ count }) => count);
  return sparkline(condensed(counts, width), Math.min(width, counts.length));
}

function digits(value: number): string {
  return value >= 99.95 ? String(Math.round(value)) : value.toFixed(value >= 9.995 ? 1 : 2);
}
