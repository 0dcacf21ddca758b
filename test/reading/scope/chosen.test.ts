import { describe, expect, test } from "bun:test";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";
import { chosenAtFoot, chosenOf } from "../../../src/reading/scope/chosen.ts";

const paper = 240;

/** Four words in a row, each of five upright strokes with a bar across them, as thick and as dark as is said. */
function rowOf(words: readonly { stroke: number; ink: number }[]): { raster: Raster; row: { box: Box }[] } {
  const width = 120 * words.length;
  const height = 120;
  const data = new Uint8Array(width * height * 3).fill(paper);
  const raster: Raster = { width, height, data };
  const row = words.map(({ stroke, ink }, index) => {
    const x = index * 120 + 20;
    for (let letter = 0; letter < 5; letter++)
      fill(raster, { x: x + 16 * letter, y: 40, width: stroke, height: 28 }, ink);
    fill(raster, { x, y: 52, width: 64, height: stroke }, ink);
    return { box: { x: x - 4, y: 36, width: 84, height: 36 } };
  });
  return { raster, row };
}

function fill({ data, width }: Raster, box: Box, value: number): void {
  for (let y = box.y; y < box.y + box.height; y++)
    data.fill(value, (y * width + box.x) * 3, (y * width + box.x + box.width) * 3);
}

const plain = { stroke: 4, ink: 20 };

test("among tabs of one colour the bold one is chosen", () => {
  const { raster, row } = rowOf([plain, { ...plain, stroke: 6 }, plain, plain]);
  expect(chosenOf(row, raster)).toBe(row[1] ?? null);
});

test("where all are alike none is chosen", () => {
  const { raster, row } = rowOf([plain, plain, plain, plain]);
  expect(chosenOf(row, raster)).toBeNull();
});

test("two bold ones say nothing", () => {
  const bold = { ...plain, stroke: 6 };
  const { raster, row } = rowOf([bold, plain, bold, plain]);
  expect(chosenOf(row, raster)).toBeNull();
});

test("colour says more than what lies under a word, which may be the bar's own edge", () => {
  const grey = { ...plain, ink: 130 };
  const { raster, row } = rowOf([plain, grey, grey, grey]);
  fill(raster, { x: 380, y: 85, width: 84, height: 12 }, 0);
  expect(chosenOf(row, raster)).toBe(row[0] ?? null);
});

test("a line under one of several alike is the choice", () => {
  const { raster, row } = rowOf([plain, plain, plain, plain]);
  fill(raster, { x: 260, y: 85, width: 84, height: 4 }, 0);
  expect(chosenOf(row, raster)).toBe(row[2] ?? null);
});

describe("among tabs at the foot whose names are alike", () => {
  const side = 40;
  /** The signs over the words of a row, each an outline or filled, in a colour. */
  function withSigns(signs: readonly { filled?: boolean; ink?: number }[]): ReturnType<typeof rowOf> {
    const drawn = rowOf(signs.map(() => plain));
    for (const [index, { filled = false, ink = plain.ink }] of signs.entries()) {
      const sign = { x: index * 120 + 40, y: 0, width: side, height: side - 10 };
      fill(drawn.raster, sign, ink);
      if (!filled) fill(drawn.raster, { x: sign.x + 4, y: 4, width: side - 8, height: side - 18 }, paper);
    }
    return drawn;
  }

  test("the one whose sign is filled is chosen", () => {
    const { raster, row } = withSigns([{}, { filled: true }, {}, {}]);
    expect(chosenAtFoot(row, raster)).toBe(row[1] ?? null);
  });

  test("the one whose sign has another colour is chosen", () => {
    const { raster, row } = withSigns([{ ink: 120 }, { ink: 120 }, {}]);
    expect(chosenAtFoot(row, raster)).toBe(row[2] ?? null);
  });

  test("an outline among filled signs is not", () => {
    const { raster, row } = withSigns([{ filled: true }, {}, { filled: true }]);
    expect(chosenAtFoot(row, raster)).toBeNull();
  });

  test("what the phone shows under them is none of theirs", () => {
    const { raster, row } = withSigns([{}, {}, {}]);
    fill(raster, { x: 140, y: 85, width: 84, height: 6 }, 0);
    expect(chosenAtFoot(row, raster)).toBeNull();
  });
});
