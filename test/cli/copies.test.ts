import { expect, test } from "bun:test";
import { copyFinder } from "../../cli/run/copies.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { sentencesOf } from "../../src/reading/reasons.ts";

/** As much of a reading as tells copies apart: three numbers, the last one different for each `variant`. */
function reading(sha256: string, steps: number, variant: number): Reading {
  const hash = (value: number): string =>
    (0x1111_2222_3333_4444n * BigInt(value)).toString(16).padStart(16, "0");
  const perceptualHash = [steps, 1, 2, 3].map((value) => hash((value * variant) % 13)).join(".");
  return {
    steps,
    candidateSteps: null,
    signals: [],
    image: { sha256, perceptualHash },
  } as unknown as Reading;
}

const signalsOf = (find: ReturnType<typeof copyFinder>, source: string, of: Reading): string[] =>
  sentencesOf(find(source, of).signals);

test("a picture is a copy of an earlier one with the same bytes or the same look, and the same count", () => {
  const find = copyFinder();
  expect(signalsOf(find, "a.png", reading("one", 5475, 1))).toEqual([]);
  expect(signalsOf(find, "b.png", reading("one", 5475, 1))).toEqual(["the same file as a.png"]);
  expect(signalsOf(find, "c.png", reading("two", 5475, 1))).toEqual(["the same screenshot as a.png"]);
  expect(signalsOf(find, "d.png", reading("three", 5476, 1))).toEqual([]);
  expect(signalsOf(find, "e.png", reading("four", 5475, 5))).toEqual([]);
});
