import { describe, expect, test } from "bun:test";
import { atRate, inStages, parseStages, type Stage } from "../../../cli/loadtest/schedule.ts";

/** How many reports are due in each second. */
function inEachSecond(stages: readonly Stage[]): number[] {
  const schedule = inStages(stages);
  const counts: number[] = [];
  for (let number = 0; ; number++) {
    const due = schedule(number);
    if (due === null) return counts;
    const second = Math.min(
      Math.floor(due),
      Math.round(stages.reduce((sum, { seconds }) => sum + seconds, 0)) - 1,
    );
    counts[second] = (counts[second] ?? 0) + 1;
  }
}

test("at a fixed rate reports are evenly apart, without end", () => {
  const schedule = atRate(4);
  expect([0, 1, 2, 4000].map(schedule)).toEqual([0, 0.25, 0.5, 1000]);
});

describe("stages", () => {
  test("go in a line from the rate before to their own", () => {
    const counts = inEachSecond([
      { seconds: 10, perSecond: 100 },
      { seconds: 5, perSecond: 100 },
      { seconds: 10, perSecond: 0 },
    ]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1500);
    const expected = [...Array.from({ length: 10 }, (_, at) => 10 * at + 5), 100, 100, 100, 100, 100];
    const down = Array.from({ length: 10 }, (_, at) => 95 - 10 * at);
    for (const [second, count] of [...expected, ...down].entries())
      expect(Math.abs((counts[second] ?? 0) - count), `second ${second}`).toBeLessThanOrEqual(1);
  });

  test("are due in order, also where nothing is sent for a while", () => {
    const stages = [
      { seconds: 2, perSecond: 0 },
      { seconds: 1, perSecond: 10 },
      { seconds: 3, perSecond: 0 },
    ];
    const schedule = inStages(stages);
    const due = Array.from({ length: 20 }, (_, number) => schedule(number));
    expect(due[0]).toBe(2);
    expect(due).toEqual([...due].sort((one, other) => Number(one) - Number(other)));
    expect(schedule(20)).toBeNull();
  });

  test.each([
    [
      "30s:5/s,1min:20/s,30s:0",
      [
        [30, 5],
        [60, 20],
        [30, 0],
      ],
    ],
    ["10s:120/min", [[10, 2]]],
    ["30s", null],
    ["30s:0", null],
    ["30s:5/s:2", null],
    ["soon:5/s", null],
    ["", null],
  ] as const)("are written as in %s", (text, expected) => {
    expect(parseStages(text)?.map(({ seconds, perSecond }) => [seconds, perSecond]) ?? null).toEqual(
      expected as never,
    );
  });
});
