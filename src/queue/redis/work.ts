import type { Calls } from "../../redis/calls.ts";
import type { Messages } from "../../redis/messages.ts";
import { Listeners, type SomeWork, toSomeWork, type WorkKind } from "../listeners.ts";
import { script } from "./script.ts";

/** How often is looked without having been told, in milliseconds: a message may be lost while a connection is. */
const pause = 5000;

/** Whoever does not work on it any more has somebody else told, if there is something. */
const stepBack = script(["noteIdle(ask.work, false)\nreturn {'ok'}"]);

/**
 * Tells listeners that there may be something to claim: at once of what this process did, by a message of what others did, and now
 * and then in any case. Of what one can do, one process is told that has found too little to do; of what changes for all, all are.
 */
export class Work {
  readonly listeners = new Listeners();
  /** See `Store.idle`. */
  readonly idle = new Set<WorkKind>();
  readonly #calls: Calls;
  readonly #timer: Timer;

  constructor(messages: Messages, calls: Calls) {
    this.#calls = calls;
    messages.on("work", {
      hear: (message) => {
        const border = message.lastIndexOf(" ");
        const kind = toSomeWork(message.slice(0, border));
        // What this process did it has told itself, when it was done.
        if (kind !== null && message.slice(border + 1) !== calls.from) this.wake(kind);
      },
      onAgain: this.#wakeAll,
    });
    messages.on(`work:${calls.from}`, {
      hear: (message) => {
        const kind = toSomeWork(message);
        if (kind === null || kind === "deliveries") return;
        if (this.listeners.has(kind)) this.wake(kind);
        else this.#stepBack(kind);
      },
      onAgain: () => {},
    });
    this.listeners.onDeaf = (kind) => {
      if (this.idle.delete(kind)) this.#stepBack(kind);
    };
    this.#timer = setInterval(this.#wakeAll, pause);
    this.#timer.unref();
  }

  wake = (kind: SomeWork): void => this.listeners.wake(kind);

  close(): void {
    clearInterval(this.#timer);
  }

  /** What was told while nobody listened is not told again. */
  #wakeAll = (): void => {
    this.wake("jobs");
    this.wake("deliveries");
  };

  /** Where that cannot be said, others find it when they look the next time. */
  #stepBack(kind: WorkKind): void {
    this.#calls.run(stepBack, { work: kind }).catch(() => {});
  }
}
