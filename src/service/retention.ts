import type { PictureCache } from "../images/picture-cache.ts";
import type { History } from "../queue/port.ts";
import type { Log } from "./log.ts";

export interface RetentionOptions {
  readonly history: History;
  readonly cache: PictureCache;
  readonly doneHours: number;
  readonly failedDays: number;
  readonly historyDays: number;
  readonly log: Log;
}

const hour = 3_600_000;
const day = 24 * hour;
/** How often is looked for what is too old, in milliseconds. */
const interval = 600_000;

/** Deletes what is too old, from time to time. */
export class Retention {
  readonly #with: RetentionOptions;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#with = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.run();
    }, interval);
    this.#running = this.run();
  }

  /** Resolves when nothing is deleted any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async run(): Promise<void> {
    const { history, cache, doneHours, failedDays, historyDays, log } = this.#with;
    try {
      const now = Date.now();
      const rows = await history.prune({
        doneBefore: now - doneHours * hour,
        failedBefore: now - failedDays * day,
        seenBefore: now - historyDays * day,
      });
      if (rows > 0) log.debug({ rows }, "old rows deleted");
      await cache.sweep();
    } catch (error) {
      log.warn({ err: error }, "old data cannot be deleted");
    }
  }
}
