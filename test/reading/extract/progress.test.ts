import { describe, expect, test } from "bun:test";
import { goalOf } from "../../../src/reading/extract/fields.ts";
import { progressDoubts } from "../../../src/reading/extract/progress.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import { sentencesOf } from "../../../src/reading/reasons.ts";
import { line, screenOf } from "../../support/lines.ts";

function doubtsOf(...lines: ReturnType<typeof line>[]): readonly string[] {
  const screen = screenOf(...lines);
  const [candidate] = stepCandidates(screen, null);
  if (candidate === undefined) throw new Error("no count was found");
  return sentencesOf(progressDoubts(candidate, screen, goalOf(screen, candidate)));
}

describe("what is left to the goal", () => {
  const count = line("9,251/10,000 steps", 40, 200);

  test("fits a count that nobody has changed, in either language, on one line or two", () => {
    const honest = line("7,251/10,000 steps", 40, 200);
    expect(doubtsOf(honest, line("2,749 steps left", 40, 400))).toEqual([]);
    expect(doubtsOf(honest, line("2.749 langkah lagi", 40, 400))).toEqual([]);
    expect(doubtsOf(honest, line("2,749", 40, 400), line("steps to go", 130, 400))).toEqual([]);
  });

  const lefts = [
    [line("2,749 steps left", 40, 400)],
    [line("2.749 langkah lagi", 40, 400)],
    [line("2,749 to go", 40, 240)],
    [line("You're 2,749 steps away from your goal", 40, 400)],
    [line("Sisa 2.749 langkah", 40, 400)],
    [line("2,749", 40, 400), line("steps to go", 130, 400)],
  ];
  test.each(lefts.map((lines) => ({ said: lines.map(({ text }) => text).join(" "), lines })))(
    "shows that a count was changed: $said",
    ({ lines }) => {
      expect(doubtsOf(count, ...lines)).toEqual([
        expect.stringMatching(/^2[,.]749 are printed as left, but 9251 of 10000 leave 749$/),
      ]);
    },
  );

  test("is asked for by a count that has reached its goal only where it is printed", () => {
    expect(doubtsOf(line("12,251/10,000 steps", 40, 200))).toEqual([]);
    expect(doubtsOf(line("12,251/10,000 steps", 40, 200), line("2,749 steps left", 40, 400))).toHaveLength(1);
  });

  test("is not what is left of something else", () => {
    for (const other of [
      "20 min left",
      "3 left",
      "450 kcal to go",
      "2 days left",
      "1,250 left",
      "150 lagi untuk naik level",
      "24,000 steps left this week",
    ])
      expect(doubtsOf(count, line(other, 40, 400))).toEqual([]);
  });

  test("is nothing when the goal is reached, whichever way that is said", () => {
    const reached = line("12,251/10,000 steps", 40, 200);
    for (const said of ["0 steps left", "You took 12,251 steps to reach your goal", "10,000 steps to goal"])
      expect(doubtsOf(reached, line(said, 40, 400))).toEqual([]);
  });
});

test("a share of a goal must fit the count", () => {
  const share = line("73% of 10,000", 40, 240);
  expect(doubtsOf(line("7,251 steps", 40, 200), share)).toEqual([]);
  expect(doubtsOf(line("9,251 steps", 40, 200), share)).toEqual([
    "73 % is printed, but 9251 are 93 % of 10000",
  ]);
  expect(doubtsOf(line("9,251/10,000 steps", 40, 200), line("73% of 10,000", 40, 400))).toHaveLength(1);
  for (const other of ["80% of 2,000 ml", "45% of 70,000 steps this week"])
    expect(doubtsOf(line("7,251/10,000 steps", 40, 200), line(other, 40, 400))).toEqual([]);
});
