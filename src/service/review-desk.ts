import { attempt } from "../config/attempt.ts";
import { isRetryable, OcrEcoError, toFailure } from "../errors.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { Page } from "../queue/filter.ts";
import type { Job } from "../queue/job.ts";
import { isOfLoadTest } from "../queue/load-tests.ts";
import type { Queue } from "../queue/port.ts";
import type { JobInReview, ReviewCounts, ReviewOutcome } from "../queue/review.ts";
import { type Decision, decidedResult, kindOf } from "../webhook/decided.ts";
import { webhookBody } from "../webhook/payload.ts";
import type { Result } from "../webhook/schema.ts";
import { resultOfJob } from "./endings.ts";
import type { ServiceEvents } from "./events.ts";
import { pictureGone } from "./kept-picture.ts";
import { type Log, ofJob } from "./log.ts";
import type { PictureReader } from "./picture-reader.ts";

/** How reviews are done. */
interface ReviewRules {
  readonly days: number;
  readonly of: readonly Result["status"][];
  /** Environments that hear of decisions. */
  readonly deliver: "all" | readonly string[];
  readonly undoSeconds: number;
  /** Steps beyond which no count is taken for one of a day. */
  readonly mostSteps: number;
}

interface Options {
  readonly queue: Queue;
  readonly reader: Pick<PictureReader, "kept" | "load" | "forget">;
  readonly pictures: ReviewPictures;
  readonly rules: ReviewRules;
  readonly events: ServiceEvents;
  readonly log: Log;
}

/** A job that a person has before him. */
export interface ReviewItem {
  readonly job: Job;
  readonly result: Result;
}

/** What a person says: `steps` that he found, or why there are none. */
export type Verdict = { readonly steps: number } | { readonly none: "no_count" | "rejected" };

/** Minutes for which what somebody has before him is nobody else's, unless he asks for more meanwhile. */
const heldMinutes = 5;
const leaseMs = heldMinutes * 60_000;
const dayMs = 86_400_000;
/** How often others are asked for in the place of those whose picture is not at hand, for one answer. */
const mostRounds = 5;
/** How long whoever asks waits for pictures that have to be loaded, where none is at hand, in milliseconds. */
const patienceMs = 4000;
/** Pictures that are loaded at the same time: their servers may be slow. */
const mostLoading = 8;
/** How long one whose picture could not be loaded is offered to nobody, in milliseconds. */
const laterMs = 60_000;

/** Where people decide about doubtful readings, one after the other. They are known by name. */
export class ReviewDesk {
  readonly #with: Options;
  /** Jobs whose pictures are being loaded. */
  readonly #loading = new Map<string, Promise<void>>();
  /** Jobs whose pictures could not be loaded, and until when they are let alone. */
  readonly #later = new Map<string, number>();

  constructor(options: Options) {
    this.#with = options;
  }

  /** For how long readings are offered, and kept as labels afterwards. */
  get keptMs(): number {
    return this.#with.rules.days * dayMs;
  }

  /** Whether a person is to decide about a result. */
  isFor({ reportId }: Pick<Job, "reportId">, { status }: Pick<Result, "status">): boolean {
    const { days, of } = this.#with.rules;
    return days > 0 && of.includes(status) && !isOfLoadTest(reportId);
  }

  /** Whether an environment hears of decisions. */
  delivers(environment: string): boolean {
    const { deliver } = this.#with.rules;
    return deliver === "all" || deliver.includes(environment);
  }

