import { describe, expect, test } from "bun:test";
import { reviewSignals } from "../../src/config/values.ts";
import { indonesianReason } from "../../src/dashboard/browser/words/reason-id.ts";
import { because, type Reason, type ReasonCode, reasonCodes, sentenceOf } from "../../src/reading/reasons.ts";
import { scopeKinds } from "../../src/reading/scope/scope.ts";
import {
  copyReason,
  heldBecause,
  type ReportReason,
  reportReasonCodes,
  reportSentenceOf,
} from "../../src/webhook/reasons.ts";

type About<Code extends ReasonCode> = Extract<Reason, { code: Code }>["about"];

const goals = [4000, null].map((goal) => ({ number: "'8,376'", goal }));
const places = ["pair", "behind", "before", "above", "below", "ring", "nowhere"] as const;
const signs = [
  { sign: "-", kind: "-" },
  { sign: "≈", kind: "~" },
  { sign: "+", kind: "+" },
  { sign: "(", kind: "(" },
] as const;
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const number = "8,376";
const line = "8.376 Sasaran (x) \\d+ $& {number}";

/** What each reason may be about, with every turn that its sentence takes. */
const samples: { readonly [Code in ReasonCode]: readonly About<Code>[] } = {
  over_goal: goals,
  before_unit: [{ number }],
  at_label: [{ number, label: line }],
  in_ring: [{ number, legend: line }],
  in_sentence: [{ number }],
  largest: [{ number }],
  printed_twice: [null],
  engines_agree: [null],
  stride: [{ metres: 0.754 }],
  percent_of_goal: [{ percent: 54, goal: 10_000 }],
  several_counts: [{ numbers: ["8,376", "9.001"] }, { numbers: ["1", "2", "3"] }],
  engines_differ: [
    { first: number, second: "8,316" },
    { first: number, second: "" },
  ],
  one_engine: [null],
  unlikely_stride: [{ distance: "0,4 km", metres: 0.05 }],
  unlikely_percent: [{ percent: 12, count: 8376, expected: 84, goal: 10_000 }],
  unlikely_bar: [{ percent: 73, count: 9251, expected: 93, goal: 10_000 }],
  unlikely_rest: [{ rest: "2,749", count: 9251, goal: 10_000 }],
  unknown_app: [null],
  unknown_page: [{ app: "Mi Fitness" }],
  too_little: [null],
  other_scope: scopeKinds.flatMap((kind) => [
    { kind, text: null },
    { kind, text: line },
  ]),
  no_ring: [null],
  one_exercise: [null],
  too_wide: [null],
  incomplete: [null],
  more_digits_beside: [{ number, wider: 18_376 }],
  small_count: [{ count: 17 }],
  zero_count: [null],
  too_many_steps: [{ most: 45_000 }],
  high_goal: [{ goal: 200_000 }],
  other_place: places.map((place) => ({ place })),
  out_of_line: [{ number, word: line }],
  at_edge: [null],
  words_beside: [{ line }],
  estimate: [{ label: line }],
  part_of_number: [{ number, line }],
  decimals: [{ number }],
  sign: signs.map((each) => ({ number, line, ...each })),
  goal_in_words: [{ word: line }],
  goal_unread: [{ number }],
  may_be_goal: [{ number, rival: "9.001" }],
  round: [{ number }],
  overlaps: [{ number, other: line }],
  text_under: [{ text: line }],
  text_beside: [{ text: line }],
  yesterday: [{ text: line }],
  half_a_ring: [{ number }],
  off_centre: [{ number }],
  ring_reversed: [{ legend: line, other: "Menit" }],
  struck_out: [{ number }],
  odd_digits: [
    { number, digits: ["3"] },
    { number, digits: ["3", "7"] },
  ],
  joined_digits: [{ number }],
  sentence: [{ line }],
  no_word: [{ number }],
  no_step_screen: [null],
  no_count: [{ app: "Fitbit" }, { app: null }],
  copy: [
    { same: "file", as: "a.png" },
    { same: "screenshot", as: "b.png" },
  ],
  another_day: [{ date: "2026-11-03", received: "2026-11-05" }],
  impossible_date: weekdays.map((weekday) => ({ text: line, day: "2026-11-03", weekday })),
  clock_ahead: [{ clock: "21.04", received: "09:30" }],
  status_bar: [{ clocks: ["21.04", "09:30"] }, { clocks: ["29:30"] }],
  uneven_digits: [
    { number, digits: ["3"] },
    { number, digits: ["3", "7"] },
  ],
};

