import { describe, expect, test } from "bun:test";
import type { PageProfile, Standing } from "../../../src/reading/apps/profile.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import { sentencesOf } from "../../../src/reading/reasons.ts";
import { centred, line, screenOf } from "../../support/lines.ts";

const pageWith = (stands: readonly Standing[], decoys: readonly string[] = []): PageProfile => ({
  name: "a page",
  marks: [],
  arrangements: [],
  steps: { kind: "labelled", stands },
  decoys,
  atCount: [],
  cards: false,
  printsDay: false,
});
const doubts = (page: PageProfile | null, ...lines: ReturnType<typeof line>[]): readonly string[] => {
  const [candidate] = stepCandidates(screenOf(...lines), page);
  return candidate === undefined ? ["nothing was found"] : sentencesOf(candidate.doubts);
};

describe("a count under its word", () => {
  const leftAligned = pageWith([{ place: "above", aligned: "left" }]);

  test("is fine where both begin at one edge", () => {
    expect(doubts(leftAligned, line("Steps", 40, 200), line("5.475", 42, 234, 40))).toEqual([]);
  });

  test("is doubtful when its first digit is missing", () => {
    expect(doubts(leftAligned, line("Steps", 40, 200), line("475", 66, 234, 40))).toContain(
      "475 is out of line with 'Steps': a digit may be missing",
    );
  });

  test("may be in line in any way on a page that is not known", () => {
    expect(doubts(null, centred("Steps", 300, 200), centred("5.475", 300, 234, 40))).toEqual([]);
    expect(doubts(null, centred("Steps", 300, 200), line("5.475", 290, 234, 40))).toHaveLength(1);
  });
});

test("a count that stands elsewhere than the page prints it is doubtful", () => {
  const page = pageWith([{ place: "behind" }]);
  expect(doubts(page, line("401 steps", 40, 200))).toEqual([]);
  expect(doubts(page, line("Steps", 40, 200), line("5.475", 40, 234, 40))).toEqual([
    "this page does not print its count under the word for steps",
  ]);
});

test("a number under a decoy of its page is no candidate", () => {
  const page = pageWith([{ place: "behind" }], ["Weekly total"]);
  const lines = [line("Weekly total", 40, 200), line("23.475 steps", 40, 230)];
  expect(stepCandidates(screenOf(...lines), page)).toEqual([]);
});
