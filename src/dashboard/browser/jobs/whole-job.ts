import type { Heard } from "../../../api/endpoint.ts";
import type { showJob } from "../../../api/jobs.ts";

/** A job with what was sent because of it. */
export type WholeJob = Heard<typeof showJob>;
