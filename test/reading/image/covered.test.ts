import { describe, expect, test } from "bun:test";
import { isCoveredBefore } from "../../../src/reading/image/covered.ts";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";
import { inverted } from "../../support/inverted.ts";
import { drawStrokes } from "../../support/strokes.ts";

/** Bars for digits, 40 pixels high; the box leaves some ground around them. */
const digits = drawStrokes([100, 130, 160, 190]);
const box: Box = { x: 96, y: 15, width: 110, height: 50 };

/** The digits with a grey area before them, from one x to another. */
function withArea(from: number, to: number, top = 0, foot = 80): Raster {
  const data = digits.data.slice();
  for (let y = top; y < foot; y++) data.fill(120, (y * digits.width + from) * 3, (y * digits.width + to) * 3);
  return { ...digits, data };
}

describe("a number", () => {
  test.each([
    ["ends right before its first digit", withArea(50, 95)],
    ["reaches into it", withArea(50, 103)],
    ["covers half of the row", withArea(10, 96, 10, 70)],
  ])("may have more digits where something %s, dark on light or light on dark", async (_what, image) => {
    expect(isCoveredBefore(image, box)).toBe(true);
    expect(isCoveredBefore(await inverted(image), box)).toBe(true);
  });

  test.each([
    ["nothing is", digits],
    ["an icon stands, as far from it as icons do", withArea(50, 87)],
    ["a sign stands, which is lower than digits", withArea(80, 95, 35, 45)],
    ["a line runs over it", withArea(50, 150, 14, 17)],
  ])("has not where %s before it", (_what, image) => {
    expect(isCoveredBefore(image, box)).toBe(false);
  });

  test("may have more digits where something sticks to the picture's edge right before its first one", () => {
    const image = drawStrokes([30, 60, 90]);
    for (let y = 0; y < image.height; y++)
      image.data.fill(120, y * image.width * 3, (y * image.width + 25) * 3);
    for (const x of [26, 30]) expect(isCoveredBefore(image, { ...box, x, width: 110 - x })).toBe(true);
  });

  test("has nothing before it that could be seen at the picture's left edge", () => {
    const { data, width, height } = drawStrokes([10, 40, 70]);
    expect(isCoveredBefore({ data, width, height }, { x: 6, y: 15, width: 80, height: 50 })).toBe(false);
  });
});
