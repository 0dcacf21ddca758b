import { describe, expect, test } from "bun:test";
import type { SeenPicture } from "../../src/queue/job.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { because, sentenceOf, sentencesOf } from "../../src/reading/reasons.ts";
import { type Acceptance, parseAcceptance } from "../../src/webhook/acceptance.ts";
import { copiesAmong } from "../../src/webhook/copies.ts";
import { failedResult, resultOf, webhookBody } from "../../src/webhook/payload.ts";
import { copyReason, reportSentenceOf } from "../../src/webhook/reasons.ts";
import { deliverySchema, type Result, resultSchema } from "../../src/webhook/schema.ts";
import { failureOf } from "../support/failure.ts";
import { reading as plainReading } from "../support/results.ts";

const job = {
  id: "019a-1",
  reportId: 101,
  userId: "0145",
  url: "https://s3.example/a.png?X-Amz-Signature=a%2Fb",
};
const everything = parseAcceptance("verified");

/** A sure reading of an invented screen of Fitbit, with what differs. */
function someReading(different: Partial<Reading> = {}): Reading {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  const printed = (text: string) => ({ text, box, confidence: 0.99 });
  return plainReading({
    steps: 8376,
    confidence: 0.998,
    reasons: [because("at_label", { number: "'8,376'", label: "Steps" }), because("engines_agree")],
    app: "Fitbit",
    appClass: "Fitbit",
    signals: [],
    fields: { date: printed("Friday, 20 Nov"), distance: printed("4,42 km"), clock: printed("12:09") },
    lines: ["Today", "8,376", "Steps"].map((text) => ({ ...printed(text), words: [] })),
    image: { ...plainReading().image, width: 1080, height: 2400, bytes: 123_456, sha256: "ab".repeat(32) },
    milliseconds: 411.6,
    ...different,
  });
}

/** A body as it is sent, checked against the schema that is published. */
function sent(result: Result, of: typeof job | { reportId: number | string } = job): Record<string, unknown> {
  const body = JSON.parse(webhookBody({ ...job, ...of }, result));
  expect(deliverySchema.strict().parse(body)).toEqual(body);
  expect(resultSchema.strict().parse(result)).toEqual(result);
  return body;
}

describe("a sure reading", () => {
  test("goes out as the contract says", () => {
    expect(sent(resultOf(someReading(), everything))).toEqual({
      report_id: 101,
      user_id: "0145",
      img_url: "https://s3.example/a.png?X-Amz-Signature=a%2Fb",
      raw_ocr: "Today 8,376 Steps",
      extracted_data: { steps: 8376, date: "Friday, 20 Nov", distance: "4,42 km" },
      app_class: "Fitbit",
      processing_time_ms: 412,
      job_id: "019a-1",
      app: "Fitbit",
      status: "verified",
      confidence: 0.998,
      scope: "day",
      reasons: ["'8,376' stands at 'Steps'", "both engines read the same digits"],
      reason_codes: ["at_label", "engines_agree"],
      image: { sha256: "ab".repeat(32), format: "png", width: 1080, height: 2400, bytes: 123_456 },
    });
  });

  test.each([5, "5", "0005", Number.MAX_SAFE_INTEGER, ""])(
    "carries its ids exactly as they came: %p",
    (id) => {
      const body = webhookBody({ ...job, reportId: id, userId: id }, resultOf(someReading(), everything));
      expect(body).toStartWith(`{"report_id":${JSON.stringify(id)},"user_id":${JSON.stringify(id)},`);
    },
  );

  test("of an app that the receiver does not know names it beside Other", () => {
    const reading = someReading({ app: "Mi Fitness", appClass: "Other" });
    expect(sent(resultOf(reading, everything))).toMatchObject({ app: "Mi Fitness", app_class: "Other" });
  });

  test("is not changed by what looks odd and holds nothing; people read that after the reasons", () => {
    const signal = because("another_day", { date: "2026-11-20", received: "2026-11-21" });
    const reading = someReading({ signals: [signal] });
    const of = { userId: 12, reportId: "102" };
    const copies = [{ same: "file", of, day: "2026-11-20" }] as const;
    const body = sent(resultOf(reading, everything, { held: [], copies }));
    expect(body).toMatchObject({ status: "verified", extracted_data: { steps: 8376 } });
    expect(body["reasons"]).toEqual([
      ...sentencesOf(reading.reasons),
      sentenceOf(signal),
      "the same file came for user 12 on 2026-11-20 (report 102)",
    ]);
    expect(body["reason_codes"]).toEqual(["at_label", "engines_agree", "another_day", "copy_of_report"]);
    expect(body["copies"]).toEqual([
      { same: "file", user_id: 12, report_id: "102", received_on: "2026-11-20" },
    ]);
  });
});

test("a result that was kept before there were codes still is one", () => {
  const { reason_codes: _, ...older } = resultOf(someReading(), everything);
  expect(resultSchema.parse(older)).toEqual({ ...older, reason_codes: [] });
});

/** What must hold for everything that goes to a human. */
function expectNothingToBook(body: Record<string, unknown>): void {
  expect(body["extracted_data"]).not.toHaveProperty("steps");
  expect(body["status"]).not.toBe("verified");
}

