import { describe, expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { countsSteps, likelyCandidates } from "../../../src/reading/extract/likely.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import { centred, line, screenOf } from "../../support/lines.ts";

/** The counts that are guessed, and that no word calls steps before. */
function guesses(...lines: readonly Line[]): number[] {
  const screen = screenOf(...lines);
  expect(stepCandidates(screen, null)).toEqual([]);
  return likelyCandidates(screen).map(({ count }) => count);
}

const title = line("Step Tracker", 40, 90, 30);
const large = centred("5,475", 360, 300, 80);

describe("where no word calls a number steps, the count is guessed to be", () => {
  test("the one that stands out by its size", () => {
    expect(guesses(title, large)).toEqual([5475]);
    expect(guesses(title, centred("Today", 360, 260), large)).toEqual([5475]);
    expect(
      guesses(line("Pedometer", 40, 90), large, line("Yesterday", 40, 700), line("1,887", 240, 700)),
    ).toEqual([5475]);
    expect(
      guesses(large, line("Average", 40, 640), line("1,460", 40, 600, 30), line("Steps", 40, 1200)),
    ).toEqual([5475]);
  });

  test("a single digit only where it is no icon", () => {
    expect(guesses(title, line("Reset Step", 40, 900), centred("0", 360, 300, 80))).toEqual([0]);
    expect(guesses(title, line("Reset Step", 40, 900), centred("0", 360, 300, 40))).toEqual([]);
  });

  test("the one that a sentence calls steps", () => {
    expect(guesses(line("You have already walked 5,475 steps today", 40, 300))).toEqual([5475]);
  });

  test("not the goal, whatever its size", () => {
    expect(guesses(title, large, line("Goal: 10,000", 200, 400, 60))).toEqual([5475]);
    expect(guesses(title, centred("Daily goal", 360, 250), large)).toEqual([]);
  });
});

describe("nothing is guessed", () => {
  test.each([
    ["without a word about steps", [line("Heart", 40, 90, 30), large]],
    [
      "of numbers of one size, as on an axis",
      [title, line("3,000", 600, 300, 60), line("1,500", 600, 500, 60)],
    ],
    [
      "of a number as small as other text",
      [title, line("5,475", 40, 300, 26), line("Settings", 40, 400, 26)],
    ],
    ["of a number with another unit", [title, line("410 kcal", 40, 300, 80)]],
    ["of a number under another label", [title, line("Distance", 260, 260), large]],
    ["of an average", [title, line("Average", 260, 260), large]],
    ["of a total", [title, large, centred("Total", 360, 390)]],
    ["of a time", [title, line("17.00 - 18.00", 40, 300, 80)]],
    ["of a year", [title, centred("2025", 360, 300, 80)]],
    ["of the whole that something may reach", [title, centred("of 21", 360, 300, 80)]],
    ["of the few steps of instructions", [line("5 steps to clean hands", 40, 300)]],
    ["of an average in a sentence", [line("On average you have walked 5,475 steps a day", 40, 300)]],
  ] as const)("%s", (_what, lines) => {
    expect(guesses(...lines)).toEqual([]);
  });
});

test("a guess is always doubted", () => {
  for (const screen of [
    screenOf(title, large),
    screenOf(line("You have already walked 5,475 steps today", 40, 300)),
  ])
    expect(likelyCandidates(screen)[0]?.doubts).toHaveLength(1);
});

test.each([
  [[title, large], true],
  [[line("Totallangkah", 40, 90), large], true],
  [[line("Iangkah hari ini", 40, 90), large], true],
  [[line("Step 2 of 3", 40, 90), large], false],
  [[line("Stop 12", 40, 90), large], false],
  [[line("Steps", 40, 90)], false],
  [[line("Steps", 40, 90), line("9:41", 40, 10)], false],
] as const)("a screen counts steps when it speaks of them and shows a number", (lines, counts) => {
  expect(countsSteps(screenOf(...lines))).toBe(counts);
});
