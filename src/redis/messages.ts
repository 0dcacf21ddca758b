import type { Connection } from "./connection.ts";
import { fromServer, isOfConnection } from "./failures.ts";

/** Milliseconds between two tries to listen. */
const retryPause = 20;

/** Who hears what is told over a channel. */
interface Listener {
  readonly hear: (message: string) => void;
  /** There is a connection anew: what was told while nobody listened is not told again. */
  readonly onAgain: () => void;
}

/**
 * What instances tell each other. It comes over a connection of its own, which listens again when it comes back, and may be lost
 * while that is gone: whoever must know looks now and then, too.
 */
export class Messages {
  readonly #connection: Connection;
  readonly #prefix: string;
  readonly #listeners = new Map<string, Listener>();
  #isListening = false;
  /** The id of the node of a cluster at which is listened; `null` for anywhere. */
  #at: string | null = null;

  /** `prefix` is what all channels begin with. */
  constructor(connection: Connection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
    connection.client.on("message", (channel: string, message: string) =>
      this.#listeners.get(channel)?.hear(message),
    );
  }

  /** Has somebody hear what is told over a channel, from the next connection on or as soon as can be. */
  on(name: string, listener: Listener): void {
    const channel = `${this.#prefix}:${name}`;
    this.#listeners.set(channel, listener);
    if (this.#isListening) this.#connection.client.subscribe(channel).then(listener.onAgain, () => {});
  }

  /** Resolves when messages come. Rejects with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED` at `deadline`, by `performance.now()`. */
  async listen(deadline: number): Promise<void> {
    const { client } = this.#connection;
    for (;;) {
      await this.#connection.ready(deadline);
      try {
        await client.subscribe(...this.#listeners.keys());
        break;
      } catch (error) {
        if (!isOfConnection(error)) throw fromServer(error, this.#connection.name);
        if (performance.now() >= deadline) throw this.#connection.unreachable();
        await Bun.sleep(retryPause);
      }
    }
    this.#isListening = true;
    this.#connection.onReady = () => {
      this.#stay();
      client.subscribe(...this.#listeners.keys()).then(
        () => {
          for (const { onAgain } of this.#listeners.values()) onAgain();
        },
        () => {},
      );
    };
    this.#stay();
  }

  /**
   * Listens at this node of a cluster: one that does not have the queue any more may hear nothing, and whoever counts at the other
   * who works with the queue would not see this instance.
   */
  beAt(node: string | null): void {
    this.#at = node;
    this.#stay();
  }

  #stay(): void {
    if (this.#at !== null && this.#connection.node !== this.#at) this.#connection.leave();
  }

  close(): void {
    this.#connection.close();
  }
}
