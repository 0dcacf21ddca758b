import { type Failure, isRetryable, toFailure } from "../errors.ts";
import { freeBytes } from "../free-buffer.ts";
import { ServerBusyError } from "../images/fetch-picture.ts";
import type { Claim, Ending, Job, SeenPicture } from "../queue/job.ts";
import type { Queue } from "../queue/port.ts";
import { receiptAt } from "../reading/options.ts";
import { isDoubt } from "../reading/reasons.ts";
import type { Span } from "../trace-context.ts";
import type { Result } from "../webhook/schema.ts";
import { AtWork } from "./at-work.ts";
import { afterFailure } from "./attempts.ts";
import {
  type BookingRules,
  endingOfFailure,
  endingOfReading,
  resultOfReading,
  seenPicture,
} from "./endings.ts";
import type { ServiceEvents } from "./events.ts";
import { leaseMs } from "./heartbeat.ts";
import { InHand } from "./in-hand.ts";
import { type Log, ofJob } from "./log.ts";
import { Pace } from "./pace.ts";
import type { PictureReader } from "./picture-reader.ts";
import type { ReviewDesk } from "./review-desk.ts";
import type { Traces } from "./traces.ts";
import { untilWritten } from "./until-written.ts";
import { within } from "./within.ts";

export interface ProcessorOptions {
  readonly queue: Queue;
  readonly reader: Pick<PictureReader, "readAddress" | "forget">;
  readonly booking: BookingRules;
  readonly desk: Pick<ReviewDesk, "isFor" | "keep">;
  readonly timeZone: string;
  /** Jobs in hand at the same time: one for each worker, and some whose pictures are loaded meanwhile. */
  readonly mostInHand: number;
  /** Seconds in which some job has to end while there are any: no step of one may take longer. */
  readonly mostStillSeconds: number;
  /** Seconds before each further attempt. */
  readonly retrySeconds: readonly number[];
  /** Name the spans of jobs' traces. */
  readonly traces: Traces;
  /** Are told what becomes of jobs. */
  readonly events: ServiceEvents;
  readonly log: Log;
}

/** How often is looked whether anything moves, in milliseconds. */
const watchMs = 20_000;
/** Pause after a failure that is the installation's own, in milliseconds. */
const ownFaultPause = 5_000;

/** One try at a job. */
class Attempt {
  readonly about;
  readonly #began = performance.now();

  constructor({ id: jobId, environment, attempts: attempt }: Job, span: Span | null) {
    this.about = { environment, jobId, attempt, span };
  }

  /** Since it began. */
  get milliseconds(): number {
    return performance.now() - this.#began;
  }
}

/** Takes jobs from the queue and ends them: load the picture, read it, decide what is sent. */
export class Processor {
  /** What is worked on, and what was. */
  readonly atWork = new AtWork();
  readonly #with: ProcessorOptions;
  readonly #inHand: InHand;
  readonly #pace: Pace;
  #stopListening: (() => void) | null = null;
  #notBefore = 0;
  #toldOfStanding = false;
  #watch: Timer | undefined;
  #started = false;
  #stopped = false;

