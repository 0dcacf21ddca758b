import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { htmlOf } from "../../cli/output/html/drawn.ts";
import type { Chart } from "../../src/charts/chart.ts";
import { barChart, histogram, lineChart } from "../../src/charts/charts.ts";
import type { Drawn } from "../../src/charts/drawn.ts";

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

const textOf = (drawn: Drawn): string => htmlOf(drawn).text;

/** An element and all that is in it. */
function allOf(drawn: Drawn): Drawn[] {
  return [drawn, ...drawn.children.flatMap((child) => (typeof child === "string" ? [] : allOf(child)))];
}

describe.each([
  ["bars", (made: Chart) => barChart(made)],
  ["bars beside each other", (made: Chart) => barChart(made, false)],
  ["lines", lineChart],
  ["a histogram", histogram],
])("a chart of %s", (_name, make) => {
  test("has a title, what it says for those who do not see it, and all its numbers as a table", () => {
    const text = textOf(make(chart));
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
      const text = textOf(make(made));
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      for (const [, y] of text.matchAll(/ y="([\d.-]+)"/g)) expect(Number(y)).toBeWithin(0, 231);
      for (const [, height] of text.matchAll(/ height="([^"]+)"/g)) expect(Number(height)).toBeGreaterThan(0);
    }
    expect(textOf(make({ ...chart, series: empty }))).toContain(">nothing</text>");
  });

  test("says its own words in another language", () => {
    const words = { asTable: "sebagai tabel", nothing: "tidak ada" };
    const text = textOf(make({ ...chart, series: [], words }));
    expect(text).toContain("<summary>sebagai tabel</summary>");
    expect(text).toContain(">tidak ada</text>");
    expect(text).not.toMatch(/as a table|nothing/);
  });

  test("asks a browser for nothing that a strict policy forbids", () => {
    const limit = { value: 20, name: "at most 20" };
    const all = allOf(make({ ...chart, limit }));
    for (const { tag, attributes } of all) {
      expect(tag).not.toMatch(/^(?:script|style|a|image|use)$/);
      expect(Object.keys(attributes).filter((name) => /^(?:on|style$|href$|src$)/i.test(name))).toEqual([]);
    }
    expect(all.length).toBeGreaterThan(20);
  });
});

test("bars of one label stand on each other, and are as high as their values", () => {
  const heights = [
    ...textOf(barChart(chart)).matchAll(/<rect [^>]* y="([\d.]+)"[^>]* height="([\d.]+)"/g),
  ].map(([, y, height]) => [Number(y), Number(height)]);
  const [first, second, third, fourth] = heights as [number, number][];
  expect(heights).toHaveLength(4);
  expect((first?.[1] ?? 0) / (second?.[1] ?? 1)).toBeCloseTo(2, 1);
  expect((third?.[1] ?? 0) / (first?.[1] ?? 1)).toBeCloseTo(3, 1);
  expect((second?.[0] ?? 0) + (second?.[1] ?? 0)).toBeCloseTo(first?.[0] ?? 0, 0);
  expect((fourth?.[0] ?? 0) + (fourth?.[1] ?? 0)).toBeCloseTo(third?.[0] ?? 0, 0);
});

test("a line is broken where there is no value", () => {
  const path = /<path class="path tone-1" d="([^"]+)"/.exec(textOf(lineChart(chart)))?.[1] ?? "";
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path).not.toContain("L");
});

test("a limit is drawn where values come near it, and leaves them their room where they do not", () => {
  const limit = { value: 40, name: "at most 40" };
  expect(textOf(barChart({ ...chart, limit }))).toContain("at most 40");
  expect(textOf(barChart({ ...chart, limit: { ...limit, value: 4000 } }))).not.toContain("at most 40");
});

test("charts need neither a browser nor this runtime: they are the same where there is nothing but the language", async () => {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, "../../src/charts/charts.ts")],
    target: "browser",
    format: "cjs",
  });
  const program = await outputs[0]?.text();
  const context = createContext({ module: { exports: {} } });
  runInContext(program ?? "", context);
  const names = runInContext("[typeof Bun, typeof process, typeof document].join()", context);
  expect(names).toBe("undefined,undefined,undefined");
  const { text: _, ...plain } = chart;
  for (const make of [barChart, lineChart, histogram]) {
    const drawn = runInContext(
      `JSON.stringify(module.exports.${make.name}({ ...${JSON.stringify(plain)}, text: String }))`,
      context,
    );
    expect(JSON.parse(drawn)).toEqual(make(chart));
  }
});
