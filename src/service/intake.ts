import { queueFullMessage } from "../api/problems.ts";
import { type Environments, reservedEnvironment } from "../config/destinations.ts";
import { OcrEcoError } from "../errors.ts";
import type { CallersId, Submission, Submitted } from "../queue/job.ts";
import type { JobQueue } from "../queue/port.ts";
import type { ServiceEvents } from "./events.ts";
import type { Traces } from "./traces.ts";

/** A report as a caller sends it. */
export interface Report {
  readonly report_id: CallersId;
  readonly user_id: CallersId;
  readonly s3_url: string;
  readonly environment?: string | null | undefined;
}

/** A report as the queue takes it, but for its trace. */
type Untraced = Omit<Submission, "trace">;

/** How reports come in. */
interface Arrival {
  /** The `traceparent` that their caller sent, whatever it is. */
  readonly traceparent?: string | null;
  /** Called right before they are written. */
  readonly check?: () => void;
}

/** Takes reports in: the one way to a job. */
export class Intake {
  readonly #jobs: JobQueue;
  readonly #environments: Environments;
  readonly #usual: string;
  readonly #mostWaiting: number;
  readonly #traces: Traces;
  readonly #events: ServiceEvents;

  /** `usual` is the environment of a report that names none; `events` are told of each report. */
  constructor(
    jobs: JobQueue,
    environments: Environments,
    usual: string,
    mostWaiting: number,
    traces: Traces,
    events: ServiceEvents,
  ) {
    this.#jobs = jobs;
    this.#environments = environments;
    this.#usual = usual;
    this.#mostWaiting = mostWaiting;
    this.#traces = traces;
    this.#events = events;
  }

  /**
   * Rejects with `ENVIRONMENT_UNKNOWN`, `QUEUE_FULL` or `QUEUE_STORAGE_FULL`, or with what `check` throws. What it resolves with is
   * on disk.
   */
  async submit(report: Report, arrival: Arrival = {}): Promise<Exclude<Submitted, { outcome: "full" }>> {
    const [submitted] = await this.#submit([this.submissionOf(report)], arrival);
    if (submitted === undefined || submitted.outcome === "full") {
      throw new OcrEcoError("QUEUE_FULL", queueFullMessage);
    }
    return submitted;
  }

  /** Takes in many at once; what is wrong with one says nothing about the others. */
  async submitAll(reports: readonly Report[], arrival: Arrival = {}): Promise<(Submitted | OcrEcoError)[]> {
    const checked = reports.map((report) => {
      try {
        return this.submissionOf(report);
      } catch (error) {
        if (error instanceof OcrEcoError) return error;
        throw error;
      }
    });
    const good = checked.filter((each): each is Untraced => !(each instanceof OcrEcoError));
    const submitted = await this.#submit(good, arrival);
    return checked.map((each) => {
      if (each instanceof OcrEcoError) return each;
      const outcome = submitted[good.indexOf(each)];
      if (outcome === undefined) throw new Error("the queue did not answer for every report");
      return outcome;
    });
  }

  async #submit(
    untraced: readonly Untraced[],
    { traceparent = null, check }: Arrival,
  ): Promise<readonly Submitted[]> {
    const began = performance.now();
    const traces = untraced.map(() => this.#traces.begin(traceparent));
    const submissions = untraced.map((each, index) => ({ ...each, trace: traces[index]?.kept ?? null }));
    const submitted = await this.#jobs.submit(submissions, this.#mostWaiting, check);
    const milliseconds = performance.now() - began;
    for (const [index, each] of submitted.entries()) {
      const environment = untraced[index]?.environment ?? this.#usual;
      const span = traces[index]?.span ?? null;
      const jobId = each.outcome === "full" ? null : each.job.id;
      const { outcome } = each;
      this.#events.emit({ type: "report-submitted", environment, outcome, jobId, milliseconds, span });
    }
    return submitted;
  }

  /** Throws `ENVIRONMENT_UNKNOWN` for an environment that nobody knows, or without a destination. */
  submissionOf({ report_id, user_id, s3_url, environment: named }: Report): Untraced {
    const environment = (named ?? this.#usual).toLowerCase();
    if (!this.#environments.addressed.has(environment)) {
      const suffix = environment.toUpperCase();
      const { known } = this.#environments;
      const what = known.includes(environment)
        ? `environment ${environment} has no destination. Set LARAVEL_API_URL_${suffix} and LARAVEL_API_KEY_${suffix}`
        : /^[A-Z0-9_]+$/.test(suffix) && !reservedEnvironment.test(suffix)
          ? `environment ${environment} is not known. Known are ${known.join(", ")}; set LARAVEL_API_URL_${suffix} to add it`
          : `environment is not known: names are of letters, digits and _, and do not end in file. Known are ${known.join(", ")}`;
      throw new OcrEcoError("ENVIRONMENT_UNKNOWN", `The ${what}.`);
    }
    return {
      environment,
      reportId: report_id,
      userId: user_id,
      url: s3_url,
      // Nobody waits for what is tried out.
      priority: environment === "production" ? 0 : 1,
    };
  }
}
