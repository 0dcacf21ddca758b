import { Elysia } from "elysia";
import { z } from "zod";
import { OcrEcoError } from "../../errors.ts";
import { jobIdBeginning, jobStates } from "../../queue/job.ts";
import { endingOfCancelled } from "../../service/endings.ts";
import { auditsDone } from "../audited.ts";
import { readJson, valid } from "../body.ts";
import { type HttpContext, requires } from "../context.ts";
import { needsKey, responses, takes } from "../documentation.ts";
import {
  cancelledSchema,
  clearedSchema,
  jobsSchema,
  jobWithDeliveriesSchema,
  listFilter,
  listQuery,
  pausedSchema,
  retriedSchema,
} from "../schemas.ts";
import { shownJob, shownJobWithDeliveries } from "../shown.ts";
import { namesWhole, pageBefore } from "../whole-id.ts";

const tell = z
  .strictObject({
    deliver: z
      .boolean()
      .default(true)
      .describe("Whether the reports hear that they failed; else they stay pending for ever"),
  })
  .nullish();
const listOfJobs = listQuery(jobIdBeginning).extend({ state: z.enum(jobStates).optional() });
const jobId = z.object({
  job_id: z.string().max(64).describe("Or so much of its beginning that no other one begins like that"),
});
const keyProblems = [401, 403] as const;

/** What the operator does to the queue. */
export function adminRoutes(context: HttpContext) {
  const { service } = context;
  const { queue } = service;
  const detail = (summary: string, schema: z.ZodType, ...problems: number[]) => ({
    tags: ["Administration"],
    ...needsKey,
    summary,
    responses: responses(200, "Done", schema, [...keyProblems, ...problems]),
  });
  const pause = async (paused: boolean) => {
    await queue.jobs.setPaused(paused);
    return { paused };
  };
  return new Elysia({ name: "admin", prefix: "/admin" })
    .onBeforeHandle({ as: "local" }, requires(context, "admin"))
    .onBeforeHandle({ as: "local" }, namesWhole(queue, "jobs"))
    .onAfterHandle({ as: "local" }, auditsDone(context))
    .post(
      "/clear-queue",
      async ({ body }) => {
        const { deliver = true } = valid(tell, body) ?? {};
        const removed = await queue.jobs.cancel("waiting", (job) => endingOfCancelled(job, deliver));
        return { message: `Queue cleared. Removed ${removed} items.` };
      },
      {
        parse: readJson,
        detail: {
          ...detail("Cancel all jobs that wait", clearedSchema, 400, 408, 413, 422, 503),
          ...takes(tell),
        },
      },
    )
    .post("/pause", () => pause(true), { detail: detail("Start no further jobs", pausedSchema, 503) })
    .post("/resume", () => pause(false), { detail: detail("Go on after a pause", pausedSchema, 503) })
    .get(
      "/jobs",
      async ({ query: asked }) => {
        const query = await pageBefore(queue, "jobs", asked);
        const states = query.state === undefined ? {} : { states: [query.state] };
        const narrow = { ...listFilter(query), ...states, ...(await service.narrowedTo(query.environment)) };
        const jobs = await queue.jobs.list(narrow);
        return { jobs: jobs.map(shownJob) };
      },
      { query: listOfJobs, detail: detail("List jobs, newest first", jobsSchema, 409, 422) },
    )
    .get(
      "/jobs/:job_id",
      async ({ params }) => {
        const found = await shownJobWithDeliveries(queue, params.job_id);
        if (found === null) throw new OcrEcoError("JOB_UNKNOWN", "There is no job with this id.");
        return found;
      },
      {
        params: jobId,
        detail: detail(
          "Show a job with its error and its deliveries",
          jobWithDeliveriesSchema,
          404,
          409,
          422,
        ),
      },
    )
    .post(
      "/jobs/:job_id/retry",
      async ({ params }) => {
        const [id] = await queue.jobs.again([params.job_id]);
        if (id === undefined) {
          throw new OcrEcoError("JOB_UNKNOWN", "There is no failed or cancelled job with this id.");
        }
        return { job_id: id };
      },
      {
        params: jobId,
        detail: detail("Work on a failed or cancelled job again", retriedSchema, 404, 409, 422, 503),
      },
    )
    .post(
      "/jobs/:job_id/cancel",
      async ({ params, body }) => {
        const { deliver = true } = valid(tell, body) ?? {};
        const cancelled = await queue.jobs.cancel([params.job_id], (job) => endingOfCancelled(job, deliver));
        if (cancelled === 0) {
          throw new OcrEcoError("JOB_UNKNOWN", "There is no job with this id that has not ended.");
        }
        return { cancelled };
      },
      {
        params: jobId,
        parse: readJson,
        detail: {
          ...detail("Cancel a job that has not ended", cancelledSchema, 400, 404, 408, 409, 413, 422, 503),
          ...takes(tell),
        },
      },
    );
}
