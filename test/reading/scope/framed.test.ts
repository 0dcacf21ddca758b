import { describe, expect, test } from "bun:test";
import { framedScope } from "../../../src/reading/scope/framed.ts";
import { line, screenOf } from "../../support/lines.ts";

const page = [line("Steps", 40, 200), line("5.475", 40, 234, 40)];

describe("a screenshot within another picture", () => {
  test("is no record: its status bar stands in the midst of it", () => {
    expect(framedScope(screenOf(line("9:41", 130, 76), ...page))).toEqual({
      kind: "no_record",
      text: "9:41",
    });
  });

  test("is none where the clock stands at the top, as low as under a notch, or was cut off", () => {
    for (const y of [4, 44]) expect(framedScope(screenOf(line("9:41", 40, y, 28), ...page))).toBeNull();
    expect(framedScope(screenOf(...page))).toBeNull();
  });

  test("is none where a time stands further down, as on a tile", () => {
    expect(framedScope(screenOf(line("9:41", 40, 4), ...page, line("16:56", 600, 200)))).toBeNull();
  });
});
