import { type Box, clip, luma, type Raster, union } from "../../image/raster.ts";
import { Scratch } from "../../image/scratch.ts";

/** Height from which type is large, as a share of the picture's short side. Smaller type is found whole. */
const large = 0.035;
/** Contrast against the ground from which a pixel is ink, as a share of the strongest one in the box. */
const inkShare = 0.4;
/** Contrast below which nothing is taken apart, as a difference of luma, 0–255. */
const leastContrast = 30;
/** How far is looked for what was cut, in heights of the box: beside it, and above and below it. */
const reach = { beside: 3.5, above: 0.8 } as const;
/** What is higher than this, in heights of the box, is no character of it: a frame, a ring, a picture. */
const highest = 2.5;
/** The widest gap between the digits of one number, as a share of their height; a comma stands in it, too. */
const widestGap = 0.3;
/** Characters of one size are at least this high, as a share of the highest. */
const oneSize = 0.6;

const marks = new Scratch((length) => new Uint8Array(length));

/** For each luma, 0–255, 1 when it is ink and 0 when it is ground. */
type Inks = Uint8Array;

/**
 * A box that cuts through characters, grown to hold them whole, and with them what stands close beside them in the
 * same size. The detector finds only pieces of very large type; a piece reads as a number that nobody printed. A box
 * whose edges cut nothing, or cut something that is no character, is given back as it is.
 */
export function withWholeCharacters(image: Raster, box: Box): Box {
  if (box.height < large * Math.min(image.width, image.height)) return box;
  const inks = inksOf(image, box);
  if (inks === null || !edgeHasInk(image, box, inks)) return box;
  const by = { x: Math.round(reach.beside * box.height), y: Math.round(reach.above * box.height) };
  const window = clip(
    { x: box.x - by.x, y: box.y - by.y, width: box.width + 2 * by.x, height: box.height + 2 * by.y },
    image.width,
    image.height,
  );
  const shapes = new Shapes(image, window, inks);
  const own: Box[] = [];
  for (const shape of shapes.takeIn(box)) {
    if (shape.height > highest * box.height || cutBy(shape, window)) return box;
    own.push(shape);
  }
  if (own.length === 0) return box;
  const found = union([box, ...own]);
  // A part of what goes on beyond the window has no size: a frame, or a digit of a larger number.
  const others = [...shapes.takeIn({ ...window, y: found.y, height: found.height })];
  const whole = others.filter((shape) => !cutBy(shape, window));
  return clip(joined(found, whole), image.width, image.height);
}

/** Adds, on either side, the nearest shape of the same size again and again, and what stands in between. */
function joined(from: Box, others: readonly Box[]): Box {
  let whole = from;
  const isOneSize = (shape: Box): boolean =>
    shape.height >= oneSize * whole.height &&
    shape.height * oneSize <= whole.height &&
    sharedRows(shape, whole) >= oneSize * Math.min(shape.height, whole.height);
  for (;;) {
    const next = others.find(
      (shape) => isOneSize(shape) && !within(shape, whole) && isNear(shape, whole, others),
    );
    if (next === undefined) return whole;
    whole = union([whole, next]);
  }
}

/** Whether no gap between them is wider than digits stand apart; a comma or point divides a gap. */
function isNear(shape: Box, whole: Box, others: readonly Box[]): boolean {
  const [left, right] = shape.x < whole.x ? [shape, whole] : [whole, shape];
  const [from, to] = [endOf(left), right.x];
  const most = widestGap * whole.height;
  if (to - from <= most) return true;
  return others.some(
    (mark) =>
      mark.height < oneSize * whole.height &&
      mark.y > whole.y + whole.height / 2 &&
      mark.y < whole.y + whole.height &&
      mark.x >= from &&
      endOf(mark) <= to &&
      mark.x - from <= most &&
      to - endOf(mark) <= most,
  );
}