  constructor(options: ProcessorOptions) {
    this.#with = options;
    this.#pace = new Pace(
      () => this.#fill(),
      (error) => options.log.error({ err: error }, "jobs cannot be claimed"),
    );
    this.#inHand = new InHand({ most: options.mostInHand, onRoom: this.#pace.ask });
  }

  /** The claim tokens of the jobs that are worked on. */
  get inHand(): string[] {
    return this.#inHand.claimTokens;
  }

  /**
   * Seconds in which no job ended although there were some to work on, once that is longer than all that one may take;
   * else `null`. Whatever the reason is: somebody should look.
   */
  async standsStillFor(): Promise<number | null> {
    const { queue, mostStillSeconds } = this.#with;
    const seconds = this.#inHand.stillMs / 1000;
    if (!this.#started || this.#stopped || seconds < mostStillSeconds) return null;
    if (this.#inHand.size > 0) return seconds;
    if (await queue.jobs.isPaused()) return null;
    const { oldestWaitingAt } = await queue.jobs.counts();
    const waited = oldestWaitingAt === null ? 0 : (Date.now() - oldestWaitingAt) / 1000;
    return waited < mostStillSeconds ? null : Math.min(waited, seconds);
  }

  start(): void {
    this.#started = true;
    const { log } = this.#with;
    this.#listen();
    this.#watch = setInterval(() => {
      this.#tellOfStanding().catch((error) => log.warn({ err: error }, "the queue cannot be looked at"));
    }, watchMs);
    this.#pace.ask();
  }

  /** Takes no further jobs; resolves when those in hand are done with, or after so many seconds. */
  async drain(seconds: number): Promise<void> {
    this.#stopped = true;
    this.#goDeaf();
    // A claim that is being made is still taken in hand.
    await within(
      seconds,
      this.#pace.stop().then(() => this.#inHand.done()),
    );
  }

  /**
   * Gives back what is still in hand, so that it waits again at its place. Where it cannot, all else ends in order all the same. Nothing
   * is written after this. Never rejects.
   */
  async stop(): Promise<void> {
    clearInterval(this.#watch);
    const { queue, log } = this.#with;
    const unkept =
      "a job in hand cannot be given back: it waits until its claim runs out, or for the next start";
    await Promise.all(
      this.inHand.map((claimToken) =>
        queue.jobs.release(claimToken).catch((error) => log.warn({ err: error }, unkept)),
      ),
    );
  }

  async #fill(): Promise<number | null> {
    const { queue } = this.#with;
    if (this.#stopped) return null;
    const rest = this.#notBefore - performance.now();
    if (rest > 0) return rest;
    // A picture that was slow to load may have taken the last place: whoever has none must not be told instead of others.
    if (this.#inHand.free === 0) {
      this.#goDeaf();
      return null;
    }
    this.#listen();
    const claims = await queue.jobs.claim(this.#inHand.free, leaseMs);
    for (const claim of claims) this.#take(claim);
    // With all hands full, the next one that is done asks again.
    if (this.#inHand.free === 0) return null;
    const dueIn = await queue.jobs.nextDueIn();
    return dueIn === null ? null : Math.max(10, dueIn);
  }

  #listen(): void {
    this.#stopListening ??= this.#with.queue.onWork("jobs", this.#pace.ask);
  }

  /** So that others hear of work instead. */
  #goDeaf(): void {
    this.#stopListening?.();
    this.#stopListening = null;
  }

  #take(claim: Claim): void {
    const { log } = this.#with;
    const { loaded, over } = this.atWork.begin(claim.job);
    this.#inHand.take(claim.claimToken, (onLoaded) =>
      this.#process(claim, () => {
        loaded();
        onLoaded();
      })
        .catch((error) => log.error({ ...ofJob(claim.job), err: error }, "job cannot be ended"))
        .finally(over),
    );
  }

  async #process(claim: Claim, onLoaded: () => void): Promise<void> {
    const { reader, booking, desk, timeZone, traces, events, log } = this.#with;
    const { job } = claim;
    const attempt = new Attempt(job, traces.next(job.trace));
    if (!claim.isSound) {
      await this.#giveUpDamaged(claim, attempt);
      return;
    }
    // Where a picture was replaced, nobody waited for it before it came.
    const cameAt = Math.max(job.submittedAt, job.pictureAt);
    // A further attempt waited on purpose.
    const waited = job.attempts === 1 ? Date.now() - cameAt : null;
    events.emit({ type: "job-taken", ...attempt.about, waited, span: traces.next(job.trace) });
    let picture: Uint8Array | null = null;
    try {
      const received = new Date(job.pictureAt);
      const reading = await reader.readAddress(job.url, received, {
        onLoaded: (bytes) => {
          picture = bytes;
          onLoaded();
        },
        span: attempt.about.span,
      });
      const seen = seenPicture(job, reading, receiptAt(received, timeZone).day);
      let status: Result["status"] = "failed";
      let isForReview = false;
      const kept = await this.#finish(claim, seen, (before) => {
        const result = resultOfReading(reading, booking, seen, before);
        status = result.status;
        isForReview = desk.isFor(job, result);
        return endingOfReading(job, result, isForReview);
      });
      this.#moved();
      const milliseconds = Math.round(attempt.milliseconds);
      if (kept) {
        const { app, reasons } = reading;
        const doubts = reasons.filter(isDoubt).map(({ code }) => code);
        const scope = reading.scope?.kind ?? null;
        const whole = Date.now() - cameAt;
        const read = { status, app, doubts, scope, milliseconds: attempt.milliseconds, whole };
        events.emit({ type: "job-read", ...attempt.about, ...read });
        log.info({ ...ofJob(job), status, milliseconds }, "picture read");
        if (isForReview && picture !== null) await desk.keep(job, reading.image.sha256, picture);
      } else {
        const isGone = await this.#leaveBehind(job, reading.image.sha256, attempt);
        const what = isGone ? "its report is gone" : "its report has another one by now";
        log.info({ ...ofJob(job), milliseconds }, `picture read, but ${what}`);
      }
    } catch (error) {
      await this.#afterFailure(claim, error, attempt);
    } finally {
      // Caches and workers have copies of their own.
      if (picture !== null) freeBytes(picture);
    }
  }

  /** Whose picture it was, and where it lay, the disk has changed: nothing may be booked for it, and nobody told of it. */
  async #giveUpDamaged(claim: Claim, { about, milliseconds }: Attempt): Promise<void> {
    const { events, log } = this.#with;
    const { job } = claim;
    const error = {
      code: "QUEUE_DAMAGED",
      message: "The disk has changed this job in the database. Check the disk, and send its report again.",
    } as const;
    log.error({ ...ofJob(job), code: error.code }, "job is damaged in the database: it is not read");
    const kept = await this.#finish(claim, null, () => ({ ...endingOfFailure(job, error), body: null }));
    if (kept) events.emit({ type: "job-failed", ...about, code: error.code, milliseconds });
  }

  async #afterFailure(claim: Claim, error: unknown, attempt: Attempt): Promise<void> {
    const { queue, retrySeconds, events, log } = this.#with;
    const { job, claimToken } = claim;
    const { about } = attempt;
    const release = async (): Promise<void> => {
      await queue.jobs.release(claimToken);
      events.emit({ type: "job-let-go", ...about, why: "released", milliseconds: attempt.milliseconds });
    };
    const { code, message }: Failure = toFailure(error);
    // Whatever fails while the service ends says nothing about the picture.
    if (this.#stopped && isRetryable(code)) {
      await release();
      return;
    }
    const retryAfter = error instanceof ServerBusyError ? error.retryAfterSeconds : null;
    const next = afterFailure(job, { code, message }, retrySeconds, retryAfter, Math.random());
    const details = { ...ofJob(job), code, reason: message, attempts: job.attempts };
    if (next.kind === "release") {
      this.#notBefore = performance.now() + ownFaultPause;
      this.#goDeaf();
      log.error(details, "the job waits, because the installation is at fault");
      await release();
      return;
    }
    if (next.kind === "retry") {
      const pause = Math.round(next.pause);
      log.warn({ ...details, retry_in_ms: pause }, "attempt failed");
      const kept = await queue.jobs.retry(claimToken, { code, message }, pause, next.workerDied);
      const { milliseconds } = attempt;
      if (kept) events.emit({ type: "job-retried", ...about, code, pause, milliseconds });
      else await this.#leaveBehind(job, null, attempt);
    } else {
      log.warn(details, "job failed");
      const kept = await this.#finish(claim, null, () => endingOfFailure(job, { code, message }));
      const { milliseconds } = attempt;
      if (kept) events.emit({ type: "job-failed", ...about, code, milliseconds });
      else await this.#leaveBehind(job, null, attempt);
    }
    this.#moved();
  }

  /**
   * A picture that was replaced, or whose report was forgotten, is nobody's any more, and leaves nothing in the cache. Says
   * whether the report was forgotten.
   */
  async #leaveBehind(job: Job, sha256: string | null, attempt: Attempt): Promise<boolean> {
    const { queue, reader, events, log } = this.#with;
    const present = await queue.jobs.get(job.id);
    const why = present === null ? "forgotten" : "replaced";
    events.emit({ type: "job-let-go", ...attempt.about, why, milliseconds: attempt.milliseconds });
    if (present?.url !== job.url) {
      await reader
        .forget(job.url, sha256)
        .catch((error) =>
          log.warn({ ...ofJob(job), err: error }, "a picture that nobody has stays in the cache"),
        );
    }
    return present === null;
  }

  /** Writes an ending, also when there is no room for it at first. */
  async #finish(
    { job, claimToken }: Claim,
    seen: SeenPicture | null,
    compose: (copies: readonly SeenPicture[]) => Ending,
  ): Promise<boolean> {
    const { queue, log } = this.#with;
    const kept = await untilWritten(() => queue.jobs.finish(claimToken, seen, compose), {
      isStopped: () => this.#stopped,
      onFull: ({ message }, pause) =>
        log.error({ ...ofJob(job), retry_in_ms: pause, reason: message }, "result cannot be written yet"),
    });
    if (kept) this.atWork.ended(job.id);
    return kept;
  }

  #moved(): void {
    this.#inHand.moved();
    this.#toldOfStanding = false;
  }

  async #tellOfStanding(): Promise<void> {
    const seconds = await this.standsStillFor();
    if (seconds === null || this.#toldOfStanding) return;
    this.#toldOfStanding = true;
    const details = { jobs: this.#inHand.size, seconds: Math.round(seconds) };
    this.#with.log.error(details, "no picture is read although reports wait: restart the service");
  }
}
