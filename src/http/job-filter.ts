import type { z } from "zod";
import { type jobFilter, noApp } from "../api/jobs.ts";
import type { FactsFilter, JobFilter } from "../queue/filter.ts";

/** Which jobs somebody asks for, as it comes in. */
export type AskedFilter = z.infer<typeof jobFilter>;

/** The same for the queue, but for the environment: whether there is such a one, only the service knows. */
export function jobFilterOf(asked: AskedFilter): Omit<JobFilter, "environment"> {
  const { report_id: reportId, user_id: userId, state, from, until } = asked;
  const facts = factsFilterOf(asked);
  return {
    ...(reportId === undefined ? {} : { reportId }),
    ...(userId === undefined ? {} : { userId }),
    ...(state === undefined ? {} : { states: [state] }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    ...(facts === null ? {} : { facts }),
  };
}

/** `null` where nothing is asked of what came of a job: then those are found, too, of which nothing did. */
function factsFilterOf({ status, app, scope, doubt }: AskedFilter): FactsFilter | null {
  if ((status ?? app ?? scope ?? doubt) === undefined) return null;
  return {
    ...(status === undefined ? {} : { status }),
    ...(app === undefined ? {} : { app: app === noApp ? null : app }),
    ...(scope === undefined ? {} : { scope }),
    ...(doubt === undefined ? {} : { doubt }),
  };
}
