import type { z } from "zod";
import { jobWithDeliveriesSchema } from "../../src/api/jobs.ts";
import { jsonIn } from "../common/json-in.ts";
import type { Place } from "../remote/request.ts";
import { Connection, Unanswered } from "./connection.ts";
import type { Entry, Ledger } from "./ledger.ts";
import { requestsTo } from "./request.ts";

/** How long an answer may take, in milliseconds. */
const patience = 30_000;
const connections = 4;
/** How long after a delivery its job is asked for: by then the service has noted that it was taken. */
const afterDelivery = 100;
/** Between two looks at what has not ended, in milliseconds, and how many of it are asked for. */
const looks = {
  polled: { pause: 100, most: 32 },
  delivered: { pause: 1000, most: 16 },
} as const;
/** What was taken according to the service and has not come here for so long, in milliseconds, does not come. */
const grace = 3000;

/**
 * Asks the service what became of jobs: of each one that was delivered here how long its steps took, and of those of which
 * nothing is known whether they are lost.
 */
export class Follower {
  readonly #ledger: Ledger;
  readonly #isPolled: boolean;
  readonly #request: (method: string, path: string) => string;
  readonly #connections: readonly Connection[];
  readonly #idle: Connection[];
  readonly #due: { readonly entry: Entry; readonly at: number }[] = [];
  readonly #asked = new Set<Entry>();
  /** Since when the service has said that the result of a report was taken, though none came here. */
  readonly #missed = new Map<Entry, number>();
  #rotation: Iterator<Entry>;
  readonly #timers: NodeJS.Timeout[];
  #isClosed = false;

  /** `isPolled`: results are not delivered here, and only asking tells of them. */
  constructor(place: Place, key: string | null, ledger: Ledger, isPolled: boolean) {
    this.#ledger = ledger;
    this.#isPolled = isPolled;
    this.#request = requestsTo(place, key);
    this.#connections = Array.from({ length: connections }, () => new Connection(place, patience));
    this.#idle = [...this.#connections];
    this.#rotation = ledger.open.values();
    const { pause } = isPolled ? looks.polled : looks.delivered;
    this.#timers = [
      setInterval(() => this.#look(), pause),
      setInterval(() => this.#work(), afterDelivery / 2),
    ];
  }

  /** Has the job of a report that was delivered asked for. */
  delivered(entry: Entry): void {
    if ((entry.spans?.delivered ?? null) === null) this.#ask(entry, afterDelivery);
  }

  /** Whether all that is to be known about what was delivered is known. */
  get isDone(): boolean {
    return this.#asked.size === 0;
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const connection of this.#connections) connection.close();
  }

  /** The oldest of those that have not ended, and some others in turn: one that never ends must not hide the rest. */
  #look(): void {
    const { most } = this.#isPolled ? looks.polled : looks.delivered;
    let count = 0;
    for (const entry of this.#ledger.open) {
      if (count++ >= most / 2) break;
      this.#ask(entry, 0);
    }
    for (let turn = 0; turn < most / 2; turn++) {
      const next = this.#rotation.next();
      if (next.done === true) {
        this.#rotation = this.#ledger.open.values();
        break;
      }
      this.#ask(next.value, 0);
    }
  }

  #ask(entry: Entry, milliseconds: number): void {
    if (this.#asked.has(entry)) return;
    this.#asked.add(entry);
    this.#due.push({ entry, at: performance.now() + milliseconds });
    if (milliseconds === 0) this.#work();
  }

  #work(): void {
    const now = performance.now();
    while (this.#idle.length > 0 && !this.#isClosed) {
      const next = this.#due.findIndex(({ at }) => at <= now);
      const [found] = next === -1 ? [] : this.#due.splice(next, 1);
      const connection = found === undefined ? undefined : this.#idle.pop();
      if (found === undefined || connection === undefined) return;
      void this.#askNow(connection, found.entry).finally(() => {
        this.#idle.push(connection);
        this.#work();
      });
    }
  }

  async #askNow(connection: Connection, entry: Entry): Promise<void> {
    try {
      const { status, text } = await connection.request(
        this.#request("GET", `/api/v1/ocr-ecosteps/${encodeURIComponent(String(entry.jobId))}`),
      );
      this.#asked.delete(entry);
      if (status === 404) return this.#ledger.noteLost(entry);
      if (status !== 200) return this.#ledger.noteError(`answer ${status} about a job`);
      const job = jobWithDeliveriesSchema.safeParse(jsonIn(text)).data;
      if (job === undefined) return this.#ledger.noteError("answer 200 that is no job");
      this.#note(entry, job);
    } catch (error) {
      this.#asked.delete(entry);
      // It is asked again as long as nothing is known of it.
      if (!(error instanceof Unanswered)) throw error;
      if (this.#isClosed) return;
      this.#ledger.noteError(`${error.code} about a job`);
    }
  }

  #note(entry: Entry, job: z.infer<typeof jobWithDeliveriesSchema>): void {
    if (this.#isPolled && this.#isOnItsWay(entry, job)) return;
    this.#ledger.noteJob(entry, job, this.#isPolled);
    if (this.#isPolled) return;
    const isTaken = job.deliveries.some(({ state }) => state === "delivered");
    const hasFailed = job.deliveries.length > 0 && job.deliveries.every(({ state }) => state === "failed");
    if (entry.verdict !== null) {
      // Taken here, and not noted there yet; or it came while its job was asked for.
      if (!isTaken && !hasFailed) this.#ask(entry, 2 * afterDelivery);
      return;
    }
    if (!isTaken && !hasFailed) return;
    const since = this.#missed.get(entry) ?? performance.now();
    this.#missed.set(entry, since);
    if (performance.now() - since >= grace) this.#ledger.noteLost(entry);
  }

  /** Whether its result is being delivered elsewhere, and may still be refused: nobody waits for that for long. */
  #isOnItsWay(entry: Entry, { deliveries }: z.infer<typeof jobWithDeliveriesSchema>): boolean {
    if (deliveries.every(({ state }) => state !== "pending")) return false;
    const since = this.#missed.get(entry) ?? performance.now();
    this.#missed.set(entry, since);
    return performance.now() - since < grace;
  }
}