/** The same of reasons that only reports have. */
function ofReports(): ReportReason[] {
  const copies = (["file", "screenshot"] as const).flatMap((same) => [
    copyReason({ same, of: { userId: 145, reportId: "r-101" }, day: "2026-11-03" }),
    copyReason({ same, of: null, day: "2026-11-03" }),
  ]);
  const oddities = [...copies, ...reasonsOf("another_day"), ...reasonsOf("uneven_digits")];
  return [
    ...copies,
    { code: "reviewed", about: { by: "anna", steps: 8958 } },
    { code: "reviewed", about: { by: "anna", steps: null } },
    { code: "held_accept", about: null },
    { code: "held_accept", about: "Fitbit" },
    ...reviewSignals.flatMap((signal) => oddities.map((oddity) => heldBecause(signal, oddity))),
  ];
}

function reasonsOf<Code extends ReasonCode>(code: Code): Reason[] {
  return samples[code].map((about) => ({ code, about }) as Reason);
}

/** All that stands in a reason and is the same in every language. */
function valuesOf(about: unknown): string[] {
  if (typeof about === "number")
    return [
      String(about)
        .replace(/^(0\.\d\d)\d*$/, "$1")
        .replace(".", ","),
    ];
  if (typeof about === "string") return [about];
  if (about === null || typeof about !== "object") return [];
  const named = new Set(["kind", "place", "weekday", "same", "code"]);
  return Object.entries(about).flatMap(([name, value]) => (named.has(name) ? [] : valuesOf(value)));
}

const all: readonly ReportReason[] = [...reasonCodes.flatMap((code) => reasonsOf(code)), ...ofReports()];
const english = /\b(?:the|it|is|of|and|are|came|may|stands?|as|steps?|goal|which|count|Monday|Friday)\b/i;

describe("a reason in Indonesian", () => {
  test("is there for every code, has all values of the English sentence, and nothing of its words", () => {
    expect([...new Set(all.map(({ code }) => code))].toSorted()).toEqual([...reportReasonCodes].toSorted());
    for (const reason of all) {
      const said = indonesianReason(reason.code, reportSentenceOf(reason)) ?? "";
      expect([reason.code, said, valuesOf(reason.about).filter((value) => !said.includes(value))]).toEqual([
        reason.code,
        said,
        [],
      ]);
      expect(said.replaceAll(line, "")).not.toMatch(english);
      expect(said).not.toBe("");
    }
  });

  test("is said otherwise than every other one", () => {
    const said = new Map(
      all.map((reason) => [indonesianReason(reason.code, reportSentenceOf(reason)), reason]),
    );
    const whole = new Set(all.map((reason) => reportSentenceOf(reason).replace(/signal '\w+'/, "signal")));
    // Which signal holds it is said by what follows.
    expect(said.size).toBe(whole.size);
  });

  test("has no value that is not certain, because what stands on the picture looks like the sentence", () => {
    const certain = sentenceOf(because("ring_reversed", { legend: "Langkah", other: "Menit" }));
    expect(indonesianReason("ring_reversed", certain)).toStartWith("'Langkah' ada sebelum 'Menit'");
    const unsure = because("ring_reversed", { legend: "a", other: "b' stands before 'c" });
    expect(indonesianReason("ring_reversed", sentenceOf(unsure))).toBe(
      "angka-angka di lingkaran mungkin tertukar",
    );
    const held = heldBecause(
      "copy",
      copyReason({
        same: "file",
        of: { userId: "7 on 2026-01-01 (report 8)", reportId: "9 on 2026-01-01 (report 8)" },
        day: "2026-11-03",
      }),
    );
    expect(indonesianReason(held.code, reportSentenceOf(held))).toBe(
      "perlu ditinjau: gambar yang sama pernah masuk",
    );
  });

  test("is the general one where another version has put the sentence otherwise", () => {
    expect(indonesianReason("round", "8,000 looks like a goal")).toBe("angka ini bulat seperti target");
    expect(indonesianReason("impossible_date", "'3 Nov' is printed, but 2026-11-03 is a Someday")).toBe(
      "hari dan tanggal di layar tidak cocok",
    );
  });

  test("is not there where an older version kept no code, or a newer one has another", () => {
    expect(indonesianReason(undefined, "8,000 is as round as a goal")).toBeNull();
    expect(indonesianReason("moonlight" as "round", "it was read by moonlight")).toBeNull();
  });
});
