import { html } from "../../../cli/output/html/html.ts";
import { round } from "../../../src/charts/frame.ts";
import { scaleTo } from "../../../src/charts/scale.ts";
import { gridLine, type Mark, sheetOf, top, width, widthOf } from "./sheet.ts";

/** How long a reader takes for a picture, in milliseconds. */
export interface ReaderTimes {
  readonly name: string;
  readonly isOurs: boolean;
  readonly oneCore: Spread;
  /** Left out where it was not measured. */
  readonly allCores: Spread | null;
}

interface Spread {
  readonly medianMs: number;
  readonly p95Ms: number;
}

const row = 46;
const right = width - 150;

/** Bars of medians with a whisker up to the p95, the fastest reader first. */
export function timesPlot(readers: readonly ReaderTimes[], pictures: number): string {
  const sorted = readers.toSorted((one, other) => one.oneCore.medianMs - other.oneCore.medianMs);
  const all = sorted.flatMap(({ oneCore, allCores }) => [oneCore, ...(allCores === null ? [] : [allCores])]);
  const { ticks, most } = scaleTo(Math.max(0, ...all.map(({ p95Ms }) => p95Ms)) / 1000, "number");
  const left = 24 + Math.max(60, ...sorted.map(({ name }) => widthOf(name))) + 12;
  const x = (ms: number): number => left + (ms / 1000 / most) * (right - left);
  const bottom = top + Math.max(1, sorted.length) * row;
  const bar = ({ medianMs, p95Ms }: Spread, y: number, mark: string) => {
    const middle = y + 7.5;
    return html`<rect class="${mark}" x="${left}" y="${y}" width="${round(Math.max(1, x(medianMs) - left))}" height="15" rx="2"/><path class="whisker" d="M${round(x(medianMs))} ${middle}H${round(x(p95Ms))}M${round(x(p95Ms))} ${middle - 4}v8"/><text class="soft" x="${round(x(p95Ms)) + 7}" y="${y + 12}">${seconds(medianMs)} · p95 ${seconds(p95Ms)}</text>`;
  };
  const rows = sorted.map(({ name, isOurs, oneCore, allCores }, index) => {
    const y = top + index * row + 6;
    const mark: Mark = isOurs ? "mark-1" : "mark-4";
    return html`<text class="end" x="${left - 12}" y="${y + 21}">${name}</text>${bar(oneCore, y, mark)}${allCores === null ? [] : [bar(allCores, y + 18, `${mark} faint`)]}`;
  });
  const grid = ticks.map((tick) =>
    gridLine(x(1000 * tick), `${tick} s`, { from: top, to: bottom, direction: "up", isAxis: tick === 0 }),
  );
  return sheetOf({
    title: "Time for a picture",
    subtitle: `Bars: median of ${pictures} screenshots. Lines: p95, what 95 of 100 do not exceed. Less is better.`,
    key: [
      { mark: "mark-1", name: "this program, on one core" },
      { mark: "mark-1", isFaint: true, name: "on all cores" },
      { mark: "mark-4", name: "others, on one core" },
      { mark: "mark-4", isFaint: true, name: "on all cores" },
    ],
    height: bottom + 38,
    drawn: html`${grid}${rows}`,
  });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
