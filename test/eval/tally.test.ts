import { describe, expect, test } from "bun:test";
import { byAppAndPage, doubtfulOf, missesOf, summarise } from "../../src/eval/summary.ts";
import {
  calibration,
  quantile,
  tally,
  tallyBy,
  tallyFields,
  tallyGroups,
  tallyScopes,
  thresholds,
} from "../../src/eval/tally.ts";
import { kinds, result, scoped } from "../support/results.ts";

const oneOfEach = [result(), ...Object.values(kinds).map((kind) => result(kind))];

describe("figures", () => {
  test("count what became of each picture", () => {
    expect(tally(oneOfEach)).toEqual({
      pictures: 6,
      exact: 2,
      accepted: 2,
      doubtful: 2,
      none: 2,
      failed: 1,
      wrong_accepted: 2,
      app_right: 0,
      negatives: 2,
      negatives_accepted: 1,
      coverage: 1 / 3,
      precision: 1 / 3,
      median_ms: 500,
      p95_ms: 500,
    });
  });

  test("are null where they are shares of nothing", () => {
    const { coverage, precision, median_ms: median } = tally([]);
    expect({ coverage, precision, median }).toEqual({ coverage: null, precision: null, median: null });
    expect(tally([result(kinds.doubtful)]).precision).toBeNull();
  });

  test("of crops tell apart the numbers that were cut off", () => {
    const crops = [
      result({ whole: true }),
      result({ whole: true, ...kinds.none }),
      result({ whole: false, ...kinds.none }),
      result(),
    ];
    expect(tally(crops)).toMatchObject({ pictures: 4, exact: 2, whole: 2, exact_whole: 1 });
  });

  test("are given for each group of the labels, without negatives", () => {
    const of = (app: string, page: string, over = {}) => {
      const right = (word: string) => ({ expected: word, read: word, outcome: "right" as const });
      return result({ fields: { app: right(app), page: right(page) }, ...over });
    };
    const results = [
      of("Fitbit", "home"),
      of("Fitbit", "week", kinds.none),
      of("Garmin", "day"),
      result(kinds.negative),
    ];
    const app = tallyBy(results, "app");
    const page = tallyBy(results, "app", "page");
    expect(Object.entries(app).map(([name, { exact, pictures }]) => [name, exact, pictures])).toEqual([
      ["Fitbit", 1, 2],
      ["Garmin", 1, 1],
    ]);
    expect(Object.keys(page)).toEqual(["Fitbit/home", "Fitbit/week", "Garmin/day"]);
    const rows = byAppAndPage({ app, page, locale: {}, theme: {} });
    expect(rows.map(([name]) => name)).toEqual(["Fitbit", "  home", "  week", "Garmin"]);
  });

  test("are given for each scope and group that labels name, negatives among them", () => {
    const results = [
      scoped("total", { ...kinds.negative, group: "lifetime" }),
      scoped("day", { ...kinds.negativeAccepted, group: "lifetime" }),
      scoped(null, { ...kinds.negative, group: "year" }),
      result(),
    ];
    const { total } = tallyScopes(results);
    expect(total).toMatchObject({ negatives: 3, negatives_accepted: 1, scoped: 3, scope_right: 1 });
    const groups = tallyGroups(results, ({ group }) => group);
    expect(Object.entries(groups).map(([name, { negatives }]) => [name, negatives])).toEqual([
      ["lifetime", 2],
      ["year", 1],
    ]);
  });

  test("of fields count right, wrong, missing and extra ones", () => {
    const goals = (["right", "right", "wrong", "missing", "extra"] as const).map((outcome) =>
      result({ fields: { goal: { expected: 1, read: 1, outcome } } }),
    );
    expect(tallyFields(goals)).toEqual({ goal: { labelled: 4, right: 2, wrong: 1, missing: 1, extra: 1 } });
  });

  test("have the quantiles by nearest rank", () => {
    expect([quantile([4, 1, 3, 2], 0.5), quantile([4, 1, 3, 2], 0.95), quantile([], 0.5)]).toEqual([
      2,
      4,
      null,
    ]);
  });
});

describe("confidences", () => {
  test("are tried as thresholds: numbers from negatives are wrong, doubtful or not", () => {
    const results = [
      result({ confidence: 0.99 }),
      result({ confidence: 0.55 }),
      result({ ...kinds.wrongDoubtful, confidence: 0.8 }),
      result({ ...kinds.negative, read: 5, confidence: 0.6 }),
    ];
    const at = (level: number) => thresholds(results).find(({ confidence }) => confidence === level);
    expect(at(0.5)).toMatchObject({ accepted: 4, wrong: 2, coverage: 1, precision: 0.5 });
    expect(at(0.7)).toMatchObject({ accepted: 2, wrong: 1, coverage: 2 / 3, precision: 0.5 });
    expect(at(0.99)).toMatchObject({ accepted: 1, wrong: 0, precision: 1 });
    expect(at(0.999)).toMatchObject({ accepted: 0, coverage: 0, precision: null });
  });

  test("are held against the share that is right, each number in one bin", () => {
    const numbers = [0, 0.5, 0.6, 0.999, 1].map((confidence) => result({ confidence }));
    const bins = calibration([
      ...numbers,
      result({ ...kinds.wrongDoubtful, confidence: 0.7 }),
      result(kinds.none),
    ]);
    expect(bins.filter((bin) => bin.numbers > 0)).toEqual([
      { from: 0, to: 0.5, numbers: 1, mean_confidence: 0, right: 1 },
      { from: 0.5, to: 0.8, numbers: 3, mean_confidence: expect.closeTo(0.6), right: 2 / 3 },
      { from: 0.999, to: 1, numbers: 2, mean_confidence: expect.closeTo(0.9995), right: 1 },
    ]);
  });
});

describe("a summary", () => {
  const about = { version: "1", folder: "f", engine: "auto", workers: 1, warnings: [] } as const;

  test("keeps pictures as they came apart from those to which something was done", () => {
    const results = [result(), result({ perturbation: "blur", ...kinds.none })];
    const {
      overall,
      all,
      by_perturbation: byPerturbation,
      thresholds: rows,
    } = summarise(results, 2, {
      ...about,
      perturbations: ["blur"],
      warnings: [],
    });
    expect([overall.exact, overall.pictures]).toEqual([1, 1]);
    expect([all?.exact, all?.pictures]).toEqual([1, 2]);
    expect(byPerturbation["blur"]?.none).toBe(1);
    expect(rows[0]?.coverage).toBe(1);
  });

  test("names as misses what is wrong, but not what a crop cut off", () => {
    const crop = { perturbation: "crop-left", whole: false };
    const wrong = result({ ...kinds.wrongAccepted, ...crop });
    const { accepted, others } = missesOf([...oneOfEach, wrong, result({ ...kinds.none, ...crop })]);
    expect(accepted).toEqual([result(kinds.wrongAccepted), result(kinds.negativeAccepted), wrong]);
    expect(others).toEqual([kinds.wrongDoubtful, kinds.none, kinds.failed].map((kind) => result(kind)));
  });

  test("names as doubtful what was right and not accepted, of pictures as they came that show a count", () => {
    const doubtful = result(kinds.doubtful);
    const others = [
      result({ ...kinds.doubtful, perturbation: "blur" }),
      result({ ...kinds.negative, read: 5, status: "needs_review" }),
    ];
    expect(doubtfulOf([...oneOfEach, ...others])).toEqual([doubtful]);
  });
});
