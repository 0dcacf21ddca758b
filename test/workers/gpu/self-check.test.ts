import { describe, expect, test } from "bun:test";
import { decode } from "../../../src/reading/engines/ctc.ts";
import { loadBatchSession } from "../../../src/reading/engines/onnx/session.ts";
import { loadClasses } from "../../../src/reading/engines/tally/recognize.ts";
import { mustAgree, probesOf } from "../../../src/workers/gpu/self-check.ts";
import type { Slot } from "../../../src/workers/gpu/slots.ts";
import { failureOf } from "../../support/failure.ts";

const slot: Slot = { model: "tally/tally.onnx", input: [1, 32, 64], batches: [4], aPicture: 1 };
const outputs = [
  Float32Array.from({ length: 200 }, (_, at) => at),
  Float32Array.from({ length: 200 }, (_, at) => -at),
];
const changed = (change: (value: number, at: number) => number): Float32Array[] =>
  outputs.map((output) => output.map((value, at) => change(value, at)));

describe("a GPU at its start", () => {
  test("may round otherwise than the CPU", () => {
    expect(() =>
      mustAgree(
        slot,
        changed((value) => value + 0.005),
        outputs,
      ),
    ).not.toThrow();
  });

  test.each([
    ["other numbers", changed((value) => value * 1.01)],
    ["another number", changed((value, at) => (at < 1 ? value + 0.1 : value))],
    ["no numbers", changed(() => Number.NaN)],
    ["too few numbers", outputs.map((output) => output.subarray(0, 100))],
    ["too few outputs", outputs.slice(1)],
  ])("is not used when it gives %s", async (_what, got) => {
    const { code, message } = await failureOf(() => mustAgree(slot, got, outputs));
    expect(code).toBe("GPU_UNAVAILABLE");
    expect(message).toMatch(
      /^The GPU computes otherwise than the CPU: \d+ of 400 numbers of tally\/tally\.onnx at 1 × 32 × 64\./,
    );
  });
});

test("what it is tried on is no blank to our recogniser", async () => {
  const input = [1, 32, 320];
  const session = await loadBatchSession("tally/tally.onnx", "cpu");
  const [scores = new Float32Array()] = await session.run(probesOf({ ...slot, input }, 1), input, 1);
  const { characters: classes } = loadClasses();
  const best = (step: number) => {
    const each = scores.subarray(step * classes.length, (step + 1) * classes.length);
    return each.indexOf(Math.max(...each));
  };
  const glyphs = decode(
    scores.length / classes.length,
    (step) => ({ index: best(step), score: 1 }),
    (index) => classes[index] ?? "",
    (step) => step,
  );
  expect(glyphs.length).toBeGreaterThan(4);
  await session.release();
});

test("what it is tried on is the same each time, and has rows that are filled up where lines have", () => {
  const [first, second] = probesOf(slot, 2);
  expect(probesOf(slot, 2)).toEqual([first, second] as never);
  expect([first?.width, second?.width]).toEqual([64, 48]);
  for (let row = 0; row < 32; row++)
    expect(second?.numbers.slice(row * 64 + 48, (row + 1) * 64)).toEqual(new Float32Array(16));
  const detection: Slot = { model: "paddle/det.onnx", input: [3, 32, 64], batches: [4], aPicture: 1 };
  expect(probesOf(detection, 2).map(({ width }) => width)).toEqual([64, 64]);
});
