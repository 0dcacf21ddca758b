import type { z } from "zod";
import type { Failure } from "../errors.ts";
import type { Job } from "../queue/job.ts";
import { printedFields, rawText } from "../reading/as-printed.ts";
import type { Reading } from "../reading/reading.ts";
import { because } from "../reading/reasons.ts";
import { type Acceptance, refusedBy } from "./acceptance.ts";
import {
  type Copy,
  copyReason,
  heldBecause,
  type Oddity,
  type ReportReason,
  reportSentenceOf,
} from "./reasons.ts";
import type { Held } from "./review.ts";
import type { deliverySchema, Result } from "./schema.ts";

/** What a report tells about its picture besides what stands on it. */
export interface ReportSigns {
  /** What sends the reading to a human: see review.ts. */
  readonly held: readonly Held[];
  /** Pictures that came before and are the same. */
  readonly copies: readonly Copy[];
}

/**
 * What goes out of a reading. The receiver books whatever stands in `extracted_data.steps`, so it stands there only
 * when the reading is verified, more than nothing, accepted, and held by no signal; otherwise it is `candidate_steps`.
 * Signals and copies that hold nothing are told last.
 */
export function resultOf(
  reading: Reading,
  acceptance: Acceptance,
  { held, copies }: ReportSigns = { held: [], copies: [] },
): Result {
  const { steps, count, status, objections } = judged(reading, acceptance, held);
  const isTold = (oddity: Oddity): boolean =>
    objections.length > 0 && held.some(({ reason }) => Bun.deepEquals(reason, oddity));
  const oddities = [...reading.signals, ...copies.map(copyReason)].filter((oddity) => !isTold(oddity));
  const reasons: ReportReason[] = [...objections, ...reading.reasons, ...oddities];
  const { sha256, format, width, height, bytes } = reading.image;
  return {
    raw_ocr: rawText(reading),
    extracted_data: { ...(steps === null ? {} : { steps }), ...printedFields(reading) },
    app_class: reading.appClass,
    processing_time_ms: Math.round(reading.milliseconds),
    ...(reading.app === null ? {} : { app: reading.app }),
    status,
    confidence: reading.confidence,
    reasons: reasons.map(reportSentenceOf),
    reason_codes: reasons.map(({ code }) => code),
    ...(copies.length === 0 ? {} : { copies: copies.map(shownCopy) }),
    ...(reading.scope === null ? {} : { scope: reading.scope.kind }),
    ...(steps === null && count !== null ? { candidate_steps: count } : {}),
    image: { sha256, format, width, height, bytes },
  };
}

function shownCopy({ same, of, day }: Copy): NonNullable<Result["copies"]>[number] {
  return {
    same,
    ...(of === null ? {} : { user_id: of.userId, report_id: of.reportId }),
    received_on: day,
  };
}

/** What goes out of a job that failed for good. `milliseconds`: how long the work on it took, as far as known. */
export function failedResult({ code, message }: Failure, milliseconds = 0): Result {
  return {
    raw_ocr: "",
    extracted_data: {},
    app_class: "Other",
    processing_time_ms: Math.round(milliseconds),
    status: "failed",
    reasons: [],
    reason_codes: [],
    error: { code, message },
  };
}

/** What is delivered besides the ids: a result as it was read, or as a person decided it. */
type Delivered = Omit<z.infer<typeof deliverySchema>, "report_id" | "user_id" | "img_url" | "job_id">;

/** The exact text that is delivered for a job. Ids and address go back as they came. */
export function webhookBody(
  job: Pick<Job, "id" | "reportId" | "userId" | "url">,
  { reviewed_by, reviewed_at, ...result }: Delivered,
): string {
  const body: z.infer<typeof deliverySchema> = {
    report_id: job.reportId,
    user_id: job.userId,
    img_url: job.url,
    ...result,
    job_id: job.id,
    ...(reviewed_by === undefined ? {} : { reviewed_by }),
    ...(reviewed_at === undefined ? {} : { reviewed_at }),
  };
  return JSON.stringify(body);
}

/** A reading's status and count as they go out, and what spoke against it besides the reading's own reasons. */
function judged(
  reading: Reading,
  acceptance: Acceptance,
  held: readonly Held[],
): { status: Result["status"]; steps: number | null; count: number | null; objections: ReportReason[] } {
  const count = reading.steps ?? reading.candidateSteps;
  switch (reading.status) {
    case "not_a_step_screen":
    case "no_steps":
      return { status: "no_steps", steps: null, count: null, objections: [] };
    case "needs_review":
      return {
        status: "needs_review",
        steps: null,
        count,
        objections: held.map(({ signal, reason }) => heldBecause(signal, reason)),
      };
    case "verified": {
      const objections = held.map(({ signal, reason }) => heldBecause(signal, reason));
      if (reading.steps === null || reading.steps <= 0) objections.push(because("zero_count"));
      const refused = refusedBy(acceptance, reading);
      if (refused !== null) objections.push(refused);
      if (objections.length > 0) return { status: "needs_review", steps: null, count, objections };
      return { status: "verified", steps: reading.steps, count, objections };
    }
  }
}
