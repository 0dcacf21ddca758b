import { describe, expect, test } from "bun:test";
import { decide, isPassing } from "../../src/webhook/decide.ts";
import type { AttemptResult } from "../../src/webhook/send.ts";

const scheduleSeconds = [0, 5, 300, 1800];
const circumstances = { attempts: 1, scheduleSeconds, random: () => 0.5 };

const answered = (status: number, retryAfterSeconds: number | null = null): AttemptResult => ({
  kind: "answered",
  status,
  detail: "",
  retryAfterSeconds,
});
const unanswered: AttemptResult = { kind: "unanswered", detail: "the connection failed" };

/** Seconds until a delivery is sent again. */
function wait(result: AttemptResult, different: Partial<typeof circumstances> = {}): number {
  const decision = decide(result, { ...circumstances, ...different });
  if (decision.kind !== "retry") throw new Error(`It is not sent again: ${decision.kind}`);
  return decision.delayMs / 1000;
}

test.each([200, 201, 202, 204, 299])("%d is success, also on the last attempt", (status) => {
  expect(decide(answered(status), { ...circumstances, attempts: 99 })).toEqual({ kind: "delivered" });
});

test.each([401, 403])("%d holds the environment, also on the last attempt", (status) => {
  const decision = decide(answered(status), { ...circumstances, attempts: 99 });
  expect(decision).toEqual({ kind: "hold", why: `the destination refuses the key (${status})` });
});

test.each([
  [301, "leads elsewhere"],
  [302, "leads elsewhere"],
  [304, "leads elsewhere"],
  [400, "answered with 400"],
  [404, "does not exist"],
  [409, "answered with 409"],
  [410, "does not exist"],
  [413, "answered with 413"],
  [419, "answered with 419"],
  [422, "refuses what was sent"],
])("%d fails at once, even with a Retry-After", (status, words) => {
  const decision = decide(answered(status, 10), circumstances);
  expect(decision).toEqual({ kind: "failed", why: expect.stringContaining(words) });
});

describe("what may pass is sent again", () => {
  test.each([
    ["408", answered(408)],
    ["429", answered(429)],
    ["500", answered(500)],
    ["502", answered(502)],
    ["503", answered(503)],
    ["599", answered(599)],
    ["silence", unanswered],
  ])("on the schedule, which the number of attempts goes through: %s", (_what, result) => {
    expect([1, 2, 3].map((attempts) => wait(result, { attempts }))).toEqual([5, 300, 1800]);
  });

  test("until the schedule ends", () => {
    const last = { ...circumstances, attempts: scheduleSeconds.length };
    expect(decide(unanswered, last)).toEqual({ kind: "failed", why: "4 attempts failed" });
    expect(decide(answered(503, 60), last).kind).toBe("failed");
  });

  test("up to a tenth earlier or later", () => {
    expect([0, 0.5, 1].map((share) => wait(unanswered, { attempts: 2, random: () => share }))).toEqual([
      270, 300, 330,
    ]);
  });

  test("never before a Retry-After, but no more than a day later because of it", () => {
    expect(wait(answered(503, 60))).toBe(60);
    expect(wait(answered(429, 5), { random: () => 0 })).toBe(5);
    expect(wait(answered(503, 1), { attempts: 2 })).toBe(300);
    expect(wait(answered(503, 10 ** 9))).toBe(86_400);
  });
});

test("a destination's condition is told from what it thinks of a delivery", () => {
  expect([unanswered, answered(408), answered(429), answered(500)].map(isPassing)).not.toContain(false);
  expect([200, 301, 401, 404, 422].map((status) => isPassing(answered(status)))).not.toContain(true);
});
