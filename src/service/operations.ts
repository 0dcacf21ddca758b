import { OcrEcoError } from "../errors.ts";
import type { JobFilter } from "../queue/filter.ts";
import type { Queue } from "../queue/port.ts";
import type { Courier } from "./courier.ts";
import { endingOfCancelled } from "./endings.ts";

/** Which failed deliveries are meant: by their whole ids, or by what they have in common. Times are in milliseconds since 1970. */
export type WhichDeliveries =
  | readonly string[]
  | { readonly environment?: string; readonly from?: number; readonly until?: number };

/** Jobs that are ended, or begun again, in one transaction: a few milliseconds, between which others get their turn. */
const batch = 200;

/** What an operator does to what is in the queue. All reject with `QUEUE_STORAGE_FULL` where the disk has no room. */
export class Operations {
  readonly #queue: Queue;
  readonly #couriers: readonly Courier[];

  constructor(queue: Queue, couriers: readonly Courier[]) {
    this.#queue = queue;
    this.#couriers = couriers;
  }

  /** Starts no further jobs, or goes on. */
  setPaused(isPaused: boolean): Promise<void> {
    return this.#queue.jobs.setPaused(isPaused);
  }

  /** Cancels all jobs that wait, and says how many; `isTold` is whether their reports hear that they failed. */
  cancelWaiting(isTold: boolean): Promise<number> {
    return this.#queue.jobs.cancel("waiting", (job) => endingOfCancelled(job, isTold));
  }

  /** Cancels a job. Rejects with `JOB_UNKNOWN` where there is none with this id that has not ended. */
  async cancel(id: string, isTold: boolean): Promise<number> {
    const cancelled = await this.#queue.jobs.cancel([id], (job) => endingOfCancelled(job, isTold));
    if (cancelled === 0)
      throw new OcrEcoError("JOB_UNKNOWN", "There is no job with this id that has not ended.");
    return cancelled;
  }

  /** Has a failed or cancelled job worked on again; resolves with the new job's id. Rejects with `JOB_UNKNOWN`. */
  async again(id: string): Promise<string> {
    const [next] = await this.#queue.jobs.again([id]);
    if (next === undefined)
      throw new OcrEcoError(
        "JOB_UNKNOWN",
        "There is no failed or cancelled job with this id, or its report has come again since.",
      );
    return next;
  }

  /**
   * Has all failed and cancelled jobs worked on again that a filter finds, the youngest of each report, and says how many.
   * Rejects with `FILTER_CHANGED`, and does nothing, unless they are as many as `expected`. What is done when it rejects
   * otherwise stays done.
   */
  async retryAll(filter: JobFilter, expected: number): Promise<number> {
    const ids = await this.#idsOf("retriable", filter, expected);
    return inBatches(ids, async (some) => (await this.#queue.jobs.again(some)).length);
  }

  /** The same for cancelling all that have not ended; `isTold` is whether their reports hear that they failed. */
  async cancelAll(filter: JobFilter, expected: number, isTold: boolean): Promise<number> {
    const ids = await this.#idsOf("cancellable", filter, expected);
    return inBatches(ids, (some) => this.#queue.jobs.cancel(some, (job) => endingOfCancelled(job, isTold)));
  }

  /** Those that were there when it was asked: what comes in or changes meanwhile was not meant, and is left alone. */
  async #idsOf(
    kind: Parameters<Queue["jobs"]["idsOf"]>[0],
    filter: JobFilter,
    expected: number,
  ): Promise<string[]> {
    const ids = await this.#queue.jobs.idsOf(kind, filter);
    if (ids.length === expected) return ids;
    const jobs = ids.length === 1 ? "1 job" : `${ids.length} jobs`;
    throw new OcrEcoError(
      "FILTER_CHANGED",
      `By now the filter finds ${jobs} that this can be done to, and not ${expected}. Look at them again; nothing was done.`,
    );
  }

  /** Sends failed deliveries again, and says how many. */
  redeliver(which: WhichDeliveries): Promise<number> {
    return this.#queue.deliveries.redeliver(which);
  }

  /** Notes that nothing has to be done about failed deliveries, and says how many. */
  dismiss(which: WhichDeliveries): Promise<number> {
    return this.#queue.deliveries.dismiss(which);
  }

  /** Lets held deliveries of an environment go on. Rejects with `ENVIRONMENT_UNKNOWN`. */
  async resume(environment: string): Promise<void> {
    const courier = this.#couriers.find((each) => each.environment === environment);
    // Where others deliver, no key of it has to be known here.
    if (courier === undefined && (await this.#queue.deliveries.resume(environment))) return;
    if (courier === undefined) {
      throw new OcrEcoError(
        "ENVIRONMENT_UNKNOWN",
        `The environment ${environment} has no destination, so nothing is held.`,
      );
    }
    await courier.resume();
  }
}

/** Does something to some after the others, and says to how many it was done. */
async function inBatches(
  ids: readonly string[],
  act: (some: readonly string[]) => Promise<number>,
): Promise<number> {
  let done = 0;
  for (let from = 0; from < ids.length; from += batch) done += await act(ids.slice(from, from + batch));
  return done;
}
