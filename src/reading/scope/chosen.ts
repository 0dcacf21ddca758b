import { apart, colourAt, medianColour } from "../image/colours.ts";
import { inkBox } from "../image/ink.ts";
import { type Box, type Colour, clip, type Raster } from "../image/raster.ts";
import { edgesOf, strengthIn } from "../image/strength.ts";
import { median } from "../median.ts";

/** How far the look of what may be chosen is from another one, in one respect: from 1 on it is unlike that. */
type Measure = (one: Look, other: Look) => number;

/** How much thicker the strokes of bold type are at least. Words of one weight differ by less: `Me` by 1.2. */
const bold = 1.3;
/** How much thicker a sign is that is filled, where the others are outlines. */
const filled = 1.6;

const ground: Measure = (a, b) => apart(a.ground, 0, b.ground) / 10;
const ink: Measure = (a, b) => apart(a.ink, 0, b.ink) / 40;
const under: Measure = (a, b) => apart(a.under, 0, b.under) / 24;
const thicker =
  (least: number): Measure =>
  (a, b) =>
    Math.log(a.stroke / b.stroke) / Math.log(least);

/**
 * The one of several words in a row that is drawn unlike the others, which are drawn alike: in another colour, on another
 * ground, over a line, or bold. `null` where none is, or more than one.
 */
export function chosenOf<T extends { readonly box: Box }>(row: readonly T[], raster: Raster): T | null {
  const looks = row.map(({ box }) => lookOf(box, raster));
  // Its own colour is nearest to the choice: what is around and under a word may be the bar's edge.
  return unlike(row, looks, [ink, ground, under, thicker(bold)]);
}

/**
 * The one of the tabs at the foot of a screen that is drawn unlike the others, by its name or, where all names are alike, by the
 * sign over it: in another colour, on another ground, or filled. `null` where none is, or more than one.
 */
export function chosenAtFoot<T extends { readonly box: Box }>(row: readonly T[], raster: Raster): T | null {
  const names = row.map(({ box }) => lookOf(box, raster));
  // Under them the phone has its own bar.
  const byName = unlike(row, names, [ink, ground, thicker(bold)]);
  if (byName !== null) return byName;
  const height = median(row.map(({ box }) => box.height));
  const signs = row.map(({ box }) => lookOfSign(signOver(box, height), raster));
  return unlike(row, signs, [ink, ground, thicker(filled)]);
}

/** Where the sign stands that belongs to a tab's name, measured in heights of the names. */
function signOver({ x, y, width }: Box, height: number): Box {
  const side = 2.6 * height;
  const top = Math.round(y - 2.4 * height);
  return {
    x: Math.round(x + width / 2 - side / 2),
    y: top,
    width: Math.round(side),
    height: Math.round(y - 0.25 * height) - top,
  };
}

function unlike<T>(row: readonly T[], looks: readonly Look[], measures: readonly Measure[]): T | null {
  for (const measure of measures) {
    const odd = oddOneOut(looks, measure);
    if (odd !== null) return row[odd] ?? null;
  }
  return null;
}

interface Look {
  readonly ground: Colour;
  readonly ink: Colour;
  /** The colour furthest from the ground in the stripe under the word. */
  readonly under: Colour;
  /** How thick its strokes are, in pixels. */
  readonly stroke: number;
}

function lookOf(word: Box, raster: Raster): Look {
  const box = inkBox(raster, clip(word, raster.width, raster.height), 0);
  const margin = Math.max(2, Math.round(0.2 * box.height));
  const over = medianColour(raster, { ...box, y: box.y - margin, height: margin });
  const below = medianColour(raster, { ...box, y: box.y + box.height, height: margin });
  const stripe = { ...box, y: box.y + box.height + margin, height: Math.round(1.3 * box.height) };
  return { ...inkLook(raster, box, over), under: furthest(raster, stripe, below) };
}

/** A sign covers less of its place than its ground does. */
function lookOfSign(place: Box, raster: Raster): Look {
  const box = clip(place, raster.width, raster.height);
  const own = medianColour(raster, box);
  return { ...inkLook(raster, box, own), under: own };
}

function inkLook(raster: Raster, box: Box, own: Colour): Omit<Look, "under"> {
  const colour = furthest(raster, box, own);
  return { ground: own, ink: colour, stroke: strokeOf(raster, box) };
}

/** How thick what is written in a box is drawn, in pixels; 1 where nothing is. */
function strokeOf(raster: Raster, box: Box): number {
  const strength = strengthIn(raster, box);
  if (strength === null) return 1;
  const { width, height } = strength;
  return Math.max(1, edgesOf(strength, { x: 0, y: 0, width, height }).stroke);
}

function furthest(raster: Raster, wanted: Box, ground: Colour): Colour {
  let found = -1;
  let distance = 0;
  each(raster, clip(wanted, raster.width, raster.height), (at) => {
    const now = apart(raster.data, at, ground);
    if (now > distance) [distance, found] = [now, at];
  });
  return found === -1 ? ground : colourAt(raster.data, found);
}

function each({ width }: Raster, box: Box, visit: (at: number) => void): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let at = (y * width + box.x) * 3; at < (y * width + box.x + box.width) * 3; at += 3) visit(at);
  }
}

/** The index of the only one that is unlike all others, which are alike; `null` when there is no such one. */
function oddOneOut<T>(all: readonly T[], difference: (one: T, other: T) => number): number | null {
  const odd = all.flatMap((one, index) => {
    const others = all.filter((_, other) => other !== index);
    const alike = others.every((a) => others.every((b) => difference(a, b) < 1));
    return alike && others.every((other) => difference(one, other) >= 1) ? [index] : [];
  });
  return odd.length === 1 ? (odd[0] ?? null) : null;
}
