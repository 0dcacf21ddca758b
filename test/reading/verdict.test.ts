import { describe, expect, test } from "bun:test";
import { because, sentencesOf } from "../../src/reading/reasons.ts";
import type { Findings } from "../../src/reading/verdict.ts";
import { judge } from "../../src/reading/verdict.ts";
import { candidate, distanceOf, findings, knownApp } from "../support/findings.ts";
import { line } from "../support/lines.ts";
import { forManyRandoms } from "../support/random.ts";

const disagreeing = {
  engine: "tesseract",
  agrees: false,
  text: "5.415",
  wider: null,
  isAlone: false,
} as const;

/** Each finding that must keep a reading from being booked, with the words in which the reason says so. */
const conflicts: readonly (readonly [what: string, over: Partial<Findings>, words: string])[] = [
  ["the engines disagree", { second: disagreeing }, "the engines read different digits: 5.475 and 5.415"],
  [
    "the second engine reads nothing",
    { second: { ...disagreeing, text: "" } },
    "different digits: 5.475 and nothing",
  ],
  ["only one engine read the digits", { second: null }, "read by one engine only"],
  [
    "the surroundings hold a further digit that makes sense",
    { fields: {}, second: { ...disagreeing, agrees: true, wider: 15_475 } },
    "there may be more digits beside 5.475: 15475",
  ],
  ["the app is unknown", { app: null }, "the app was not recognised"],
  ["the page is unknown", { app: { ...knownApp(), page: null } }, "is not known"],
  ["the stride is too long", { fields: distanceOf("32,6 km") }, "32,6 km would be 5.95 m a step"],
  ["the stride is too short", { fields: distanceOf("0,33 km") }, "m a step"],
  ["the stride is shorter than anybody's day", { fields: distanceOf("2,30 km") }, "would be 0.42 m a step"],
  [
    "the percentage does not fit",
    { goal: 10_000, percentOfGoal: 82 },
    "82 % is printed, but 5475 are 55 % of 10000",
  ],
  ["the goal is one for a week", { goal: 70_000 }, "a goal of 70000 is hardly one for a day"],
  [
    "the screen covers several days",
    { scope: { kind: "several_days" as const, text: "17–23 Nov" } },
    "several days: '17–23 Nov'",
  ],
  ["a part of the picture is missing", { incomplete: true }, "a part of the picture is missing"],
  [
    "there are two different counts",
    { candidates: [candidate("5.475"), candidate("6.001", "label", 600)] },
    "2 step counts on the screen: 5.475 and 6.001",
  ],
  [
    "something around it makes it doubtful",
    { candidates: [{ ...candidate("5.475"), doubts: [because("round", { number: "5.475" })] }] },
    "as round as a goal",
  ],
  ["it is small and nothing confirms it", { candidates: [candidate("475")], fields: {} }, "as small as 475"],
  [
    "the count is 0",
    { candidates: [candidate("0"), candidate("0", "label", 400)] },
    "a count of 0 is never booked",
  ],
  [
    "nobody walks that far",
    { candidates: [candidate("100.001")], fields: distanceOf("70 km") },
    "more than 45000 steps",
  ],
];