/** Tells ink from ground anywhere around the box, by what is in it; `null` where nothing is written. */
function inksOf({ data, width }: Raster, box: Box): Inks | null {
  const often = new Uint32Array(256);
  const step = Math.ceil(box.height / 60);
  for (let y = box.y; y < box.y + box.height; y += step) {
    const row = y * width;
    for (let x = box.x; x < endOf(box); x += step) {
      const value = luma(data, (row + x) * 3);
      often[value] = (often[value] ?? 0) + 1;
    }
  }
  // Most pixels are ground; of large boxes, which hold pictures, a part of them tells.
  const ground = often.reduce((best, count, value) => (count > (often[best] ?? 0) ? value : best), 0);
  const darkest = often.findIndex((count) => count > 0);
  const brightest = often.findLastIndex((count) => count > 0);
  const contrast = Math.max(ground - darkest, brightest - ground);
  if (contrast < leastContrast) return null;
  return new Uint8Array(256).map((_, value) => (Math.abs(value - ground) >= inkShare * contrast ? 1 : 0));
}

function edgeHasInk({ data, width }: Raster, box: Box, inks: Inks): boolean {
  const isInk = (x: number, y: number): boolean => inks[luma(data, (y * width + x) * 3)] === 1;
  const [right, bottom] = [endOf(box) - 1, box.y + box.height - 1];
  for (let x = box.x; x <= right; x++) if (isInk(x, box.y) || isInk(x, bottom)) return true;
  for (let y = box.y; y <= bottom; y++) if (isInk(box.x, y) || isInk(right, y)) return true;
  return false;
}

/** What is drawn in one stroke, or in strokes that touch, inside of a window; each shape can be taken once. */
class Shapes {
  readonly #window: Box;
  /** 1 for ink that was not taken yet, in rows as long as the window and one pixel of ground on either side. */
  readonly #left: Uint8Array;
  readonly #stride: number;

  constructor({ data, width }: Raster, window: Box, inks: Inks) {
    const stride = window.width + 2;
    this.#window = window;
    this.#stride = stride;
    const left = marks.take(stride * (window.height + 2)).fill(0);
    this.#left = left;
    for (let row = 0; row < window.height; row++) {
      let from = ((window.y + row) * width + window.x) * 3;
      let to = this.#placeOf(window.x, window.y + row);
      for (const end = to + window.width; to < end; to++, from += 3) left[to] = inks[luma(data, from)] ?? 0;
    }
  }

  /** The boxes of all shapes that reach into `area`, a part of the window, and were not taken before. */
  *takeIn(area: Box): Generator<Box> {
    const left = this.#left;
    for (let y = area.y; y < area.y + area.height; y++) {
      const from = this.#placeOf(area.x, y);
      for (let at = from; at < from + area.width; at++) {
        if (left[at] === 0) continue;
        const shape = this.#follow(at);
        // A single pixel is noise.
        if (shape.width > 1 && shape.height > 1) yield shape;
      }
    }
  }

  #placeOf(x: number, y: number): number {
    return (y - this.#window.y + 1) * this.#stride + x - this.#window.x + 1;
  }

  /** Takes a shape row by row: each run of its pixels, and then those that touch it above and below. */
  #follow(from: number): Box {
    const [left, stride] = [this.#left, this.#stride];
    let [west, east, north, south] = [stride, 0, left.length, 0];
    const seeds = [from];
    for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
      if (left[seed] === 0) continue;
      let [start, end] = [seed, seed];
      while (left[start - 1] === 1) start--;
      while (left[end + 1] === 1) end++;
      left.fill(0, start, end + 1);
      const y = Math.floor(seed / stride);
      west = Math.min(west, start - y * stride);
      east = Math.max(east, end - y * stride);
      north = Math.min(north, y);
      south = Math.max(south, y);
      for (const by of [-stride, stride]) {
        let isInRun = false;
        for (let at = start + by - 1; at <= end + by + 1; at++) {
          const isInk = left[at] === 1;
          if (isInk && !isInRun) seeds.push(at);
          isInRun = isInk;
        }
      }
    }
    const { x, y } = this.#window;
    return { x: x + west - 1, y: y + north - 1, width: east - west + 1, height: south - north + 1 };
  }
}

const endOf = (box: Box): number => box.x + box.width;

/** Whether the window ends where the shape does, so that more of it may follow. */
function cutBy(shape: Box, window: Box): boolean {
  return (
    shape.x === window.x ||
    shape.y === window.y ||
    endOf(shape) === endOf(window) ||
    shape.y + shape.height === window.y + window.height
  );
}

function within(shape: Box, box: Box): boolean {
  return shape.x >= box.x && endOf(shape) <= endOf(box);
}

function sharedRows(a: Box, b: Box): number {
  return Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
}
