import { fit, painter, printable, type Terminal } from "./terminal.ts";

type Style = Parameters<ReturnType<typeof painter>>[0];

export interface Column {
  readonly title: string;
  /** Numbers stand on the right; the first column never does. */
  readonly align?: "left" | "right";
  /** Narrow terminals go without the columns with the highest numbers first; without a number it always stays. */
  readonly dispensable?: number;
  /** Takes what space is left and is cut where there is too little. */
  readonly flexible?: true;
}

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

const indent = "  ";
const gap = "  ";
const leastFlexible = 12;

/**
 * Prints a table with a dim header, as wide as its cells and no wider than the terminal. Cells may hold anything:
 * what would command the terminal is replaced.
 */
export function printGrid(
  stream: Terminal,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): void {
  const paint = painter(stream);
  const total = stream.isTTY === true ? (stream.columns ?? 100) : Number.POSITIVE_INFINITY;
  const natural = columns.map((column, index) =>
    Math.max(
      Bun.stringWidth(column.title),
      ...rows.map((row) => Bun.stringWidth(printable(row[index]?.text ?? ""))),
    ),
  );
  const { shown, widths } = layout(columns, natural, total);
  const line = (cells: readonly Cell[]): string =>
    shown
      .map((index, place) => {
        const { text = "", style } = cells[index] ?? {};
        const cell = fit(printable(text), widths[place] ?? 0, columns[index]?.align);
        return style === undefined ? cell : paint(style, cell);
      })
      .join(gap)
      .trimEnd();
  stream.write(`${indent}${line(columns.map(({ title }) => ({ text: title, style: "dim" as const })))}\n`);
  for (const row of rows) stream.write(`${indent}${line(row)}\n`);
}

/** Which columns are printed, by their places, and how wide they are. */
function layout(
  columns: readonly Column[],
  natural: readonly number[],
  total: number,
): { shown: number[]; widths: number[] } {
  let shown = columns.map((_column, index) => index);
  const least = (index: number): number =>
    columns[index]?.flexible ? Math.min(leastFlexible, natural[index] ?? 0) : (natural[index] ?? 0);
  const sum = (width: (index: number) => number): number =>
    indent.length + shown.reduce((all, index) => all + width(index) + gap.length, -gap.length);
  const given = columns
    .map(({ dispensable = 0 }, index) => ({ dispensable, index }))
    .filter(({ dispensable }) => dispensable > 0)
    .sort((a, b) => b.dispensable - a.dispensable);
  for (const { index } of given) {
    if (sum(least) > total) shown = shown.filter((each) => each !== index);
  }
  const widths = shown.map((index) => natural[index] ?? 0);
  // The widest flexible column gives first, so that two long texts end up with the same room.
  for (let excess = sum((index) => natural[index] ?? 0) - total; excess > 0; excess--) {
    const spare = shown.map((index, place) =>
      columns[index]?.flexible && (widths[place] ?? 0) > least(index) ? (widths[place] ?? 0) : 0,
    );
    const widest = Math.max(...spare);
    if (widest === 0) break;
    widths[spare.indexOf(widest)] = widest - 1;
  }
  return { shown, widths };
}
