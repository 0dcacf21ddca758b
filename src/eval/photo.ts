import type { Raster } from "../reading/image/raster.ts";

type Point = readonly [x: number, y: number];

/** Brightness of the desk around the phone. */
const ground = 40;
/** Where the screen's corners lie on the photograph, as shares of it: clockwise from the top left. */
const corners: readonly [Point, Point, Point, Point] = [
  [0.06, 0.03],
  [0.95, 0.045],
  [0.985, 0.975],
  [0.02, 0.955],
];
/** How far moiré moves a channel's brightness, as a share. */
const moireStrength = 0.05;
/** Standard deviation of the sensor's noise, in steps of 8-bit brightness. */
const noiseStrength = 5;
/** Prime, so that rows do not repeat each other. */
const noiseLength = 8191;

/**
 * What a hand-held camera makes of a screen: seen at an angle, with coloured stripes where the grids of screen
 * and sensor beat, and with noise. Always the same for the same picture.
 */
export function photograph({ width, height, data }: Raster): Raster {
  // Rounds and clamps what is written into it.
  const photo = new Uint8ClampedArray(width * height * 3);
  const [a, b, c, d, e, f, g, h, i] = toScreen(width, height);
  const noise = gaussians(noiseLength);
  // Stripes of about a fortieth of the width that run down at an angle, and ones that beat with them.
  const across = (2 * Math.PI * 41) / width;
  const down = (2 * Math.PI * 17) / width;
  let at = 0;
  for (let y = 0; y < height; y++) {
    // Any start will do, as long as neighbouring rows have different ones.
    let grain = (y * 3571) % noiseLength;
    for (let x = 0; x < width; x++) {
      const depth = g * x + h * y + i;
      const fromX = (a * x + b * y + c) / depth;
      const fromY = (d * x + e * y + f) / depth;
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const isScreen = left >= 0 && top >= 0 && left < width - 1 && top < height - 1;
      const partX = fromX - left;
      const partY = fromY - top;
      const upper = (top * width + left) * 3;
      const lower = upper + width * 3;
      const beat = Math.sin(x * across + y * down) * Math.sin(x * across * 0.31 - y * down * 1.7);
      for (let channel = 0; channel < 3; channel++) {
        let value: number = ground;
        if (isScreen) {
          const above = mix(data[upper + channel] ?? 0, data[upper + channel + 3] ?? 0, partX);
          const below = mix(data[lower + channel] ?? 0, data[lower + channel + 3] ?? 0, partX);
          // Each colour has its own grid, so that the stripes are coloured.
          const tint = channel === 1 ? 1 - moireStrength * beat : 1 + moireStrength * beat;
          value = mix(above, below, partY) * tint;
        }
        photo[at++] = value + (noise[grain] ?? 0) * noiseStrength;
        grain = grain + 1 === noiseLength ? 0 : grain + 1;
      }
    }
  }
  return { width, height, data: new Uint8Array(photo.buffer) };
}

function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}

type Projection = readonly [number, number, number, number, number, number, number, number, number];

/**
 * The projection (3 × 3, by rows) from pixels of the photograph to those of the screen: the inverse of the one
 * that takes a square to four corners (P. Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989).
 */
function toScreen(width: number, height: number): Projection {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / determinant;
  const h = (dx1 * dy3 - dx3 * dy1) / determinant;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  // The adjugate, which is the inverse but for a factor that a projection does not have.
  const inverse: Projection = [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  // From pixels to shares before it, from shares to pixels behind it.
  return inverse.map((value, index) => {
    const before = [1 / width, 1 / height, 1][index % 3] ?? 1;
    const behind = [width, height, 1][Math.floor(index / 3)] ?? 1;
    return value * before * behind;
  }) as unknown as Projection;
}

/** Normally distributed numbers: sums of twelve evenly distributed ones, less their mean. */
function gaussians(length: number): Float32Array {
  let state = 0x2545f491;
  const next = (): number => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Float32Array.from({ length }, () => {
    let sum = -6;
    for (let count = 0; count < 12; count++) sum += next();
    return sum;
  });
}
