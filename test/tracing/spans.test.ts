import { expect, test } from "bun:test";
import type { ServiceEvent } from "../../src/service/events.ts";
import { firstSpan } from "../../src/trace-context.ts";
import { spanCount, spansOf } from "../../src/tracing/spans.ts";

const span = firstSpan();
const attempt = { environment: "staging", jobId: "a", attempt: 1, milliseconds: 5, span };
const picture = { milliseconds: 5, span };
const parts = [
  { part: "decode", from: 0, until: 1 },
  { part: "verdict", from: 1, until: 2 },
] as const;

const events: readonly ServiceEvent[] = [
  { type: "queue-synced", milliseconds: 1 },
  { type: "report-submitted", outcome: "new", ...attempt },
  { type: "report-submitted", outcome: "new", ...attempt, span: null },
  { type: "job-taken", waited: 5, ...attempt },
  { type: "job-taken", waited: null, ...attempt },
  { type: "job-read", status: "verified", app: null, doubts: [], scope: null, whole: 9, ...attempt },
  { type: "job-retried", code: "DOWNLOAD_FAILED", pause: 1, ...attempt },
  { type: "job-failed", code: "DOWNLOAD_STATUS", ...attempt },
  { type: "job-let-go", why: "replaced", ...attempt },
  { type: "picture-loaded", isKnown: false, bytes: 1, ...picture },
  { type: "picture-read", isKnown: true, engines: [], app: null, parts: [], ...picture },
  { type: "picture-read", isKnown: false, engines: ["tally"], app: null, parts, ...picture },
  { type: "picture-failed", step: "load", code: "DOWNLOAD_STATUS", ...picture },
  { type: "delivery-tried", end: "delivered", status: 200, age: 1, whole: 2, ...attempt },
];

test("the spans of an event are as many as are counted before they are made", () => {
  expect(events.map(spanCount)).toEqual([0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 3, 1, 1]);
  for (const event of events) expect(spansOf(event, 1000).length).toBe(spanCount(event));
});
