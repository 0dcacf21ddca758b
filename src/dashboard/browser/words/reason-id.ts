import { signalCodes } from "../../../reading/reasons.ts";
import type { ReportReasonCode } from "../../../webhook/reasons.ts";
import { anyText, type Kind, type Said, sayAgain, sayExactly } from "./forms.ts";
import { numberSentences } from "./number-sentences-id.ts";
import { phraseKinds } from "./phrases-id.ts";
import { pictureSentences } from "./picture-sentences-id.ts";

const sentences: Readonly<Record<ReportReasonCode, Said>> = { ...numberSentences, ...pictureSentences };

/** All that a reading can be held for. */
const oddities = [...signalCodes, "copy_of_report"] as const;

/** A sentence inside of another one, which has no code of its own: it is what its form says it is. */
const odd: Kind = {
  ...anyText,
  say: (english) =>
    oddities
      .map((code) => sayExactly(english, sentences[code], phraseKinds))
      .find((known) => known !== null) ?? null,
};

const kinds = { ...phraseKinds, odd };

/**
 * A reason in Indonesian: what the service says in English, with the values of that sentence where they are certain. `null` for
 * a reason without a code, which an older version kept, and for one that only a newer version than this page knows.
 */
export function indonesianReason(code: ReportReasonCode | undefined, english: string): string | null {
  const known = code === undefined ? undefined : (sentences as Readonly<Record<string, Said>>)[code];
  return known === undefined ? null : sayAgain(english, known, kinds);
}
