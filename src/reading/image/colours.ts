import { type Box, type Colour, clip, type Raster } from "./raster.ts";

/** The median of each channel. Of a box with digits and some of what is over and under them, it is the colour of their ground. */
export function medianColour({ data, width: rowLength, height: rows }: Raster, wanted: Box): Colour {
  const { x, y, width, height } = clip(wanted, rowLength, rows);
  const often = new Uint32Array(3 * 256);
  for (let row = y; row < y + height; row++) {
    const from = (row * rowLength + x) * 3;
    for (let at = from; at < from + width * 3; at += 3) {
      for (let channel = 0; channel < 3; channel++) {
        const value = channel * 256 + (data[at + channel] ?? 0);
        often[value] = (often[value] ?? 0) + 1;
      }
    }
  }
  const half = (width * height) >> 1;
  const middle = (channel: number): number => {
    let below = 0;
    const found = often.subarray(channel * 256, (channel + 1) * 256).findIndex((count) => {
      below += count;
      return below > half;
    });
    return Math.max(0, found);
  };
  return [middle(0), middle(1), middle(2)];
}

/** How far the colour that begins at `from` is from another one: the largest difference of a channel, 0–255. */
export function apart(values: ArrayLike<number>, from: number, to: Colour): number {
  const red = Math.abs((values[from] ?? 0) - to[0]);
  const green = Math.abs((values[from + 1] ?? 0) - to[1]);
  const blue = Math.abs((values[from + 2] ?? 0) - to[2]);
  return Math.max(red, green, blue);
}

/** The colour of the pixel that begins at byte `from`. */
export function colourAt(data: Uint8Array, from: number): Colour {
  return [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
}
