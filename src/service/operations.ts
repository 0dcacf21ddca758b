import { OcrEcoError } from "../errors.ts";
import type { Queue } from "../queue/port.ts";
import type { Courier } from "./courier.ts";
import { endingOfCancelled } from "./endings.ts";

/** Which failed deliveries are meant: by their whole ids, or by what they have in common. Times are in milliseconds since 1970. */
export type WhichDeliveries =
  | readonly string[]
  | { readonly environment?: string; readonly from?: number; readonly until?: number };

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
      throw new OcrEcoError("JOB_UNKNOWN", "There is no failed or cancelled job with this id.");
    return next;
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
    if (courier === undefined) {
      throw new OcrEcoError(
        "ENVIRONMENT_UNKNOWN",
        `The environment ${environment} has no destination, so nothing is held.`,
      );
    }
    await courier.resume();
  }
}
