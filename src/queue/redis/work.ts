import { Listeners } from "../listeners.ts";
import type { Connection } from "./connection.ts";
import { fromServer, isOfConnection } from "./failures.ts";

/** How often is looked without having been told, in milliseconds: a message may be lost while a connection is. */
const pause = 5000;
/** Milliseconds between two tries to listen. */
const retryPause = 20;

type Kind = "jobs" | "deliveries";

/**
 * Tells listeners that there may be something to claim: at once of what this process did, by a message of what others did, and now
 * and then in any case. Messages come over a connection of their own, which subscribes again when it comes back.
 */
export class Work {
  readonly listeners = new Listeners();
  readonly #connection: Connection;
  readonly #channel: string;
  readonly #timer: Timer;

  /** `from` is the name by which this process tells others. */
  constructor(connection: Connection, prefix: string, from: string) {
    this.#connection = connection;
    this.#channel = `${prefix}:work`;
    connection.client.on("message", (_: string, message: string) => {
      const [kind, teller] = message.split(" ");
      // What this process did it has told itself, when it was done.
      if (teller !== from && (kind === "jobs" || kind === "deliveries")) this.listeners.wake(kind);
    });
    this.#timer = setInterval(this.#wakeAll, pause);
    this.#timer.unref();
  }

  /** Resolves when messages come. Rejects with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`. */
  async listen(deadline: number): Promise<void> {
    const { client } = this.#connection;
    for (;;) {
      await this.#connection.ready(deadline);
      try {
        await client.subscribe(this.#channel);
        break;
      } catch (error) {
        if (!isOfConnection(error)) throw fromServer(error, this.#connection.name);
        if (performance.now() >= deadline) throw this.#connection.unreachable();
        await Bun.sleep(retryPause);
      }
    }
    this.#connection.onReady = () => {
      client.subscribe(this.#channel).then(this.#wakeAll, () => {});
    };
  }

  wake = (kind: Kind): void => this.listeners.wake(kind);

  close(): void {
    clearInterval(this.#timer);
    this.#connection.close();
  }

  /** What was told while nobody listened is not told again. */
  #wakeAll = (): void => {
    this.wake("jobs");
    this.wake("deliveries");
  };
}
