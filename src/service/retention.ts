import type { PictureCache } from "../images/picture-cache.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { History } from "../queue/port.ts";
import { factsOfKept, withoutText } from "./endings.ts";
import type { ForgottenPictures } from "./forgotten-pictures.ts";
import type { Log } from "./log.ts";

export interface RetentionOptions {
  readonly history: History;
  readonly cache: PictureCache;
  readonly reviewPictures: ReviewPictures;
  /** What was forgotten at other instances; `null` where nobody keeps pictures that this one does not see. */
  readonly elsewhere: ForgottenPictures | null;
  /** Days that doubtful readings are kept for whoever decides about them. */
  readonly reviewDays: number;
  readonly doneHours: number;
  readonly failedDays: number;
  readonly historyDays: number;
  /** Hours after their delivery that texts are kept. */
  readonly textHours: number;
  readonly log: Log;
}

const hour = 3_600_000;
const day = 24 * hour;
/** How often is looked for what is too old, in milliseconds; and where texts go as soon as they are delivered. */
const interval = { usual: 600_000, prompt: 60_000 } as const;

/** Deletes what is too old, from time to time, and sees that what is kept can be found. */
export class Retention {
  readonly #with: RetentionOptions;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#with = options;
  }

  start(): void {
    const pause = this.#with.textHours === 0 ? interval.prompt : interval.usual;
    this.#timer = setInterval(() => void this.run(), pause);
    void this.run();
  }

  /** Resolves when nothing is deleted any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Deletes what is too old now. Never rejects. */
  run(): Promise<void> {
    this.#running = this.#running.then(async () => {
      // What cannot be done for one of them says nothing about the others.
      await this.#try(() => this.#prune());
      await this.#try(() => this.#noteFacts());
      await this.#try(() => this.#condense());
      // Also where nothing was deleted now: something may have been before the process ended last, or been forgotten.
      await this.#try(() => this.#with.history.wipe());
      await this.#try(async () => this.#with.elsewhere?.forgetFrom(this.#with));
      await this.#try(() => this.#with.cache.sweep());
      await this.#try(() => this.#with.reviewPictures.sweep());
    });
    return this.#running;
  }

  async #prune(): Promise<void> {
    const { history, doneHours, failedDays, historyDays, reviewDays, log } = this.#with;
    const rows = await history.prune({
      doneMs: doneHours * hour,
      failedMs: failedDays * day,
      seenMs: historyDays * day,
      reviewMs: reviewDays * day,
    });
    if (rows > 0) log.debug({ rows }, "old rows deleted");
  }

  /** Of what an older version kept. */
  async #noteFacts(): Promise<void> {
    const { history, log } = this.#with;
    const jobs = await history.noteFacts(factsOfKept);
    if (jobs > 0) log.info({ jobs }, "older jobs can be found by what came of them");
  }

  async #condense(): Promise<void> {
    const { history, textHours, log } = this.#with;
    const jobs = await history.condense(textHours * hour, withoutText);
    if (jobs > 0) log.debug({ jobs }, "old texts deleted");
  }

  async #try(remove: () => Promise<unknown>): Promise<void> {
    try {
      await remove();
    } catch (error) {
      this.#with.log.warn({ err: error }, "what is kept cannot be tidied up");
    }
  }
}
