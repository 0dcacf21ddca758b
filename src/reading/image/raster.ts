/** A rectangle in pixels of the upright picture; `x`, `y` is its top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An upright picture in memory: 8-bit sRGB, three bytes a pixel, rows without padding. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One pixel's colour, each channel 0–255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Rec. 601 luma of the pixel that starts at byte `offset`, 0–255. */
export function luma(data: Uint8Array, offset: number): number {
  return ((data[offset] ?? 0) * 77 + (data[offset + 1] ?? 0) * 150 + (data[offset + 2] ?? 0) * 29) >> 8;
}

/** Mean luma of the picture, 0–255, from a grid of at most about 10,000 pixels. */
function meanLuma({ width, height, data }: Raster): number {
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / 10_000)));
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      sum += luma(data, (y * width + x) * 3);
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** True for light writing on a dark ground, as far as the mean tells. */
export function isDark(image: Raster): boolean {
  return meanLuma(image) < 110;
}

/** The smallest box that holds all of the given ones. At least one is required. */
export function union(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The area that both boxes cover, in pixels; 0 where they do not meet. */
export function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The box cut to the picture and rounded outwards to whole pixels; never empty. */
export function clip(box: Box, width: number, height: number): Box {
  const x = Math.min(Math.max(0, Math.floor(box.x)), width - 1);
  const y = Math.min(Math.max(0, Math.floor(box.y)), height - 1);
  const right = Math.max(x + 1, Math.min(width, Math.ceil(box.x + box.width)));
  const bottom = Math.max(y + 1, Math.min(height, Math.ceil(box.y + box.height)));
  return { x, y, width: right - x, height: bottom - y };
}

/** Cuts a piece out of the picture. The box must lie inside of it (see `clip`). */
export function crop(image: Raster, box: Box): Raster {
  const data = new Uint8Array(box.width * box.height * 3);
  for (let row = 0; row < box.height; row++) {
    const from = ((box.y + row) * image.width + box.x) * 3;
    data.set(image.data.subarray(from, from + box.width * 3), row * box.width * 3);
  }
  return { width: box.width, height: box.height, data };
}
