/** What a job is, whichever queue keeps it. Times are milliseconds since 1970 by the clock of the server. */

/**
 * waiting → active → done, failed or cancelled. `retrying` waits for its time after an attempt that failed in a way
 * that can get better. The last three are ends: a job that has one never leaves it.
 */
export const jobStates = ["waiting", "active", "retrying", "done", "failed", "cancelled"] as const;
export type JobState = (typeof jobStates)[number];

/** Report and user ids go back exactly as they came: the number 5 and the text "5" name one report. */
export type CallersId = number | string;

/** Whether a text can be such an id: it comes back from a database and JSON as it was, and people see it as what it is. */
export function isCallersId(text: string): boolean {
  return text.length <= 255 && /\S/.test(text) && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** One picture of one report, as it was accepted. */
export interface Submission {
  readonly environment: string;
  readonly reportId: CallersId;
  readonly userId: CallersId;
  readonly url: string;
  /** Jobs of a lower number are claimed first. */
  readonly priority: number;
  /** The `traceparent` that its trace goes on from; `null` without one. */
  readonly trace: string | null;
}

/** The form of a job's id: a UUID, as this program writes it. */
export const jobIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The form of so much of it as may stand for it where no other one begins like that; less is rather a slip. */
export const jobIdBeginning = /^[0-9a-f][0-9a-f-]{3,35}$/;

export interface Job extends Submission {
  /** A UUID of version 7, so that ids sort by age. */
  readonly id: string;
  readonly state: JobState;
  /** Attempts begun, this one included. */
  readonly attempts: number;
  /** Attempts during which the worker process died. */
  readonly workerDeaths: number;
  readonly submittedAt: number;
  /** When the picture came in: later than the job where the picture was replaced, earlier where it is tried again. */
  readonly pictureAt: number;
  /** When the last attempt began; `null` before the first. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** When a job in `retrying` is due. */
  readonly dueAt: number | null;
  /** What was wrong with the last attempt, or why the job failed or was cancelled. */
  readonly error: JobError | null;
  /** What the service made of the picture, as JSON; `null` until the job is done. */
  readonly reading: string | null;
}

export interface JobError {
  /** A code of src/errors.ts. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
}

/** A job that somebody works on. Whoever has its claim token may end the attempt, and nobody else. */
export interface Claim {
  readonly job: Job;
  readonly claimToken: string;
  /** False when the job is not what it was taken in as: the disk has changed it. */
  readonly isSound: boolean;
}

/** What became of a submission. */
export type Submitted =
  /** A new job, or (`known`) the one that this report already had: its picture was replaced. */
  | { readonly outcome: "new" | "known"; readonly job: Pick<Job, "id" | "state"> }
  | { readonly outcome: "full" };

/** A screenshot that was read, so that its copies are found. */
export interface SeenPicture {
  readonly sha256: string;
  /** See reading/signals/perceptual-hash.ts; empty when there is none. */
  readonly perceptualHash: string;
  /** The step count that was read, accepted or not. */
  readonly steps: number | null;
  readonly environment: string;
  readonly reportId: CallersId;
  readonly userId: CallersId;
  /** ISO day on which the report came in, in the configured time zone. */
  readonly day: string;
}

/** How a job ends. */
export interface Ending {
  readonly state: "done" | "failed";
  readonly error: JobError | null;
  /** JSON. */
  readonly reading: string | null;
  /** What is sent to the environment's destination; `null` sends nothing. */
  readonly body: string | null;
  /** The counters of the day's totals that go up by one. */
  readonly counters: readonly string[];
  /** By which the job is found later; `null` where there are none. */
  readonly facts: Facts | null;
  /** Whether a person is to decide what it comes to: see review.ts. */
  readonly isForReview: boolean;
}

/**
 * What came of a job in a few words, by which lists find it without a look at its reading. They are texts of whoever ends
 * jobs, as short as names: the queue compares them, and knows no more of them.
 */
export interface Facts {
  /** How sure the result is, or that there is none. */
  readonly status: string;
  /** Which app the picture shows; `null` where that is not known. */
  readonly app: string | null;
  /** What the number is the count of; `null` without a number. */
  readonly scope: string | null;
  /** Codes of what speaks against the number, without spaces. */
  readonly doubts: readonly string[];
}
