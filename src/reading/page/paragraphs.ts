import type { Word } from "../engines/engine.ts";
import { bottom, centreY } from "../extract/layout.ts";
import type { Box } from "../image/raster.ts";
import { median } from "../median.ts";

/** Words in one row of a column, and the box of the line that they were found in: as high as its type. */
export interface Row {
  readonly box: Box;
  readonly words: readonly Word[];
}

/** How much further below another than most rows of its column one stands to begin a paragraph. */
const widerPitch = 1.25;
/** How much higher one row is than another where type changes, as from a heading to its text. */
const otherType = 1.4;
/** What is blank above a row that begins a block, in heights of a row. */
const betweenBlocks = 1.6;
/** How far the first row of a paragraph is indented, in heights of a row. */
const indent = { least: 0.6, most: 5 } as const;
/** How many of a block's rows begin at its left margin where an indented one begins a paragraph. */
const leastFlush = 0.6;

/** The rows of one column, from top to bottom, in blocks, and those in paragraphs. */
export function blocksOf(rows: readonly Row[]): Row[][][] {
  const pitch = usualPitch(rows);
  return grouped(rows, beginsBlock).map((block) => {
    const isIndented = indentedIn(block);
    return grouped(
      block,
      (row, before) => isIndented(row) || centreY(row.box) - centreY(before.box) > widerPitch * pitch,
    );
  });
}

/** How far apart the rows of a paragraph stand, from middle to middle, in pixels: a quarter of them stand closer. */
function usualPitch(rows: readonly Row[]): number {
  const pitches = rows.slice(1).map((row, index) => centreY(row.box) - centreY((rows[index] ?? row).box));
  const sorted = pitches.filter((pitch) => pitch > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4)] ?? Number.POSITIVE_INFINITY;
}

function beginsBlock(row: Row, before: Row): boolean {
  const [low, high] = [row.box.height, before.box.height].sort((a, b) => a - b) as [number, number];
  return row.box.y - bottom(before.box) > betweenBlocks * low || high > otherType * low;
}

/** Tells the rows of a block that begin a little further right than most. */
function indentedIn(block: readonly Row[]): (row: Row) => boolean {
  const height = median(block.map(({ box }) => box.height));
  const left = Math.min(...block.map(({ box }) => box.x));
  const isFlush = ({ box }: Row): boolean => box.x - left < indent.least * height;
  if (block.filter(isFlush).length < leastFlush * block.length) return () => false;
  return (row) => !isFlush(row) && row.box.x - left < indent.most * height;
}

/** Cuts a list where something begins, as told from an item and the one before it. */
function grouped<T>(items: readonly T[], begins: (item: T, before: T) => boolean): T[][] {
  const groups: T[][] = [];
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (before === undefined || begins(item, before)) groups.push([item]);
    else groups.at(-1)?.push(item);
  }
  return groups;
}
