type Kind = "jobs" | "deliveries";
type Listener = (kind: Kind) => void;

/** Those who want to hear of work. They hear of each kind once, however much of it came at once. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  readonly #news = new Set<Kind>();

  /** Returns what takes the listener away. */
  add(listener: Listener): () => void {
    // Its own function, so that the same listener may be added twice.
    const own: Listener = (kind) => listener(kind);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Tells everybody, after whatever runs now: what they do, or throw, is not the queue's. */
  wake(kind: Kind): void {
    if (this.#news.has(kind)) return;
    this.#news.add(kind);
    queueMicrotask(() => {
      this.#news.delete(kind);
      for (const listener of this.#listeners) listener(kind);
    });
  }
}
