import { describe, expect, test } from "bun:test";
import type { StackedSteps } from "../../../src/reading/apps/profile.ts";
import type { EngineName, Line } from "../../../src/reading/engines/engine.ts";
import type { StepCandidate } from "../../../src/reading/extract/candidate.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import { sentencesOf } from "../../../src/reading/reasons.ts";
import { centred, line, screenOf } from "../../support/lines.ts";

function candidates(lines: readonly Line[], stacked: StackedSteps | null = null): StepCandidate[] {
  const page =
    stacked === null
      ? null
      : {
          name: "a page",
          marks: [],
          arrangements: [],
          steps: stacked,
          decoys: [],
          atCount: [],
          cards: false,
          printsDay: false,
        };
  return stepCandidates(screenOf(...lines), page);
}

/** A row of a table of tests: what stands where, and the lines that show it. */
const screen = (what: string, ...lines: Line[]): [what: string, lines: Line[]] => [what, lines];

const countsOf = (lines: readonly Line[], stacked: StackedSteps | null = null): number[] =>
  candidates(lines, stacked).map((candidate) => candidate.count);

describe("a number is the step count", () => {
  test.each([
    screen("under its label", line("Steps", 40, 200), line("5.475", 40, 234, 40)),
    screen("over its label", line("Steps", 40, 250), line("5.475", 40, 200, 40)),
    screen("beside its label", line("Langkah", 40, 206), line("5.475", 300, 200, 36)),
    screen("before its unit", line("5.475 steps", 40, 200, 40)),
    screen("before its unit without a space", line("5.475langkah", 40, 200, 40)),
    screen("with its unit on a line of its own", line("5.475", 40, 200, 40), line("steps", 150, 214, 24)),
    screen(
      "with its unit right at its lower corner",
      line("5.475", 40, 200, 80),
      line("steps", 240, 296, 30),
    ),
    screen("with its unit that reaches under it", line("5.475", 40, 200, 80), line("steps", 236, 296, 30)),
    screen("behind its label on one line", line("Steps: 5,475", 40, 200)),
    screen("behind its label of several words on one line", line("Number of Steps: 5475", 40, 200)),
    screen("behind its label on one line, with its goal", line("Langkah hari ini: 5.475/10.000", 40, 200)),
    screen("with its goal", line("5.475/10.000 langkah", 40, 200, 40)),
    screen("with its goal under it", line("5.475", 40, 200, 48), line("/10.000 steps", 40, 252, 24)),
    screen("with its goal in words", line("5,475 of 10,000 steps", 40, 200, 40)),
    screen(
      "with its goal in words, under a label",
      line("Langkah", 40, 160),
      line("5.475 dari 10.000", 40, 200, 40),
    ),
    screen(
      "with its goal in words under it",
      line("5,475", 40, 200, 48),
      line("out of 10,000 steps", 40, 252, 24),
    ),
    screen("under a label with `today`", line("Today's steps", 40, 200), line("5.475", 40, 234, 40)),
  ])("%s", (_where, lines) => {
    expect(countsOf(lines)).toEqual([5475]);
  });

  test("and brings the label and the goal that show it", () => {
    const label = line("Langkah", 40, 200);
    expect(candidates([label, line("728", 40, 234, 40)])).toMatchObject([
      { count: 728, evidence: "label", ties: [{ text: "Langkah" }], goal: null },
    ]);
    const pair = line("8,376/4,000 steps", 40, 200, 40);
    expect(candidates([pair])).toMatchObject([{ count: 8376, evidence: "goal-pair", goal: 4000 }]);
  });

  test("where the icon before it was read as a zero", () => {
    expect(countsOf([line("0 steps", 40, 200), line("255", 60, 234, 40)])).toEqual([255]);
  });

  test("of zero behind its label, also where it was read as a letter", () => {
    expect(countsOf([line("Steps: 0", 40, 200)])).toEqual([0]);
    expect(countsOf([line("Steps: O", 40, 200)])).toEqual([0]);
  });

  test("of one digit, with a date under it", () => {
    expect(countsOf([line("9 steps", 40, 200, 40), line("1 Mar 2026", 40, 244)])).toEqual([9]);
  });

  test("of zero only where no other number is one", () => {
    expect(countsOf([line("Steps", 40, 200), line("0", 40, 234, 40)])).toEqual([0]);
  });
});

