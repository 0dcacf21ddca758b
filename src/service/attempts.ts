import { type Failure, isRetryable } from "../errors.ts";
import type { Job } from "../queue/job.ts";

/** What becomes of a job whose attempt failed. */
export type AfterFailure =
  /** Tried again after so many milliseconds. */
  | { readonly kind: "retry"; readonly pause: number; readonly workerDied: boolean }
  /** The installation is at fault, which says nothing about the job: it waits as before. */
  | { readonly kind: "release" }
  | { readonly kind: "fail" };

/** A picture that ended the process that read it this often is not given to another one. */
const mostWorkerDeaths = 3;
/** Share by which pauses vary, so that what failed together is not tried together again. */
const jitter = 0.2;
/** A picture's server that asks for more than an hour is not waited for longer: its report waits, too. */
const mostRetryAfterSeconds = 3600;

/** Failures of the installation: the picture is not at fault, and the next one would fail in the same way. */
const ownFaults: ReadonlySet<string> = new Set([
  "WORKERS_UNAVAILABLE",
  "NATIVE_UNAVAILABLE",
  "LANGUAGE_CORRUPT",
  "LANGUAGE_UNKNOWN",
]);

/**
 * Decides what follows a failed attempt. `pauses` are the seconds before each further attempt: there are as many of
 * those as pauses. `retryAfterSeconds` is what the picture's server asked for. `chance` is between 0 and 1.
 */
export function afterFailure(
  { attempts, workerDeaths }: Pick<Job, "attempts" | "workerDeaths">,
  { code }: Failure,
  pauses: readonly number[],
  retryAfterSeconds: number | null,
  chance: number,
): AfterFailure {
  if (ownFaults.has(code)) return { kind: "release" };
  const workerDied = code === "WORKER_DIED";
  if (workerDied && workerDeaths + 1 >= mostWorkerDeaths) return { kind: "fail" };
  const seconds = pauses[attempts - 1];
  if (!isRetryable(code) || seconds === undefined) return { kind: "fail" };
  const varied = Math.round(1000 * seconds * (1 - jitter + 2 * jitter * chance));
  return {
    kind: "retry",
    pause: Math.max(varied, 1000 * Math.min(retryAfterSeconds ?? 0, mostRetryAfterSeconds)),
    workerDied,
  };
}
