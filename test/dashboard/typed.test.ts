import { expect, test } from "bun:test";
import { typedSteps } from "../../src/dashboard/browser/review/typed.ts";

test.each([
  ["8958", 8958],
  ["8.958", 8958],
  ["8,958", 8958],
  ["8 958", 8958],
  ["8\u00a0958", 8958],
  ["8\u202f958", 8958],
  ["12'345", 12_345],
  ["12’345", 12_345],
  ["1.234.567", 1_234_567],
  ["８９５８", 8958],
  ["８，９５８", 8958],
  [" 8958 ", 8958],
  ["5", 5],
])("takes %j for a number of steps", (typed, steps) => {
  expect(typedSteps(typed)).toBe(steps);
});

test.each([
  "",
  " ",
  "8.5",
  "1,5",
  "8.95",
  "8.9580",
  "8958.",
  "89.58",
  "1234.567",
  "1.234,567",
  "12.345.678",
  "12345678",
  "0",
  "08958",
  "0.958",
  "-8958",
  "8e3",
  "8k",
])("takes %j for none", (typed) => {
  expect(typedSteps(typed)).toBeNull();
});
