import { describe, expect, test } from "bun:test";
import type { Result } from "../../src/eval/document.ts";
import { countBox, judge } from "../../src/eval/judge.ts";
import type { Label } from "../../src/eval/labels.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { reading, result } from "../support/results.ts";

const box = { x: 0, y: 0, width: 1, height: 1 };
const printed = (text: string) => ({ text, box, confidence: 1 });

function judged(label: Label | null, over: Partial<Reading> = {}): Result {
  const picture = { name: "a.png", label };
  return judge({ picture, perturbation: null }, { ok: true, reading: reading(over) });
}

describe("a picture's count is right", () => {
  const doubtful = (count: number) =>
    ({ status: "needs_review", steps: null, candidateSteps: count }) as const;

  test.each([
    ["when it was accepted and is the label's", { steps: 5475 }, {}, true],
    ["when it is doubtful and is the label's", { steps: 5475 }, doubtful(5475), true],
    ["when the label accepts it, too", { steps: 1, also_accept: [2, 5475] }, {}, true],
    ["not when it is another", { steps: 547 }, {}, false],
    ["not when there is none", { steps: 5475 }, { status: "no_steps", steps: null }, false],
    ["when the label has none and none was accepted", { steps: null }, doubtful(5475), true],
    ["not when the label has none and one was accepted", { steps: null }, {}, false],
    ["when nothing is accepted from a negative", null, doubtful(5475), true],
    ["not when something is accepted from a negative", null, {}, false],
  ] as const)("%s", (_when, label, over, right) => {
    expect(judged(label as Label | null, over).right).toBe(right);
  });

  test("not when the picture could not be read, be it a negative", () => {
    const failure = { code: "IMAGE_EMPTY", message: "a.png is empty." } as const;
    for (const label of [{ steps: 5475, app: "Fitbit" }, null]) {
      const unread = judge({ picture: { name: "a.png", label }, perturbation: null }, { ok: false, failure });
      expect(unread).toMatchObject({ status: "failed", right: false, read: null, error: failure });
      if (label !== null) expect(unread.fields.app?.outcome).toBe("missing");
    }
  });
});

describe("fields", () => {
  test.each([
    [
      "as printed, but for case, spaces and the decimal sign",
      { distance_text: "0,67KM" },
      { distance: "0.67 km" },
      "right",
    ],
    ["not with other digits", { distance_text: "0,67KM" }, { distance: "0.61 km" }, "wrong"],
    [
      "of a value with its goal as the value",
      { calories_text: "27/110KCAL" },
      { total_calories: "27 KCAL" },
      "right",
    ],
    [
      "by its unit, however that is written",
      { calories_text: "23 kkal" },
      { total_calories: "23 kal" },
      "right",
    ],
    ["not as another amount", { calories_text: "23 kkal" }, { total_calories: "32 kal" }, "wrong"],
    ["not as the goal", { calories_text: "27/110KCAL" }, { total_calories: "110 KCAL" }, "wrong"],
    ["and a goal also behind a time", { active_time_text: "6/60MIN" }, { duration: "6 min" }, "right"],
    ["but a date as it is", { date_text: "3/10" }, { date: "3" }, "wrong"],
    ["that were not read as missing", { heart_rate_text: "65 bpm" }, {}, "missing"],
    ["that are not there as extra", { heart_rate_text: null }, { avg_heart_rate: "65 bpm" }, "extra"],
  ])("are compared %s", (_how, label, fields, outcome) => {
    const texts = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, printed(text)]));
    const { fields: compared } = judged({ steps: 5475, ...label } as Label, { fields: texts });
    expect(Object.values(compared).map((field) => field.outcome)).toEqual([outcome] as never);
  });

  test("are compared in units, too", () => {
    const values = { ...reading().values, date: "--11-23", distanceKm: 0.67, clock: "07:09", goal: 8000 };
    const label = { steps: 5475, date: "--11-23", distance_km: 0.67, clock: "7.09", goal: 6000 };
    const { fields } = judged(label, { values });
    expect(Object.fromEntries(Object.entries(fields).map(([name, { outcome }]) => [name, outcome]))).toEqual({
      date_iso: "right",
      distance_km: "right",
      clock: "right",
      goal: "wrong",
    });
  });

  test("of which the label says nothing are not compared", () => {
    expect(judged({ steps: 5475 }).fields).toEqual({});
  });
});

describe("the scope of a negative", () => {
  test("is compared, and nothing else of it", () => {
    const picture = {
      name: "negatives/a.png",
      label: null,
      about: { steps: null, scope: "total", group: "lifetime" },
    } as const;
    const over = { scope: { kind: "day", text: "Today" } } as const;
    const judged = judge({ picture, perturbation: null }, { ok: true, reading: reading(over) });
    expect(judged).toMatchObject({ negative: true, right: false, group: "lifetime" });
    expect(judged.fields).toEqual({ scope: { expected: "total", read: "day", outcome: "wrong" } });
  });
});

describe("where the count stands", () => {
  test("is known of a picture that was read exactly", () => {
    expect(countBox(result(), reading())).toEqual({
      box: { x: 100, y: 400, width: 200, height: 60 },
      width: 1000,
      height: 2000,
    });
  });

  test("is not known of one that was read wrongly, shows no count or had to be turned", () => {
    expect(countBox(result({ right: false }), reading())).toBeNull();
    expect(countBox(result({ expected: null }), reading())).toBeNull();
    const { image } = reading();
    expect(countBox(result(), reading({ image: { ...image, turned: 90 } }))).toBeNull();
  });
});
