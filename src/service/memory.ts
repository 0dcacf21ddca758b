/** How often is looked at what the process has in use, in milliseconds. */
const interval = 250;
/** Memory from which garbage is collected at once, in bytes. Under load it is reached about once a second. */
const tooMuch = 114e6;
/** Memory from which garbage is collected now and then: above what the service needs while little goes on. */
const much = 90e6;
/** How often that is, in milliseconds. */
const nowAndThen = 2_000;

/**
 * Collects garbage while much memory is in use. The runtime lets its heap grow under load and gives hardly anything
 * back afterwards by itself; here the workers need the memory more. With the service's small heap it takes some ten
 * milliseconds.
 */
export class MemoryKeeper {
  #timer: Timer | undefined;
  #collectedAt = 0;

  start(): void {
    this.#timer = setInterval(() => {
      const inUse = process.memoryUsage.rss();
      const now = performance.now();
      if (inUse <= much || (inUse <= tooMuch && now < this.#collectedAt + nowAndThen)) return;
      Bun.gc(true);
      this.#collectedAt = now;
    }, interval);
    // Nothing to stay alive for.
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
