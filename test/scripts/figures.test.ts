import { describe, expect, test } from "bun:test";
import type { Target } from "../../scripts/common/target.ts";
import { targetsOfDrawn, targetsOfPerturbed, targetsOfSet } from "../../scripts/figures/targets.ts";
import { textTarget } from "../../scripts/figures/text.ts";
import type { Result } from "../../src/eval/document.ts";
import { kinds, result } from "../support/results.ts";

const times = (count: number, over: Partial<Result> = {}): Result[] =>
  Array.from({ length: count }, () => result(over));

/** A target by the beginning of what it is about. */
function find(targets: readonly Target[], what: string): Target | undefined {
  return targets.find((target) => target.what.startsWith(what));
}

describe("the targets of pictures as they came", () => {
  test("allow one of 72 to be missed, and none of fewer", () => {
    const missed = (count: number): Target | undefined =>
      find(targetsOfSet([...times(count), result(kinds.wrongDoubtful)]), "exact");
    expect(missed(71)).toMatchObject({ shown: "71 of 72", reached: true });
    expect(missed(70)).toMatchObject({ shown: "70 of 71", reached: false });
  });

  test("allow no wrong number that was accepted, and count one on a negative apart", () => {
    const onNegative = targetsOfSet([...times(9), result(kinds.negativeAccepted)]);
    expect(find(onNegative, "accepted but wrong")).toMatchObject({ value: 0, reached: true });
    expect(find(onNegative, "negatives")).toMatchObject({ value: 1, reached: false });
    const wrong = targetsOfSet([...times(9), result(kinds.wrongAccepted)]);
    expect(find(wrong, "accepted but wrong")).toMatchObject({ value: 1, reached: false });
  });

  test("hold dates against those pictures only that print one", () => {
    const dated = (read: string, outcome: "right" | "wrong"): Result =>
      result({ fields: { date_iso: { expected: "2026-05-22", read, outcome } } });
    const extra = result({ fields: { date_iso: { expected: null, read: "2026-05-22", outcome: "extra" } } });
    const targets = targetsOfSet([dated("2026-05-22", "right"), dated("2026-05-23", "wrong"), extra]);
    expect(find(targets, "date")).toMatchObject({ shown: "1 of 2, 50.0 %", value: 0.5, reached: false });
    expect(find(targets, "distance")).toMatchObject({ shown: "there are none", value: null, reached: null });
  });
});

describe("the targets of perturbed pictures", () => {
  const cropped = [
    ...times(3, { perturbation: "crop-left", whole: true }),
    result({ ...kinds.wrongDoubtful, perturbation: "crop-top", whole: false }),
    result({ ...kinds.none, perturbation: "crop-all", whole: false }),
  ];

  test("take the crops of one side together, and say beside it how those with a whole number fared", () => {
    const targets = targetsOfPerturbed([...times(5), ...cropped]);
    expect(find(targets, "exact, 10 % cropped on one side")).toMatchObject({ value: 0.75, reached: false });
    expect(find(targets, "  of those whose number is whole, one side")).toMatchObject({
      shown: "3 of 3, 100.0 %",
      wanted: "",
    });
    expect(find(targets, "exact, 10 % cropped on all sides")).toMatchObject({ value: 0, reached: null });
  });

  test("count wrong numbers on whatever was done, but not on pictures as they came", () => {
    const targets = targetsOfPerturbed([result(kinds.wrongAccepted), ...cropped]);
    expect(targets[0]).toMatchObject({ what: "accepted but wrong, of 5", value: 0, reached: true });
    const wrong = result({ ...kinds.wrongAccepted, perturbation: "photo" });
    expect(targetsOfPerturbed([wrong])[0]).toMatchObject({ value: 1, reached: false });
  });
});

test("a share that misses its target is not rounded up to it", () => {
  const [exact] = targetsOfDrawn([...times(9949), ...times(51, kinds.wrongDoubtful)]);
  expect(exact).toMatchObject({ shown: "9949 of 10000, 99.4 %", reached: false });
});

describe("the target of plain text", () => {
  const ours = { edits: 1, characters: 100 };

  test("is the tesseract command's rate", () => {
    expect(textTarget([{ ours, theirs: { edits: 1, characters: 100 } }])).toMatchObject({ reached: true });
    expect(textTarget([{ ours, theirs: { edits: 0, characters: 100 } }])).toMatchObject({ reached: false });
  });

  test("is not held against a command that is missing: how to install it is said instead", () => {
    const target = textTarget([{ ours, theirs: null }]);
    expect(target).toMatchObject({ shown: "1.00 %", reached: null });
    expect(target.note).toContain("apt-get install");
  });
});
