import type { Draw } from "./draws.ts";

/** What is simulated. All times are seconds. */
export interface Setup {
  readonly seed: string;
  /** When reports are sent, rising. */
  readonly arrivals: ArrayLike<number>;
  /** Instances that read, and workers of each. */
  readonly instances: number;
  readonly workers: number;
  /** Jobs in hand for each worker: the service claims one more, whose picture is loaded meanwhile. */
  readonly inHandPerWorker: number;
  /** How long a picture is loaded, how long it is read, how long its destination takes to answer. */
  readonly loading: Draw;
  readonly reading: Draw;
  readonly answering: Draw;
  /** Deliveries that are made at the same time, of all instances together. */
  readonly deliveries: number;
  /** `MAX_QUEUE_SIZE`. */
  readonly queueSize: number;
  /** Share of jobs that fail for good. */
  readonly failing: number;
  /** Instances that die, and are there again after so many seconds. */
  readonly deaths: readonly { readonly at: number; readonly instance: number; readonly seconds: number }[];
  /** Times in which the server that keeps the queue is away. */
  readonly absences: readonly { readonly at: number; readonly seconds: number }[];
  /** How long after its death an instance's jobs wait again. */
  readonly leaseSeconds: number;
  /** After how long whoever was refused sends again. */
  readonly resendSeconds: number;
}

/** What came of it. Times are seconds of each report, NaN for what did not happen. */
export interface Outcome {
  readonly came: number;
  readonly done: number;
  readonly failed: number;
  /** Jobs that have not ended, and reports that are not accepted yet. */
  readonly waiting: number;
  readonly delivered: number;
  /** Requests that were answered 503, each try. */
  readonly refused: number;
  /** Jobs that somebody else had in hand before. */
  readonly takenOver: number;
  readonly largestQueue: number;
  readonly largestUndelivered: number;
  /** From the 202 until an instance took it. */
  readonly waited: Float64Array;
  /** From the 202 until the result is written. */
  readonly ended: Float64Array;
  /** From when it was sent first until its destination has answered. */
  readonly whole: Float64Array;
  /** Seconds of workers that were busy, and when the last thing happened. */
  readonly workerSeconds: number;
  readonly lastAt: number;
}
