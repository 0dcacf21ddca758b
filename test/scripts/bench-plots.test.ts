import { describe, expect, test } from "bun:test";
import { accuracyPlot } from "../../scripts/bench/plot/accuracy.ts";
import { memoryPlot } from "../../scripts/bench/plot/memory.ts";
import { timesPlot } from "../../scripts/bench/plot/times.ts";
import { workersPlot } from "../../scripts/bench/plot/workers.ts";

const spread = (medianMs: number, p95Ms: number) => ({ medianMs, p95Ms });
const times = timesPlot(
  [
    { name: "slow & <old>", isOurs: false, oneCore: spread(2000, 4000), allCores: spread(1000, 2000) },
    { name: "ours", isOurs: true, oneCore: spread(500, 600), allCores: null },
  ],
  20,
);
const memory = memoryPlot(
  [1, 100, 200, 1000].map((pictures) => ({ pictures, mb: 200 + pictures / 100 })),
  { mostMb: 250, from: 100, middleMb: 202, share: 0.05 },
);
const workers = workersPlot(
  {
    rates: [
      { workers: 1, perSecond: 4, processorMs: 250, besideOne: 1 },
      { workers: 2, perSecond: 7.6, processorMs: 260, besideOne: 1.9 },
      { workers: 3, perSecond: 8, processorMs: 250, besideOne: 2 },
    ],
    machine: 1.98,
  },
  2,
  20,
);
const near = Array.from({ length: 6 }, (_, index) => ({
  name: `reader ${index}`,
  isOurs: index === 0,
  medianMs: 900 + index,
  rightShare: 1,
}));
const accuracy = accuracyPlot(near, 20);

describe.each([
  ["times", times],
  ["memory", memory],
  ["workers", workers],
  ["accuracy", accuracy],
  ["times of nobody", timesPlot([], 0)],
  ["memory of nothing", memoryPlot([], { mostMb: 250, from: 0, middleMb: 0, share: 0.05 })],
  ["workers that are none", workersPlot({ rates: [], machine: 1 }, 2, 0)],
  ["accuracy of nobody", accuracyPlot([], 0)],
])("the plot of %s", (_name, svg) => {
  test("is a file of its own that loads nothing, for light and dark pages", () => {
    expect(svg).toStartWith('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain("@media (prefers-color-scheme: dark)");
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|url\(|<script|var\(/);
  });

  test("is drawn within its frame, and is well-formed", async () => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const [, width, height] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
    for (const [, x] of svg.matchAll(/ x="([\d.-]+)"/g)) expect(Number(x)).toBeWithin(0, (width ?? 0) + 1);
    for (const [, y] of svg.matchAll(/ y="([\d.-]+)"/g)) expect(Number(y)).toBeWithin(0, (height ?? 0) + 1);
    const open: string[] = [];
    for (const [, end, name = "", closed] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (end === "/") expect(open.pop()).toBe(name);
      else if (closed !== "/") open.push(name);
    }
    expect(open).toEqual([]);
  });
});

test("bars are as long as their times, from 0 on, the fastest first", () => {
  const bars = [
    ...times.matchAll(/<rect class="mark-\d[^"]*" x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="15"/g),
  ];
  const [ours = 0, slow = 0, faint = 0] = bars.map(([, , width]) => Number(width));
  expect(bars.every(([, x]) => x === bars[0]?.[1])).toBe(true);
  expect(slow / ours).toBeCloseTo(4, 1);
  expect(slow / faint).toBeCloseTo(2, 1);
  expect(times.indexOf(">ours<")).toBeLessThan(times.indexOf(">slow &amp; &lt;old&gt;<"));
  expect(times).toContain("2.00 s · p95 4.00 s");
});

const nameOfLimit = (svg: string): number =>
  Number(/class="limit-name end" x="\d+" y="([\d.]+)"/.exec(svg)?.[1]);

test("a limit stands above the memory that keeps to it", () => {
  const limit = Number(/<path class="limit" d="M\d+ ([\d.]+)/.exec(memory)?.[1]);
  const line = /<path class="line mark-1" d="([^"]+)"/.exec(memory)?.[1] ?? "";
  const ys = [...line.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(ys).toHaveLength(4);
  expect(Math.min(...ys)).toBeGreaterThan(limit);
  expect(nameOfLimit(memory)).toBeLessThan(limit);
});

test("the name of a limit that is missed stands below it, where no memory is drawn", () => {
  const missed = [
    { pictures: 1, mb: 260 },
    { pictures: 100, mb: 262 },
  ];
  const svg = memoryPlot(missed, { mostMb: 250, from: 10, middleMb: 262, share: 0.05 });
  expect(nameOfLimit(svg)).toBeGreaterThan(Number(/<path class="limit" d="M\d+ ([\d.]+)/.exec(svg)?.[1]));
});

test("workers are held against one of them as often as there are cores", () => {
  const goals = [...workers.matchAll(/<path class="ideal axis" d="M[\d.]+ ([\d.]+)/g)].map(([, y]) => y);
  expect(goals[1]).toBe(goals[2]);
  expect(Number(goals[0])).toBeGreaterThan(Number(goals[1]));
});

test("names of readers that are much alike do not stand on each other", () => {
  const names = [...accuracy.matchAll(/<text class="(start|end)" x="([\d.]+)" y="([\d.]+)">reader/g)].map(
    ([, anchor, x, y]) => ({ anchor, x: Number(x), y: Number(y) }),
  );
  expect(names).toHaveLength(6);
  for (const one of names)
    for (const other of names)
      if (one !== other && one.anchor === other.anchor) expect(Math.abs(one.y - other.y)).toBeGreaterThan(10);
});
