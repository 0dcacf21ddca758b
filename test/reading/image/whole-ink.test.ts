import { describe, expect, test } from "bun:test";
import { wholeInk } from "../../../src/reading/image/whole-ink.ts";
import { drawStrokes, rightOf } from "../../support/strokes.ts";

// Characters are bars 10 wide and 40 high, from 20 to 60 below the top, with 11 between them.
const picture = drawStrokes([100, 121, 142, 163]);
const box = (x: number, right: number): { x: number; y: number; width: number; height: number } => ({
  x,
  y: 18,
  width: right - x,
  height: 44,
});

describe("a box that is an estimate", () => {
  test("ends behind the last character that it cuts, when most of it was inside", () => {
    const whole = wholeInk(picture, box(95, 149));
    expect([whole.x, rightOf(whole)]).toEqual([95, 152]);
  });

  test("ends before it, when most of it was outside", () => {
    expect(rightOf(wholeInk(picture, box(95, 145)))).toBe(142);
  });

  test("begins before the first character that it cuts", () => {
    expect(wholeInk(picture, box(102, 155)).x).toBe(100);
  });

  test("stays as it is between characters, and in what is wider than one", () => {
    expect(wholeInk(picture, box(95, 155))).toEqual(box(95, 155));
    const bar = { ...picture, data: new Uint8Array(picture.data) };
    for (let y = 30; y < 34; y++) bar.data.fill(0, (y * bar.width + 80) * 3, (y * bar.width + 190) * 3);
    expect(wholeInk(bar, box(95, 149))).toEqual(box(95, 149));
  });
});
