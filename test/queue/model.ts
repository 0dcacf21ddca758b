import type { AttemptEnd, DeliveryState } from "../../src/queue/delivery.ts";
import type { Ending, JobError, JobState, Submission } from "../../src/queue/job.ts";

interface ModelJob {
  readonly id: string;
  readonly environment: string;
  readonly report: string;
  readonly priority: number;
  state: JobState;
  attempts: number;
  workerDeaths: number;
  dueAt: number | null;
  url: string;
  /** Who holds it. */
  claimToken: string | null;
  /** What it goes back to when it is released. */
  before: { state: JobState; dueAt: number | null } | null;
}

interface ModelDelivery {
  readonly job: ModelJob;
  readonly body: string;
  state: DeliveryState;
  attempts: number;
  unknown: number;
  dueAt: number;
  claimToken: string | null;
}

/** What src/queue/port.ts says, in the simplest way there is: lists, oldest first, that are searched. */
export class QueueModel {
  readonly jobs: ModelJob[] = [];
  readonly deliveries: ModelDelivery[] = [];
  readonly totals = new Map<string, number>();
  /** Jobs that came in and that ended, by environment. */
  readonly hours = { received: new Map<string, number>(), ended: new Map<string, number>() };
  /** The environments that are held: which key was refused, and the claim of the last probe. */
  readonly held = new Map<string, { fingerprint: string; probe: string | null }>();
  /** Claims with which something was ended. */
  readonly ended = new Set<string>();
  paused = false;

  open(environment: string, report: string): ModelJob | undefined {
    return this.jobs.find(
      (job) => job.environment === environment && job.report === report && isOpen(job.state),
    );
  }

  get waiting(): number {
    return this.jobs.filter(({ state }) => state === "waiting" || state === "retrying").length;
  }

  /** `id` is what the queue called a new job. */
  submit(submission: Submission, mostWaiting: number, id: string): "new" | "known" | "full" {
    const { environment, reportId, url, priority } = submission;
    const known = this.open(environment, String(reportId));
    if (known !== undefined) {
      Object.assign(known, {
        state: "waiting",
        attempts: 0,
        workerDeaths: 0,
        dueAt: null,
        url,
        claimToken: null,
      });
      return "known";
    }
    if (this.waiting >= mostWaiting) return "full";
    this.add({ environment, report: String(reportId), priority, url }, id);
    increase(this.hours.received, environment);
    return "new";
  }

  add(job: Pick<ModelJob, "environment" | "report" | "priority" | "url">, id: string): void {
    this.jobs.push({
      ...job,
      id,
      state: "waiting",
      attempts: 0,
      workerDeaths: 0,
      dueAt: null,
      claimToken: null,
      before: null,
    });
  }

  /** The jobs that are handed out next. */
  next(most: number, now: number): ModelJob[] {
    if (this.paused) return [];
    return this.jobs
      .filter(({ state, dueAt }) => state === "waiting" || (state === "retrying" && (dueAt ?? 0) <= now))
      .sort((one, other) => one.priority - other.priority)
      .slice(0, most);
  }

  claim(job: ModelJob, claimToken: string): void {
    job.before = { state: job.state, dueAt: job.dueAt };
    Object.assign(job, { state: "active", attempts: job.attempts + 1, claimToken, dueAt: null });
  }

  finish(claimToken: string, ending: Ending): boolean {
    const job = this.heldBy(claimToken);
    if (job === undefined) return this.ended.has(claimToken);
    this.ended.add(claimToken);
    this.end(job, ending.state, ending.body, ending.counters);
    return true;
  }

  end(job: ModelJob, state: JobState, body: string | null, counters: readonly string[]): void {
    Object.assign(job, { state, claimToken: null, dueAt: null });
    this.count(job.environment, counters);
    increase(this.hours.ended, job.environment);
    if (body === null) return;
    this.deliveries.push({
      job,
      body,
      state: "pending",
      attempts: 0,
      unknown: 0,
      dueAt: 0,
      claimToken: null,
    });
  }

