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

/** Whether a pixel of the picture is written on. */
type IsInk = (x: number, y: number) => boolean;

/**
 * A box that cuts through characters, grown to hold them whole, and with them what stands close beside them in the
 * same size. The detector finds only pieces of very large type; a piece reads as a number that nobody printed. A box
 * whose edges cut nothing, or cut something that is no character, is given back as it is.
 */
export function withWholeCharacters(image: Raster, box: Box): Box {
  if (box.height < large * Math.min(image.width, image.height)) return box;
  const isInk = inkOf(image, box);
  if (isInk === null || !edgeHasInk(box, isInk)) return box;
  const by = { x: Math.round(reach.beside * box.height), y: Math.round(reach.above * box.height) };
  const window = clip(
    { x: box.x - by.x, y: box.y - by.y, width: box.width + 2 * by.x, height: box.height + 2 * by.y },
    image.width,
    image.height,
  );
  const shapes = new Shapes(window, isInk);
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
function inkOf(image: Raster, box: Box): IsInk | null {
  const at = (x: number, y: number): number => luma(image.data, (y * image.width + x) * 3);
  const often = new Uint32Array(256);
  const step = Math.ceil(box.height / 60);
  for (let y = box.y; y < box.y + box.height; y += step) {
    for (let x = box.x; x < endOf(box); x += step) {
      const value = at(x, y);
      often[value] = (often[value] ?? 0) + 1;
    }
  }
  // Most pixels are ground; of large boxes, which hold pictures, a part of them tells.
  const ground = often.reduce((best, count, value) => (count > (often[best] ?? 0) ? value : best), 0);
  const darkest = often.findIndex((count) => count > 0);
  const brightest = often.findLastIndex((count) => count > 0);
  const contrast = Math.max(ground - darkest, brightest - ground);
  return contrast < leastContrast ? null : (x, y) => Math.abs(at(x, y) - ground) >= inkShare * contrast;
}

function edgeHasInk(box: Box, isInk: IsInk): boolean {
  const [right, bottom] = [endOf(box) - 1, box.y + box.height - 1];
  for (let x = box.x; x <= right; x++) if (isInk(x, box.y) || isInk(x, bottom)) return true;
  for (let y = box.y; y <= bottom; y++) if (isInk(box.x, y) || isInk(right, y)) return true;
  return false;
}

/** What is drawn in one stroke, or in strokes that touch, inside of a window; each shape can be taken once. */
class Shapes {
  readonly #window: Box;
  readonly #isInk: IsInk;
  readonly #taken: Uint8Array;

  constructor(window: Box, isInk: IsInk) {
    this.#window = window;
    this.#isInk = isInk;
    this.#taken = marks.take(window.width * window.height).fill(0);
  }

  /** The boxes of all shapes that reach into `area`, a part of the window, and were not taken before. */
  *takeIn(area: Box): Generator<Box> {
    for (let y = area.y; y < area.y + area.height; y++) {
      for (let x = area.x; x < endOf(area); x++) {
        if (!this.#takeAt(x, y)) continue;
        const shape = this.#follow(x, y);
        // A single pixel is noise.
        if (shape.width > 1 && shape.height > 1) yield shape;
      }
    }
  }

  #takeAt(x: number, y: number): boolean {
    const at = (y - this.#window.y) * this.#window.width + x - this.#window.x;
    if (this.#taken[at] === 1 || !this.#isInk(x, y)) return false;
    this.#taken[at] = 1;
    return true;
  }

  #follow(fromX: number, fromY: number): Box {
    const { x: left, y: top, width, height } = this.#window;
    let [west, east, north, south] = [fromX, fromX, fromY, fromY];
    const stack = [fromX, fromY];
    while (stack.length > 0) {
      const y = stack.pop() ?? 0;
      const x = stack.pop() ?? 0;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
      for (let ny = Math.max(top, y - 1); ny <= Math.min(top + height - 1, y + 1); ny++) {
        for (let nx = Math.max(left, x - 1); nx <= Math.min(left + width - 1, x + 1); nx++) {
          if (this.#takeAt(nx, ny)) stack.push(nx, ny);
        }
      }
    }
    return { x: west, y: north, width: east - west + 1, height: south - north + 1 };
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
