import type { Heard } from "../../../api/endpoint.ts";
import type { listJobs } from "../../../api/jobs.ts";
import { ask } from "../ask.ts";
import { Listing } from "../parts/listing.ts";
import { asAsked, type Filter } from "./filter.ts";

export type ShownJob = Heard<typeof listJobs>["jobs"][number];

const pageSize = 50;

/** The jobs that were asked for last. */
export const listing = new Listing(async (narrowed: Filter, before) => {
  const { jobs, more } = await ask("listJobs", {
    query: { ...asAsked(narrowed), ...(before === null ? {} : { before }), limit: pageSize } as never,
  });
  return { items: jobs, next: more ? (jobs.at(-1)?.job_id ?? null) : null, backTo: null };
});
