import { describe, expect, test } from "bun:test";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";
import { isStruckOut } from "../../../src/reading/image/struck.ts";
import { inverted } from "../../support/inverted.ts";
import { drawStrokes } from "../../support/strokes.ts";

const box: Box = { x: 5, y: 10, width: 160, height: 60 };
const digits = drawStrokes([10, 40, 70, 100, 130]);

/** Bars for digits, and over them a level line from one x to another. */
function withLine(y: number, thickness: number, from = 8, to = 142): Raster {
  const data = digits.data.slice();
  for (let row = y; row < y + thickness; row++)
    data.fill(0, (row * digits.width + from) * 3, (row * digits.width + to) * 3);
  return { ...digits, data };
}

describe("a number", () => {
  test("is struck out by a line through its middle, dark on light or light on dark", async () => {
    expect(isStruckOut(withLine(38, 4), box)).toBe(true);
    expect(isStruckOut(await inverted(withLine(38, 4)), box)).toBe(true);
  });

  test.each([
    ["nothing crosses it", digits],
    ["it is underlined", withLine(62, 4)],
    ["it has a line over it", withLine(14, 4)],
    ["a line ends between its digits", withLine(38, 4, 8, 90)],
    ["it stands on a bar of another colour", withLine(22, 34)],
  ])("is not where %s", (_what, image) => {
    expect(isStruckOut(image, box)).toBe(false);
  });

  test("of one digit is not, which may have a bar of its own", () => {
    expect(isStruckOut(withLine(38, 4, 8, 24), { x: 5, y: 10, width: 20, height: 60 })).toBe(false);
  });
});
