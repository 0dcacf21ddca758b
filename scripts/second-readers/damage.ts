import sharp, { type Sharp } from "sharp";
import { inkBox } from "../../src/reading/image/ink.ts";
import { type Box, clip, crop, type Raster } from "../../src/reading/image/raster.ts";

/** A picture of a count on which something was done to its digits. */
export interface Damaged {
  readonly kind: string;
  readonly image: Raster;
  readonly box: Box;
}

/** Room around a count that is kept, in heights of it. */
const room = 1.5;
/** How high digits are made, in pixels, before they are enlarged again. */
const heights = [8, 10, 12, 15] as const;
/** Qualities of JPEG. */
const qualities = [5, 10, 20] as const;
/** Blur, in heights of the digits. */
const blurs = [0.06, 0.09, 0.12] as const;
/** Parts of a digit that are painted over, as shares of its place: from, to, across and down. */
const parts = {
  "left third": [0, 0.34, 0, 1],
  "right third": [0.66, 1, 0, 1],
  "upper third": [0, 1, 0, 0.34],
  "lower third": [0, 1, 0.66, 1],
  middle: [0.25, 0.75, 0.3, 0.7],
} as const;

/** Every damage to one count, one after the other: small, compressed, blurred, and each digit's parts painted over. */
export async function* damages(image: Raster, box: Box, digits: number): AsyncGenerator<Damaged> {
  const by = room * box.height;
  const area = clip(
    { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by },
    image.width,
    image.height,
  );
  const piece = crop(image, area);
  const at = { ...box, x: box.x - area.x, y: box.y - area.y };
  yield { kind: "as it is", image: piece, box: at };
  const { width, height } = piece;
  const open = (): Sharp => sharp(piece.data, { raw: { width, height, channels: 3 } });
  for (const small of heights) {
    const scale = small / box.height;
    if (scale >= 1) continue;
    const reduced = await open()
      .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
        fit: "fill",
      })
      .png()
      .toBuffer();
    yield {
      kind: `${small} pixels high`,
      image: await raw(sharp(reduced).resize(width, height, { fit: "fill" })),
      box: at,
    };
  }
  for (const quality of qualities)
    yield {
      kind: `JPEG ${quality}`,
      image: await raw(sharp(await open().jpeg({ quality }).toBuffer())),
      box: at,
    };
  for (const blur of blurs)
    yield {
      kind: `blurred by ${blur}`,
      image: await raw(open().blur(Math.max(0.3, blur * box.height))),
      box: at,
    };
  const ground = groundOf(piece, at);
  for (let digit = 0; digit < digits; digit++) {
    for (const [kind, [left, right, top, bottom]] of Object.entries(parts)) {
      const place = at.width / digits;
      const painted = { ...piece, data: piece.data.slice() };
      paint(
        painted,
        {
          x: Math.round(at.x + (digit + left) * place),
          y: Math.round(at.y + top * at.height),
          width: Math.round((right - left) * place),
          height: Math.round((bottom - top) * at.height),
        },
        ground,
      );
      yield { kind: `${kind} painted over`, image: painted, box: at };
    }
  }
}

/** The commonest colour around the ink of a box. */
function groundOf(image: Raster, box: Box): readonly [number, number, number] {
  const ink = inkBox(image, box, 0);
  const counts = new Map<number, number>();
  for (let x = 0; x < image.width; x++) {
    for (const y of [Math.max(0, ink.y - 2), Math.min(image.height - 1, ink.y + ink.height + 1)]) {
      const from = (y * image.width + x) * 3;
      const colour =
        ((image.data[from] ?? 0) << 16) | ((image.data[from + 1] ?? 0) << 8) | (image.data[from + 2] ?? 0);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const [colour] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0]);
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function paint({ width, height, data }: Raster, area: Box, colour: readonly number[]): void {
  const { x, y, width: across, height: down } = clip(area, width, height);
  for (let row = y; row < y + down; row++) {
    for (let column = x; column < x + across; column++) data.set(colour, (row * width + column) * 3);
  }
}

async function raw(pipeline: Sharp): Promise<Raster> {
  const { data, info } = await pipeline
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
