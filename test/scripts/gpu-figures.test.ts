import { expect, test } from "bun:test";
import { agreementOf } from "../../scripts/gpu-figures/agreement.ts";
import type { Reading } from "../../src/reading/reading.ts";

const box = { x: 0, y: 0, width: 1, height: 1 };

function reading(steps: number | null, texts: readonly string[], over: Partial<Reading> = {}): Reading {
  const lines = texts.map((text) => ({ text, box, confidence: Math.random(), words: [] }));
  const status = steps === null ? "no_steps" : "verified";
  return { status, steps, candidateSteps: null, lines, milliseconds: Math.random(), ...over } as Reading;
}

test("readings agree where they say the same, however sure they are and however long it took", () => {
  const twice = { name: "a.png", one: reading(1234, ["1234 steps"]), other: reading(1234, ["1234 steps"]) };
  expect(agreementOf([twice])).toEqual({
    pictures: 1,
    sameNumber: 1,
    sameVerdict: 1,
    sameText: 1,
    sameAll: 1,
    verifiedOtherwise: 0,
    differences: [],
  });
});

test("and each way in which they do not is counted and told", () => {
  const one = reading(1234, ["1234 steps", "6 km"]);
  const found = agreementOf([
    { name: "number.png", one, other: reading(1284, ["1284 steps", "6 km"]) },
    {
      name: "verdict.png",
      one,
      other: reading(null, ["1234 steps", "6 km"], { status: "needs_review", candidateSteps: 1234 }),
    },
    { name: "text.png", one, other: reading(1234, ["1234 steps", "8 km"]) },
    {
      name: "box.png",
      one,
      other: { ...one, lines: one.lines.map((line) => ({ ...line, box: { ...box, x: 1 } })) },
    },
  ]);
  expect(found).toMatchObject({
    sameNumber: 3,
    sameVerdict: 3,
    sameText: 2,
    sameAll: 0,
    verifiedOtherwise: 1,
  });
  expect(found.differences).toEqual([
    'number.png: ["1234 steps"] and ["1284 steps"], verified 1234 and verified 1284',
    "verdict.png: the same text, verified 1234 and needs_review 1234",
    'text.png: ["6 km"] and ["8 km"]',
    "box.png: the same text",
  ]);
});
