import { expect, test } from "bun:test";
import { settleOverlaps } from "../../../src/reading/engines/paddle/overlaps.ts";
import { type Box, union } from "../../../src/reading/image/raster.ts";
import { drawStrokes, rightOf } from "../../support/strokes.ts";

// Characters are bars 10 wide and 40 high with 4 between them, so that a box of them is about 50 high.
const ten = [20, 34, 48, 62, 76, 90, 104, 118, 132, 146];
const box = (x: number, right: number): Box => ({ x, y: 15, width: right - x, height: 50 });

test("two boxes that share a character are one line", () => {
  const picture = drawStrokes(ten);
  const boxes = settleOverlaps(picture, [box(76, 160), box(16, 95)]);
  expect(boxes).toHaveLength(1);
  expect(boxes[0]?.x).toBeLessThan(20);
  expect(rightOf(boxes[0])).toBeGreaterThan(156);
});

test("a line that was found in three overlapping boxes is one line, whichever comes first", () => {
  const picture = drawStrokes(ten);
  const parts = [box(16, 70), box(60, 115), box(105, 160)];
  for (const order of [parts, parts.toReversed()]) expect(settleOverlaps(picture, order)).toHaveLength(1);
});

test("where a gap parts two texts, each box ends there and holds its own characters whole", () => {
  const picture = drawStrokes([20, 34, 48, 90, 104, 118]);
  const [left, right] = settleOverlaps(picture, [box(16, 95), box(76, 132)]);
  expect(rightOf(left)).toBeGreaterThanOrEqual(58);
  expect(rightOf(left)).toBeLessThan(90);
  expect(right?.x).toBeGreaterThan(58);
  expect(right?.x).toBeLessThanOrEqual(90);
});

test("a large number keeps its last digit although its small unit stands nearer to it than the other digits", () => {
  const picture = drawStrokes([20, 34, 64], [82, 94, 106]);
  const [number, unit] = settleOverlaps(picture, [box(16, 91), { x: 62, y: 37, width: 58, height: 26 }]);
  expect(rightOf(number)).toBeGreaterThanOrEqual(74);
  expect(rightOf(number)).toBeLessThan(83);
  expect(unit?.x).toBeGreaterThanOrEqual(74);
  expect(rightOf(unit)).toBeGreaterThanOrEqual(116);
});

test("boxes that do not overlap, or stand in different rows, stay as they are", () => {
  const picture = drawStrokes(ten);
  const beside = [box(16, 60), box(62, 160)];
  expect(settleOverlaps(picture, beside)).toEqual(beside);
  const below = [box(16, 95), { ...box(76, 160), y: 50 }];
  expect(settleOverlaps(picture, below)).toEqual(below);
});

test("a line that is found twice, shifted, is read as far as both reach", () => {
  const picture = drawStrokes(ten);
  const twice = [box(16, 145), box(47, 160)];
  const boxes = settleOverlaps(picture, twice);
  expect(boxes).toHaveLength(1);
  expect(boxes[0]?.width).toBeGreaterThan(0.95 * union(twice).width);
});
