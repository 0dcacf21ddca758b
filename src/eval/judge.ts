import type { Failure } from "../errors.ts";
import type { Box } from "../reading/image/raster.ts";
import type { Reading } from "../reading/reading.ts";
import { sentencesOf } from "../reading/reasons.ts";
import type { Result } from "./document.ts";
import { compareFields } from "./fields.ts";
import type { LabelledPicture } from "./set.ts";

/** A reading, or why there is none. */
export type Attempt =
  | { readonly ok: true; readonly reading: Reading }
  | { readonly ok: false; readonly failure: Failure };

/** What the judged picture is: which, what was done to it, and, of a crop, whether its number is still whole. */
interface Circumstances {
  readonly picture: Pick<LabelledPicture, "name" | "label" | "about">;
  readonly perturbation: string | null;
  readonly whole?: boolean | null;
}

/** Holds what was read against what a person read. */
export function judge({ picture, perturbation, whole }: Circumstances, attempt: Attempt): Result {
  const { name, label, about } = picture;
  const group = (label ?? about)?.group;
  const reading = attempt.ok ? attempt.reading : null;
  const read = reading === null ? null : (reading.steps ?? reading.candidateSteps);
  const expected = label?.steps ?? null;
  const alternatives = label?.also_accept ?? [];
  const isRight =
    expected === null
      ? attempt.ok && attempt.reading.status !== "verified"
      : read !== null && [expected, ...alternatives].includes(read);
  return {
    picture: name,
    perturbation,
    negative: label === null,
    ...(group == null ? {} : { group }),
    expected,
    ...(alternatives.length === 0 ? {} : { also_accept: alternatives }),
    read,
    status: reading?.status ?? "failed",
    right: isRight,
    confidence: reading?.confidence ?? 0,
    reasons: sentencesOf(reading?.reasons ?? []),
    ...(attempt.ok ? {} : { error: attempt.failure }),
    ...(whole == null ? {} : { whole }),
    milliseconds: reading?.milliseconds ?? null,
    // Of a negative nothing is held against its label but what its number is.
    fields: compareFields(label ?? { steps: null, scope: about?.scope }, reading),
  };
}

/**
 * Where the count stands on a picture, when it was read exactly: what a crop leaves of it can then be told. Not of
 * one that was turned to be read, since crops are made of pictures as they lie.
 */
export function countBox(result: Result, { evidence, image }: Reading): CountPlace | null {
  return result.expected !== null && result.right && evidence !== null && image.turned === 0
    ? { box: evidence.box, width: image.width, height: image.height }
    : null;
}

/** A number's box in pixels of an upright picture of this size. */
export interface CountPlace {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
}
