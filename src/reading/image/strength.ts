import { type Box, clip, type Raster } from "./raster.ts";

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
  const ground = [0, 1, 2].map((channel) => groundOf(image, box, channel));
  const values = new Float32Array(width * height);
  let most = 0;
  for (let y = 0, to = 0; y < height; y++) {
    let from = ((box.y + y) * image.width + box.x) * 3;
    for (let x = 0; x < width; x++, to++, from += 3) {
      const differs = Math.max(
        Math.abs((image.data[from] ?? 0) - (ground[0] ?? 0)),
        Math.abs((image.data[from + 1] ?? 0) - (ground[1] ?? 0)),
        Math.abs((image.data[from + 2] ?? 0) - (ground[2] ?? 0)),
      );
      values[to] = differs;
      if (differs > most) most = differs;
    }
  }
  if (most < leastContrast) return null;
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) / most;
  return { box, width, height, values };
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
