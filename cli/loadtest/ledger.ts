import type { z } from "zod";
import type { jobWithDeliveriesSchema } from "../../src/api/jobs.ts";
import { loadTestPrefix } from "../../src/queue/load-tests.ts";
import type { readDeliverySchema } from "../../src/webhook/schema.ts";
import { isRight } from "./judge.ts";
import type { LoadPicture } from "./pictures.ts";

type Job = z.infer<typeof jobWithDeliveriesSchema>;
type Delivered = z.infer<typeof readDeliverySchema>;

/** How a result is, for whoever sent the picture. */
export type Verdict = "verified" | "needs_review" | "no_steps" | "failed" | "wrong";

/** What became of one report. Times are of `performance.now()`, in milliseconds. */
export interface Entry {
  readonly reportId: string;
  readonly url: string;
  readonly picture: LoadPicture;
  /** When it should have been sent: at a fixed rate the time that the rate gives, else when it left. */
  dueAt: number;
  acceptedAt: number | null;
  /** From its answer; until that comes, and where none does, from its result. */
  jobId: string | null;
  /** When its first delivery came here. */
  deliveredAt: number | null;
  /** Deliveries of it that came here, right or wrong. */
  deliveries: number;
  verdict: Verdict | null;
  /** The status that it was answered with, or the code of why it was not; `null` where nobody waited for it. */
  answer: string | null;
  /** The code of a job that failed. */
  failure: string | null;
  /** On the service's clock, in milliseconds: from 202 to the reading's begin, to its end, to its delivery. */
  spans: { waited: number; read: number; delivered: number | null } | null;
  isLost: boolean;
  /** Its result was refused for good. */
  isUndelivered: boolean;
}

/** Something went wrong, and how often. */
export interface Cause {
  readonly cause: string;
  count: number;
}

/** Everything that was sent, and what came back of it. */
export class Ledger {
  readonly #prefix: string;
  readonly #byReport = new Map<string, Entry>();
  /** Garbled deliveries of which nobody knows yet whose they are, by their webhook-id. */
  readonly #nobodys = new Set<string>();
  readonly #open = new Set<Entry>();
  readonly #errors = new Map<string, Cause>();
  readonly #answers = new Map<string, number>();
  /** Refused ones, where each report is to be told of. */
  readonly #refused: Entry[] = [];
  readonly #isRecording: boolean;
  /** Those that were accepted. */
  readonly entries: Entry[] = [];
  refused = 0;
  unanswered = 0;
  /** Those whose answer nobody waited for any more. */
  givenUp = 0;
  results = 0;
  /** Deliveries that cannot be of any report that was sent. */
  strangers = 0;
  /** Deliveries of other load tests, whose jobs the service still had. */
  ofOthers = 0;
  /** When something came in last. */
  changedAt = performance.now();

  /**
   * `run` is part of the ids of its reports, and of no others. `isRecording` keeps refused ones as well: there may be a
   * hundred thousand in seconds.
   */
  constructor(run: string, isRecording = false) {
    this.#isRecording = isRecording;
    this.#prefix = `${loadTestPrefix}${run}-`;
  }

  /** Adds the report with this number, which is to be sent. */
  add(number: number, url: string, picture: LoadPicture, dueAt: number): Entry {
    // No application takes ids like these: whatever goes wrong, nothing is booked.
    const reportId = `${this.#prefix}${number}`;
    const entry: Entry = {
      reportId,
      url,
      picture,
      dueAt,
      acceptedAt: null,
      jobId: null,
      deliveredAt: null,
      deliveries: 0,
      verdict: null,
      answer: null,
      failure: null,
      spans: null,
      isLost: false,
      isUndelivered: false,
    };
    this.#byReport.set(reportId, entry);
    return entry;
  }

  /** Accepted reports of which nothing is known yet, in the order in which they were accepted. */
  get open(): ReadonlySet<Entry> {
    return this.#open;
  }

