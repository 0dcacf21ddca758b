import type { CallersId } from "../queue/job.ts";
import { traceIdOf } from "../trace-context.ts";

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
  readonly trace: string | null;
}): {
  job_id: string;
  report_id: CallersId;
  environment: string;
  trace_id?: string;
} {
  const traceId = traceIdOf(job.trace);
  return {
    job_id: job.id,
    report_id: job.reportId,
    environment: job.environment,
    ...(traceId === null ? {} : { trace_id: traceId }),
  };
}
