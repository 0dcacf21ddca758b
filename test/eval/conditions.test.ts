import { describe, expect, test } from "bun:test";
import { checkCondition, parseCondition } from "../../src/eval/conditions.ts";
import { tally } from "../../src/eval/tally.ts";
import { failureOf } from "../support/failure.ts";
import { kinds, result, scoped } from "../support/results.ts";

const good = Array.from({ length: 19 }, () => result());
const measured = {
  overall: tally([...good, result(kinds.doubtful)]),
  all: tally([...good, result(kinds.doubtful), result(kinds.negativeAccepted)]),
  by_perturbation: { blur: tally([result(kinds.none)]) },
  by_scope: { total: tally([scoped("total", kinds.negativeAccepted), scoped("day", kinds.negative)]) },
};

describe("a condition", () => {
  test.each([
    ["wrong_accepted>0", false],
    ["all:wrong_accepted>0", true],
    ["exact<20", false],
    ["exact<=20", true],
    ["exact = 20", true],
    ["exact==20", true],
    ["exact!=20", false],
    ["accepted>=20", false],
    ["accepted<100%", true],
    ["coverage<95%", false],
    ["coverage<0.951", true],
    ["blur:none>0", true],
    ["blur:exact<50%", true],
    ["p95_ms>500", false],
    ["total:negatives_accepted>0", true],
    ["total:scope_right<60%", true],
    ["total:scope_right<50%", false],
    ["scope_right<100%", false],
  ])("%s is met: %p", (text, met) => {
    expect(checkCondition(parseCondition(text, ["blur"], ["total"]), measured).met).toBe(met);
  });

  test("about a share of nothing is not met", () => {
    const condition = parseCondition("blur:precision<100%", ["blur"]);
    expect(checkCondition(condition, measured)).toEqual({
      condition: "blur:precision<100%",
      value: null,
      met: false,
    });
  });

  test.each([
    ["exact", "is no condition: write a figure, a comparison and a number"],
    ["exact>many", "is no condition"],
    ["exact=>1", "is no condition"],
    ["foo>1", "names no figure that there is: exact, accepted, "],
    ["toString>1", "names no figure that there is"],
    ["coverage<95", "write 95% or 0.95"],
    ["p95_ms>5%", "leave out the %"],
    ["photo:exact<1", "is about photo, which is not tried: before the colon may stand all, blur, day"],
  ])("%s is refused in one sentence", async (text, sentence) => {
    const { code, message } = await failureOf(() => parseCondition(text, ["blur"], ["day"]));
    expect(code).toBe("USAGE");
    expect(message).toStartWith(`The condition '${text}' `);
    expect(message).toContain(sentence);
  });
});
