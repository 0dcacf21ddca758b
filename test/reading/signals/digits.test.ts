import { describe, expect, test } from "bun:test";
import { numbersOf } from "../../../src/reading/extract/numbers.ts";
import { type Box, clip, type Raster } from "../../../src/reading/image/raster.ts";
import { digitDoubts } from "../../../src/reading/signals/digits.ts";

/** Bars of a seven-segment display, as shares of a digit's width and height: left, top, width, height. */
const segments: Readonly<Record<string, readonly [number, number, number, number]>> = {
  a: [0, 0, 1, 0.14],
  b: [0.75, 0, 0.25, 0.5],
  c: [0.75, 0.5, 0.25, 0.5],
  d: [0, 0.86, 1, 0.14],
  e: [0, 0.5, 0.25, 0.5],
  f: [0, 0, 0.25, 0.5],
  g: [0, 0.43, 1, 0.14],
};
const lit: Readonly<Record<string, string>> = { "2": "abged", "5": "afgcd", "7": "abc", "9": "abcdfg" };
/** What one digit of the number is drawn like, unlike the others. */
interface Look {
  readonly height?: number;
  readonly down?: number;
  readonly colour?: Grey;
  readonly ground?: Grey;
  readonly thick?: number;
  readonly soft?: boolean;
}
const [left, top, width, height, pitch] = [20, 20, 30, 50, 44];

type Grey = number;

/** A drawn `7259`, black on white, whose digits have these looks, and maybe a stroke through the first two. */
function doubtsOf(looks: Readonly<Record<number, Look>>, isStruck = false): string[] {
  const image = { width: 220, height: 90, data: new Uint8Array(220 * 90 * 3).fill(255) };
  [..."7259"].forEach((digit, index) => {
    const { down = 0, thick = 0, colour = 0, ground = 255, ...look } = looks[index] ?? {};
    const high = look.height ?? height;
    const [x, y] = [left + index * pitch, top + height - high + down];
    const place = { x: x - 5, y: y - 12, width: width + 10, height: high + 24 };
    fill(image, place, ground);
    for (const name of lit[digit] ?? "") {
      const [barX, barY, across, deep] = segments[name] ?? [0, 0, 0, 0];
      const by = across < 1 ? thick : 0;
      const bar = { x: x + barX * width - (barX > 0 ? by : 0), width: across * width + by };
      fill(image, { ...bar, y: y + barY * high, height: deep * high }, colour);
    }
    if (look.soft === true) for (let times = 0; times < 3; times++) soften(image, place);
  });
  if (isStruck) fill(image, { x: left - 4, y: top + 31, width: 1.5 * pitch, height: 4 }, 0);
  const box = { x: left, y: top, width: 3 * pitch + width, height };
  const [number] = numbersOf({
    text: "7259",
    box,
    confidence: 1,
    words: [{ text: "7259", box, confidence: 1 }],
  });
  if (number === undefined) throw new Error("no number");
  return digitDoubts(image, number).map(({ code }) => code);
}

function fill(image: Raster, box: Box, grey: Grey): void {
  const { x, y, width, height } = clip(box, image.width, image.height);
  for (let row = y; row < y + height; row++)
    image.data.fill(grey, (row * image.width + x) * 3, (row * image.width + x + width) * 3);
}

/** Each pixel becomes the mean of those around it. */
function soften({ width, data }: Raster, box: Box): void {
  const before = data.slice();
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      let sum = 0;
      for (const row of [y - 1, y, y + 1])
        for (const column of [x - 1, x, x + 1]) sum += before[(row * width + column) * 3] ?? 0;
      data.fill(sum / 9, (y * width + x) * 3, (y * width + x + 1) * 3);
    }
  }
}

describe("the digits of a count are doubted", () => {
  test("not where all are drawn alike", () => {
    expect(doubtsOf({})).toEqual([]);
  });

  test("not where their colour changes evenly from the first to the last", () => {
    const colours = [0, 20, 40, 60];
    expect(doubtsOf(Object.fromEntries(colours.map((colour, at) => [at, { colour }])))).toEqual([]);
  });

  test("not where the picture is tilted, but where one of them is off its slanting line", () => {
    const tilted = (downs: readonly number[]): string[] =>
      doubtsOf(Object.fromEntries(downs.map((down, at) => [at, { down }])));
    expect(tilted([0, 2, 4, 6])).toEqual([]);
    expect(tilted([0, 2, 8, 6])).toEqual(["odd_digits"]);
    expect(tilted([6, 2, 4, 6])).toEqual(["odd_digits"]);
    // No phone is held as badly.
    expect(tilted([0, 4, 8, 12])).toEqual(["odd_digits"]);
  });

  const odd: Readonly<Record<string, Look>> = {
    "is higher than the others": { height: 56 },
    "stands on another baseline": { down: 5 },
    "has another colour": { colour: 70 },
    "has thicker strokes": { thick: 10 },
    "has softer edges": { soft: true },
    "stands on a ground that is hardly another one": { ground: 248 },
  };
  for (const [what, look] of Object.entries(odd)) {
    test(`where one ${what}, whichever it is`, () => {
      for (const at of [0, 2]) expect(doubtsOf({ [at]: look })).toEqual(["odd_digits"]);
    });
  }

  test("where a stroke runs through some of them", () => {
    expect(doubtsOf({}, true)).toEqual(["joined_digits"]);
  });
});

test("a number that fills a huge picture full of specks is doubted soon, and not taken apart", () => {
  const [width, height] = [3000, 1200];
  const image = { width, height, data: new Uint8Array(width * height * 3).fill(255) };
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) image.data.fill(135, (y * width + x) * 3, (y * width + x + 1) * 3);
  const doubted = (box: Box): string[] => {
    const [number] = numbersOf({
      text: "7259",
      box,
      confidence: 1,
      words: [{ text: "7259", box, confidence: 1 }],
    });
    return number === undefined ? [] : digitDoubts(image, number).map(({ code }) => code);
  };
  expect(doubted({ x: 50, y: 50, width: 2800, height: 1000 })).toEqual(["joined_digits"]);
  expect(doubted({ x: 50, y: 50, width: 500, height: 150 })).toEqual(["joined_digits"]);
});
