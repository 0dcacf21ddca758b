import { residentBytes } from "../host/resident.ts";

/** How often is looked at what the process has in use, in milliseconds. */
const interval = 2_000;
/** Memory from which garbage is collected, in bytes: above what the service needs while little goes on. */
const much = 90e6;

/**
 * Collects garbage while much memory is in use. The runtime lets its heap grow under load and gives hardly anything
 * back afterwards by itself; here the workers need the memory more. With the service's small heap it takes some ten
 * milliseconds.
 */
export class MemoryKeeper {
  #timer: Timer | undefined;

  start(): void {
    this.#timer = setInterval(() => {
      if (residentBytes() > much) Bun.gc(true);
    }, interval);
    // Nothing to stay alive for.
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