  retry(claimToken: string, _error: JobError, delayMs: number, workerDied: boolean): boolean {
    const job = this.heldBy(claimToken);
    if (job === undefined) return false;
    const workerDeaths = job.workerDeaths + (workerDied ? 1 : 0);
    Object.assign(job, { state: "retrying", claimToken: null, dueAt: dueAfter(delayMs), workerDeaths });
    return true;
  }

  release(claimToken: string): boolean {
    const job = this.heldBy(claimToken);
    if (job === undefined) return false;
    Object.assign(job, { ...job.before, claimToken: null, attempts: job.attempts - 1 });
    return true;
  }

  heldBy(claimToken: string): ModelJob | undefined {
    return this.jobs.find((job) => job.claimToken === claimToken);
  }

  /** A pause that is not 0 is never over. */
  nextDeliveries(
    environment: string,
    most: number,
    now: number,
    probePause: number | undefined,
  ): ModelDelivery[] {
    const hold = this.held.get(environment);
    const isProbing = this.deliveries.some(
      ({ claimToken }) => claimToken !== null && claimToken === hold?.probe,
    );
    if (hold !== undefined && (probePause !== 0 || isProbing)) return [];
    return this.deliveries
      .filter(
        ({ job, state, claimToken, dueAt }) =>
          job.environment === environment && state === "pending" && claimToken === null && dueAt <= now,
      )
      .slice(0, hold === undefined ? most : Math.min(most, 1));
  }

  claimDelivery(delivery: ModelDelivery, claimToken: string): void {
    delivery.attempts++;
    delivery.claimToken = claimToken;
    const hold = this.held.get(delivery.job.environment);
    if (hold !== undefined) hold.probe = claimToken;
  }

  resume(environment: string, exceptFingerprint?: string): boolean {
    const hold = this.held.get(environment);
    if (hold === undefined || hold.fingerprint === exceptFingerprint) return false;
    return this.held.delete(environment);
  }

  endDelivery(claimToken: string, end: AttemptEnd, counters: readonly string[]): boolean {
    const delivery = this.deliveries.find((each) => each.claimToken === claimToken);
    if (delivery === undefined) return this.ended.has(claimToken);
    this.ended.add(claimToken);
    delivery.claimToken = null;
    delivery.state = end.state;
    if (end.state === "pending") {
      delivery.dueAt = dueAfter(end.delayMs);
      if (!end.counts) delivery.attempts--;
    }
    const { environment } = delivery.job;
    if (end.key === "accepted") this.held.delete(environment);
    else if (end.key !== undefined) {
      const { probe = null } = this.held.get(environment) ?? {};
      this.held.set(environment, { fingerprint: end.key.fingerprint, probe });
    }
    this.count(environment, counters);
    return true;
  }

  /** The process that had things in hand is gone. */
  restart(): void {
    this.ended.clear();
    for (const job of this.jobs)
      if (job.state === "active") Object.assign(job, { state: "waiting", claimToken: null });
    for (const delivery of this.deliveries)
      if (delivery.claimToken !== null)
        Object.assign(delivery, { claimToken: null, unknown: delivery.unknown + 1, dueAt: 0 });
  }

  /** Forgets ended jobs, all but those with something left to deliver. */
  prune(): number {
    const isKept = (job: ModelJob) =>
      isOpen(job.state) || this.deliveries.some((each) => each.job === job && each.state === "pending");
    const goes = new Set(this.jobs.filter((job) => !isKept(job)));
    const before = this.jobs.length + this.deliveries.length;
    removeWhere(this.jobs, (job) => goes.has(job));
    removeWhere(this.deliveries, ({ job }) => goes.has(job));
    return before - this.jobs.length - this.deliveries.length;
  }

  count(environment: string, counters: readonly string[]): void {
    for (const counter of counters) increase(this.totals, `${environment} ${counter}`);
  }
}

/** When something is due that is asked for now; what is due at once is due at every time. */
function dueAfter(delayMs: number): number {
  return delayMs === 0 ? 0 : Date.now() + delayMs;
}

export function isOpen(state: JobState): boolean {
  return state === "waiting" || state === "active" || state === "retrying";
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function removeWhere<T>(list: T[], goes: (each: T) => boolean): void {
  list.splice(0, list.length, ...list.filter((each) => !goes(each)));
}
