import { expect, test } from "bun:test";
import { resample } from "../../../src/reading/image/resample.ts";

/** A picture of one row; red, green and blue of each pixel. */
const picture = { width: 4, height: 1, data: Uint8Array.from([0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0]) };
const all = { x: 0, y: 0, width: 4, height: 1 };

test("a piece comes out as planes of blue, green and red from -1 to 1", () => {
  expect([...resample(picture, all, 4, 1, 4)]).toEqual([1, 1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1]);
});

test("zeros fill rows that are longer than the piece, also where something was written before", () => {
  const room = new Float32Array(3 * 6).fill(9);
  const planes = resample(picture, all, 4, 1, 6, room);
  expect(planes).toBe(room);
  expect([...planes].slice(0, 6)).toEqual([1, 1, -1, -1, 0, 0]);
  expect([...planes].slice(12)).toEqual([-1, -1, 1, 1, 0, 0]);
});

test("a piece is the same whatever was resampled before it", () => {
  const alone = [...resample(picture, all, 7, 48, 7)];
  resample(
    { width: 90, height: 90, data: new Uint8Array(90 * 90 * 3).fill(77) },
    { ...all, width: 90, height: 90 },
    60,
    48,
    64,
  );
  expect([...resample(picture, all, 7, 48, 7)]).toEqual(alone);
});
