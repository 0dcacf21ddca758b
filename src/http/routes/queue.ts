import { OcrEcoError } from "../../errors.ts";
import type { HttpContext } from "../context.ts";
import type { Serving } from "../serve.ts";
import { listFilter, shownJob, shownJobWithDeliveries } from "../shown.ts";
import { pageBefore } from "../whole-id.ts";

/** What became of reports, and what the operator does to the queue. */
export function serveQueue(serving: Serving, { service }: HttpContext): void {
  const { queue, operations } = service;
  const show = async (id: string, otherwise: string) => {
    const found = await shownJobWithDeliveries(queue, id);
    if (found === null) throw new OcrEcoError("JOB_UNKNOWN", otherwise);
    return found;
  };
  serving.serve("askJob", ({ params }) =>
    show(params.job_id, "There is no such job. Finished ones are deleted after a while."),
  );
  serving.serve("showJob", ({ params }) => show(params.job_id, "There is no job with this id."));
  serving.serve("listJobs", async ({ query: asked }) => {
    const query = await pageBefore(queue, "jobs", asked);
    const states = query.state === undefined ? {} : { states: [query.state] };
    const narrow = { ...listFilter(query), ...states, ...(await service.narrowedTo(query.environment)) };
    const jobs = await queue.jobs.list(narrow);
    return { jobs: jobs.map(shownJob) };
  });
  serving.serve("pauseQueue", async () => {
    await operations.setPaused(true);
    return { paused: true };
  });
  serving.serve("resumeQueue", async () => {
    await operations.setPaused(false);
    return { paused: false };
  });
  serving.serve("clearQueue", async ({ body }) => {
    const cancelled = await operations.cancelWaiting(body?.deliver ?? true);
    return { message: `Queue cleared. Removed ${cancelled} items.`, cancelled };
  });
  serving.serve("cancelJob", async ({ params, body }) => ({
    cancelled: await operations.cancel(params.job_id, body?.deliver ?? true),
  }));
  serving.serve("retryJob", async ({ params }) => ({ job_id: await operations.again(params.job_id) }));
}
