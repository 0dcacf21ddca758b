import type { Box, Colour, Raster } from "./raster.ts";
import { type Shape, shapesIn } from "./shapes.ts";
import { edgesOf, type Strength, strengthIn } from "./strength.ts";
import { wholeInk } from "./whole-ink.ts";

/** How one digit is drawn: all of it is the same for each digit of a number that is drawn in one go. */
export interface DrawnDigit {
  readonly box: Box;
  /** Colour of the middle of its strokes. */
  readonly ink: Colour;
  /** Colour of what it stands on, right over and under it. */
  readonly ground: Colour;
  /** Mean width of its strokes, in pixels. */
  readonly stroke: number;
  /** How steep its edges are: a digit that was scaled or came out of another picture has softer ones. */
  readonly sharpness: number;
}

/** Ground that is taken with a number, in heights of it. */
const around = 0.1;
/** Strengths from which a pixel is ink, in the order in which they are tried: soft digits run together at the first one. */
const inkFrom = [0.4, 0.65, 0.8] as const;
/** A digit is as high as the highest one, or nearly; separators are lower. */
const tall = 0.6;
/** Share of a digit's strongest ink from which a pixel is of the middle of a stroke. */
const core = 0.8;
/** Sharpness below which everything is so soft that nothing can be told apart; the softest of 418 counts that can be has 0.3. */
const blurred = 0.15;
/** The largest number that is measured, in pixels, and the most pieces in which it may lie: no phone prints larger ones, but strangers may. */
const most = { pixels: 600_000, pieces: 300 } as const;
/** Strength up to which a pixel is ground. */
const groundUpTo = 0.3;

/**
 * Takes the digits of a number apart and measures each of them, from left to right. `joined` where there are not as many pieces as
 * there are digits: some touch each other, or something else; `faint` where too little contrast, or too soft an edge, tells them apart.
 */
export function drawnDigits(image: Raster, number: Box, count: number): DrawnDigit[] | "joined" | "faint" {
  const whole = wholeInk(image, number);
  const by = Math.max(3, Math.round(around * whole.height));
  const area = {
    x: whole.x - by,
    y: whole.y - by,
    width: whole.width + 2 * by,
    height: whole.height + 2 * by,
  };
  if (area.width * area.height > most.pixels) return "joined";
  const strength = strengthIn(image, area);
  if (strength === null) return "faint";
  const isInNumber = ({ box }: Shape): boolean => {
    const middle = strength.box.x + middleOf(box);
    return middle > whole.x && middle < whole.x + whole.width;
  };
  for (const least of inkFrom) {
    const shapes = shapesIn(strength, least, most.pieces)?.filter(isInNumber);
    if (shapes === undefined) continue;
    const highest = shapes.reduce((so, { box }) => Math.max(so, box.height), 0);
    const digits = shapes.filter(({ box }) => box.height >= tall * highest);
    const own =
      digits.length === count + 1 ? withoutNeighbour(digits, middleOf(number) - strength.box.x) : digits;
    if (own.length === count) return own.map((digit) => drawn(image, strength, digit));
  }
  const { width, height } = strength;
  return edgesOf(strength, { x: 0, y: 0, width, height }).sharpness < blurred ? "faint" : "joined";
}

/** Without the first or the last piece, whichever leaves the others in the middle: a slash or an icon that an estimated box holds, too. */
function withoutNeighbour(shapes: readonly Shape[], middle: number): readonly Shape[] {
  const off = (part: readonly Shape[]): number => {
    const [first, last] = [part[0]?.box, part.at(-1)?.box];
    return Math.abs(((first?.x ?? 0) + (last?.x ?? 0) + (last?.width ?? 0)) / 2 - middle);
  };
  const [before, after] = [shapes.slice(1), shapes.slice(0, -1)];
  return off(before) < off(after) ? before : after;
}

function middleOf({ x, width }: Box): number {
  return x + width / 2;
}

function drawn(image: Raster, strength: Strength, { box, pixels }: Shape): DrawnDigit {
  const { box: area, width, values } = strength;
  const strongest = pixels.reduce((so, at) => Math.max(so, values[at] ?? 0), 0);
  const middle = pixels.filter((at) => (values[at] ?? 0) >= core * strongest);
  return {
    box: { ...box, x: area.x + box.x, y: area.y + box.y },
    ink: meanColourAt(image, area, width, middle),
    ground: medianColourAt(image, area, width, groundAt(strength, box)),
    ...edgesOf(strength, box),
  };
}

/** The places of ground over and under a digit, as near to it as its soft edge lets. */
function groundAt({ width, height, values }: Strength, { x, y, width: across, height: down }: Box): number[] {
  const places: number[] = [];
  for (let row = 0; row < height; row++) {
    if (row >= y - 1 && row <= y + down) continue;
    for (let column = x; column < x + across; column++)
      if ((values[row * width + column] ?? 1) <= groundUpTo) places.push(row * width + column);
  }
  return places;
}

function meanColourAt(image: Raster, area: Box, width: number, places: readonly number[]): Colour {
  return colourOf((channel) => {
    let sum = 0;
    for (const at of places) sum += valueAt(image, area, width, at, channel);
    return sum / Math.max(1, places.length);
  });
}

function medianColourAt(image: Raster, area: Box, width: number, places: readonly number[]): Colour {
  return colourOf((channel) => {
    // Of bytes, which are sorted as numbers, and fast.
    const values = new Uint8Array(places.length);
    for (const [index, at] of places.entries()) values[index] = valueAt(image, area, width, at, channel);
    return values.sort()[values.length >> 1] ?? 0;
  });
}

function colourOf(by: (channel: number) => number): Colour {
  return [by(0), by(1), by(2)];
}

function valueAt(image: Raster, area: Box, width: number, at: number, channel: number): number {
  const x = at % width;
  return image.data[((area.y + (at - x) / width) * image.width + area.x + x) * 3 + channel] ?? 0;
}
