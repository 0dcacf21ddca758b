import { type Box, clip, luma, type Raster } from "./raster.ts";

/** One character as it is drawn: where its ink is, and the ink's mean colour. */
export interface Glyph {
  readonly box: Box;
  readonly colour: readonly [red: number, green: number, blue: number];
}

/** Contrast of ink against its ground, as a difference of luma, below which nothing is taken apart. */
const leastContrast = 30;
/** Share of the strongest contrast from which a pixel is ink: thin joints of a digit are paler than its stems. */
const inkShare = 0.35;

/**
 * Takes a line of text apart at the columns without ink, from left to right. Characters that touch come out as
 * one. `null` when there is too little contrast, or where the area cuts through a character.
 */
export function glyphsIn(image: Raster, area: Box): Glyph[] | null {
  const box = clip(area, image.width, image.height);
  const ground = groundOf(image, box);
  const contrast = strongest(image, box, ground);
  if (contrast < leastContrast) return null;
  const isInk = (x: number, y: number): boolean =>
    Math.abs(luma(image.data, ((box.y + y) * image.width + box.x + x) * 3) - ground) > inkShare * contrast;
  if (columnHasInk(0, box.height, isInk) || columnHasInk(box.width - 1, box.height, isInk)) return null;
  const glyphs: Glyph[] = [];
  let start = -1;
  for (let x = 0; x <= box.width; x++) {
    const hasInk = x < box.width && columnHasInk(x, box.height, isInk);
    if (hasInk && start === -1) start = x;
    if (!hasInk && start !== -1) {
      glyphs.push(glyph(image, box, start, x, isInk));
      start = -1;
    }
  }
  return glyphs;
}

/** The median luma of the box's upper and lower edge, where text rarely is. */
function groundOf(image: Raster, { x, y, width, height }: Box): number {
  const values: number[] = [];
  for (const row of [y, y + height - 1]) {
    for (let column = x; column < x + width; column++)
      values.push(luma(image.data, (row * image.width + column) * 3));
  }
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function strongest(image: Raster, { x, y, width, height }: Box, ground: number): number {
  let most = 0;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      most = Math.max(most, Math.abs(luma(image.data, (row * image.width + column) * 3) - ground));
    }
  }
  return most;
}

function columnHasInk(x: number, height: number, isInk: (x: number, y: number) => boolean): boolean {
  for (let y = 0; y < height; y++) if (isInk(x, y)) return true;
  return false;
}

function glyph(
  image: Raster,
  box: Box,
  from: number,
  to: number,
  isInk: (x: number, y: number) => boolean,
): Glyph {
  const [top, bottom] = longestRun(box.height, (y) => {
    for (let x = from; x < to; x++) if (isInk(x, y)) return true;
    return false;
  });
  let count = 0;
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = from; x < to; x++) {
      if (!isInk(x, y)) continue;
      const offset = ((box.y + y) * image.width + box.x + x) * 3;
      for (const channel of [0, 1, 2] as const) sum[channel] += image.data[offset + channel] ?? 0;
      count++;
    }
  }
  return {
    box: { x: box.x + from, y: box.y + top, width: to - from, height: bottom - top },
    colour: [sum[0] / count, sum[1] / count, sum[2] / count],
  };
}

/** First and one-past-last row of the longest stretch with ink: a tail of the line above may reach into the box. */
function longestRun(height: number, hasInk: (y: number) => boolean): [number, number] {
  let best: [number, number] = [0, 0];
  let start = -1;
  for (let y = 0; y <= height; y++) {
    const inked = y < height && hasInk(y);
    if (inked && start === -1) start = y;
    if (!inked && start !== -1) {
      if (y - start > best[1] - best[0]) best = [start, y];
      start = -1;
    }
  }
  return best;
}
