import { expect, test } from "bun:test";
import { random } from "../../../scripts/common/random.ts";
import { loadBatchSession, loadModel } from "../../../src/reading/engines/onnx/session.ts";
import { loadClasses } from "../../../src/reading/engines/tally/recognize.ts";

const height = 32;
const classes = loadClasses().characters.length;
const chance = random("row ends");

/** A line of noise with so many columns, in rows of `stride`. */
function noise(
  width: number,
  stride: number,
): { readonly alone: Float32Array; readonly filledUp: Float32Array } {
  const alone = Float32Array.from({ length: height * width }, () => chance.between(-1, 1));
  const filledUp = new Float32Array(height * stride);
  for (let row = 0; row < height; row++)
    filledUp.set(alone.subarray(row * width, (row + 1) * width), row * stride);
  return { alone, filledUp };
}

test("what our recogniser says of a line does not depend on how far its rows are filled up, nor on what is beside it", async () => {
  const [model, batches] = [
    await loadModel("tally/tally.onnx"),
    await loadBatchSession("tally/tally.onnx", "cpu"),
  ];
  const stride = 256;
  const widths = [32, 48, 112, 240, 256];
  const lines = widths.map((width) => ({ width, ...noise(width, stride) }));
  const together = await batches.run(
    lines.map(({ width, filledUp }) => ({ width, numbers: filledUp })),
    [1, height, stride],
    8,
  );
  for (const [index, { width, alone }] of lines.entries()) {
    const steps = width / 4;
    const expected = await model.run([1, 1, height, width], [1, steps, classes], (input) => input.set(alone));
    const furthest = expected.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (together[index]?.[at] ?? Number.NaN))),
      0,
    );
    expect([width, furthest < 1e-3]).toEqual([width, true]);
  }
});
