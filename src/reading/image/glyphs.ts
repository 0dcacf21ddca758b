import { lengthOf, type Run, runsWhere } from "./ink-runs.ts";
import { type Box, clip, luma, type Raster } from "./raster.ts";
import { Scratch } from "./scratch.ts";

/** Contrast of ink against its ground, as a difference of luma, below which nothing is taken apart. */
const leastContrast = 30;
/** Share of the strongest contrast from which a pixel is ink: thin joints of a digit are paler than its stems. */
const inkShare = 0.35;

/** The luma of each pixel of the box that is taken apart, which is asked for several times. */
const room = new Scratch((length) => new Uint8Array(length));

/**
 * Takes a line of text apart at the columns without ink, and says where each character's ink is, from left to right. Characters that touch
 * come out as one. `null` when there is too little contrast, or where the area cuts through a character.
 */
export function glyphsIn(image: Raster, area: Box): Box[] | null {
  const ink = inkOf(image, area);
  if (ink === null) return null;
  const columns = inkColumnsOf(ink);
  if (columns.some(({ start, end }) => start === 0 || end === ink.width)) return null;
  return columns.map((run) => glyph(ink, run));
}

/** Whether a pixel of the box is written on, counted from the box's upper left corner. */
type IsInk = (x: number, y: number) => boolean;

/** An area, as far as it is in the picture, and what is ink in it. */
interface Ink {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** Holds until the next area is asked about. */
  readonly isInk: IsInk;
}

/** Tells ink from ground in an area whose upper and lower edges mostly are ground; `null` with too little contrast. */
export function inkOf(image: Raster, area: Box): Ink | null {
  const box = clip(area, image.width, image.height);
  const { width, height } = box;
  const lumas = lumasOf(image, box);
  const ground = groundOf(lumas, width, height);
  const contrast = strongest(lumas, ground);
  if (contrast < leastContrast) return null;
  const least = inkShare * contrast;
  const isInk: IsInk = (x, y) => Math.abs((lumas[y * width + x] ?? 0) - ground) > least;
  return { box, width, height, isInk };
}

/** The columns with ink. */
export function inkColumnsOf({ width, height, isInk }: Ink): Run[] {
  return runsWhere(width, (x) => rangeSome(0, height, (y) => isInk(x, y)));
}

/** The rows with ink between two columns. */
export function inkRowsOf({ height, isInk }: Ink, left: number, right: number): Run[] {
  return runsWhere(height, (y) => rangeSome(left, right, (x) => isInk(x, y)));
}

function rangeSome(start: number, end: number, holds: (at: number) => boolean): boolean {
  for (let at = start; at < end; at++) if (holds(at)) return true;
  return false;
}

function lumasOf(image: Raster, { x, y, width, height }: Box): Uint8Array {
  const lumas = room.take(width * height);
  for (let row = 0, to = 0; row < height; row++) {
    let from = ((y + row) * image.width + x) * 3;
    for (const end = to + width; to < end; to++, from += 3) lumas[to] = luma(image.data, from);
  }
  return lumas;
}

/** The median luma of the box's upper and lower edge, where text rarely is. */
function groundOf(lumas: Uint8Array, width: number, height: number): number {
  const edges = new Uint8Array(2 * width);
  edges.set(lumas.subarray(0, width));
  edges.set(lumas.subarray((height - 1) * width), width);
  return edges.sort()[width] ?? 0;
}

function strongest(lumas: Uint8Array, ground: number): number {
  let most = 0;
  for (let at = 0; at < lumas.length; at++) most = Math.max(most, Math.abs((lumas[at] ?? 0) - ground));
  return most;
}

function glyph(ink: Ink, { start: from, end: to }: Run): Box {
  const { start: top, end: bottom } = highest(inkRowsOf(ink, from, to));
  return { x: ink.box.x + from, y: ink.box.y + top, width: to - from, height: bottom - top };
}

/** The longest stretch of rows with ink: a tail of the line above may reach into the box. */
function highest(rows: readonly Run[]): Run {
  return rows.reduce((most, run) => (lengthOf(run) > lengthOf(most) ? run : most), { start: 0, end: 0 });
}
