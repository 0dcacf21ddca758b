import { describe, expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import type { Raster } from "../../../src/reading/image/raster.ts";
import { framedScope } from "../../../src/reading/scope/framed.ts";
import { line, screenOf } from "../../support/lines.ts";

const page = [line("Steps", 40, 200), line("5.475", 40, 234, 40)];
const low = line("9:41", 130, 76);

/** A white screen under a dark ground that is so high, and noisy where a camera has seen it. */
function under(ground: number, noise = 0): Raster {
  const { width, height } = screenOf(...page);
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let at = 0; at < ground * width * 3; at++) data[at] = 30 + ((at * 7919) % (2 * noise + 1)) - noise;
  return { width, height, data };
}
const scopeOf = (raster: Raster, ...lines: Line[]) => framedScope(screenOf(...lines, ...page), raster);

describe("a screenshot within another picture", () => {
  test("is no record: its status bar stands in the midst of it, under painted ground", () => {
    expect(scopeOf(under(70), low)).toEqual({ kind: "no_record", text: "9:41" });
  });

  test("is no record where a gallery writes something over it, either", () => {
    expect(scopeOf(under(70), line("24 May", 40, 20), low)?.kind).toBe("no_record");
  });

  test("is not where the clock stands at the top, as low as under a notch, or was cut off", () => {
    for (const y of [4, 44]) expect(scopeOf(under(70), line("9:41", 40, y, 28))).toBeNull();
    expect(scopeOf(under(70))).toBeNull();
  });

  test("is not where a time stands further down, as on a tile", () => {
    expect(scopeOf(under(70), line("9:41", 40, 4), line("16:56", 130, 76))).toBeNull();
    expect(scopeOf(under(70), line("10:42 PM", 560, 76))).toBeNull();
  });

  test("is not where a camera has seen what is over the clock", () => {
    expect(scopeOf(under(70, 9), low)).toBeNull();
  });
});
