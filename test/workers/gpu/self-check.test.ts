import { describe, expect, test } from "bun:test";
import { decode } from "../../../src/reading/engines/ctc.ts";
import { loadBatchSession } from "../../../src/reading/engines/onnx/session.ts";
import { loadAlphabet } from "../../../src/reading/engines/paddle/recognize.ts";
import { mustAgree, probesOf } from "../../../src/workers/gpu/self-check.ts";
import type { Slot } from "../../../src/workers/gpu/slots.ts";
import { failureOf } from "../../support/failure.ts";

const slot: Slot = { model: "tally/tally.onnx", input: [1, 32, 64], batches: [4] };
const outputs = [
  Float32Array.from({ length: 200 }, (_, at) => at),
  Float32Array.from({ length: 200 }, (_, at) => -at),
];
const changed = (change: (value: number, at: number) => number): Float32Array[] =>
  outputs.map((output) => output.map((value, at) => change(value, at)));

const reader: Slot = { ...slot, model: "paddle/rec.onnx" };
/** So many steps of a line with the same best class and share. */
const classes = (steps: number, share: number, best: number): Float32Array =>
  Float32Array.from({ length: 2 * steps }, (_, at) => (at % 2 === 0 ? best : share));

describe("a GPU at its start", () => {
  test("may round otherwise than the CPU, and choose another class where it hardly matters", () => {
    expect(() =>
      mustAgree(
        slot,
        changed((value) => value + 0.005),
        outputs,
      ),
    ).not.toThrow();
    const [one, other] = [classes(20, 0.3, 7), classes(20, 0.3, 7).fill(8, 0, 1)];
    expect(() => mustAgree(reader, [other], [one])).not.toThrow();
  });

  test("is not used when it takes another class for one that is clearly the best, or others too often", async () => {
    const clear = classes(20, 0.9, 7);
    const alike = classes(20, 0.3, 7);
    for (const [got, expected] of [
      [clear.slice().fill(8, 0, 1), clear],
      [classes(20, 0.3, 8), alike],
      [alike.map(() => Number.NaN), alike],
    ] as const) {
      const { message } = await failureOf(() => mustAgree(reader, [got], [expected]));
      expect(message).toContain("of 40 numbers of paddle/rec.onnx");
    }
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

test("what it is tried on holds all digits, which PP-OCRv4 is sure of", async () => {
  const input = [3, 48, 320];
  const session = await loadBatchSession("paddle/rec.onnx", "cpu");
  const [best = new Float32Array()] = await session.run(
    probesOf({ ...reader, input, batches: [1] }, 1),
    input,
    1,
  );
  const alphabet = loadAlphabet();
  const glyphs = decode(
    best.length / 2,
    (step) => ({ index: best[2 * step] ?? 0, score: best[2 * step + 1] ?? 0 }),
    (index) => alphabet[index] ?? "",
    (step) => step,
  );
  expect(glyphs.map(({ char }) => char).join("")).toMatch(/^0 ?1234567890$/);
  await session.release();
});

test("what it is tried on is the same each time, and has rows that are filled up where lines have", () => {
  const [first, second] = probesOf(slot, 2);
  expect(probesOf(slot, 2)).toEqual([first, second] as never);
  expect([first?.width, second?.width]).toEqual([64, 48]);
  for (let row = 0; row < 32; row++)
    expect(second?.numbers.slice(row * 64 + 48, (row + 1) * 64)).toEqual(new Float32Array(16));
  const detection: Slot = { model: "paddle/det.onnx", input: [3, 32, 64], batches: [4] };
  expect(probesOf(detection, 2).map(({ width }) => width)).toEqual([64, 64]);
});
