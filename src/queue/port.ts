import type { AttemptEnd, Delivery, DeliveryClaim, DeliveryState } from "./delivery.ts";
import type { FailedFilter, JobFilter, JobsFound, ListFilter, Page } from "./filter.ts";
import type {
  Claim,
  Ending,
  Facts,
  Job,
  JobError,
  JobState,
  SeenPicture,
  Submission,
  Submitted,
} from "./job.ts";
import type { WorkKind } from "./listeners.ts";
import type { Deciding, JobInReview, Review, ReviewCounts, ReviewOutcome, ReviewsWanted } from "./review.ts";

/**
 * The queue: jobs, and the deliveries that come of them, so that a job's end and its delivery are one transaction.
 * Every promise that a method returns is kept on disk when it resolves. Adapters: sqlite/ and redis/. One conformance suite
 * (test/queue/conformance.ts) says what each method means; it runs on every adapter.
 *
 * Methods reject with an `OcrEcoError`: `QUEUE_STORAGE_FULL` when nothing more can be written (new submissions are
 * refused while there is still room for what ends jobs), `QUEUE_UNREACHABLE` when a server that keeps it does not answer for as long as
 * an adapter waits, `QUEUE_CLOSED` after `close`. Whatever was asked for is then
 * not done; only after `QUEUE_UNREACHABLE` nobody knows. What `compose` functions throw comes through, and nothing is done either; they may be called more than
 * once, and must do nothing but compose.
 *
 * Every machine has its own clock, so nobody says at what time something is due: delays go in and come out, in
 * milliseconds, and an adapter keeps them by one clock. A delay stays as long as it is when that clock is set back. Times
 * that are told (`submittedAt`, `dueAt`, …) are of that clock.
 *
 * Who does not know what came of a call may make it again: `finish` and `end` with the claim token of one that was made
 * answer true, and change and count nothing, for minutes at least.
 *
 * A claim that was not ended when its process died is released as by `releaseExpired`: when the queue is opened, or
 * when its lease has run out.
 */
export interface Queue {
  /** Names the adapter and where its data are, for people. */
  readonly description: string;

  readonly jobs: JobQueue;
  readonly deliveries: DeliveryQueue;
  readonly reviews: ReviewQueue;
  readonly history: History;

  /**
   * Calls `listener` whenever there may be something new to claim of a kind, so that nobody has to poll. Returns what stops
   * it. Of several processes those hear of it that were given less than they asked for when they claimed last, and of work for one,
   * maybe only one of them. An adapter may call too often, never too rarely; how long until something becomes due is asked for
   * with `nextDueIn`.
   */
  onWork(kind: WorkKind, listener: () => void): () => void;

  /** Resolves when the queue can be written, and takes in submissions. */
  check(): Promise<void>;

  /** How many bytes it takes where it is kept. */
  bytes(): Promise<number>;

  /** How many it may take there. */
  mostBytes(): Promise<number>;

  /** What a power cut may take of what was promised, as a sentence: how somebody else's server is set up; `null` where nothing is. */
  readonly loss: string | null;

  /** Waits for what was asked for before, and lets go of the data. Jobs and deliveries in hand stay claimed. */
  close(): Promise<void>;
}

export interface JobQueue {
  /**
   * Takes in submissions, each with its own outcome, in order. One report (environment + id) has at most one job
   * that has not ended: while it waits or retries, its url and user are replaced; while it is active, too, and its
   * claim is taken away, so that it waits again and only the newest picture is delivered. A replaced job keeps its
   * id, its sequence and its priority, and starts its attempts anew; its report id goes back as it came last, and its trace is the newest one's. `full` when as
   * many jobs wait (or retry) as `mostWaiting` says; replacing is always possible. `check` is called right before they are
   * written: what it throws is what comes of them, and nothing is.
   */
  submit(submissions: readonly Submission[], mostWaiting: number, check?: () => void): Promise<Submitted[]>;

  /**
   * Hands out up to `most` jobs, for `leaseMs`: by priority, then by age; retrying ones when they are due, with their
   * old sequence. None while paused.
   */
  claim(most: number, leaseMs: number): Promise<Claim[]>;

  /** Prolongs claims, which begin anew to run for `leaseMs`; gives back those that are no longer held. */
  renew(claimTokens: readonly string[], leaseMs: number): Promise<string[]>;

