import { describe, expect, test } from "bun:test";
import { decode, toLine, toWords } from "../../../src/reading/engines/ctc.ts";

const characters = ["", "a", "b", " "];
const box = { x: 100, y: 50, width: 200, height: 20 };

/** Decodes what is said step by step, each with its likelihood; steps share the line evenly. */
function glyphsOf(steps: readonly (readonly [index: number, score: number])[]) {
  return decode(
    steps.length,
    (step) => ({ index: steps[step]?.[0] ?? 0, score: steps[step]?.[1] ?? 0 }),
    (index) => characters[index] ?? "",
    (step) => (step + 0.5) / steps.length,
  );
}

describe("greedy decoding", () => {
  test("what is said in several steps is one character, as sure as in the surest of them", () => {
    const glyphs = glyphsOf([[1, 0.6], [1, 0.9], [1, 0.7], [0, 1]]); // biome-ignore format: steps
    expect(glyphs).toEqual([{ char: "a", confidence: 0.9, at: 0.125 }]);
  });

  test("a blank in between makes two of it", () => {
    expect(glyphsOf([[1, 1], [0, 1], [1, 1], [2, 1]]).map(({ char }) => char).join("")).toBe("aab"); // biome-ignore format: steps
  });

  test("blanks alone are no text", () => {
    expect(toLine(toWords(glyphsOf([[0, 1], [0, 1]]), box), box)).toBeNull(); // biome-ignore format: steps
  });
});

describe("words", () => {
  test("are parted at spaces, with a box and centres of their own within the line's box", () => {
    const words = toWords(glyphsOf([[1, 1], [2, 1], [3, 1], [1, 0.8], [0, 1], [2, 0.6], [0, 1], [0, 1]]), box); // biome-ignore format: steps
    expect(words.map(({ text }) => text)).toEqual(["ab", "ab"]);
    expect(words.map(({ confidence }) => confidence)).toEqual([1, 0.7]);
    expect(words[1]?.centres).toEqual([188, 238]);
    const [first, second] = words.map((word) => word.box);
    expect(first?.x).toBe(100);
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThanOrEqual(second?.x ?? 0);
  });
});
