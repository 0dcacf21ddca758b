import type { SeenPicture } from "../queue/job.ts";
import { isSameScreenshot } from "../reading/signals/perceptual-hash.ts";
import { type Copy, heldBecause, reportSentenceOf } from "./reasons.ts";
import type { Result } from "./schema.ts";

/**
 * Which of the pictures that came before are copies of this one, the oldest first. A report
 * that is sent again is none: it is booked once. What became of the other one does not matter: a human who was asked
 * about a doubtful one may have booked it, and nobody tells us.
 */
export function copiesAmong(picture: SeenPicture, before: readonly SeenPicture[]): Copy[] {
  return before
    .filter((other) => isCopy(picture, other))
    .sort((a, b) => a.day.localeCompare(b.day))
    .map(({ sha256, userId, reportId, day }) => ({
      same: sha256 === picture.sha256 ? "file" : "screenshot",
      of: { userId, reportId },
      day,
    }));
}

function isCopy(picture: SeenPicture, other: SeenPicture): boolean {
  // The number 5 and the text "5" are one id.
  const sameReport = String(picture.reportId) === String(other.reportId);
  if (picture.environment !== other.environment || sameReport) return false;
  return picture.sha256 === other.sha256 || isSameScreenshot(picture.perceptualHash, other.perceptualHash);
}

/** A result that no longer names the one whose data are deleted as whose copy its picture is; the same one where it does not. */
export function withoutMention<Kept extends Partial<Result>>(
  result: Kept,
  whose: { readonly userId: string } | { readonly reportId: string },
): Kept {
  const { copies = [], reasons = [] } = result;
  const isTheirs = ({ user_id, report_id }: NonNullable<Result["copies"]>[number]): boolean =>
    "userId" in whose ? String(user_id) === whose.userId : String(report_id) === whose.reportId;
  if (!copies.some(isTheirs)) return result;
  const said = new Map(
    copies.filter(isTheirs).flatMap(({ same, user_id, report_id, received_on: day }) => {
      const of = { userId: user_id ?? "", reportId: report_id ?? "" };
      const [before, after]: [Copy, Copy] = [
        { same, of, day },
        { same, of: null, day },
      ];
      return [
        [sentence(before), sentence(after)],
        [sentence(before, true), sentence(after, true)],
      ] as const;
    }),
  );
  return {
    ...result,
    reasons: reasons.map((reason) => said.get(reason) ?? reason),
    copies: copies.map((copy) =>
      isTheirs(copy) ? { same: copy.same, received_on: copy.received_on } : copy,
    ),
  };
}

function sentence(about: Copy, isHeld = false): string {
  const reason = { code: "copy_of_report", about } as const;
  return reportSentenceOf(isHeld ? heldBecause("copy", reason) : reason);
}
