import sharp, { type Sharp } from "sharp";
import { decode } from "../reading/image/decode.ts";
import type { Raster } from "../reading/image/raster.ts";
import type { CountPlace } from "./judge.ts";
import { photograph } from "./photo.ts";

/** Something that happens to screenshots on their way, always in the same way. */
export interface Perturbation {
  readonly name: string;
  /** What it does, for a person. */
  readonly description: string;
  /** Does it to upright pixels and encodes the result: PNG, or JPEG where that is the point. */
  readonly apply: (picture: Raster) => Promise<Uint8Array>;
  /** What a crop takes from each side, as shares of width and height. */
  readonly cuts?: Cuts;
}

interface Cuts {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const noCuts: Cuts = { left: 0, right: 0, top: 0, bottom: 0 };
const cutShare = 0.1;

/** All perturbations, in the order in which they are tried and printed. */
export const perturbations: readonly Perturbation[] = [
  ...[70, 40, 20].map((quality) => ({
    name: `jpeg${quality}`,
    description: `saved as JPEG of quality ${quality}`,
    apply: (picture: Raster) => encoded(open(picture).jpeg({ quality })),
  })),
  ...[720, 480, 360].map((width) => ({
    name: `width${width}`,
    description: `shrunk to a width of ${width} pixels`,
    apply: (picture: Raster) => asPng(open(picture).resize({ width, withoutEnlargement: true })),
  })),
  crop("crop-left", "10 % cut off on the left", { left: cutShare }),
  crop("crop-right", "10 % cut off on the right", { right: cutShare }),
  crop("crop-top", "10 % cut off at the top", { top: cutShare }),
  crop("crop-bottom", "10 % cut off at the bottom", { bottom: cutShare }),
  crop("crop-all", "10 % cut off on each side", {
    left: cutShare,
    right: cutShare,
    top: cutShare,
    bottom: cutShare,
  }),
  ...[90, 180, 270].map((degrees) => ({
    name: `rotate${degrees}`,
    description: `turned by ${degrees}° clockwise`,
    apply: (picture: Raster) => asPng(open(picture).rotate(degrees)),
  })),
  ...[2, -2].map((degrees) => ({
    name: `tilt${degrees > 0 ? "+" : ""}${degrees}`,
    description: `tilted by ${degrees}°`,
    apply: (picture: Raster) => asPng(open(picture).rotate(degrees, { background: { r: 32, g: 32, b: 32 } })),
  })),
  {
    name: "blur",
    description: "out of focus",
    // Strokes have a width in relation to the screen's, whatever its resolution is.
    apply: (picture) => asPng(open(picture).blur(Math.max(0.5, picture.width / 540))),
  },
  {
    name: "photo",
    description: "photographed off a screen: perspective, moiré, noise",
    apply: (picture) => {
      const photo = photograph(picture);
      return encoded(open(photo).blur(0.6).jpeg({ quality: 80 }));
    },
  },
  {
    name: "inverted",
    description: "with inverted colours",
    apply: (picture) => asPng(open(picture).negate({ alpha: false })),
  },
];

/** Decodes a picture, perturbs it, and encodes it again. Throws `IMAGE_…` failures that call it `name`. */
export async function perturb(
  perturbation: Perturbation,
  bytes: Uint8Array,
  name: string,
): Promise<Uint8Array> {
  const { raster } = await decode(bytes, name);
  return perturbation.apply(raster);
}

/** Whether a crop leaves a number whole that stood there; `null` for what crops nothing. */
export function leavesWhole({ cuts }: Perturbation, { box, width, height }: CountPlace): boolean | null {
  if (cuts === undefined) return null;
  const kept = keptBy(cuts, width, height);
  return (
    box.x >= kept.left &&
    box.y >= kept.top &&
    box.x + box.width <= kept.left + kept.width &&
    box.y + box.height <= kept.top + kept.height
  );
}

function crop(name: string, description: string, sides: Partial<Cuts>): Perturbation {
  const cuts = { ...noCuts, ...sides };
  return {
    name,
    description,
    cuts,
    apply: (picture) => asPng(open(picture).extract(keptBy(cuts, picture.width, picture.height))),
  };
}

function keptBy(
  { left, right, top, bottom }: Cuts,
  width: number,
  height: number,
): { left: number; top: number; width: number; height: number } {
  const x = Math.round(left * width);
  const y = Math.round(top * height);
  return {
    left: x,
    top: y,
    width: Math.max(1, width - x - Math.round(right * width)),
    height: Math.max(1, height - y - Math.round(bottom * height)),
  };
}

function open({ width, height, data }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Quickly rather than small: the bytes only travel to a worker. */
function asPng(picture: Sharp): Promise<Uint8Array> {
  return encoded(picture.png({ compressionLevel: 1 }));
}

async function encoded(picture: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await picture.toBuffer());
}
