import { attempt } from "../config/attempt.ts";
import { type Failure, OcrEcoError } from "../errors.ts";
import type { Ending, Facts, Job, SeenPicture } from "../queue/job.ts";
import { isOfLoadTest } from "../queue/load-tests.ts";
import type { CancelEnding, KeptReading, KeptTexts } from "../queue/port.ts";
import type { Reading } from "../reading/reading.ts";
import type { Acceptance } from "../webhook/acceptance.ts";
import { copiesAmong } from "../webhook/copies.ts";
import { failedResult, resultOf, webhookBody } from "../webhook/payload.ts";
import { reportDoubtCodes } from "../webhook/reasons.ts";
import { heldFor, type ReviewRules } from "../webhook/review.ts";
import type { Result } from "../webhook/schema.ts";

/** What decides which readings are booked without a human look. */
export interface BookingRules {
  readonly acceptance: Acceptance;
  readonly review: ReviewRules;
}

/**
 * What a report's reading comes to. `seen` is its picture, and `before` are those that it may be a copy of; of a load
 * test's neither day nor copies count.
 */
export function resultOfReading(
  reading: Reading,
  { acceptance, review }: BookingRules,
  seen: SeenPicture | null,
  before: readonly SeenPicture[],
): Result {
  const copies = seen === null ? [] : copiesAmong(seen, before);
  const held = seen === null ? [] : heldFor(review, reading, seen.day, copies);
  return resultOf(reading, acceptance, { held, copies });
}

/** How a job ends whose picture was read; `isForReview` is whether a person is to decide about it. */
export function endingOfReading(job: Job, result: Result, isForReview: boolean): Ending {
  return {
    state: "done",
    error: null,
    reading: JSON.stringify(result),
    body: webhookBody(job, result),
    counters: ["ended", result.status],
    facts: factsOf(result),
    isForReview,
  };
}

/** How a job ends that failed for good: its report hears of it, or it would stay pending for ever. */
export function endingOfFailure(job: Job, failure: Failure): Ending {
  const result = failedResult(failure, job.startedAt === null ? 0 : Date.now() - job.startedAt);
  return {
    state: "failed",
    error: failure,
    reading: JSON.stringify(result),
    body: webhookBody(job, result),
    counters: ["ended", result.status, `failed:${failure.code}`],
    facts: factsOf(result),
    isForReview: false,
  };
}

/** How a job ends that an operator cancelled; `tell` says whether its report hears of it. */
export function endingOfCancelled(job: Job, tell: boolean): CancelEnding {
  const failure: Failure = { code: "CANCELLED", message: "An operator cancelled the job." };
  return {
    error: failure,
    body: tell ? webhookBody(job, failedResult(failure)) : null,
    counters: ["ended", "cancelled"],
  };
}

const doubtCodes = new Set<string>(reportDoubtCodes);

/** By what a job is found later; older results have no codes. */
function factsOf(
  result: Pick<Result, "status" | "app" | "scope"> & Partial<Pick<Result, "reason_codes">>,
): Facts {
  const { status, app, scope, reason_codes: codes = [] } = result;
  return {
    status,
    app: app ?? null,
    scope: scope ?? null,
    doubts: codes.filter((code) => doubtCodes.has(code)),
  };
}

/** The same of a job that ended before facts were kept; `null` where its result is damaged. */
export function factsOfKept({ state, reading }: KeptReading): Facts | null {
  if (reading === null) return state === "failed" ? factsOf({ status: "failed" }) : null;
  const result = attempt(
    () => JSON.parse(reading) as Partial<Result> | null,
    () => {},
  );
  return result?.status === undefined ? null : factsOf({ ...result, status: result.status });
}

/**
 * What is remembered of a picture, so that its copies are found; `null` for one of a load test, which sends the same ones
 * over and over, and for which nothing is booked. `day` is the report's.
 */
export function seenPicture(job: Job, reading: Reading, day: string): SeenPicture | null {
  if (isOfLoadTest(job.reportId)) return null;
  return {
    sha256: reading.image.sha256,
    perceptualHash: reading.image.perceptualHash,
    steps: reading.steps ?? reading.candidateSteps,
    environment: job.environment,
    reportId: job.reportId,
    userId: job.userId,
    day,
  };
}

/** The result that is kept with a job. Throws `QUEUE_DAMAGED` when it cannot be read: the disk may have changed it. */
export function resultOfJob(job: Job): Result | null {
  if (job.reading === null) return null;
  try {
    return JSON.parse(job.reading) as Result;
  } catch (error) {
    throw new OcrEcoError(
      "QUEUE_DAMAGED",
      "What was read for this job is damaged in the database. Check the disk, and send its report again.",
      { cause: error },
    );
  }
}

/** What is kept of a job once its text has had its time: all that was read out of the text, without the text. */
export function withoutText({ reading, body }: KeptTexts): KeptTexts {
  const withoutRaw = (json: string): string =>
    // What is damaged goes whole: it must neither stay for longer, nor keep the texts of others.
    attempt(
      () => JSON.stringify({ ...JSON.parse(json), raw_ocr: "" }),
      () => {},
    ) ?? "null";
  return {
    reading: reading === null ? null : withoutRaw(reading),
    body: body === null ? null : withoutRaw(body),
  };
}