  /**
   * Ends the attempt and the job. In one transaction: finds the pictures that `seen` may be a copy of (of other reports
   * of its environment: the same file, or the same step count; up to a hundred of each), lets `compose` make the ending of them, writes it with its
   * delivery, its facts and its counters, and remembers `seen`. False, and nothing is written, when the claim is not held any
   * more. `compose` is called with no copies when `seen` is `null`, more than once where others end meanwhile, and maybe for nothing
   * where the claim is not held.
   */
  finish(
    claimToken: string,
    seen: SeenPicture | null,
    compose: (copies: readonly SeenPicture[]) => Ending,
  ): Promise<boolean>;

  /** Ends the attempt: the job is tried again after `delayMs`. `workerDied` is counted. False when the claim is lost. */
  retry(claimToken: string, error: JobError, delayMs: number, workerDied: boolean): Promise<boolean>;

  /** Gives a job back as if it had not been claimed: the attempt does not count. False when the claim is lost. */
  release(claimToken: string): Promise<boolean>;

  /** Lets jobs whose lease ran out wait again, with their old sequence; the attempt counts. Says how many. */
  releaseExpired(): Promise<number>;

  get(id: string): Promise<Job | null>;
  /** Up to `most` of the ids that begin like this, newest first. */
  idsBeginning(text: string, most: number): Promise<string[]>;
  list(filter: JobFilter & Page): Promise<Job[]>;
  counts(): Promise<JobCounts>;
  /** How many jobs a filter finds. */
  count(filter: JobFilter): Promise<JobsFound>;
  /** The ids of those that a filter finds and that something can be done to, newest first: see `JobsFound`. */
  idsOf(kind: "retriable" | "cancellable", filter: JobFilter): Promise<string[]>;

  /** How long until the earliest retrying job is due, 0 when it is; `null` without one, and while paused. */
  nextDueIn(): Promise<number | null>;

  /**
   * Ends jobs that have not ended as `cancelled`: those in `ids`, or all that wait or retry. `compose` makes the
   * body of each one's delivery; `null` sends nothing. Says how many there were.
   */
  cancel(which: readonly string[] | "waiting", compose: (job: Job) => CancelEnding): Promise<number>;

  /**
   * Lets failed and cancelled jobs wait again as new jobs of the same reports: those alone that are the youngest of their report, since
   * a later one stands for it, whatever became of that. Gives back the new jobs' ids.
   */
  again(ids: readonly string[]): Promise<string[]>;

  /** While paused nothing is claimed. Survives restarts. */
  setPaused(paused: boolean): Promise<void>;
  isPaused(): Promise<boolean>;
}

/** What a cancelled job leaves behind. */
export interface CancelEnding {
  readonly error: JobError;
  readonly body: string | null;
  readonly counters: readonly string[];
}

interface JobCounts extends Readonly<Record<JobState, number>> {
  /** When the oldest job that waits was submitted. */
  readonly oldestWaitingAt: number | null;
}

export interface DeliveryQueue {
  /**
   * Hands out up to `most` pending deliveries of an environment that are due, oldest first, and counts the attempt.
   *
   * While the environment is held, only one at a time is handed out, whoever asks: the probe, which finds out whether the key
   * is taken by now. While it is in hand there is no other one, and `probePauseMs` lie between any two, and before the first;
   * left out, there is none. The environment stays held, whatever becomes of a probe, until an `end` says that the key is
   * accepted, or somebody resumes.
   */
  claim(environment: string, most: number, leaseMs: number, probePauseMs?: number): Promise<DeliveryClaim[]>;

  /** Prolongs claims, as `JobQueue.renew` does. */
  renew(claimTokens: readonly string[], leaseMs: number): Promise<string[]>;

  /** Ends an attempt, and holds its environment or lets it go on where `end.key` says so. False when the claim is lost. */
  end(claimToken: string, end: AttemptEnd, counters: readonly string[]): Promise<boolean>;

  /** Lets deliveries whose lease ran out be claimed again, with one more of unknown answer. Says how many. */
  releaseExpired(): Promise<number>;

  /**
   * How long until `claim` hands out the earliest pending delivery of an environment that nobody has in hand, 0 when it
   * does; `null` without one, and while the environment is held and a probe is in hand, or none is asked for.
   */
  nextDueIn(environment: string, probePauseMs?: number): Promise<number | null>;

  /**
   * Makes what an environment has pending, and nobody has in hand, due now: its destination is back. Says how many
   * were not due yet.
   */
  hurry(environment: string): Promise<number>;

