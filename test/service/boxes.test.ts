import { expect, test } from "bun:test";
import { boxesOf, countAsRead } from "../../src/service/boxes.ts";
import { reading } from "../support/results.ts";

const box = { x: 10, y: 20, width: 30, height: 40 };
const evidence = {
  text: "5,475",
  box,
  ties: [{ text: "steps", box }],
  second: { engine: "paddle", text: "" },
  others: [{ text: "6,120", box }],
} as const;

test("what matters more lies above the rest: the count over its ties, and those over other counts", () => {
  const found = boxesOf(
    reading({
      evidence,
      fields: { date: { text: "3 Nov", box, confidence: 1 } },
      lines: [{ text: "5,475 steps", box, confidence: 1, words: [] }],
    }),
  );
  expect(found.map(({ kind, text }) => [kind, text])).toEqual([
    ["line", "5,475 steps"],
    ["field", "3 Nov"],
    ["candidate", "6,120"],
    ["tie", "steps"],
    ["chosen", "5,475"],
  ]);
});

test("a count is told as each engine read it, and as nothing where there is none", () => {
  expect(countAsRead(reading({ evidence }))).toEqual({
    first: { engine: "tally", text: "5,475" },
    second: { engine: "paddle", text: "" },
  });
  expect(countAsRead(reading({ evidence: { ...evidence, second: null } }))?.second).toBeNull();
  expect(countAsRead(reading({ evidence: null }))).toBeNull();
});
