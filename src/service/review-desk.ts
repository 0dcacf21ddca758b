import { isRetryable, OcrEcoError, toFailure } from "../errors.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { Page } from "../queue/filter.ts";
import type { Job } from "../queue/job.ts";
import { isOfLoadTest } from "../queue/load-tests.ts";
import type { Queue } from "../queue/port.ts";
import type { JobInReview, Review, ReviewCounts, ReviewOutcome } from "../queue/review.ts";
import { type Decision, decidedResult, kindOf } from "../webhook/decided.ts";
import { webhookBody } from "../webhook/payload.ts";
import type { Result } from "../webhook/schema.ts";
import { resultOfJob } from "./endings.ts";
import type { ServiceEvents } from "./events.ts";
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
  readonly reader: Pick<PictureReader, "kept" | "load">;
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
/** How often other ones take the place of those whose picture is gone, before whoever asks hears that there are no more. */
const mostRounds = 20;

/** Where people decide about doubtful readings, one after the other. They are known by name. */
export class ReviewDesk {
  readonly #with: Options;

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
    const { pictures, log } = this.#with;
    await pictures
      .put(sha256, bytes)
      .catch((error) => log.warn({ ...ofJob(job), err: error }, "a picture for the review cannot be kept"));
  }

  /**
   * Hands out up to `most` jobs to somebody, with their pictures at hand. Those whose picture nobody has any more are taken
   * from the review: the application's people have them.
   */
  async next(
    by: string,
    wanted: { readonly most: number; readonly environment?: string; readonly jobId?: string },
  ): Promise<ReviewItem[]> {
    const { queue } = this.#with;
    let items: ReviewItem[] = [];
    for (let round = 0; round < mostRounds; round++) {
      const found = await queue.reviews.next(by, { ...wanted, leaseMs, keptMs: this.keptMs });
      const shown = await Promise.all(found.map((each) => this.#itemOf(each, by)));
      items = shown.filter((each) => each !== null);
      if (items.length === found.length) break;
    }
    return items;
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
    const { queue, rules, events } = this.#with;
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
    events.emit({ type: "job-reviewed", environment, jobId, decision: kindOf(decision) });
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

  /** What is, or was, decided about a job; `null` where nobody is to. */
  about(jobId: string): Promise<Review | null> {
    return this.#with.queue.reviews.get(jobId);
  }

  /** How much there is to decide, by whom, and what was decided in the last `decidedMs`. */
  counts(decidedMs: number): Promise<ReviewCounts> {
    return this.#with.queue.reviews.counts(this.keptMs, decidedMs);
  }

  /** What was decided, newest jobs first. */
  decisions(page: Page): Promise<JobInReview[]> {
    return this.#with.queue.reviews.decisions(page);
  }

  /** `null` where it cannot be shown: then it has left the review, or goes to its end. */
  async #itemOf({ job }: JobInReview, by: string): Promise<ReviewItem | null> {
    const { queue, log } = this.#with;
    try {
      const result = resultOfJob(job);
      const sha256 = result?.image?.sha256;
      if (result === null || sha256 === undefined) throw gone();
      await this.#ensure(job, sha256);
      return { job, result };
    } catch (error) {
      const { code, message } = toFailure(error);
      if (isRetryable(code)) await queue.reviews.skip(job.id, by);
      else await queue.reviews.drop(job.id);
      log.warn({ ...ofJob(job), code, reason: message }, "a picture cannot be shown for its review");
      return null;
    }
  }

  /** Has the picture of a job at hand. Rejects where it is not the one any more that was read, or cannot be loaded. */
  async #ensure(job: Job, sha256: string): Promise<void> {
    const { reader, pictures } = this.#with;
    if (await pictures.has(sha256)) return;
    const { bytes } = await reader.kept(job.url, sha256, new Date(job.pictureAt));
    if (bytes !== null) return pictures.put(sha256, bytes);
    const loaded = await reader.load(job.url);
    if (loaded.sha256 !== sha256) throw gone();
    await pictures.put(sha256, loaded.bytes);
  }
}

function decisionOf({ candidate_steps }: Result, verdict: Verdict): Decision {
  const candidate = candidate_steps ?? null;
  if ("steps" in verdict) return { kind: "count", steps: verdict.steps, candidate };
  return { kind: verdict.none, candidate };
}

function gone(): OcrEcoError {
  return new OcrEcoError("PICTURE_GONE", "The picture of this job is not kept any more.");
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