describe("a number is doubted", () => {
  const doubts = (...lines: Line[]): string =>
    candidates(lines)
      .flatMap((each) => sentencesOf(each.doubts))
      .join();

  test.each([
    ["-5,475", /difference/],
    ["~5,475", /estimate/],
    ["+5,475", /increase/],
    ["5,475+", /less than there are/],
    ["(5,475)", /brackets/],
    ["5,475.0", /decimals/],
  ])("with a sign or decimals that change what it means: %s", (text, why) => {
    const lines = [line("Steps", 40, 200), line(text, 40, 234, 40)];
    expect(countsOf(lines)).toEqual([5475]);
    expect(doubts(...lines)).toMatch(why);
  });

  test.each([
    [
      "a larger number over it, when the slash is missing",
      [line("1,862", 40, 200, 48), line("5,001 steps", 40, 252, 24)],
      "may be the goal of 1,862",
    ],
    [
      "a number right before it",
      [line("8,376", 40, 200), line("4,001 steps", 120, 200)],
      "may be the goal of 8,376",
    ],
    [
      "a number before it that cannot be read",
      [line("13.15", 40, 200), line("4,001 steps", 120, 200)],
      "may be the goal of 13.15",
    ],
    ["a round number without a goal", [line("6,000 steps", 40, 200, 40)], "as round as a goal"],
    ["a goal that cannot be read", [line("5,475/0.00 steps", 40, 200, 40)], "the goal behind"],
    ["the picture's left edge", [line("5,475 steps", 2, 200, 40)], "edge"],
    ["the picture's upper edge", [line("5,475 steps", 200, 1, 40)], "edge"],
    ["the picture's right edge", [line("Steps", 640, 160), line("5,475", 720 - 5 * 20, 200, 40)], "edge"],
    ["a digit that was taken for an icon", [line("1 2,345 steps", 40, 200, 40)], "more digits"],
    [
      "digits behind it that stand far apart",
      [line("Steps", 40, 200), line("12, 6 7 4", 40, 234, 40)],
      "more digits",
    ],
    [
      "a separator behind it, whose digits became a line of their own",
      [line("Steps", 40, 200), line("112,", 40, 234, 40), line("674", 200, 234, 40)],
      "more digits",
    ],
    ["what is left of a cut digit before it", [line("\ufffd,475 steps", 40, 200, 40)], "more digits"],
    [
      "what is left of a cut digit behind it",
      [line("Steps", 40, 200), line("547\ufffd", 40, 234, 40)],
      "more digits",
    ],
    ["a goal in words", [line("5,475 of 10,000 steps", 40, 200, 40)], "stands behind 'of'"],
    [
      "a goal in words under it",
      [line("5.475", 40, 200, 48), line("dari 10.000 langkah", 40, 252, 24)],
      "stands behind 'dari'",
    ],
    [
      "a label that calls it an estimate",
      [line("Steps (est.)", 40, 200), line("5,475", 300, 200)],
      "calls it an estimate",
    ],
    ["a separator right before it", [line(".011 steps", 40, 200, 40)], "more digits"],
    ["other words on its line", [line("6.646 langkah logx", 40, 200, 40)], "other words"],
    ["a name over it", [line("Budi", 40, 168), line("5,475 steps", 40, 200, 30)], "'Budi' stands beside it"],
    ["a name before it", [line("Budi", 40, 200), line("5,475 steps", 110, 200)], "'Budi' stands beside it"],
    [
      "an average under it",
      [line("5,475 steps", 40, 200, 30), line("on average", 40, 234)],
      "'on average' stands under it",
    ],
    [
      "yesterday's label, where the screen speaks of today",
      [line("Today", 40, 100), line("Yesterday", 40, 168), line("5,475 steps", 40, 200, 30)],
      "may be yesterday's",
    ],
  ] as const)("for %s", (_what, lines, words) => {
    expect(doubts(...lines)).toContain(words);
  });

  test.each([
    ["a smaller number over it", [line("1,862", 40, 200, 24), line("5,001 steps", 40, 252, 48)]],
    ["a number far from it", [line("8,376", 40, 200), line("4,001 steps", 400, 200)]],
    ["its label and its goal", [line("Steps", 40, 160), line("5,475/6,000 steps", 40, 200, 40)]],
    [
      "a goal in groups that spaces part",
      [line("Steps", 40, 160), line("5,475", 40, 200, 40), line("Goal: 6 500", 40, 248)],
    ],
    [
      "yesterday's label, where a tab alone is called today",
      [
        line("Yesterday", 40, 168),
        line("5,475 steps", 40, 200, 30),
        ...["Today", "Coach", "You"].map((text, at) => line(text, 60 + 240 * at, 1230)),
      ],
    ],
    ["the time of day that it covers", [line("00.00-23.59", 40, 168), line("5,475 steps", 40, 200, 40)]],
  ] as const)("not for %s", (_what, lines) => {
    expect(doubts(...lines)).toBe("");
  });
});