  /** Reports of which there is a result, also those whose answer never came. */
  get settled(): Entry[] {
    return [...this.#byReport.values()].filter(({ verdict }) => verdict !== null);
  }

  /** Every report that was sent; without recording, none that was refused. */
  get all(): Entry[] {
    return [...this.#byReport.values(), ...this.#refused].sort((one, other) => one.dueAt - other.dueAt);
  }

  /** How many reports were answered with each status, or not answered for each reason. */
  get answers(): { answer: string; count: number }[] {
    return [...this.#answers]
      .map(([answer, count]) => ({ answer, count }))
      .sort((one, other) => other.count - one.count);
  }

  /** Notes what a report was answered with, or why it was not. */
  noteAnswer(entry: Entry, answer: string): void {
    entry.answer = answer;
    this.#answers.set(answer, (this.#answers.get(answer) ?? 0) + 1);
  }

  get errors(): Cause[] {
    return [...this.#errors.values()].sort((one, other) => other.count - one.count);
  }

  /** `at`: when the answer came. */
  noteAccepted(entry: Entry, jobId: string, { dueAt, at }: { dueAt: number; at: number }): void {
    entry.dueAt = dueAt;
    entry.acceptedAt = at;
    entry.jobId = jobId;
    this.entries.push(entry);
    // Its result may have been faster than the answer.
    if (entry.verdict === null) this.#open.add(entry);
    this.changedAt = at;
  }

  /** The service did not take it. */
  noteRefused(entry: Entry, cause: string): void {
    this.refused++;
    this.noteError(cause);
    this.#byReport.delete(entry.reportId);
    if (this.#isRecording) this.#refused.push(entry);
  }

  /** Nobody knows whether the service took it: a result of it may come. */
  noteUnanswered(entry: Entry, cause: string): void {
    this.unanswered++;
    this.noteAnswer(entry, cause);
    this.noteError(cause);
  }

  noteError(cause: string): void {
    const known = this.#errors.get(cause);
    if (known === undefined) this.#errors.set(cause, { cause, count: 1 });
    else known.count++;
  }

  /** Whether a report is one of another load test, or of what went before this one. */
  isOfOthers(reportId: string): boolean {
    return reportId.startsWith(loadTestPrefix) && !reportId.startsWith(this.#prefix);
  }

  /**
   * Notes a delivery: its body, or `null` when it was none that can be understood. Returns its entry, and `null` when it
   * is of no report that was sent.
   */
  noteDelivery(body: Delivered | null, webhookId: string | null): Entry | null {
    const entry = body === null ? undefined : this.#byReport.get(String(body.report_id));
    this.changedAt = performance.now();
    if (body === null || entry === undefined) {
      if (webhookId === null) this.strangers++;
      else this.#nobodys.add(webhookId);
      return null;
    }
    entry.deliveries++;
    entry.deliveredAt ??= this.changedAt;
    const isItsOwn = body.img_url === entry.url && (entry.acceptedAt === null || body.job_id === entry.jobId);
    entry.jobId ??= body.job_id;
    this.#settle(entry, isItsOwn && isRight(body, entry.picture.label) ? body.status : "wrong");
    if (body.status === "failed") this.#noteFailure(entry, body.error?.code ?? "failed");
    return entry;
  }

  /** Notes what the service says of a job. `isPolled`: nothing is delivered here, so that this is the result. */
  noteJob(entry: Entry, job: Job, isPolled: boolean): void {
    const { submitted_at: submitted, started_at: started, ended_at: ended } = job;
    for (const { webhook_id: id } of job.deliveries) {
      if (!this.#nobodys.delete(id)) continue;
      entry.deliveries++;
      entry.deliveredAt ??= performance.now();
      this.#settle(entry, "wrong");
    }
    const refusal = job.deliveries.find(({ state }) => state === "failed");
    if (refusal !== undefined && !entry.isUndelivered) {
      entry.isUndelivered = true;
      const { last_status: status } = refusal;
      this.noteError(status === null ? "result not taken" : `result refused: answer ${status}`);
    }
    if (ended === null || submitted === null) return;
    const last = job.deliveries.find(({ state }) => state === "delivered")?.ended_at ?? null;
    const begun = Date.parse(started ?? ended);
    entry.spans = {
      waited: begun - Date.parse(submitted),
      read: Date.parse(ended) - begun,
      delivered: last === null ? null : Date.parse(last) - Date.parse(ended),
    };
    if (!isPolled) return;
    const { result } = job;
    const status = result?.status ?? "failed";
    this.#settle(entry, result === null || isRight(result, entry.picture.label) ? status : "wrong");
    if (status === "failed") this.#noteFailure(entry, result?.error?.code ?? job.error?.code ?? "failed");
  }

  noteLost(entry: Entry): void {
    entry.isLost = true;
    this.#open.delete(entry);
  }

  /** Garbled deliveries that turned out to be of no job. */
  get unclaimed(): number {
    return this.#nobodys.size + this.strangers;
  }

  #settle(entry: Entry, verdict: Verdict): void {
    if (entry.verdict === null) this.results++;
    // What was wrong once is not made right by what comes after it: the first would have been booked.
    if (entry.verdict !== "wrong") entry.verdict = verdict;
    entry.isLost = false;
    this.#open.delete(entry);
    this.changedAt = performance.now();
  }

  #noteFailure(entry: Entry, code: string): void {
    if (entry.failure === null) this.noteError(`job failed: ${code}`);
    entry.failure = code;
  }
}
