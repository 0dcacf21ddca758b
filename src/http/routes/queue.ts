import { OcrEcoError } from "../../errors.ts";
import type { HttpContext } from "../context.ts";
import { type AskedFilter, jobFilterOf } from "../job-filter.ts";
import type { Serving } from "../serve.ts";
import { shownJob, shownJobWithDeliveries } from "../shown.ts";
import { pageBefore } from "../whole-id.ts";

/** What became of reports, and what the operator does to the queue. */
export function serveQueue(serving: Serving, { service }: HttpContext): void {
  const { queue, operations } = service;
  const filterOf = async (asked: AskedFilter) => ({
    ...jobFilterOf(asked),
    ...(await service.narrowedTo(asked.environment)),
  });
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
    const { before, limit, ...filter } = await pageBefore(queue, "jobs", asked);
    // One more says whether there are more.
    const page = { ...(before === undefined ? {} : { before }), most: limit + 1 };
    const jobs = await queue.jobs.list({ ...(await filterOf(filter)), ...page });
    return { jobs: jobs.slice(0, limit).map(shownJob), more: jobs.length > limit };
  });
  serving.serve("countJobs", async ({ query }) => {
    const { byState, ...found } = await queue.jobs.count(await filterOf(query));
    return { count: Object.values(byState).reduce((sum, each) => sum + each), by_state: byState, ...found };
  });
  serving.serve("retryJobs", async ({ body: { filter, expected } }) => ({
    retried: await operations.retryAll(await filterOf(filter), expected),
  }));
  serving.serve("cancelJobs", async ({ body: { filter, expected, deliver } }) => ({
    cancelled: await operations.cancelAll(await filterOf(filter), expected, deliver),
  }));
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