  /**
   * Lets deliveries start their attempts anew, with the same ids: those named that failed or were dismissed, or all failed
   * ones that a filter finds. Attempts of unknown answer are not forgotten. Says how many.
   */
  redeliver(which: readonly string[] | FailedFilter): Promise<number>;

  /** Has failed deliveries wait for nobody any more: those named, or all that a filter finds. Says how many. */
  dismiss(which: readonly string[] | FailedFilter): Promise<number>;

  get(id: string): Promise<Delivery | null>;
  /** As `JobQueue.idsBeginning` does. */
  idsBeginning(text: string, most: number): Promise<string[]>;
  list(filter: ListFilter<DeliveryState>): Promise<Delivery[]>;
  counts(): Promise<DeliveryCounts>;

  /**
   * Lets the deliveries of a held environment go on; not where `exceptFingerprint` is that of the key which was refused.
   * Says whether they were held, and are no more.
   */
  resume(environment: string, exceptFingerprint?: string): Promise<boolean>;
  /** The environments that are held; survives restarts. */
  held(): Promise<Hold[]>;
}

interface DeliveryCounts extends Readonly<Record<DeliveryState, number>> {
  /** Attempts of unknown answer, of all deliveries that are kept. */
  readonly unknown: number;
  readonly oldestPendingAt: number | null;
  /** Pending ones of each environment that has any. */
  readonly pendingByEnvironment: Readonly<Record<string, number>>;
}

/** Why an environment's deliveries are held. */
export interface Hold {
  readonly environment: string;
  readonly since: number;
  readonly reason: string;
  /** Tells the key and address that were refused from others, without telling the key. */
  readonly fingerprint: string;
}

/**
 * Jobs that ended with `isForReview`: a person decides what they come to, one after the other, oldest first. A decision is one
 * transaction with its delivery, as the end of a job is. People are names of whoever calls.
 */
export interface ReviewQueue {
  /**
   * Hands out what nobody has decided and nobody else has before him: those whose result is not on its way any more, the
   * youngest job of each report alone. What `holder` had before comes first, and all of it is his for `leaseMs` anew; he gets
   * no more than twenty in all.
   */
  next(holder: string, wanted: ReviewsWanted): Promise<JobInReview[]>;

  /** Lets others have what somebody has before him. */
  letGo(holder: string): Promise<void>;

  /** Puts one behind all others, for everybody. False where it is decided, somebody else's, or not there. */
  skip(jobId: string, holder: string): Promise<boolean>;

  /** Has nobody decide about it any more. False where it is decided, or not there. */
  drop(jobId: string): Promise<boolean>;

  /**
   * Keeps what was decided, and what is sent because of it, which is due after `undoMs`, and is dismissed instead where the report
   * was sent again by then. A result that failed to be delivered
   * is dismissed then, and cannot be sent again: it would come after what stands for it. The same decision of the same person
   * is kept once, however often it comes.
   */
  decide(jobId: string, deciding: Deciding): Promise<ReviewOutcome>;

  /** Takes a decision back of which nothing was sent; the job is before its decider again, for `leaseMs`. */
  undo(jobId: string, by: string, leaseMs: number): Promise<ReviewOutcome>;

  /** `null` for a job that is not for a person to decide. */
  get(jobId: string): Promise<Review | null>;

  /** How much there is to decide that ended less than `keptMs` ago, and what was decided in the last `decidedMs`. */
  counts(keptMs: number, decidedMs: number): Promise<ReviewCounts>;

  /** What was decided, newest jobs first. */
  decisions(page: Page): Promise<JobInReview[]>;
}

/** What is kept after jobs are gone. */
export interface History {
  /**
   * Deletes, in small batches, what has been kept for so long: done and cancelled jobs since they ended, and failed ones,
   * with their deliveries, but none whose delivery is pending, or failed, dismissed or not, for less than `failedMs`, and
   * none that a person is to decide about, or has decided, before `reviewMs` are over;
   * pictures since they were seen, and totals of days before the day that this leads back to. Says how much was deleted,
   * counting every job, delivery, picture and counter.
   */
  prune(keptFor: {
    readonly doneMs: number;
    readonly failedMs: number;
    readonly seenMs: number;
    readonly reviewMs: number;
  }): Promise<number>;

  /**
   * Has the facts noted of jobs that ended before the queue kept any, in small batches, newest first. Says of how many; what
   * was noted once, or is told to have none, is not asked for again.
   */
  noteFacts(factsOf: (kept: KeptReading) => Facts | null): Promise<number>;

