import { expect, test } from "bun:test";
import type { CallersId } from "../../src/queue/job.ts";
import { withoutMention } from "../../src/webhook/copies.ts";
import { heldBecause, reportSentenceOf } from "../../src/webhook/reasons.ts";

type Id = CallersId;

/** A result that names these as those whose copy its picture is, the first one as what holds it, too. */
function naming(...of: readonly (readonly [userId: Id, reportId: Id])[]) {
  const reasons = of.map(([userId, reportId]) => {
    const about = { same: "file", of: { userId, reportId }, day: "2026-03-01" } as const;
    return { code: "copy_of_report", about } as const;
  });
  const [first] = reasons;
  return {
    reasons: [
      ...(first === undefined ? [] : [reportSentenceOf(heldBecause("copy", first))]),
      "both engines read the same digits",
      ...reasons.map(reportSentenceOf),
    ],
    copies: of.map(([user_id, report_id]) => ({
      same: "file" as const,
      user_id,
      report_id,
      received_on: "2026-03-01",
    })),
  };
}

const anonymous = "the same file came on 2026-03-01 (deleted since)";

test.each([
  [7, 1],
  ["7 on 2026-01-01 (report 9)", "x (report 8)"],
  ["Łukasz 👟", "r) on 2026-01-01 (report 3"],
])("a result no longer names user %p or report %p when their data are deleted", (userId, reportId) => {
  for (const whose of [{ userId: String(userId) }, { reportId: String(reportId) }]) {
    const { reasons, copies } = withoutMention(naming([userId, reportId]), whose);
    expect(reasons).toEqual([
      `the signal 'copy' sends it to a human: ${anonymous}`,
      "both engines read the same digits",
      anonymous,
    ]);
    expect(copies).toEqual([{ same: "file", received_on: "2026-03-01" }] as never);
  }
});

test("a result names the others as before", () => {
  const result = naming([7, 1], [77, 11]);
  const edited = withoutMention(result, { userId: "7" });
  expect(edited.reasons.slice(1)).toEqual([
    "both engines read the same digits",
    anonymous,
    "the same file came for user 77 on 2026-03-01 (report 11)",
  ]);
  expect(edited.copies[1]).toEqual(result.copies[1] as never);
});

test("a result stays the very same that names somebody else, or nobody", () => {
  for (const result of [naming([77, 11]), naming(), { reasons: ["both engines read the same digits"] }]) {
    expect(withoutMention(result, { userId: "7" })).toBe(result);
    expect(withoutMention(result, { reportId: "1" })).toBe(result);
  }
});
