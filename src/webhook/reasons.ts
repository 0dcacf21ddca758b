import type { ReviewSignal } from "../config/values.ts";
import { reviewSignals } from "../config/values.ts";
import type { CallersId } from "../queue/job.ts";
import { doubtCodes, type Reason, reasonCodes, sentenceOf } from "../reading/reasons.ts";

/** A picture that came before for another report, and is the same. */
export interface Copy {
  readonly same: "file" | "screenshot";
  /** Whose it was; `null` once their data are deleted. */
  readonly of: { readonly userId: CallersId; readonly reportId: CallersId } | null;
  /** ISO day on which it came in. */
  readonly day: string;
}

/** What is odd about a picture, of itself or among others. */
export type Oddity = Reason | { readonly code: "copy_of_report"; readonly about: Copy };

/** Why a report gets the result that it gets. */
export type ReportReason =
  | Oddity
  /** The setting REVIEW_SIGNALS sends it to a human, because of what it is about. */
  | { readonly code: `held_${ReviewSignal}`; readonly about: Oddity }
  /** The setting ACCEPT does; of every app where it is about none. */
  | { readonly code: "held_accept"; readonly about: string | null }
  /** A person looked at the picture. */
  | { readonly code: "reviewed"; readonly about: { readonly by: string; readonly steps: number | null } };

export type ReportReasonCode = ReportReason["code"];
const heldCodes = ["held_accept", ...reviewSignals.map((signal) => `held_${signal}` as const)] as const;
/** All codes of `reason_codes`. */
export const reportReasonCodes: [ReportReasonCode, ...ReportReasonCode[]] = [
  ...reasonCodes,
  "copy_of_report",
  "reviewed",
  ...heldCodes,
];
/** Those that speak against a report's number, or send it to a human. */
export const reportDoubtCodes = [...heldCodes, ...doubtCodes] as const;
export type ReportDoubtCode = (typeof reportDoubtCodes)[number];

/** A reason in a sentence for a person, in English. */
export function reportSentenceOf(reason: ReportReason): string {
  switch (reason.code) {
    case "copy_of_report":
      return copySentence(reason.about);
    case "held_accept":
      return `the setting ACCEPT sends every reading${reason.about === null ? "" : ` of ${reason.about}`} to a human`;
    case "reviewed": {
      const { by, steps } = reason.about;
      return steps === null
        ? `${by} looked at the picture and found no count to book`
        : `${by} looked at the picture and found ${steps} steps`;
    }
    case "held_copy":
    case "held_date":
    case "held_clock":
    case "held_digits":
    case "held_bars":
      return `the signal '${reason.code.slice("held_".length)}' sends it to a human: ${reportSentenceOf(reason.about)}`;
    default:
      return sentenceOf(reason);
  }
}

function copySentence({ same, of, day }: Copy): string {
  const came = `the same ${same} came`;
  return of === null
    ? `${came} on ${day} (deleted since)`
    : `${came} for user ${of.userId} on ${day} (report ${of.reportId})`;
}

/** That a picture came before. */
export function copyReason(about: Copy): Oddity {
  return { code: "copy_of_report", about };
}

/** That this setting, or this part of it, sends a reading to a human. */
export function heldBecause(signal: ReviewSignal, about: Oddity): ReportReason {
  return { code: `held_${signal}`, about };
}
