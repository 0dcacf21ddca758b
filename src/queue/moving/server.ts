import { OcrEcoError } from "../../errors.ts";
import { type ServerSettings, sharedStoreOf } from "../../redis/address.ts";
import { list, number, text, texts } from "../../redis/replies.ts";
import { isBegun, type Mark, mark, markOver } from "../../redis/schema.ts";
import type { SharedStore } from "../../redis/shared-store.ts";
import type { LocalHour, Queue } from "../port.ts";
import { factsOf, refuseUnfit } from "../redis/fitness.ts";
import { openQueueOn } from "../redis/open.ts";
import type { Amounts } from "./file.ts";
import { askTallies } from "./scripts.ts";

/** What the queue's own keys are called behind the prefix; others are users', sessions', keys'. */
const ofQueue =
  /^:((job|url|text|report|ready|due|leases|delivery|body|review|reviews|picture|file|steps|totals|hours|times|hold|tally|asked|ended|idle|jobs|deliveries):|(jobs|ready|due|deliveries|pictures|days|environments|holds|paused|totals-from|clock|wiping|checked|replicated)$)/;

/** A queue on a server, for who moves all of it. */
export class ServerQueueStore {
  readonly #shared: SharedStore;

  /**
   * `isThere` refuses a prefix under which nothing was ever kept, with `BACKUP_FAILED`: whoever mistypes one must not find an empty queue.
   * Rejects with `QUEUE_UNREACHABLE`, `QUEUE_REFUSED`, `QUEUE_NEWER` or `QUEUE_DAMAGED`.
   */
  static async open(settings: ServerSettings, isThere: boolean): Promise<ServerQueueStore> {
    const shared = sharedStoreOf(settings, undefined, true);
    try {
      const store = new ServerQueueStore(shared);
      if (isThere && !(await isBegun(shared.calls)))
        throw new OcrEcoError(
          "BACKUP_FAILED",
          `There is no queue in ${store.description}. Correct the address, or the prefix in it.`,
        );
      refuseUnfit(await factsOf(shared.calls), shared.calls.server);
      await shared.begin();
      return store;
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
  async #isInUse(): Promise<boolean> {
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

  /** Resolves when as many replicas have all of it as the settings want. Rejects with `QUEUE_REPLICAS_AWAY`. */
  onReplicas(): Promise<void> {
    return this.#shared.replicas.haveIt(this.#shared.replicas.epoch);
  }

  /**
   * Has a mark of a move stand over the queue, under which no instance takes anything in: unless one runs, another move stands
   * there, or `refuse` finds something; then it stays as it was. `isSame` says whether what stands there may go on as this one.
   * Rejects with `QUEUE_IN_USE` or `QUEUE_MOVED`, or as `refuse` does.
   */
  async begin(
    move: Mark,
    isSame: (before: Mark) => boolean,
    refuse: (before: Mark | null) => Promise<void> = async () => {},
  ): Promise<void> {
    // One that runs must not even notice.
    if (await this.#isInUse()) throw this.#inUse();
    const before = await this.markOver();
    if (before !== null && !isSame(before)) throw this.#ofOthers(before);
    await this.mark(move);
    try {
      if (await this.#isInUse()) throw this.#inUse();
      await refuse(before);
    } catch (error) {
      await this.mark(before);
      throw error;
    }
  }

  /** Makes room for a copy: what the same one left, that was stopped, goes. Rejects with `BACKUP_EXISTS` for a queue with something in it. */
  async beginCopy(of: string): Promise<void> {
    const isSame = (before: Mark) => before.of === of && before.kind !== "left" && before.kind !== "leaving";
    await this.begin({ kind: "arriving", of }, isSame, async (before) => {
      const { jobs, deliveries, pictures } = await this.amounts();
      if (before === null && jobs + deliveries + pictures > 0)
        throw new OcrEcoError(
          "BACKUP_EXISTS",
          `There is a queue already in ${this.description}: ${jobs} jobs, ${deliveries} deliveries. Set another prefix in QUEUE_URL.`,
        );
    });
    await this.empty();
  }

  /** Why somebody may not go on with a move. */
  #ofOthers({ kind }: Mark): OcrEcoError {
    const what =
      kind === "left"
        ? "was moved elsewhere"
        : "is being moved or restored by somebody else, or from elsewhere: run that again to its end, or with --give-up";
    return new OcrEcoError("QUEUE_MOVED", `The queue in ${this.description} ${what}.`);
  }

  #inUse(): OcrEcoError {
    return new OcrEcoError(
      "QUEUE_IN_USE",
      `The queue in ${this.description} is in use by an ocr-eco. End all instances first.`,
    );
  }

  /** Deletes all that is the queue's. */
  async empty(): Promise<void> {
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
