import { expect, test } from "bun:test";
import type { SeenPicture } from "../../src/queue/job.ts";
import { reasonsFromCopies, withoutMention } from "../../src/webhook/copies.ts";
import { heldReason } from "../../src/webhook/review.ts";

function seen(over: Partial<SeenPicture>): SeenPicture {
  return {
    sha256: "a".repeat(64),
    perceptualHash: "",
    steps: 5000,
    environment: "staging",
    reportId: 1,
    userId: 7,
    day: "2026-03-01",
    ...over,
  };
}

/** The reason that names a picture as the one which another is a copy of. */
function reasonOf(over: Partial<SeenPicture>): string {
  const [reason = ""] = reasonsFromCopies(seen({ reportId: "new", userId: "new" }), [seen(over)]);
  return reason;
}

test.each([
  [7, 1],
  ["7 on 2026-01-01 (report 9)", "x (report 8)"],
  ["Łukasz 👟", "r) on 2026-01-01 (report 3"],
])("a reason no longer names user %p or report %p when their data are deleted", (userId, reportId) => {
  const reason = reasonOf({ userId, reportId });
  expect(reason).toContain(`user ${userId} on 2026-03-01 (report ${reportId})`);
  const anonymous = "the same file came on 2026-03-01 (deleted since)";
  expect(withoutMention(reason, { reportId: String(reportId) })).toBe(anonymous);
  expect(withoutMention(reason, { userId: String(userId) })).toBe(anonymous);
  const held = (why: string): string => heldReason({ signal: "copy", reason: why });
  expect(withoutMention(held(reason), { userId: String(userId) })).toBe(held(anonymous));
});

test.each([reasonOf({ userId: 77 }), reasonOf({ reportId: 11 }), "both engines read the same digits"])(
  "a reason stays as it is that names somebody else, or nobody: %s",
  (reason) => {
    expect(withoutMention(reason, { userId: reason.includes("77") ? "7" : "8" })).toBe(reason);
    expect(withoutMention(reason, { reportId: reason.includes("11") ? "1" : "2" })).toBe(reason);
  },
);
