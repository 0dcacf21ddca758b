import type { Box, Raster } from "../../src/reading/image/raster.ts";

/**
 * A white picture with black bars for characters, 10 wide, each at its x: large ones from 20 to 60 pixels below the
 * top, small ones of half the height that stand on the same line.
 */
export function drawStrokes(large: readonly number[], small: readonly number[] = []): Raster {
  const width = Math.max(...large, ...small) + 30;
  const data = new Uint8Array(width * 80 * 3).fill(255);
  const draw = (x: number, top: number): void => {
    for (let y = top; y < 60; y++) data.fill(0, (y * width + x) * 3, (y * width + x + 10) * 3);
  };
  for (const x of large) draw(x, 20);
  for (const x of small) draw(x, 40);
  return { width, height: 80, data };
}

export const rightOf = (box: Box | undefined): number => (box === undefined ? Number.NaN : box.x + box.width);
