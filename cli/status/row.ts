import { bar, sparkline } from "../output/gauge.ts";
import { beginning, fit, type painter, printable } from "../output/terminal.ts";
import { counted, duration } from "../output/units.ts";

type Paint = ReturnType<typeof painter>;
type Style = Parameters<Paint>[0];

/** What was seen before, oldest first, while somebody watches. */
export interface Histories {
  /** Between two looks. */
  readonly seconds: number;
  readonly waiting: readonly number[];
  readonly cpu: readonly number[];
  readonly memory: readonly number[];
}

/** Where a state is shown. */
export interface Screen {
  readonly url: string;
  readonly width: number;
  readonly paint: Paint;
  /** Whether to draw; else there are only words. */
  readonly isDrawn: boolean;
  readonly histories: Histories | null;
}

export const labelWidth = 11;
/** Where a terminal is narrower, words need all of it. */
const leastDrawnWidth = 60;

/** A row: its name, what is drawn, and words. */
export function row(screen: Screen, label: string, drawn: string, style: Style, words: string): string {
  const { width, paint, isDrawn } = screen;
  const gauge = isDrawn && width >= leastDrawnWidth ? `${fit(drawn, gaugeWidth(screen))}  ` : "";
  const room = width - labelWidth - Bun.stringWidth(gauge);
  return paint("dim", fit(label, labelWidth)) + paint(style, gauge) + beginning(printable(words), room);
}

/** Columns of what is drawn. */
export function gaugeWidth({ width, histories }: Screen): number {
  if (histories === null) return width >= 120 ? 40 : 20;
  return width >= 120 ? 72 : 26;
}

/** A bar, and what was before where somebody watches. */
export function drawn(
  screen: Screen,
  share: number,
  history: readonly number[] | undefined,
  most?: number,
): string {
  const width = gaugeWidth(screen);
  if (history === undefined) return bar(share, width);
  const barWidth = Math.floor(width / 3);
  return `${bar(share, barWidth)} ${sparkline(history, width - barWidth - 1, most)}`;
}

/** What the graphs below are: bars of now, and beside them columns of what was before, up to the highest one. */
export function caption(
  screen: Screen,
  history: readonly number[] | undefined,
  most: string | null,
): string[] {
  const { histories, width, paint } = screen;
  if (histories === null || history === undefined || width < leastDrawnWidth) return [];
  const gauge = gaugeWidth(screen);
  const barWidth = Math.floor(gauge / 3);
  const seconds = histories.seconds * Math.min(history.length, gauge - barWidth - 1);
  const text = `${" ".repeat(labelWidth)}${fit("now", barWidth)} the last ${duration(seconds)}, each ${duration(histories.seconds)}${fullColumn(most)}`;
  return [paint("dim", beginning(text, width))];
}

/** The same of what was read in the last hour: `each` minutes are one column. */
export function captionOfHour(
  { width, paint, isDrawn }: Screen,
  columns: readonly number[],
  minutes: number,
): string[] {
  if (!isDrawn || width < leastDrawnWidth) return [];
  const each = Math.ceil(minutes / Math.max(1, columns.length));
  const most = highest(columns, "picture");
  const text = `the last ${minutes} min, each ${each === 1 ? "minute" : `${each} min`}${fullColumn(most)}`;
  return [paint("dim", beginning(`${" ".repeat(labelWidth)}${text}`, width))];
}

function fullColumn(most: string | null): string {
  return most === null ? "" : `; a full column is ${most}`;
}

/** The highest of some values; `null` where there is none. */
export function highest(values: readonly number[], what: string): string | null {
  const most = Math.max(0, ...values);
  return most === 0 ? null : counted(most, what);
}

/** A colour for a value that may be so much at most. */
export function colourOf(value: number, limit: number): Style {
  if (value > limit) return "red";
  return value > 0.8 * limit ? "yellow" : "green";
}
