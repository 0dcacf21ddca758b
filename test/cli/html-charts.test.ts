import { describe, expect, test } from "bun:test";
import type { Chart } from "../../cli/output/html/chart.ts";
import { barChart, histogram, lineChart } from "../../cli/output/html/charts.ts";
import { scaleTo, shownLabels, type Unit } from "../../cli/output/html/scale.ts";

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

const chart: Chart = {
  title: "A < B",
  summary: 'says "so"',
  labels: ["<one>", "two", "three"],
  labelled: "which",
  series: [
    { name: "first & best", tone: 1, values: [10, null, 30] },
    { name: "second", tone: "bad", values: [5, 0, 10] },
  ],
  unit: "count",
  text: String,
};

describe.each([
  ["bars", (made: Chart) => barChart(made)],
  ["bars beside each other", (made: Chart) => barChart(made, false)],
  ["lines", lineChart],
  ["a histogram", histogram],
])("a chart of %s", (_name, make) => {
  test("has a title, what it says for those who do not see it, and all its numbers as a table", () => {
    const { text } = make(chart);
    expect(text).toContain("<figcaption>A &lt; B <small>says &quot;so&quot;</small></figcaption>");
    expect(text).toContain('role="img" aria-label="A &lt; B: says &quot;so&quot;"');
    expect(text).toContain('<th scope="row">&lt;one&gt;</th><td>10</td><td>5</td>');
    expect(text).toContain('<th scope="row">two</th><td>–</td><td>0</td>');
    expect(text).not.toContain("<one>");
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("is drawn within its frame, also of nothing and of no labels at all", () => {
    const empty = chart.series.map((series) => ({ ...series, values: [null, null, null] }));
    for (const made of [chart, { ...chart, series: empty }, { ...chart, labels: [], series: [] }]) {
      const { text } = make(made);
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      for (const [, y] of text.matchAll(/ y="([\d.-]+)"/g)) expect(Number(y)).toBeWithin(0, 231);
      for (const [, height] of text.matchAll(/ height="([^"]+)"/g)) expect(Number(height)).toBeGreaterThan(0);
    }
    expect(make({ ...chart, series: empty }).text).toContain(">nothing</text>");
  });
});

test("bars of one label stand on each other, and are as high as their values", () => {
  const heights = [...barChart(chart).text.matchAll(/<rect [^>]* y="([\d.]+)"[^>]* height="([\d.]+)"/g)].map(
    ([, y, height]) => [Number(y), Number(height)],
  );
  const [first, second, third, fourth] = heights as [number, number][];
  expect(heights).toHaveLength(4);
  expect((first?.[1] ?? 0) / (second?.[1] ?? 1)).toBeCloseTo(2, 1);
  expect((third?.[1] ?? 0) / (first?.[1] ?? 1)).toBeCloseTo(3, 1);
  expect((second?.[0] ?? 0) + (second?.[1] ?? 0)).toBeCloseTo(first?.[0] ?? 0, 0);
  expect((fourth?.[0] ?? 0) + (fourth?.[1] ?? 0)).toBeCloseTo(third?.[0] ?? 0, 0);
});

test("a line is broken where there is no value", () => {
  const path = /<path class="path tone-1" d="([^"]+)"/.exec(lineChart(chart).text)?.[1] ?? "";
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path).not.toContain("L");
});

test("a limit is drawn where values come near it, and leaves them their room where they do not", () => {
  const limit = { value: 40, name: "at most 40" };
  expect(barChart({ ...chart, limit }).text).toContain("at most 40");
  expect(barChart({ ...chart, limit: { ...limit, value: 4000 } }).text).not.toContain("at most 40");
});
