import { OcrEcoError } from "../../errors.ts";
import { type ServerSettings, sharedStoreOf } from "../../redis/address.ts";
import { list, number, text, texts } from "../../redis/replies.ts";
import { type Mark, mark, markOver } from "../../redis/schema.ts";
import type { SharedStore } from "../../redis/shared-store.ts";
import type { LocalHour, Queue } from "../port.ts";
import { openQueueOn } from "../redis/open.ts";
import type { Amounts } from "./file.ts";
import { askTallies } from "./scripts.ts";

/** What the queue's own keys are called behind the prefix; others are users', sessions', keys'. */
const ofQueue =
  /^:((job|url|text|report|ready|due|leases|delivery|body|review|reviews|picture|file|steps|totals|hours|times|hold|tally|asked|ended|jobs|deliveries):|(jobs|ready|due|deliveries|pictures|days|environments|holds|paused|totals-from|clock|wiping|checked|replicated)$)/;

/** A queue on a server, for who moves all of it. */
export class ServerQueueStore {
  readonly #shared: SharedStore;

  /** Rejects with `QUEUE_UNREACHABLE`, `QUEUE_REFUSED`, `QUEUE_NEWER` or `QUEUE_DAMAGED`. */
  static async open(settings: ServerSettings): Promise<ServerQueueStore> {
    const shared = sharedStoreOf(settings, undefined, true);
    try {
      await shared.begin();
      return new ServerQueueStore(shared);
    } catch (error) {
      shared.close();
      throw error;
    }
  }

  private constructor(shared: SharedStore) {
    this.#shared = shared;
  }

  get calls() {
    return this.#shared.calls;
  }

  /** For people. */
  get description(): string {
    return `${this.calls.server}, under ${this.#shared.prefix}`;
  }

  mark(which: Mark | null): Promise<void> {
    return mark(this.calls, which);
  }

  markOver(): Promise<Mark | null> {
    return markOver(this.calls);
  }

  /** Whether an instance runs on it: each listens to what is told of work. */
  async isInUse(): Promise<boolean> {
    const answer = list(await this.calls.send("PUBSUB", "NUMSUB", `${this.#shared.prefix}:work`));
    return number(answer[1]) > 0;
  }

  async amounts(): Promise<Amounts> {
    const [jobs = 0, deliveries = 0, pictures = 0] = (await this.calls.run(askTallies)).rest.map(number);
    return { jobs, deliveries, pictures };
  }

  /** The queue itself, while `use` does something with it. */
  async with<T>(use: (queue: Queue) => Promise<T>): Promise<T> {
    // No time is counted under: what is read has its days.
    const localHour = (): LocalHour => ({ day: "", hour: 0 });
    const queue = await openQueueOn(this.#shared, { localHour });
    try {
      return await use(queue);
    } finally {
      await queue.close();
    }
  }

  /** Makes room for a copy: what another one left, that was stopped, goes. Rejects with `BACKUP_EXISTS` for a queue with something in it. */
  async beginCopy(): Promise<void> {
    const over = await this.markOver();
    const { jobs, deliveries, pictures } = await this.amounts();
    if (over !== "arriving" && over !== "arrived" && jobs + deliveries + pictures > 0)
      throw new OcrEcoError(
        "BACKUP_EXISTS",
        `There is a queue already in ${this.description}: ${jobs} jobs, ${deliveries} deliveries. Set another prefix in QUEUE_URL.`,
      );
    await this.mark("arriving");
    if (await this.isInUse()) {
      await this.mark(over);
      throw this.inUse();
    }
    await this.#empty();
  }

  inUse(): OcrEcoError {
    return new OcrEcoError(
      "QUEUE_IN_USE",
      `The queue in ${this.description} is in use by an ocr-eco. End all instances first.`,
    );
  }

  async #empty(): Promise<void> {
    const { prefix } = this.#shared;
    const pattern = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}:*`;
    for (let cursor = "0"; ; ) {
      const [next, found] = list(await this.calls.send("SCAN", cursor, "MATCH", pattern, "COUNT", 1000));
      const keys = texts(found).filter((key) => ofQueue.test(key.slice(prefix.length)));
      if (keys.length > 0) await this.calls.send("UNLINK", ...keys);
      cursor = text(next);
      if (cursor === "0") return;
    }
  }

  close(): void {
    this.#shared.close();
  }
}
