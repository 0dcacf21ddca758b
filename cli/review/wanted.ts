import type { z } from "zod";
import type { listDecisions } from "../../src/api/review.ts";

export type Decision = z.infer<typeof listDecisions.answer.schema>["decisions"][number];

/** What a label of a test set says: only what a person has looked at, and under which name it is counted. */
export interface OwnLabel {
  readonly steps: number | null;
  readonly group: string;
}

/** A picture that people have decided about, with what their decisions say of it. */
export interface Wanted {
  readonly sha256: string;
  /** One of the jobs that it came for: the one that was decided last. */
  readonly jobId: string;
  readonly said: OwnLabel | Silence;
}

/**
 * Why decisions are no label. rejected: nobody said what stands on the picture. other_day: that it has no count of the
 * report's day, but it may have the count of another day, for which alone a program must not be blamed. contradictory:
 * they say different things.
 */
export const silences = ["rejected", "other_day", "contradictory"] as const;
export type Silence = (typeof silences)[number];

/** Under which pictures are counted whose app was not recognised. */
const noApp = "not recognised";

/** Codes of readings whose screen prints another day than the report's. */
const otherDay: ReadonlySet<string> = new Set(["another_day", "held_date"]);

/**
 * What decisions say of each picture, the one that was decided last first; of those alone about which something was decided
 * from `since` on, in milliseconds since 1970. What was decided before still counts against it.
 */
export function wantedOf(decisions: readonly Decision[], since: number): Wanted[] {
  const byPicture = new Map<string, Decision[]>();
  const youngestFirst = [...decisions].sort((one, other) => decidedAt(other) - decidedAt(one));
  for (const decision of youngestFirst) {
    const sha256 = decision.job.result?.image?.sha256;
    // Only a picture that was read can be looked at.
    if (sha256 === undefined) continue;
    const before = byPicture.get(sha256);
    if (before === undefined) byPicture.set(sha256, [decision]);
    else before.push(decision);
  }
  return [...byPicture].flatMap(([sha256, [last, ...others]]) =>
    last === undefined || decidedAt(last) < since
      ? []
      : [{ sha256, jobId: last.job.job_id, said: saidOf(last, others) }],
  );
}

function saidOf(last: Decision, others: readonly Decision[]): OwnLabel | Silence {
  const all = [last, ...others];
  const counts = new Set(all.flatMap(({ steps }) => (steps === null ? [] : [steps])));
  const none = all.filter(({ decision }) => decision === "no_count");
  const hasNone = none.some((each) => !mayBeOfOtherDay(each));
  const group = last.job.result?.app ?? noApp;
  if (counts.size > 1 || (counts.size === 1 && hasNone)) return "contradictory";
  const [steps] = counts;
  if (steps !== undefined) return { steps, group };
  if (hasNone) return { steps: null, group };
  return none.length > 0 ? "other_day" : "rejected";
}

/** Whether what has no count of the report's day may have the whole count of another one. */
function mayBeOfOtherDay({ job: { result } }: Decision): boolean {
  return result?.scope === "day" || (result?.reason_codes ?? []).some((code) => otherDay.has(code));
}

function decidedAt({ decided_at: at }: Decision): number {
  return at === null ? 0 : Date.parse(at);
}
