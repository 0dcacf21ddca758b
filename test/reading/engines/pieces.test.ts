import { expect, test } from "bun:test";
import { piecesOf } from "../../../src/reading/engines/pieces.ts";
import { drawStrokes, rightOf } from "../../support/strokes.ts";

/** Words of five bars, 14 apart, with spaces of 18 between the words. */
const words = (count: number): number[] =>
  Array.from({ length: count * 5 }, (_, index) => 20 + index * 14 + Math.floor(index / 5) * 14);

test("a long line is cut between words into pieces that cover all of it", () => {
  const starts = words(20);
  const picture = drawStrokes(starts);
  const line = { x: 10, y: 15, width: (starts.at(-1) ?? 0) + 10, height: 50 };
  const pieces = piecesOf(picture, line);
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces[0]?.x).toBe(line.x);
  expect(rightOf(pieces.at(-1))).toBe(line.x + line.width);
  for (const [index, piece] of pieces.slice(1).entries()) {
    expect(piece.x).toBe(rightOf(pieces[index]));
    // The cut lies in a space: no bar is nearer than 5 pixels.
    for (const start of starts) expect(piece.x > start + 14 || piece.x < start - 4).toBe(true);
  }
});

test("a short line stays whole", () => {
  const line = { x: 10, y: 15, width: 500, height: 50 };
  expect(piecesOf(drawStrokes(words(8)), line)).toEqual([line]);
});

test("letters that are spaced evenly are not torn apart", () => {
  const starts = Array.from({ length: 45 }, (_, index) => 20 + index * 28);
  const line = { x: 10, y: 15, width: 45 * 28, height: 50 };
  expect(piecesOf(drawStrokes(starts), line)).toEqual([line]);
});
