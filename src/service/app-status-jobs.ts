import type { AppStatusDetails } from "../api/app-status.ts";
import { type Failure, toFailure } from "../errors.ts";
import { isoTime } from "../iso-time.ts";
import type { Job } from "../queue/job.ts";
import type { Queue } from "../queue/port.ts";
import type { AtWork } from "./at-work.ts";
import { resultOfJob } from "./endings.ts";

type Ended = AppStatusDetails["last_ended"][number];

/** Failed jobs that are listed. */
const mostFailed = 5;

/** The jobs that `/app-status` tells of one by one. */
export async function jobsOf(
  queue: Queue,
  atWork: AtWork,
): Promise<Pick<AppStatusDetails, "in_hand" | "last_ended" | "last_failed">> {
  const ended = await Promise.all(atWork.lastEnded.map((id) => queue.jobs.get(id)));
  const failed = await queue.jobs.list({ states: ["failed"], most: mostFailed });
  return {
    in_hand: atWork.now.map(({ job, since, isLoaded }) => ({
      job_id: job.id,
      report_id: job.reportId,
      environment: job.environment,
      step: isLoaded ? "reading" : "loading",
      since: new Date(since).toISOString(),
    })),
    // Those that were deleted since then are not told of.
    last_ended: ended.flatMap((job) => (job === null ? [] : [shown(job)])),
    last_failed: failed.map(shown),
  };
}

function shown(job: Job): Ended {
  const { status, steps, error } = whatCameOf(job);
  return {
    job_id: job.id,
    report_id: job.reportId,
    environment: job.environment,
    state: job.state,
    ended_at: isoTime(job.endedAt),
    status,
    steps,
    error,
  };
}

function whatCameOf(job: Job): Pick<Ended, "status" | "steps" | "error"> {
  try {
    const result = resultOfJob(job);
    const steps = result?.extracted_data.steps ?? result?.candidate_steps ?? null;
    return { status: result?.status ?? null, steps, error: job.error };
  } catch (error) {
    const { code, message }: Failure = toFailure(error);
    return { status: null, steps: null, error: { code, message } };
  }
}
