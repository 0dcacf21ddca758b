import type { CallersId } from "../queue/job.ts";

/** What the service writes its log with; pino is one. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What every line about a job carries. */
export function ofJob(job: {
  readonly id: string;
  readonly environment: string;
  readonly reportId: CallersId;
}): {
  job_id: string;
  report_id: CallersId;
  environment: string;
} {
  return { job_id: job.id, report_id: job.reportId, environment: job.environment };
}
