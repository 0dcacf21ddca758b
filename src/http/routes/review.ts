import type { z } from "zod";
import type { nextReviews } from "../../api/review.ts";
import { isoTime } from "../../iso-time.ts";
import { receiptAt } from "../../reading/options.ts";
import type { ReviewItem } from "../../service/review-desk.ts";
import { toldDecision } from "../../service/told-decision.ts";
import type { HttpContext } from "../context.ts";
import type { Serving } from "../serve.ts";
import { shownJob } from "../shown.ts";
import { pageBefore } from "../whole-id.ts";

/** The time of which is told who decided how much: a working day, wherever it began. */
const toldMs = 86_400_000;
/** Whoever decides where nobody needs a key, and so nobody has a name. */
const nobodysName = "the operator";

/** Where people decide about doubtful readings. */
export function serveReview(serving: Serving, { service, access }: HttpContext): void {
  const { desk, config } = service;
  const nameOf = (request: Request): string => access.keyOf(request)?.name ?? nobodysName;
  const shown = ({ job }: ReviewItem): z.input<typeof nextReviews.answer.schema>["items"][number] => ({
    job: shownJob(job),
    received_on: receiptAt(new Date(job.pictureAt), config.TIMEZONE).day,
    delivered: desk.delivers(job.environment),
  });
  serving.serve("reviewState", async () => {
    const { open, oldestAt, held, decided } = await desk.counts(toldMs);
    const names = [...new Set([...Object.keys(held), ...Object.keys(decided)])].sort();
    return {
      open,
      oldest_at: isoTime(oldestAt),
      people: names.map((name) => ({ name, holds: held[name] ?? 0, decided: decided[name] ?? 0 })),
      days: config.REVIEW_DAYS,
    };
  });
  serving.serve("nextReviews", async ({ body: { most, environment, job_id: jobId } }, request) => {
    const items = await desk.next(nameOf(request), {
      most,
      ...(await service.narrowedTo(environment)),
      ...(jobId === undefined ? {} : { jobId }),
    });
    return { items: items.map(shown) };
  });
  serving.serve("leaveReviews", async (_, request) => {
    await desk.letGo(nameOf(request));
    return {};
  });
  serving.serve("decideReview", async ({ params, body }, request) => ({
    undo_until: isoTime(await desk.decide(nameOf(request), params.job_id, body)),
  }));
  serving.serve("undoReview", async ({ params }, request) =>
    shown(await desk.undo(nameOf(request), params.job_id)),
  );
  serving.serve("skipReview", async ({ params }, request) => {
    await desk.skip(nameOf(request), params.job_id);
    return {};
  });
  serving.serve("listDecisions", async ({ query }) => {
    const { before, limit } = await pageBefore(service.queue, "jobs", query);
    // One more says whether there are more.
    const found = await desk.decisions({ ...(before === undefined ? {} : { before }), most: limit + 1 });
    return {
      decisions: found.slice(0, limit).flatMap(({ job, review: { decided } }) => {
        const told = decided === null ? null : toldDecision(decided);
        // One that the disk has changed is no label.
        if (decided === null || told === null) return [];
        const { kind: decision, steps } = told;
        return [
          { job: shownJob(job), decision, steps, decided_by: decided.by, decided_at: isoTime(decided.at) },
        ];
      }),
      more: found.length > limit,
      next: found.length > limit ? (found[limit - 1]?.job.id ?? null) : null,
    };
  });
}
