import { expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { fragmentSign } from "../../../src/reading/engines/line-reader.ts";
import { withWholeUnits } from "../../../src/reading/extract/cut-units.ts";
import { line } from "../../support/lines.ts";

/** A line whose characters' centres are known, and one right behind it, `gap` away. */
function pair(number: string, unit: string, gap = 0): readonly Line[] {
  const cut = line(number, 100, 100, 40);
  const words = cut.words.map((word) => ({
    ...word,
    centres: [...word.text].map((_, at) => word.box.x + 20 * at + 10),
  }));
  return [{ ...cut, words }, line(unit, 100 + cut.box.width + gap, 115, 24)];
}

const textsOf = (lines: readonly Line[]): string[] => withWholeUnits(lines).map(({ text }) => text);

test.each(["langkah", "steps", "lngkh"])(
  "a rest of a letter that the unit behind it lacks is no digit: %s",
  (unit) => {
    const mended = withWholeUnits(pair(`7.157${fragmentSign}`, unit.slice(1)));
    expect(mended.map(({ text, words }) => [text, words[0]?.text])).toEqual([
      ["7.157", "7.157"],
      [unit, unit],
    ]);
    expect(mended[0]?.box.width).toBe(100);
  },
);

test("before a unit that lacks nothing it may be a digit", () => {
  const lines = pair(`7.157${fragmentSign}`, "langkah");
  expect(withWholeUnits(lines)).toEqual(lines);
});

test("so it may where the unit is set apart, or no unit follows", () => {
  expect(textsOf(pair(`7.157${fragmentSign}`, "angkah", 20))[0]).toBe(`7.157${fragmentSign}`);
  expect(textsOf(pair(`7.157${fragmentSign}`, "alori"))[0]).toBe(`7.157${fragmentSign}`);
});
