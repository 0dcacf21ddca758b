import type { Messages } from "../../redis/messages.ts";
import { Listeners } from "../listeners.ts";

/** How often is looked without having been told, in milliseconds: a message may be lost while a connection is. */
const pause = 5000;

type Kind = "jobs" | "deliveries";

/**
 * Tells listeners that there may be something to claim: at once of what this process did, by a message of what others did, and now
 * and then in any case.
 */
export class Work {
  readonly listeners = new Listeners();
  readonly #timer: Timer;

  /** `from` is the name by which this process tells others. */
  constructor(messages: Messages, from: string) {
    messages.on("work", {
      hear: (message) => {
        const [kind, teller] = message.split(" ");
        // What this process did it has told itself, when it was done.
        if (teller !== from && (kind === "jobs" || kind === "deliveries")) this.listeners.wake(kind);
      },
      onAgain: this.#wakeAll,
    });
    this.#timer = setInterval(this.#wakeAll, pause);
    this.#timer.unref();
  }

  wake = (kind: Kind): void => this.listeners.wake(kind);

  close(): void {
    clearInterval(this.#timer);
  }

  /** What was told while nobody listened is not told again. */
  #wakeAll = (): void => {
    this.wake("jobs");
    this.wake("deliveries");
  };
}
