import { expect } from "bun:test";
import { type Totals, totalsSchema } from "../../src/api/totals.ts";
import type { Ending, Submission } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/port.ts";
import { localHourIn } from "../../src/service/local-hour.ts";
import { totalsOf } from "../../src/service/totals.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { sqlitePlace } from "./sqlite/support.ts";
import { claimOne, ending, opened, submit } from "./support.ts";

const timeZone = "Asia/Jakarta";

/** How jobs end. */
export const verified: Partial<Ending> = { counters: ["ended", "verified"] };
export const gone: Partial<Ending> = {
  state: "failed",
  counters: ["ended", "failed", "failed:DOWNLOAD_STATUS"],
};

/** A queue whose clock the test sets, and what its service says of it. */
export class CountedQueue {
  readonly folder: string;
  #now = 0;
  #reports = 0;
  #queue!: Queue;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(folder = temporaryFolder()): Promise<CountedQueue> {
    const made = new CountedQueue(folder);
    const place = sqlitePlace(folder, { now: () => made.#now, localHour: localHourIn(timeZone) });
    made.#queue = await opened(place);
    return made;
  }

  /** Takes jobs from beginning to end that come in at a time in Jakarta, wait and are read for so many seconds. */
  async jobs(
    many: number,
    at: string,
    end: Partial<Ending> = verified,
    { waits = 0, reads = 1, ...over }: { waits?: number; reads?: number } & Partial<Submission> = {},
  ): Promise<void> {
    for (let job = 0; job < many; job++) {
      this.#now = Date.parse(`${at}:00+07:00`);
      await submit(this.#queue, { reportId: ++this.#reports, ...over });
      this.#now += waits * 1000;
      const { claimToken } = await claimOne(this.#queue);
      this.#now += reads * 1000;
      await this.#queue.jobs.finish(claimToken, null, () => ending(end));
    }
  }

  /** What the service answers at a time in Jakarta. */
  async totals(days: number, at: string, environment?: string): Promise<Totals> {
    const found = await totalsOf(this.#queue.history, {
      days,
      timeZone,
      now: Date.parse(`${at}:00+07:00`),
      ...(environment === undefined ? {} : { environment }),
    });
    expect(totalsSchema.parse(found)).toEqual(found);
    return found;
  }

  /** Deletes what is older than a time in Jakarta by so many days, as the service does. */
  async prune(historyDays: number, at: string): Promise<void> {
    this.#now = Date.parse(`${at}:00+07:00`);
    const ever = Number.POSITIVE_INFINITY;
    await this.#queue.history.prune({
      doneMs: ever,
      failedMs: ever,
      seenMs: historyDays * 86_400_000,
      reviewMs: 0,
    });
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
