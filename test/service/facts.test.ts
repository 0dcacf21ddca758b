import { describe, expect, test } from "bun:test";
import { endingOfFailure, endingOfReading, factsOfKept, withoutText } from "../../src/service/endings.ts";
import type { Result } from "../../src/webhook/schema.ts";
import { submission } from "../queue/support.ts";

const job = {
  ...submission(),
  id: "019abcde-0123-7000-8000-000000000000",
  state: "active",
  attempts: 1,
  workerDeaths: 0,
  submittedAt: 1,
  pictureAt: 1,
  startedAt: 1,
  endedAt: null,
  dueAt: null,
  error: null,
  reading: null,
} as const;

const result: Result = {
  raw_ocr: "Steps 5,475",
  extracted_data: {},
  app_class: "Other",
  processing_time_ms: 1,
  app: "Mi Fitness",
  status: "needs_review",
  reasons: [],
  reason_codes: ["held_copy", "one_engine", "at_label", "copy_of_report", "clock_ahead"],
  scope: "total",
};

describe("the facts of a job", () => {
  test("are what its result says of status, app and scope, and which codes speak against its number", () => {
    expect(endingOfReading(job, result, false).facts).toEqual({
      status: "needs_review",
      app: "Mi Fitness",
      scope: "total",
      doubts: ["held_copy", "one_engine"],
    });
  });

  test("of one that failed are that it did", () => {
    const failure = { code: "DOWNLOAD_STATUS", message: "It is gone." } as const;
    const facts = { status: "failed", app: null, scope: null, doubts: [] };
    const { state, reading, facts: written } = endingOfFailure(job, failure);
    expect(written).toEqual(facts);
    expect([factsOfKept({ state, reading }), factsOfKept({ state, reading: null })]).toEqual([facts, facts]);
  });

  test("are told of what is kept as they were when it ended, also once its text is gone", () => {
    const { state, reading, facts } = endingOfReading(job, result, false);
    const condensed = withoutText({ reading, body: null }).reading;
    for (const kept of [reading, condensed]) expect(factsOfKept({ state, reading: kept })).toEqual(facts);
    const { reason_codes: _, ...older } = result;
    expect(factsOfKept({ state, reading: JSON.stringify(older) })?.doubts).toEqual([]);
  });

  test.each(["null", "{", "{}", "5", null])("are not told of what is damaged: %s", (reading) => {
    expect(factsOfKept({ state: "done", reading })).toBeNull();
  });
});
