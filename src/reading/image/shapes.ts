import type { Box } from "./raster.ts";
import type { Strength } from "./strength.ts";

/** What is drawn in one piece: the pixels that touch each other, counted from the area's upper left corner. */
export interface Shape {
  /** In the area, not in the picture. */
  readonly box: Box;
  /** Places in the area, row by row. */
  readonly pixels: readonly number[];
}

/**
 * All pieces of an area that are stronger than `least`, from left to right; `null` where there are more than `most`. Unlike columns,
 * these part what leans over each other: `7,`.
 */
export function shapesIn({ width, height, values }: Strength, least: number, most: number): Shape[] | null {
  const isTaken = new Uint8Array(width * height);
  const isInk = (at: number): boolean => isTaken[at] === 0 && (values[at] ?? 0) > least;
  const shapes: Shape[] = [];
  for (let start = 0; start < values.length; start++) {
    if (!isInk(start)) continue;
    if (shapes.length === most) return null;
    isTaken[start] = 1;
    // Grows while it is gone through.
    const pixels = [start];
    for (const at of pixels) {
      const x = at % width;
      const y = (at - x) / width;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const next = row * width + column;
          if (!isInk(next)) continue;
          isTaken[next] = 1;
          pixels.push(next);
        }
      }
    }
    shapes.push({ box: boundsOf(pixels, width), pixels });
  }
  return shapes.sort((a, b) => a.box.x - b.box.x);
}

function boundsOf(pixels: readonly number[], width: number): Box {
  let [left, right, top, bottom] = [width, 0, Number.POSITIVE_INFINITY, 0];
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
