import { toFailure } from "../../src/errors.ts";
import type { Log } from "../../src/service/log.ts";

/** A part of the running service that takes up what has changed outside: keys, secrets, certificates. */
export interface Reloadable {
  /**
   * Reads and checks what there is now, and changes nothing yet. Gives back what puts it in force, at once and without
   * fail; rejects with one sentence that says what is wrong.
   */
  prepare(): Promise<() => void>;
}

interface ReloaderOptions {
  /** All of them take up what is new, or none does. */
  readonly parts: readonly Reloadable[];
  /** Says why nothing may be reloaded now, `null` when it may. */
  readonly refusal: () => string | null;
  readonly log: Log;
  /** Hears how each one ended: `ok`, or the code of what was wrong. */
  readonly onDone: (outcome: string) => Promise<void>;
}

/**
 * Takes up changes while the service runs, whenever it is asked to. Requests in hand go on; what is invalid leaves
 * everything as it is. May be asked at any time: what comes before there is something to reload is done then.
 */
export class Reloader {
  #with: ReloaderOptions | null = null;
  #isAsked = false;
  #isRunning = false;

  /** Asks for one more; those that are asked for while one runs are done as one after it. */
  ask(): void {
    this.#isAsked = true;
    this.#run().catch((error: unknown) => this.#with?.log.error({ err: error }, "reloading failed"));
  }

  /** From now on there is something to reload. */
  open(options: ReloaderOptions): void {
    this.#with = options;
    if (this.#isAsked) this.ask();
  }

  async #run(): Promise<void> {
    if (this.#with === null || this.#isRunning) return;
    this.#isRunning = true;
    try {
      while (this.#isAsked) {
        this.#isAsked = false;
        await reload(this.#with);
      }
    } finally {
      this.#isRunning = false;
    }
  }
}

async function reload({ parts, refusal, log, onDone }: ReloaderOptions): Promise<void> {
  const reason = refusal();
  if (reason !== null) {
    log.warn({ reason }, "not reloaded");
    return;
  }
  try {
    const prepared = await Promise.all(parts.map((part) => part.prepare()));
    for (const putInForce of prepared) putInForce();
    log.info({}, "reloaded");
    await onDone("ok");
  } catch (error) {
    const { code, message } = toFailure(error);
    log.error({ code, reason: message }, "not reloaded: what was in force stays");
    await onDone(code);
  }
}