  /** Keeps the picture of a job that a person is to decide about. Never rejects: it can be loaded once more. */
  async keep(job: Job, sha256: string, bytes: Uint8Array): Promise<void> {
    const { log } = this.#with;
    await this.#put(job, sha256, bytes).catch((error) =>
      log.warn({ ...ofJob(job), err: error }, "a picture for the review cannot be kept"),
    );
  }

  /**
   * Hands out up to `most` jobs to somebody, with their pictures at hand. Pictures that are not are loaded meanwhile, and their
   * jobs come with a later answer; those whose picture nobody has any more leave the review: the application's people have
   * them.
   */
  async next(
    by: string,
    wanted: { readonly most: number; readonly environment?: string; readonly jobId?: string },
  ): Promise<ReviewItem[]> {
    const until = performance.now() + patienceMs;
    const items = new Map<string, ReviewItem>();
    for (let round = 0; round < mostRounds && items.size < wanted.most; round++) {
      const loading = this.#loading.size;
      const found = await this.#with.queue.reviews.next(by, {
        ...wanted,
        leaseMs,
        keptMs: this.keptMs,
        except: this.#notAtHand(),
      });
      const shown = await Promise.all(found.map(({ job }) => this.#itemOf(job)));
      for (const item of shown) if (item !== null) items.set(item.job.id, item);
      // Others may be at hand in the place of those that are not, or those that came while one asked.
      if (shown.includes(null) || this.#loading.size < loading) continue;
      const rest = until - performance.now();
      if (items.size > 0 || this.#loading.size === 0 || rest <= 0) break;
      await Promise.race([...this.#loading.values(), Bun.sleep(rest)]);
    }
    return [...items.values()].slice(0, wanted.most);
  }

  /** Lets others have what somebody has before him. */
  letGo(by: string): Promise<void> {
    return this.#with.queue.reviews.letGo(by);
  }

  /** Puts one behind all others. Rejects with `REVIEW_UNKNOWN`. */
  async skip(by: string, jobId: string): Promise<void> {
    if (!(await this.#with.queue.reviews.skip(jobId, by))) throw refused({ outcome: "unknown" });
  }

  /**
   * Keeps what somebody decided, and has it delivered where its environment hears of that. Says until when it can be taken
   * back; `null` where it always can. Rejects with `REVIEW_…`, or `QUEUE_DAMAGED`.
   */
  async decide(by: string, jobId: string, verdict: Verdict): Promise<number | null> {
    const { queue, pictures, rules, events } = this.#with;
    const at = new Date();
    const job = await queue.jobs.get(jobId);
    const read = job === null ? null : resultOfJob(job);
    if (job === null || read === null) throw refused({ outcome: "unknown" });
    if ("steps" in verdict && verdict.steps > rules.mostSteps) {
      throw new OcrEcoError(
        "REQUEST_INVALID",
        `${verdict.steps} is more than anybody walks on a day (MAX_DAILY_STEPS is ${rules.mostSteps}). Look again.`,
      );
    }
    const decision = decisionOf(read, verdict);
    const outcome = await queue.reviews.decide(jobId, {
      decision: JSON.stringify(decision),
      by,
      undoMs: rules.undoSeconds * 1000,
      compose: (present) => {
        const result = resultOfJob(present);
        if (result === null || !this.delivers(present.environment)) return null;
        return webhookBody(present, decidedResult(result, decision, by, at));
      },
    });
    if (outcome.outcome !== "done") throw refused(outcome);
    const { environment } = job;
    if (outcome.isNew) {
      events.emit({ type: "job-reviewed", environment, jobId, decision: kindOf(decision) });
      if (read.image !== undefined) await pictures.decided(read.image.sha256);
    }
    return outcome.undoUntil;
  }

  /** Takes back what somebody decided; he has it before him again. Rejects with `REVIEW_…`. */
  async undo(by: string, jobId: string): Promise<ReviewItem> {
    const { queue, events } = this.#with;
    const outcome = await queue.reviews.undo(jobId, by, leaseMs);
    if (outcome.outcome !== "done") throw refused(outcome);
    const { job } = outcome;
    events.emit({ type: "job-reviewed", environment: job.environment, jobId, decision: "undone" });
    const result = resultOfJob(job);
    if (result === null) throw refused({ outcome: "unknown" });
    return { job, result };
  }

  /** How much there is to decide, by whom, and what was decided in the last `decidedMs`. */
  counts(decidedMs: number): Promise<ReviewCounts> {
    return this.#with.queue.reviews.counts(this.keptMs, decidedMs);
  }

  /** What was decided, newest jobs first. */
  decisions(page: Page): Promise<JobInReview[]> {
    return this.#with.queue.reviews.decisions(page);
  }

  /** `null` where its picture is not at hand: then it is being loaded, or is let alone for a while, or has left the review. */
  async #itemOf(job: Job): Promise<ReviewItem | null> {
    const { pictures } = this.#with;
    const result = attempt(
      () => resultOfJob(job),
      () => {},
    );
    const sha256 = result?.image?.sha256;
    if (result === undefined || result === null || sha256 === undefined) {
      await this.#giveUp(job, pictureGone());
      return null;
    }
    if (await pictures.has(sha256)) return { job, result };
    if (!this.#loading.has(job.id) && this.#loading.size < mostLoading) {
      const loading = this.#load(job, sha256)
        .catch((error) => this.#giveUp(job, error))
        .finally(() => this.#loading.delete(job.id));
      this.#loading.set(job.id, loading);
    } else this.#later.set(job.id, performance.now() + patienceMs);
    return null;
  }

  /** What is not offered for now. */
  #notAtHand(): string[] {
    const present = performance.now();
    for (const [id, until] of this.#later) if (until <= present) this.#later.delete(id);
    return [...this.#loading.keys(), ...this.#later.keys()];
  }

  /** Takes a job from the review, or lets it alone for a while where its picture may be there again. Never rejects. */
  async #giveUp(job: Job, error: unknown): Promise<void> {
    const { queue, log } = this.#with;
    const { code, message } = toFailure(error);
    log.warn({ ...ofJob(job), code, reason: message }, "a picture cannot be shown for its review");
    // An address that is forbidden now may be allowed by the next settings.
    if (isRetryable(code) || code === "URL_FORBIDDEN") {
      this.#later.set(job.id, performance.now() + laterMs);
      return;
    }
    await queue.reviews
      .drop(job.id)
      .catch((why) => log.warn({ ...ofJob(job), err: why }, "a job cannot be taken from the review"));
  }

  /** Has the picture of a job at hand. Rejects where it is not the one any more that was read, or cannot be loaded. */
  async #load(job: Job, sha256: string): Promise<void> {
    const { reader } = this.#with;
    const kept = await reader.kept(job.url, sha256, new Date(job.pictureAt));
    if (kept.bytes !== null) return this.#put(job, sha256, kept.bytes);
    const loaded = await reader.load(job.url);
    if (loaded.sha256 !== sha256) throw pictureGone();
    await this.#put(job, sha256, loaded.bytes);
  }

  /** Keeps a picture, unless its report was forgotten meanwhile: then nothing of it may stay. */
  async #put(job: Job, sha256: string, bytes: Uint8Array): Promise<void> {
    const { queue, reader, pictures } = this.#with;
    await pictures.put(sha256, bytes, new Date(job.endedAt ?? Date.now()));
    if ((await queue.jobs.get(job.id)) !== null) return;
    await pictures.forget([sha256]);
    await reader.forget(job.url, sha256);
  }
}

function decisionOf({ candidate_steps }: Result, verdict: Verdict): Decision {
  const candidate = candidate_steps ?? null;
  if ("steps" in verdict) return { kind: "count", steps: verdict.steps, candidate };
  return { kind: verdict.none, candidate };
}

function refused(outcome: Exclude<ReviewOutcome, { outcome: "done" }>): OcrEcoError {
  switch (outcome.outcome) {
    case "unknown":
      return new OcrEcoError(
        "REVIEW_UNKNOWN",
        "Nobody is to decide about this job: it is not in doubt, or nothing is kept of it any more.",
      );
    case "undecided":
      return new OcrEcoError(
        "REVIEW_UNKNOWN",
        "Nobody has decided about this job, or it is taken back already.",
      );
    case "replaced":
      return new OcrEcoError(
        "REVIEW_REPLACED",
        "Its report was sent again, and the newer picture stands for it. Nothing was decided.",
      );
    case "on-its-way":
      return new OcrEcoError(
        "REVIEW_TOO_EARLY",
        "What was read is still on its way to the application. Decide when it has arrived, so that it does not come last.",
      );
    case "held":
      return new OcrEcoError("REVIEW_HELD", `${outcome.by} is looking at this report now.`);
    case "decided":
      return new OcrEcoError("REVIEW_DECIDED", `${outcome.by} has decided about this report already.`);
    case "sent":
      return new OcrEcoError(
        "REVIEW_SENT",
        "The decision has been sent to the application, and cannot be taken back here.",
      );
  }
}
