import { describe, expect, test } from "bun:test";
import { scaleTo, shownLabels, type Unit } from "../../src/charts/scale.ts";

describe("the marks of an axis", () => {
  test.each<[number, Unit, number[]]>([
    [0, "count", [0, 1]],
    [0, "number", [0, 0.25, 0.5, 0.75, 1]],
    [0, "seconds", [0, 0.25, 0.5, 0.75, 1]],
    [1, "count", [0, 1]],
    [3, "count", [0, 1, 2, 3]],
    [7, "count", [0, 2, 4, 6, 8]],
    [1234, "count", [0, 500, 1000, 1500]],
    [0.8, "number", [0, 0.2, 0.4, 0.6, 0.8]],
    [3.1, "number", [0, 1, 2, 3, 4]],
    [1.3, "seconds", [0, 0.5, 1, 1.5]],
    [47, "seconds", [0, 15, 30, 45, 60]],
    [700, "seconds", [0, 300, 600, 900]],
    [20_000, "seconds", [0, 7200, 14_400, 21_600]],
  ])("up to %d as a %s are those that people count in", (highest, unit, ticks) => {
    expect([...scaleTo(highest, unit).ticks]).toEqual(ticks);
  });

  test("are few, reach every value, and are whole for what is counted", () => {
    for (const unit of ["count", "number", "seconds"] as const)
      for (let highest = 0.001; highest < 1e7; highest *= 1.37) {
        const { ticks, most } = scaleTo(highest, unit);
        expect(most).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
        expect(ticks.length).toBeWithin(2, 7);
        expect(ticks).toEqual(ticks.toSorted((one, other) => one - other));
        if (unit === "count") expect(ticks.every(Number.isInteger)).toBe(true);
      }
  });

  test("have labels as far as there is room, and always the last one", () => {
    const shown = (count: number, most: number) =>
      Array.from({ length: count }, (_, index) => index).filter(shownLabels(count, most));
    expect(shown(4, 7)).toEqual([0, 1, 2, 3]);
    expect(shown(10, 3)).toEqual([1, 5, 9]);
    expect(shown(0, 3)).toEqual([]);
  });
});