describe("over its goal, where it can be no other number, a count is not doubted", () => {
  const over = (text: string): readonly string[] =>
    candidates([line(text, 40, 200, 40), line("/10,000 steps", 40, 252, 24)]).flatMap((each) =>
      sentencesOf(each.doubts),
    );

  test("for brackets around it", () => {
    expect(over("(5,475)")).toEqual([]);
    expect(over("(5,475")).toHaveLength(1);
    expect(over("- (5,475)")).not.toEqual([]);
  });

  test("for decimals that are nothing, unless they may be a group that was cut", () => {
    expect(over("5,475.0")).toEqual([]);
    expect(over("5.475,00")).toEqual([]);
    expect(over("5,475,0")).toHaveLength(1);
  });

  test("but for a tilde and a plus: the app itself is not sure, or says that there are more", () => {
    expect(over("~5,475")).toHaveLength(1);
    expect(over("5,475+")).toHaveLength(1);
  });
});

describe("a number is not the step count", () => {
  test.each([
    screen("without anything about steps", line("5.475", 40, 200, 40)),
    screen("with another unit", line("Steps", 40, 200), line("3,26 km", 40, 234, 40)),
    screen(
      "that counts calories under a label for steps",
      line("Steps", 40, 200),
      line("225 kkal", 40, 234, 40),
    ),
    screen("that counts hours under a label for steps", line("Steps", 40, 200), line("12 h", 40, 234, 40)),
    screen("when it is a time", line("Steps", 40, 200), line("12:09", 40, 234, 40)),
    screen("with more digits than anybody walks", line("1.234.567 steps", 40, 200, 40)),
    screen("when it is an average", line("Average", 40, 160), line("5.475 steps", 40, 192, 40)),
    screen("when it is the average of a day", line("5.475 steps a day", 40, 200, 40)),
    screen("when it is what remains", line("2.525 steps left", 40, 200, 40)),
    screen("when it is what remains, in Indonesian", line("2.525 langkah lagi", 40, 200, 40)),
    screen("when it is a goal", line("Target 10.000 langkah", 40, 200, 40)),
    screen("when it is a lone goal in words", line("Steps", 40, 200), line("of 10,000", 40, 234, 30)),
    screen("behind a label on one line that has another number between", line("Steps 3 5.475", 40, 200)),
    screen("when it is a lone goal", line("Steps", 40, 200), line("/10,000", 40, 234, 30)),
    screen("when it is the sum of a week", line("This week", 40, 160), line("45.475 steps", 40, 192, 40)),
    screen("when it is a record", line("Best day: 15.475 steps", 40, 200, 40)),
    screen("in a sentence", line("Walking 5475 steps keeps the doctor away", 40, 200, 24)),
    screen("when it is much smaller than its label", line("Steps", 40, 200, 60), line("475", 40, 264, 24)),
    screen(
      "when another device counted it",
      line("Step count source", 40, 700),
      line("My Watch", 40, 760),
      line("5.475 steps", 300, 760, 24),
    ),
    screen(
      "when another person walked it",
      line("Leaderboard", 40, 700),
      line("Ayu", 40, 760),
      line("15.475 steps", 300, 760, 24),
    ),
  ])("%s", (_what, lines) => {
    expect(countsOf(lines)).toEqual([]);
  });

  test("when it is the average beside today's", () => {
    const today = [line("Steps", 40, 200), line("8.230", 40, 234, 48)];
    const average = [line("Average", 40, 420), line("5.475 steps", 40, 452, 40)];
    expect(countsOf([...today, ...average])).toEqual([8230]);
  });

  test("when its label belongs to a number that stands nearer", () => {
    const cards = [
      line("Distance", 40, 200),
      line("4,27", 40, 234, 40),
      line("Steps", 400, 200),
      line("6.100", 400, 234, 40),
    ];
    expect(countsOf(cards)).toEqual([6100]);
  });
});

