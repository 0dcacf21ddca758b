import type { Reply } from "../../redis/connection.ts";
import { fields } from "../../redis/replies.ts";
import type { SeenPicture } from "../job.ts";
import { numbersOf, reportIdOf, userIdOf } from "./callers-ids.ts";

/** A picture as the scripts want it. */
export function writtenPicture({
  sha256,
  perceptualHash,
  steps,
  environment,
  reportId,
  userId,
  day,
}: SeenPicture): Readonly<Record<string, unknown>> {
  return {
    s: sha256,
    p: perceptualHash,
    ...(steps === null ? {} : { c: String(steps) }),
    e: environment,
    r: String(reportId),
    u: String(userId),
    n: numbersOf(reportId, userId),
    d: day,
  };
}

/** What a script gives of one. */
export function toSeenPicture(row: Reply): SeenPicture {
  const kept = fields(row);
  const value = (name: string): string => kept.get(name) ?? "";
  const numbers = Number(value("n"));
  const steps = kept.get("c");
  return {
    sha256: value("s"),
    perceptualHash: value("p"),
    steps: steps === undefined ? null : Number(steps),
    environment: value("e"),
    reportId: reportIdOf(value("r"), numbers),
    userId: userIdOf(value("u"), numbers),
    day: value("d"),
  };
}
