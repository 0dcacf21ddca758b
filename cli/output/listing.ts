import { beginning, fit, painter, printable, type Terminal } from "./terminal.ts";

/** A column of a listing. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly style?: (row: Row) => Parameters<ReturnType<typeof painter>>[0];
  /** Columns of a higher number are given up first where the terminal is narrow; without one it stays. */
  readonly dispensable?: number;
}

const gap = "  ";
/** What is left of the last column when others are given up for it. */
const leastLast = 12;

/**
 * Rows in columns as wide as what is in them; the last one takes the room that is left, and is cut there. On a terminal no
 * line is wider than it, as far as it has room for the columns that are never given up; elsewhere nothing is cut.
 */
export function listing<Row>(stream: Terminal, rows: readonly Row[], all: readonly Column<Row>[]): string {
  const paint = painter(stream);
  const total = stream.isTTY === true ? (stream.columns ?? 80) : Number.POSITIVE_INFINITY;
  const textsOf = (column: Column<Row>): string[] => rows.map((row) => printable(column.text(row)));
  const measured = all.map((column) => {
    const texts = textsOf(column);
    return {
      column,
      texts,
      width: Math.max(...[column.title, ...texts].map((text) => Bun.stringWidth(text))),
    };
  });
  const last = measured.at(-1);
  const needed = (): number =>
    shown.reduce(
      (sum, each) => sum + (each === last ? Math.min(each.width, leastLast) : each.width) + gap.length,
      -gap.length,
    );
  let shown = measured;
  const order = measured.filter(({ column }) => column.dispensable !== undefined);
  order.sort((one, other) => (other.column.dispensable ?? 0) - (one.column.dispensable ?? 0));
  for (const given of order) if (needed() > total) shown = shown.filter((each) => each !== given);
  const before = shown.slice(0, -1).reduce((sum, { width }) => sum + width + gap.length, 0);
  const widths = shown.map((each) =>
    each === shown.at(-1) ? Math.min(each.width, Math.max(1, total - before)) : each.width,
  );
  const line = (cell: (each: (typeof measured)[number], width: number) => string): string =>
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
      line(({ column, texts }, width) => {
        // Sentences begin with what matters; ids, which have to be whole, are never last.
        const cell = fit(beginning(texts[index] ?? "", width), width);
        return column.style === undefined ? cell : paint(column.style(row), cell);
      }),
    ),
  ].join("");
}