describe("no steps to book go out", () => {
  test("of a doubtful reading, whose count is a candidate", () => {
    const reading = someReading({ status: "needs_review", steps: null, candidateSteps: 8376 });
    const body = sent(resultOf(reading, everything));
    expectNothingToBook(body);
    expect(body).toMatchObject({ status: "needs_review", candidate_steps: 8376 });
    expect(body["extracted_data"]).toEqual({ date: "Friday, 20 Nov", distance: "4,42 km" });
  });

  test.each([0, null])("of a reading that is called verified with a count of %p", (steps) => {
    const body = sent(
      resultOf(someReading({ steps, candidateSteps: steps === null ? null : 0 }), everything),
    );
    expectNothingToBook(body);
    expect(body["status"]).toBe("needs_review");
    expect((body["reasons"] as string[])[0]).toBe("a count of 0 is never booked");
  });

  test.each(["no_steps", "not_a_step_screen"] as const)("of a picture without a count: %s", (status) => {
    const reading = someReading({
      status,
      steps: null,
      app: null,
      appClass: "Other",
      reasons: [because("no_step_screen")],
      fields: {},
    });
    const body = sent(resultOf(reading, everything));
    expectNothingToBook(body);
    expect(body).toMatchObject({ status: "no_steps", reason_codes: ["no_step_screen"], extracted_data: {} });
    expect(body).not.toHaveProperty("candidate_steps");
    expect(body).not.toHaveProperty("app");
  });

  test("of a job that failed, which says why", () => {
    const error = {
      code: "DOWNLOAD_STATUS",
      message: "https://s3.example/a.png does not exist (404).",
    } as const;
    expect(sent(failedResult(error))).toEqual({
      report_id: 101,
      user_id: "0145",
      img_url: job.url,
      raw_ocr: "",
      extracted_data: {},
      app_class: "Other",
      processing_time_ms: 0,
      job_id: "019a-1",
      status: "failed",
      reasons: [],
      reason_codes: [],
      error,
    });
  });
});

describe("the emergency switch", () => {
  const booked = (switched: Acceptance, app: string | null): boolean => {
    const body = sent(resultOf(someReading({ app }), switched));
    const { steps } = body["extracted_data"] as { steps?: number };
    if (steps === undefined) {
      expect(body).toMatchObject({ status: "needs_review", candidate_steps: 8376 });
      expect((body["reasons"] as string[])[0]).toMatch(/^the setting ACCEPT sends every reading/);
    }
    return steps === 8376;
  };

  test.each([
    ["verified", true, true, true],
    ["none", false, false, false],
    ["verified,Fitbit:none", false, true, true],
    ["fitbit:NONE", false, true, true],
    [" none , Garmin Connect : verified ", false, true, false],
    ["verified,Other:none", true, true, false],
  ])("%p", (text, fitbit, garmin, unknown) => {
    const switched = parseAcceptance(text);
    expect([booked(switched, "Fitbit"), booked(switched, "Garmin Connect"), booked(switched, null)]).toEqual([
      fitbit,
      garmin,
      unknown,
    ]);
  });

  test.each([
    ["", "nothing is no rule"],
    ["off", "off is no rule"],
    ["verified,", "nothing is no rule"],
    ["Fitbit", "Fitbit is no rule"],
    ["Fitbit:maybe", "Fitbit:maybe is no rule"],
    ["verified,Fitbitt:none", "Fitbitt is no app. Known are Apple Health"],
    ["verified,none", "two rules for all apps"],
    ["Fitbit:none,fitbit:verified", "two rules for Fitbit"],
  ])("that is misspelt is refused: %p", async (text, words) => {
    const failure = await failureOf(() => parseAcceptance(text));
    expect(failure.code).toBe("CONFIG_INVALID");
    expect(failure.message).toContain(words);
  });
});

describe("copies", () => {
  const hash = (count: string) =>
    [count, "00000000000000aa", "00000000000000bb"].map((part) => part.padStart(16, "0")).join(".");
  const picture: SeenPicture = {
    sha256: "aa",
    perceptualHash: hash("f0f0f0f0f0f0f0f0"),
    steps: 8376,
    environment: "staging",
    reportId: 205,
    userId: 13,
    day: "2026-11-21",
  };
  const reasons = (...before: Partial<SeenPicture>[]) =>
    copiesAmong(
      picture,
      before.map((different) => ({ ...picture, reportId: 101, ...different })),
    ).map((copy) => reportSentenceOf(copyReason(copy)));

  test("of another person's picture are told, the oldest first", () => {
    expect(reasons({ userId: 14, sha256: "bb", reportId: "102" }, { userId: 12, day: "2026-11-20" })).toEqual(
      [
        "the same file came for user 12 on 2026-11-20 (report 101)",
        "the same screenshot came for user 14 on 2026-11-21 (report 102)",
      ],
    );
  });

  test("of the same person's other report are told, whenever it came", () => {
    expect(reasons({ day: "2026-11-20" })).toHaveLength(1);
    expect(reasons({ userId: "13" })).toHaveLength(1);
  });

  test.each([
    ["the same report, whatever form its id has", { reportId: "205", userId: 12, day: "2026-11-20" }],
    ["another environment's", { environment: "production", userId: 12 }],
    [
      "another screenshot with the same count",
      { userId: 12, sha256: "bb", perceptualHash: hash("0f0f0f0f0f0f0f0f") },
    ],
    ["one without a hash", { userId: 12, sha256: "bb", perceptualHash: "" }],
  ])("are none: %s", (_what, different) => {
    expect(reasons(different)).toEqual([]);
  });
});