test("two different step counts are both told, the better proven one first", () => {
  const screen = [line("Steps", 40, 200), line("5.475", 40, 234, 40), line("6.001 steps", 40, 600, 40)];
  expect(candidates(screen).map(({ count, evidence }) => [count, evidence])).toEqual([
    [6001, "unit"],
    [5475, "label"],
  ]);
});

describe("in a ring with two numbers", () => {
  const googleFit: StackedSteps = { kind: "stacked", place: "lower", legend: ["Heart Pts"] };
  const garmin: StackedSteps = { kind: "stacked", place: "upper", legend: ["% of Goal"] };

  test("the steps are the lower one where heart points are the upper one", () => {
    const ring = [
      centred("21", 360, 300, 90),
      centred("3,324", 360, 400, 50),
      centred("Heart Pts Steps", 360, 560, 24),
    ];
    expect(candidates(ring, googleFit)).toMatchObject([{ count: 3324, evidence: "ring", goal: null }]);
  });

  test("the steps are the upper one where the goal is the lower one", () => {
    const ring = [
      centred("3,271", 360, 300, 90),
      centred("7,500", 360, 400, 40),
      centred("44% of Goal", 360, 560, 24),
    ];
    expect(candidates(ring, garmin)).toMatchObject([{ count: 3271, evidence: "ring", goal: 7500 }]);
  });

  test("a number that stands there alone is doubtful: it may be the other one", () => {
    const ring = [centred("3,271", 360, 300, 90), centred("44% of Goal", 360, 560, 24)];
    expect(candidates(ring, garmin)).toMatchObject([
      { count: 3271, goal: null, doubts: [{ code: "half_a_ring", about: { number: "3,271" } }] },
    ]);
  });

  test("the ring stands over its legend, also where the picture is cut", () => {
    const ring = [
      centred("21", 260, 300, 90),
      centred("3,324", 260, 400, 50),
      centred("Heart Pts Steps", 260, 560, 24),
    ];
    expect(candidates(ring, googleFit)).toMatchObject([{ count: 3324, doubts: [] }]);
  });

  test("words for steps elsewhere on such a page come after the ring", () => {
    const page = [
      line("Steps", 40, 100),
      line("35", 180, 100),
      centred("3,271", 360, 300, 90),
      centred("7,500", 360, 400, 40),
      centred("44% of Goal", 360, 560, 24),
    ];
    expect(countsOf(page, garmin)).toEqual([3271, 35]);
  });

  test("nothing is taken from beside the axis", () => {
    const ring = [
      centred("21", 100, 300, 90),
      centred("3,324", 100, 400, 50),
      centred("Heart Pts Steps", 360, 560, 24),
    ];
    expect(countsOf(ring, googleFit)).toEqual([]);
  });
});

describe("digits that reach into a number from before it, or end right there", () => {
  const doubtsOf = (before: string, gap = -8, reader: EngineName = "tally"): readonly string[] =>
    sentencesOf(
      candidates([
        { ...line(before, 40, 200, 30), reader },
        line("5/10,000 steps", 40 + before.length * 15 + gap, 200, 30),
      ])[0]?.doubts ?? [],
    );

  test("may be its first ones", () => {
    expect(doubtsOf("33,335/1").join()).toContain("begins where '33,335/1' ends");
  });

  test("may be its first one, where our reader is sure that it is a digit", () => {
    expect(doubtsOf("6", 5).join()).toContain("begins where '6' ends");
    expect(doubtsOf("Steps 12", 5).join()).toContain("begins where 'Steps 12' ends");
  });

  test("are none of its own where words do not stand closer", () => {
    expect(doubtsOf("6", 20).join()).not.toContain("begins where");
  });

  test("are an icon where another reader took it for a digit", () => {
    expect(doubtsOf("0", 5, "paddle").join()).not.toContain("begins where");
  });

  test("are an icon when there is only one", () => {
    expect(doubtsOf("steps 8").join()).not.toContain("begins where");
  });
});
