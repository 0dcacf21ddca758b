import type { Reply } from "../../redis/connection.ts";
import { list, number, orNull, text } from "../../redis/replies.ts";
import type { JobInReview, Review } from "../review.ts";
import { toJob } from "./rows.ts";

/** What the scripts' `reviewRow` gives. */
export function toJobInReview(reply: Reply): JobInReview {
  const [job, review] = list(reply);
  return { job: toJob(job ?? null), review: toReview(review ?? null) };
}

export function toReview(reply: Reply): Review {
  const [holder, decision, by, at, isSent] = list(reply);
  return {
    holder: orNull(holder, text),
    decided:
      decision === null || decision === undefined
        ? null
        : { decision: text(decision), by: text(by), at: number(at), canBeUndone: isSent !== 1 },
  };
}
