import { type Box, luma, type Raster } from "./raster.ts";

/** Share of the strongest contrast in the box from which a row or column counts as written on. */
const inkShare = 0.3;
/** Contrast below which nothing is written in the box at all, as a difference of luma, 0–255. */
const leastContrast = 12;
/** Background that stays around the ink, as a share of its height. */
const margin = 0.12;

/**
 * Shrinks a box to what is written in it, with a small margin. Recognition models see a line at a fixed
 * height: background above and below the ink makes the characters smaller, and then repeated ones
 * ("000", "kk") melt into one.
 */
export function tighten(image: Raster, box: Box): Box {
  return inkBox(image, box, margin);
}

/** The box of what is written in it, with `around` times the ink's height of ground around, never beyond the box. */
export function inkBox(image: Raster, box: Box, around: number): Box {
  const contrast = contrasts(image, box);
  const [top, bottom] = extent(contrast.rows);
  const [left, right] = extent(contrast.columns);
  if (bottom <= top || right <= left) return box;
  const pad = around === 0 ? 0 : Math.max(1, Math.round((bottom - top) * around));
  const x = Math.max(box.x, box.x + left - pad);
  const y = Math.max(box.y, box.y + top - pad);
  return {
    x,
    y,
    width: Math.min(box.x + box.width, box.x + right + pad) - x,
    height: Math.min(box.y + box.height, box.y + bottom + pad) - y,
  };
}

/** For each row and column the difference between its brightest and darkest pixel. */
function contrasts({ data, width }: Raster, box: Box): { rows: Uint8Array; columns: Uint8Array } {
  const rows = new Uint8Array(box.height);
  const low = new Uint8Array(box.width).fill(255);
  const high = new Uint8Array(box.width);
  for (let y = 0; y < box.height; y++) {
    let darkest = 255;
    let brightest = 0;
    let at = ((box.y + y) * width + box.x) * 3;
    for (let x = 0; x < box.width; x++, at += 3) {
      const value = luma(data, at);
      // No branches: which way they go is anybody's guess in the middle of text.
      darkest = Math.min(darkest, value);
      brightest = Math.max(brightest, value);
      low[x] = Math.min(low[x] ?? 0, value);
      high[x] = Math.max(high[x] ?? 0, value);
    }
    rows[y] = brightest - darkest;
  }
  return { rows, columns: high.map((value, index) => value - (low[index] ?? 0)) };
}

/** First and one-past-last index of what has ink; equal when nothing has. */
function extent(contrast: Uint8Array): [number, number] {
  const threshold = Math.max(
    leastContrast,
    contrast.reduce((most, value) => Math.max(most, value), 0) * inkShare,
  );
  const first = contrast.findIndex((value) => value >= threshold);
  const last = contrast.findLastIndex((value) => value >= threshold);
  return first === -1 ? [0, 0] : [first, last + 1];
}
