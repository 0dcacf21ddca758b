import type { Line, Word } from "../engines/engine.ts";
import { rowsOf } from "../extract/layout.ts";
import { type Box, union } from "../image/raster.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { columnsOf } from "./columns.ts";
import { blocksOf, type Row } from "./paragraphs.ts";

/** One line as it is read: words beside each other, in one column or in one row of a table. */
export interface TextLine {
  readonly box: Box;
  readonly words: readonly Word[];
  readonly baseline: Baseline;
}

/** Lines that belong together. */
export interface Paragraph {
  readonly box: Box;
  readonly lines: readonly TextLine[];
}

/** Paragraphs of one column that stand close to each other. */
export interface Block {
  readonly box: Box;
  readonly paragraphs: readonly Paragraph[];
}

/** Spaces within a line that are wider than this, in heights of the line, may divide columns. */
const widestSpace = 0.9;

/**
 * The lines of a picture in the order in which a person reads them: columns of prose one after the other, everything
 * else row by row, in blocks and paragraphs. All boxes are the outlines of their words.
 */
export function pageOf(lines: readonly Line[]): Block[] {
  const rows = columnsOf(lines.flatMap(piecesOf)).map((column) => rowsOf(column).map(joined));
  return rows.flatMap(blocksOf).map((block) => {
    const paragraphs = block.map((paragraph) => {
      const own = paragraph.map(toLine);
      return { box: union(own.map(({ box }) => box)), lines: own };
    });
    return { box: union(paragraphs.map(({ box }) => box)), paragraphs };
  });
}

/** The text of a line: its words, parted by spaces. */
export function textOf({ words }: TextLine): string {
  return words.map(({ text }) => text).join(" ");
}

/** A line, cut where it may belong to several columns. */
function piecesOf(line: Line): Row[] {
  const pieces: Word[][] = [];
  for (const word of line.words) {
    const before = pieces.at(-1)?.at(-1);
    const gap = before === undefined ? 0 : word.box.x - before.box.x - before.box.width;
    if (before === undefined || gap > widestSpace * line.box.height) pieces.push([word]);
    else pieces.at(-1)?.push(word);
  }
  // As high as the whole line, whatever letters happen to stand in the piece: heights tell what is one row.
  return pieces.map((words) => {
    const { x, width } = union(words.map(({ box }) => box));
    return { words, box: { ...line.box, x, width } };
  });
}

function joined(row: readonly Row[]): Row {
  return { box: union(row.map(({ box }) => box)), words: row.flatMap(({ words }) => words) };
}

function toLine({ words }: Row): TextLine {
  const box = union(words.map((word) => word.box));
  return { box, words, baseline: baselineOf(words, box) };
}
