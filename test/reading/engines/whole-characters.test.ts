import { describe, expect, test } from "bun:test";
import { withWholeCharacters } from "../../../src/reading/engines/paddle/whole-characters.ts";
import type { Box } from "../../../src/reading/image/raster.ts";
import { drawStrokes, rightOf } from "../../support/strokes.ts";

// Characters are bars 10 wide and 40 high, from 20 to 60 below the top, with 11 between them.
const number = [100, 121, 142, 163];
const box = (x: number, right: number): Box => ({ x, y: 18, width: right - x, height: 44 });

describe("a box that cuts through a character", () => {
  test("grows to hold it, and the rest of its number on both sides", () => {
    const grown = withWholeCharacters(drawStrokes(number), box(126, 158));
    expect(grown.x).toBeLessThanOrEqual(100);
    expect(rightOf(grown)).toBeGreaterThanOrEqual(173);
  });

  test("grows upwards and downwards, too", () => {
    const grown = withWholeCharacters(drawStrokes(number), { x: 90, y: 30, width: 90, height: 20 });
    expect(grown.y).toBeLessThanOrEqual(20);
    expect(grown.y + grown.height).toBeGreaterThanOrEqual(60);
  });

  test("passes over a comma to the digits behind it", () => {
    const picture = drawStrokes([100, 121, 151, 172]);
    // A mark 6 wide at the foot of the line, in the middle of a gap that alone would be too wide.
    for (let y = 52; y < 66; y++)
      picture.data.fill(0, (y * picture.width + 138) * 3, (y * picture.width + 144) * 3);
    const grown = withWholeCharacters(picture, box(156, 190));
    expect(grown.x).toBeLessThanOrEqual(100);
  });

  test("does not take in what stands further away, or is smaller", () => {
    const picture = drawStrokes([60, 100, 121], [138, 152]);
    const grown = withWholeCharacters(picture, box(104, 134));
    expect(grown.x).toBeGreaterThan(70);
    expect(grown.x).toBeLessThanOrEqual(100);
    expect(rightOf(grown)).toBeLessThan(138);
  });

  test("does not take in a part of what is larger: half of a number reads as another one", () => {
    // The unit's letters are a third as high as the digits that stand close to them.
    const picture = drawStrokes([61, 82, 103, 124], [142, 160, 178]);
    for (const x of [142, 160, 178])
      for (let y = 40; y < 46; y++)
        picture.data.fill(255, (y * picture.width + x) * 3, (y * picture.width + x + 10) * 3);
    const grown = withWholeCharacters(picture, { x: 138, y: 48, width: 60, height: 14 });
    expect(grown.x).toBeGreaterThan(134);
    expect(rightOf(grown)).toBeGreaterThanOrEqual(188);
  });

  test("stays as it is when what it cuts goes on and on: a frame is no character", () => {
    const picture = drawStrokes(number);
    picture.data.fill(0, 40 * picture.width * 3, 42 * picture.width * 3);
    const cutting = box(126, 158);
    expect(withWholeCharacters(picture, cutting)).toEqual(cutting);
  });
});

test("a box that cuts nothing stays as it is, however near its neighbours stand", () => {
  const whole = box(115, 157);
  expect(withWholeCharacters(drawStrokes(number), whole)).toEqual(whole);
});

test("small type is left as it was found", () => {
  const wide = drawStrokes([100, 121, 1900]);
  const tall = { ...wide, height: 1600, data: new Uint8Array(wide.width * 1600 * 3).fill(255) };
  tall.data.set(wide.data);
  const cutting = box(104, 134);
  expect(withWholeCharacters(tall, cutting)).toEqual(cutting);
});