describe("a reading is verified", () => {
  test("when both engines agree and nothing speaks against it", () => {
    const { status, count, confidence, reasons } = judge(findings());
    expect({ status, count }).toEqual({ status: "verified", count: 5475 });
    expect(confidence).toBeGreaterThan(0.98);
    expect(sentencesOf(reasons)).toEqual([
      "'5.475' stands at 'Steps'",
      "both engines read the same digits",
      "0.60 m a step",
    ]);
  });

  test("without a printed distance, too", () => {
    expect(judge(findings({ fields: {} })).status).toBe("verified");
  });

  test("with a percentage that fits, which alone settles no digits", () => {
    const fitting = findings({ goal: 10_000, percentOfGoal: 55 });
    expect(judge(fitting)).toMatchObject({ status: "verified", count: 5475 });
    expect(sentencesOf(judge(fitting).reasons)).toContain("55 % of the goal 10000");
    expect(judge({ ...fitting, second: null }).status).toBe("needs_review");
  });

  test("with a percentage that stops at 100", () => {
    expect(judge(findings({ goal: 4000, percentOfGoal: 100 })).status).toBe("verified");
  });

  test("although an icon beside it looks like a digit that the distance rules out", () => {
    const second = { ...disagreeing, agrees: true, wider: 25_475 };
    expect(judge(findings({ second, fields: distanceOf("3,26 km") })).status).toBe("verified");
  });

  test("of as many steps as are believed exactly", () => {
    const far = findings({ candidates: [candidate("45.000")], fields: distanceOf("31 km") });
    expect(judge(far).status).toBe("verified");
  });

  describe("of few steps over their goal", () => {
    const under = { ...line("/6,000 steps", 40, 244), box: { x: 40, y: 244, width: 100, height: 24 } };
    const few = { ...candidate("66", "goal-pair"), place: "pair" as const, goal: 6000 };
    const inLine = { ...few, ties: [under, line("Steps", 40, 160)] };
    const alone = { ...disagreeing, agrees: true, isAlone: true };
    const shown = { candidates: [inLine], goal: 6000, fields: distanceOf("0,1 km"), second: alone };

    test("when they begin in line with their name and goal, alone, and are walkable", () => {
      expect(judge(findings(shown))).toMatchObject({ status: "verified", count: 66 });
    });

    test.each([
      ["not begin there", { candidates: [{ ...inLine, ties: [under, line("Steps", 52, 160)] }] }],
      ["not stand under a name", { candidates: [{ ...inLine, ties: [under] }] }],
      ["have something beside them", { second: { ...alone, isAlone: false } }],
      ["have no distance", { fields: {} }],
      [
        "be ten times as many by their distance",
        { candidates: [{ ...inLine, ...candidate("6", "goal-pair"), goal: 6000, ties: inLine.ties }] },
      ],
      ["have a distance of more steps", { fields: distanceOf("0,5 km") }],
      ["have no goal", { candidates: [{ ...inLine, goal: null }] }],
    ] as const)("not when they %s", (_what, over) => {
      expect(judge(findings({ ...shown, ...over })).status).toBe("needs_review");
    });
  });

  test("of a few steps whose distance is rounded", () => {
    const few = findings({ candidates: [candidate("12")], fields: distanceOf("0,1 km") });
    expect(sentencesOf(judge(few).reasons).join()).not.toContain("m a step");
  });
});

describe("a human must look", () => {
  test.each(conflicts)("when %s", (_what, over, words) => {
    const { status, count, reasons } = judge(findings(over));
    expect(status).toBe("needs_review");
    expect(count).toBe(over.candidates?.[0]?.count ?? 5475);
    // What speaks against the number comes first.
    expect(sentencesOf(reasons)[0]).toContain(words);
  });

  test("when nothing confirms a number that was hard to read", () => {
    const chosen = candidate("5.475", "ring");
    const unclear = { ...chosen, token: { ...chosen.token, confidence: 0.4, irregular: true } };
    const { status, reasons } = judge(findings({ candidates: [unclear], fields: {} }));
    expect(status).toBe("needs_review");
    expect(reasons[0]).toEqual(because("too_little"));
  });

  test("whatever else speaks for the number, as long as one thing speaks against it", async () => {
    await forManyRandoms((random) => {
      const [what, conflict] = random.pick(conflicts);
      const printed = random.pick(["5.475", "5,475", "5475", "5 475"]);
      const chosen = candidate(printed, random.pick(["goal-pair", "unit", "label", "ring"]));
      const twice = candidate("5475", "label", 700);
      const support: Partial<Findings> = {
        candidates: random.chance(0.3) ? [chosen, twice] : [chosen],
        fields: random.chance(0.5) ? distanceOf("3,8 km") : {},
        ...(random.chance(0.5) ? { goal: 10_000, percentOfGoal: 55 } : {}),
      };
      // Conflicts that speak of one engine are settled by a fitting percentage or a second print.
      const settled = what === "only one engine read the digits";
      const all = findings({ ...(settled ? {} : support), ...conflict });
      expect(judge(all).status, `${what}: ${JSON.stringify(all.candidates.map((each) => each.count))}`).toBe(
        "needs_review",
      );
    });
  });
});

describe("without a number", () => {
  test("a step counter's screen shows no steps", () => {
    const { status, count, reasons } = judge(findings({ candidates: [] }));
    expect({ status, count }).toEqual({ status: "no_steps", count: null });
    expect(reasons[0]?.code).toBe("no_count");
    expect(judge(findings({ candidates: [], app: null })).status).toBe("no_steps");
  });

  test("a picture that has nothing to do with steps is no step screen", () => {
    const other = findings({ candidates: [], app: null, speaksOfSteps: false });
    expect(judge(other).status).toBe("not_a_step_screen");
    expect(judge({ ...other, incomplete: true }).reasons).toContainEqual(because("incomplete"));
  });
});

test("the confidence is a share that falls with everything that speaks against the number", () => {
  const sure = judge(findings()).confidence;
  for (const [what, over] of conflicts) {
    const { confidence } = judge(findings(over));
    expect(confidence, what).toBeGreaterThanOrEqual(0);
    expect(confidence, what).toBeLessThanOrEqual(sure);
  }
});
