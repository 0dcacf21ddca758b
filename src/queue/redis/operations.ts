import { OcrEcoError } from "../../errors.ts";

/** What is being done, so that it can be waited for. What was begun before the queue was closed is done to its end. */
export class Operations {
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  /** Does something; rejects with `QUEUE_CLOSED` where it comes too late. */
  run<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(closed());
    const running = operation();
    this.#running.add(running);
    const forget = () => this.#running.delete(running);
    running.then(forget, forget);
    return running;
  }

  /** The same methods, each of which is such an operation. */
  all<Methods extends object>(methods: Methods): Methods {
    const wrapped = Object.entries(methods).map(([name, method]) => [
      name,
      (...values: unknown[]) => this.run(() => method(...values)),
    ]);
    return Object.fromEntries(wrapped) as Methods;
  }

  /** Takes nothing more in, and resolves when what was begun is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
  }
}

/** What a queue's method rejects with once it was closed. */
function closed(): OcrEcoError {
  return new OcrEcoError("QUEUE_CLOSED", "The queue is closed, because the program ends. Try again later.");
}
