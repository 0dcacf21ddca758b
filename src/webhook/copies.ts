import type { SeenPicture } from "../queue/job.ts";
import { isSameScreenshot } from "../reading/signals/perceptual-hash.ts";

/**
 * A reason of `reasonsFromCopies` without the user and the report, if it names the one whose data are deleted. Ids are
 * any texts, so they are looked for at their places, and not taken out of them.
 */
export function withoutMention(reason: string, whose: { userId: string } | { reportId: string }): string {
  const what =
    /^(the signal 'copy' sends it to a human: )?the same (file|screenshot) came(?= for user )/.exec(
      reason,
    )?.[0];
  if (what === undefined) return reason;
  const ofUser = "userId" in whose ? `${what} for user ${whose.userId}` : what;
  const ofReport = "reportId" in whose ? ` (report ${whose.reportId})` : ")";
  if (!reason.startsWith(ofUser) || !reason.endsWith(ofReport)) return reason;
  const between = reason.slice(ofUser.length, reason.length - ofReport.length);
  const day = ("userId" in whose ? /^ on (\d{4}-\d\d-\d\d) \(report / : / on (\d{4}-\d\d-\d\d)$/).exec(
    between,
  );
  return day === null ? reason : `${what} on ${day[1]} (deleted since)`;
}

/**
 * Which of the pictures that came before are copies of this one, in words for a person, the oldest first. A report
 * that is sent again is none: it is booked once. What became of the other one does not matter: a human who was asked
 * about a doubtful one may have booked it, and nobody tells us.
 */
export function reasonsFromCopies(picture: SeenPicture, before: readonly SeenPicture[]): string[] {
  return before
    .filter((other) => isCopy(picture, other))
    .sort((a, b) => a.day.localeCompare(b.day))
    .map((other) => {
      const what = other.sha256 === picture.sha256 ? "the same file" : "the same screenshot";
      return `${what} came for user ${other.userId} on ${other.day} (report ${other.reportId})`;
    });
}

function isCopy(picture: SeenPicture, other: SeenPicture): boolean {
  // The number 5 and the text "5" are one id.
  const sameReport = String(picture.reportId) === String(other.reportId);
  if (picture.environment !== other.environment || sameReport) return false;
  return picture.sha256 === other.sha256 || isSameScreenshot(picture.perceptualHash, other.perceptualHash);
}
