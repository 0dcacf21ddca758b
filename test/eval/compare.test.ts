import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkBaseline, compare, loadBaseline } from "../../src/eval/compare.ts";
import type { Baseline, Result } from "../../src/eval/document.ts";
import { summarise } from "../../src/eval/summary.ts";
import { failureOf } from "../support/failure.ts";
import { kinds, result } from "../support/results.ts";
import { temporaryFolder } from "../support/temporary.ts";

function fileWith(content: string): string {
  const file = join(temporaryFolder(), "old.json");
  writeFileSync(file, content);
  return file;
}

function baselineOf(...results: Result[]): Baseline {
  return { schema: "ocr-eco.evaluation.v1", version: "0.0.9", engine: "paddle", results };
}

describe("a comparison with a baseline", () => {
  test.each([
    ["better", kinds.none, {}],
    ["better", kinds.doubtful, {}],
    ["better", kinds.wrongAccepted, kinds.wrongDoubtful],
    ["worse", {}, kinds.doubtful],
    ["worse", kinds.none, kinds.wrongAccepted],
    ["worse", kinds.negative, kinds.negativeAccepted],
    ["other", kinds.none, kinds.wrongDoubtful],
    ["other", { read: 100 }, { read: 200 }],
  ] as const)("calls it %s when %o became %o", (change, before, now) => {
    const { changes } = compare(baselineOf(result(before)), "old.json", [result(now)]);
    expect(changes).toEqual([expect.objectContaining({ picture: "a.png", change })]);
  });

  test("is about the readings that both have: the same picture with the same done to it", () => {
    const shared = [result(), result({ perturbation: "blur" })];
    const gone = result({ picture: "gone.png", ...kinds.wrongAccepted });
    const added = [result({ picture: "new.png" }), result({ perturbation: "photo" })];
    const now = [...shared, ...added];
    expect(compare(baselineOf(...shared, gone), "old.json", now)).toEqual({
      baseline: "old.json",
      version: "0.0.9",
      engine: "paddle",
      shared: 2,
      added: 2,
      gone: 1,
      before: { pictures: 2, exact: 2, accepted: 2, wrong_accepted: 0, negatives_accepted: 0 },
      now: { pictures: 2, exact: 2, accepted: 2, wrong_accepted: 0, negatives_accepted: 0 },
      changes: [],
    });
  });
});

describe("a baseline", () => {
  test("is what an evaluation saved, also one of a later version that measures more", () => {
    const about = {
      version: "9",
      folder: "f",
      engine: "auto",
      workers: 1,
      perturbations: [],
      warnings: [],
    } as const;
    const saved = summarise([result()], 1, { ...about, perturbations: [], warnings: [] });
    const later = {
      ...saved,
      more: 1,
      results: [{ ...saved.results[0], fields: { mood: { outcome: "fine" } } }],
    };
    expect(loadBaseline(fileWith(JSON.stringify(later)))).toMatchObject({
      version: "9",
      results: [{ read: 5475 }],
    });
  });

  test.each([
    ["is no JSON", "{", "is no JSON"],
    ["names no schema", "[]", "it names no schema"],
    [
      "has another schema",
      '{"schema":"ocr-eco.reading.v1"}',
      "its schema is ocr-eco.reading.v1, not ocr-eco.evaluation.v1",
    ],
    [
      "lacks what is compared",
      '{"schema":"ocr-eco.evaluation.v1","version":"1","engine":"auto","results":[{}]}',
      "is damaged: results.0.picture",
    ],
  ])("that %s is refused in one sentence", async (_what, content, sentence) => {
    const file = fileWith(content);
    const { code, message } = await failureOf(() => loadBaseline(file));
    expect(code).toBe("BASELINE_INVALID");
    expect(message).toStartWith(file);
    expect(message).toContain(sentence);
  });

  test("of other pictures is refused, of some of them is not", async () => {
    const baseline = baselineOf(result());
    expect(checkBaseline(baseline, "old.json", ["a.png", "b.png"])).toBeUndefined();
    const failure = await failureOf(() => checkBaseline(baseline, "old.json", ["b.png"]));
    expect(failure).toMatchObject({
      code: "BASELINE_INVALID",
      message: expect.stringContaining("is about other pictures"),
    });
  });

  test("that is not there is refused", async () => {
    expect((await failureOf(() => loadBaseline("/missing/old.json"))).code).toBe("FILE_NOT_FOUND");
  });
});
