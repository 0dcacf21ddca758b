import type { Box, Raster } from "./raster.ts";
import { Scratch } from "./scratch.ts";

const betweenPasses = new Scratch((length) => new Float32Array(length));

/** For each target place: the first source place that counts, and the weights of it and its followers. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: Float32Array;
  /** Weights for each target place. */
  readonly count: number;
}

/**
 * Cuts a box out of the picture and scales it to `width` × `height`, as three planes of floats from -1 to 1 in
 * the order blue, green, red, each row `stride` values long; zeros fill what is left of a row. They are written into
 * `planes` where the caller has room for them.
 * A triangle filter: linear when enlarging, averaging when shrinking, so that thin strokes stay.
 * Written by hand because it runs for every line of text: a call into the image library costs ten times more
 * than the work itself on pieces this small.
 */
export function resample(
  image: Raster,
  box: Box,
  width: number,
  height: number,
  stride: number,
  planes: Float32Array = new Float32Array(3 * height * stride),
): Float32Array {
  const across = tapsFor(box.width, width);
  const down = tapsFor(box.height, height);
  // A row of blue, one of green, one of red, and again for the next row of the picture.
  const rows = betweenPasses.take(box.height * width * 3);
  for (let y = 0; y < box.height; y++) {
    const line = ((box.y + y) * image.width + box.x) * 3;
    const to = y * width * 3;
    for (let x = 0, at = 0; x < width; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let from = line + (across.first[x] ?? 0) * 3;
      for (let tap = 0; tap < across.count; tap++, at++, from += 3) {
        const weight = across.weights[at] ?? 0;
        red += weight * (image.data[from] ?? 0);
        green += weight * (image.data[from + 1] ?? 0);
        blue += weight * (image.data[from + 2] ?? 0);
      }
      rows[to + x] = blue;
      rows[to + width + x] = green;
      rows[to + 2 * width + x] = red;
    }
  }
  planes.fill(0);
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < 3; channel++) {
      const to = (channel * height + y) * stride;
      for (let tap = 0; tap < down.count; tap++) {
        const weight = (down.weights[y * down.count + tap] ?? 0) / 127.5;
        if (weight === 0) continue;
        const from = (((down.first[y] ?? 0) + tap) * 3 + channel) * width;
        for (let x = 0; x < width; x++)
          planes[to + x] = (planes[to + x] ?? 0) + weight * (rows[from + x] ?? 0);
      }
      for (let x = 0; x < width; x++) planes[to + x] = (planes[to + x] ?? 0) - 1;
    }
  }
  return planes;
}

/**
 * The same as one plane of luma (Rec. 601) from 0 to 1, zeros behind each row's end. Adding three colours up before
 * anything is scaled makes it three times as fast.
 */
export function resampleGrey(
  image: Raster,
  box: Box,
  width: number,
  height: number,
  stride: number,
  plane: Float32Array = new Float32Array(height * stride),
): Float32Array {
  const across = tapsFor(box.width, width);
  const down = tapsFor(box.height, height);
  const rows = betweenPasses.take(box.height * width + box.width);
  const grey = rows.subarray(box.height * width);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0, from = ((box.y + y) * image.width + box.x) * 3; x < box.width; x++, from += 3)
      grey[x] =
        0.299 * (image.data[from] ?? 0) +
        0.587 * (image.data[from + 1] ?? 0) +
        0.114 * (image.data[from + 2] ?? 0);
    for (let x = 0, at = 0, to = y * width; x < width; x++) {
      const first = across.first[x] ?? 0;
      let sum = 0;
      for (let tap = 0; tap < across.count; tap++, at++)
        sum += (across.weights[at] ?? 0) * (grey[first + tap] ?? 0);
      rows[to + x] = sum;
    }
  }
  plane.fill(0);
  for (let y = 0; y < height; y++) {
    const to = y * stride;
    for (let tap = 0; tap < down.count; tap++) {
      const weight = (down.weights[y * down.count + tap] ?? 0) / 255;
      if (weight === 0) continue;
      const from = ((down.first[y] ?? 0) + tap) * width;
      for (let x = 0; x < width; x++) plane[to + x] = (plane[to + x] ?? 0) + weight * (rows[from + x] ?? 0);
    }
  }
  return plane;
}

function tapsFor(from: number, to: number): Taps {
  const scale = from / to;
  const reach = Math.max(1, scale);
  const count = Math.min(from, Math.ceil(2 * reach) + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let place = 0; place < to; place++) {
    const centre = (place + 0.5) * scale - 0.5;
    const start = Math.min(Math.max(0, Math.ceil(centre - reach)), from - count);
    first[place] = start;
    let sum = 0;
    for (let tap = 0; tap < count; tap++) {
      // Places beyond the border count for the border itself.
      const weight = Math.max(0, 1 - Math.abs(start + tap - Math.min(Math.max(centre, 0), from - 1)) / reach);
      weights[place * count + tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < count; tap++)
      weights[place * count + tap] = (weights[place * count + tap] ?? 0) / sum;
  }
  return { first, weights, count };
}
