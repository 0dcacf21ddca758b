import { expect, test } from "bun:test";
import { sizeOf } from "../../../src/reading/engines/onnx/model.ts";
import { slotFor, usualSlots } from "../../../src/workers/gpu/slots.ts";

const inputFor = (
  ...[model, from]: Parameters<typeof slotFor> extends [unknown, ...infer Rest] ? Rest : never
) => usualSlots[slotFor(usualSlots, model, from)]?.input;

test("a line for our recogniser goes where the rows are as long or a little longer", () => {
  expect(inputFor("tally/tally.onnx", [1, 1, 32, 48])).toEqual([1, 32, 64]);
  expect(inputFor("tally/tally.onnx", [1, 1, 32, 64])).toEqual([1, 32, 64]);
  expect(inputFor("tally/tally.onnx", [1, 1, 32, 80])).toEqual([1, 32, 128]);
});

test("a screen goes where it is just as large, or nowhere", () => {
  expect(inputFor("tally/lines.onnx", [1, 3, 704, 320])).toEqual([3, 704, 320]);
  expect(inputFor("tally/lines.onnx", [1, 3, 512, 320])).toBeUndefined();
  expect(inputFor("tally/lines.onnx", [1, 3, 320, 704])).toBeUndefined();
});

test("lines that are too long, and those for PP-OCR, go nowhere", () => {
  expect(inputFor("tally/tally.onnx", [1, 1, 32, 544])).toBeUndefined();
  expect(inputFor("paddle/rec.onnx", [1, 3, 48, 96])).toBeUndefined();
});

test("the slots are few, as each takes time at the start, and none is too large to be sent", () => {
  expect(usualSlots.reduce((sum, { batches }) => sum + batches.length, 0)).toBeLessThanOrEqual(32);
  for (const { input } of usualSlots) expect(4 * sizeOf(input)).toBeLessThan(16 * 2 ** 20);
});
