import { apart } from "./colours.ts";
import { type Box, type Colour, clip, type Raster } from "./raster.ts";

/** Contrast below which nothing is told apart, on the channel on which ink and ground differ most, 0–255. */
const leastContrast = 30;

/** How strongly each pixel of an area is written on: 0 is its ground, 1 what differs most from it, in whatever colour. */
export interface Strength {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** The strength of the ink in an area whose upper and lower edges mostly are ground; `null` with too little contrast. */
export function strengthIn(image: Raster, area: Box): Strength | null {
  const box = clip(area, image.width, image.height);
  const { width, height } = box;
  const ground: Colour = [groundOf(image, box, 0), groundOf(image, box, 1), groundOf(image, box, 2)];
  const values = new Float32Array(width * height);
  let most = 0;
  for (let y = 0, to = 0; y < height; y++) {
    let from = ((box.y + y) * image.width + box.x) * 3;
    for (let x = 0; x < width; x++, to++, from += 3) {
      const differs = apart(image.data, from, ground);
      values[to] = differs;
      if (differs > most) most = differs;
    }
  }
  if (most < leastContrast) return null;
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) / most;
  return { box, width, height, values };
}

/** What a box of an area is drawn with, its corner counted from the area's. */
export interface Edges {
  /** Mean width of its strokes, in pixels; 0 where nothing is written. */
  readonly stroke: number;
  /** How steep its edges are: what was scaled, or comes out of another picture, has softer ones. */
  readonly sharpness: number;
}

/**
 * Twice what is covered with ink, by the length of its edges, is how thick strokes are, whichever way they go and wherever each
 * begins. Both are summed over strengths, so that soft edges are no wider than sharp ones.
 */
export function edgesOf({ width, height, values }: Strength, box: Box): Edges {
  let [ink, edge, steep] = [0, 0, 0];
  const [left, right] = [Math.max(0, box.x - 1), Math.min(width - 1, box.x + box.width + 1)];
  const [top, bottom] = [Math.max(0, box.y - 2), Math.min(height - 1, box.y + box.height + 2)];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * width + x;
      const here = values[at] ?? 0;
      const across = (values[at + 1] ?? 0) - here;
      const down = (values[at + width] ?? 0) - here;
      const slope = Math.sqrt(across * across + down * down);
      ink += here;
      edge += slope;
      steep += slope * slope;
    }
  }
  return edge === 0 ? { stroke: 0, sharpness: 0 } : { stroke: (2 * ink) / edge, sharpness: steep / edge };
}

/** The median of one channel along the box's upper and lower edge, where text rarely is. */
function groundOf(image: Raster, { x, y, width, height }: Box, channel: number): number {
  const edges = new Uint8Array(2 * width);
  for (let column = 0; column < width; column++) {
    const at = (x + column) * 3 + channel;
    edges[column] = image.data[y * image.width * 3 + at] ?? 0;
    edges[width + column] = image.data[(y + height - 1) * image.width * 3 + at] ?? 0;
  }
  return edges.sort()[width] ?? 0;
}
