import { beginning, columnsOf, fit, painter, printable, type Terminal } from "./terminal.ts";

/** A column of a listing. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** What stands for the text where there is no room for all of it, and says as much. */
  readonly brief?: (row: Row) => string;
  /** Columns of the terminal that it takes at most where there is no room for all; both ends of a longer text stay. */
  readonly most?: number;
  /** Columns that are left of it, where it is the last one, before others are given up for it. */
  readonly least?: number;
  readonly style?: (row: Row) => Parameters<ReturnType<typeof painter>>[0];
  /** Columns of a higher number are given up first where the terminal is narrow; without one it stays. */
  readonly dispensable?: number;
}

/** A column with its texts, and how wide they are. */
interface Measured<Row> {
  readonly column: Column<Row>;
  readonly texts: readonly string[];
  readonly width: number;
}

const gap = "  ";
/** What is left of the last column before others are given up for it, where it does not say otherwise. */
const leastLast = 12;

/**
 * Rows in columns as wide as what is in them; the last one takes the room that is left, and is cut there. On a terminal no
 * line is wider than it, as far as it has room for the columns that are never given up; elsewhere nothing is cut.
 */
export function listing<Row>(stream: Terminal, rows: readonly Row[], all: readonly Column<Row>[]): string {
  const paint = painter(stream);
  const total = columnsOf(stream) ?? Number.POSITIVE_INFINITY;
  const shown = fitting(rows, all, total);
  const before = shown.slice(0, -1).reduce((sum, { width }) => sum + width + gap.length, 0);
  const widths = shown.map((each) =>
    each === shown.at(-1) ? Math.min(each.width, Math.max(1, total - before)) : each.width,
  );
  const line = (cell: (each: Measured<Row>, width: number) => string): string =>
    `${shown
      .map((each, index) => cell(each, widths[index] ?? 0))
      .join(gap)
      .trimEnd()}\n`;
  return [
    paint(
      "dim",
      line(({ column }, width) => fit(column.title, width)),
    ),
    ...rows.map((row, index) =>
      line((each, width) => {
        const { column, texts } = each;
        const text = texts[index] ?? "";
        // Sentences, which are last, begin with what matters; of anything else both ends tell.
        const cell = fit(each === shown.at(-1) ? beginning(text, width) : text, width);
        return column.style === undefined ? cell : paint(column.style(row), cell);
      }),
    ),
  ].join("");
}

/** The columns that there is room for: all, else all in brief, else without those that can be given up. */
function fitting<Row>(
  rows: readonly Row[],
  all: readonly Column<Row>[],
  total: number,
): readonly Measured<Row>[] {
  const whole = all.map((column) => measured(rows, column, column.text, Number.POSITIVE_INFINITY));
  if (widthOf(whole, Number.POSITIVE_INFINITY) <= total) return whole;
  let shown = all.map((column) => measured(rows, column, column.brief ?? column.text, column.most));
  const order = shown.filter(({ column }) => column.dispensable !== undefined);
  order.sort((one, other) => (other.column.dispensable ?? 0) - (one.column.dispensable ?? 0));
  const least = all.at(-1)?.least ?? leastLast;
  for (const given of order)
    if (widthOf(shown, least) > total) shown = shown.filter((each) => each !== given);
  return shown;
}

function measured<Row>(
  rows: readonly Row[],
  column: Column<Row>,
  textOf: (row: Row) => string,
  most = Number.POSITIVE_INFINITY,
): Measured<Row> {
  const texts = rows.map((row) => printable(textOf(row)));
  const widest = Math.max(...[column.title, ...texts].map((text) => Bun.stringWidth(text)));
  return { column, texts, width: Math.min(most, widest) };
}

/** What columns take, when so much is left of the last one. */
function widthOf<Row>(shown: readonly Measured<Row>[], last: number): number {
  const widths = shown.map(({ width }, index) =>
    index === shown.length - 1 ? Math.min(width, last) : width,
  );
  return widths.reduce((sum, width) => sum + width + gap.length, -gap.length);
}
