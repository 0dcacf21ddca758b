import { expect, test } from "bun:test";
import { isColumnOfDots } from "../../../src/reading/image/dots.ts";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";

const box: Box = { x: 20, y: 20, width: 10, height: 50 };

/** A white picture in which what `isInk` tells of a box at 20 and 20 is black. */
function drawn(isInk: (x: number, y: number) => boolean): Raster {
  const raster = { width: 60, height: 100, data: new Uint8Array(60 * 100 * 3).fill(255) };
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++)
      if (isInk(x, y)) raster.data.fill(0, ((y + 20) * 60 + x + 20) * 3, ((y + 20) * 60 + x + 21) * 3);
  return raster;
}

/** Discs of 10 pixels, with their centres at these heights; `hole` is the radius of what is left out in their middles. */
const discs =
  (centres: readonly number[], hole = 0) =>
  (x: number, y: number): boolean =>
    centres.some((centre) => {
      const away = Math.hypot(x - 4.5, y - centre);
      return away <= 5 && away >= hole;
    });

test("three discs over each other are the dots of a menu", () => {
  expect(isColumnOfDots(drawn(discs([4.5, 24.5, 44.5])), box)).toBe(true);
});

test("so are they where their box cuts the first one", () => {
  expect(isColumnOfDots(drawn(discs([4.5, 24.5, 44.5])), { ...box, y: 24, height: 46 })).toBe(true);
});

test.each([
  ["two discs", discs([4.5, 44.5])],
  ["three letters o", discs([4.5, 24.5, 44.5], 3.5)],
  ["discs that nearly touch", discs([4.5, 16, 27.5])],
  ["bars, as letters on their side are", (x: number, y: number) => x > 3 && y % 20 < 10],
  ["letters of other lengths", (_x: number, y: number) => y < 10 || (y > 14 && y < 34) || y > 40],
  ["nothing", () => false],
] as const)("%s are none", (_what, isInk) => {
  expect(isColumnOfDots(drawn(isInk), box)).toBe(false);
});