  /**
   * Has `edit` change what is kept of jobs, in small batches and once for each (where a person decided, also of what was sent
   * because of that): of those that ended at least `afterMs` ago,
   * and whose delivery, if there is one, was delivered as long ago. What it gives back is kept in the place of what it got.
   * Says how many jobs it got.
   */
  condense(afterMs: number, edit: (kept: KeptTexts) => KeptTexts): Promise<number>;

  /** What is kept about somebody's reports, jobs in every state among them. */
  about(whose: Whose): Promise<About>;

  /**
   * Deletes all of that, in small batches, and says what it was. Claims of such jobs and deliveries are lost: what
   * becomes of them is not written any more. Totals stay, and what stands in the readings and bodies of others.
   */
  forget(whose: Whose): Promise<About>;

  /**
   * Has `edit` change what is kept of all jobs that have ended, in small batches, also of what is still to be delivered.
   * Says of how many it changed something; a trial only says so.
   */
  editAll(edit: (kept: KeptTexts) => KeptTexts, isTrial: boolean): Promise<number>;

  /** Those of the files that others have sent, too, as far as pictures are remembered; with `null`, that anybody has sent. */
  alsoSeenFromOthers(whose: Whose | null, sha256s: readonly string[]): Promise<string[]>;

  /**
   * Has what was deleted and replaced leave the disk, too, as far as that is the adapter's to do. False while somebody
   * else who reads the data stands in the way: ask again later.
   */
  wipe(): Promise<boolean>;

  /** Names of the environments that ever had a job, also where all of it is deleted. */
  environments(): Promise<string[]>;

  /** The first day whose totals `prune` has left; `null` before it was asked to. */
  totalsFrom(): Promise<string | null>;

  /** Each day's counters from `fromDay` on, oldest day first; the adapter was told what day and hour a time belongs to. */
  totals(fromDay: string): Promise<DayTotals[]>;

  /** The same for each hour. A day with ends but without a row is older than the counting of hours and times. */
  hours(fromDay: string): Promise<HourTotals[]>;

  /** How long jobs took that ended on each day, but for cancelled ones. */
  times(fromDay: string): Promise<TimeTotals[]>;
}

/** One report, or all reports of a user; of all environments, unless one is named. Ids are texts, and find numbers, too. */
export type Whose = ({ readonly reportId: string } | { readonly userId: string }) & {
  readonly environment?: string;
};

/** How much is kept about somebody's reports, and which pictures they have. */
export interface About {
  readonly jobs: number;
  readonly readings: number;
  readonly deliveries: number;
  /** Pictures that are remembered, so that copies are found. */
  readonly seen: number;
  /** Addresses of the jobs' pictures. */
  readonly urls: readonly string[];
  /** Of the pictures that are remembered. */
  readonly sha256s: readonly string[];
  /** What is kept of what was made of them: see `Job.reading`. */
  readonly texts: readonly string[];
}

/** What there is to tell the facts of a job by that is done or failed. */
export type KeptReading = Pick<Job, "state" | "reading">;

/** What a job that has ended holds of its picture; `null` where it holds none. */
export interface KeptTexts {
  /** See `Job.reading`. */
  readonly reading: string | null;
  /** See `Delivery.body`. */
  readonly body: string | null;
}

export interface DayTotals {
  readonly day: string;
  readonly environment: string;
  readonly counters: Readonly<Record<string, number>>;
}

/** What a clock on the wall shows, as far as totals are concerned. */
export interface LocalHour {
  /** ISO day. */
  readonly day: string;
  /** From 0 to 23. Where clocks are set back, one comes twice. */
  readonly hour: number;
}

export interface HourTotals {
  readonly day: string;
  readonly environment: string;
  /** From 0 to 23. */
  readonly hour: number;
  /** Submissions that became new jobs. */
  readonly received: number;
  /** Jobs that ended in whatever way. */
  readonly ended: number;
}

/**
 * `waiting`: from when the picture came in until the job was taken in hand, of those that ended at their first attempt.
 * `reading`: from when it was taken in hand last, of those that are done. `result`: from when the picture came in, of all.
 */
export const jobTimes = ["waiting", "reading", "result"] as const;
export type JobTime = (typeof jobTimes)[number];

/** Times of one kind and day that lie close together. */
export interface TimeTotals {
  readonly day: string;
  readonly environment: string;
  readonly kind: JobTime;
  /** One of `keptBuckets`. */
  readonly bucket: number;
  readonly count: number;
  /** The sum of all, and the longest of them. */
  readonly milliseconds: number;
  readonly longest: number;
}
