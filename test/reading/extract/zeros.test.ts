import { expect, test } from "bun:test";
import { withoutZeros } from "../../../src/reading/extract/zeros.ts";
import { line } from "../../support/lines.ts";

test.each([
  ["0lahraga", "Olahraga"],
  ["• 0lahraga hari ini", "• Olahraga hari ini"],
  ["0verview", "Overview"],
])("a zero that begins a word is a letter: %s", (read, printed) => {
  const mended = withoutZeros(line(read, 40, 40));
  expect(mended.text).toBe(printed);
  expect(mended.words.map(({ text }) => text).join(" ")).toBe(printed);
});

test.each([
  "0steps",
  "0langkah",
  "0kkal",
  "0menit",
  "10lahraga",
  "1.0verview",
  "0km",
  "0 steps",
  "0:30pm",
  "0",
])("a zero that is a number stays one: %s", (text) => {
  expect(withoutZeros(line(text, 40, 40)).text).toBe(text);
});
