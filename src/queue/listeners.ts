/** What there may be to claim: jobs, or deliveries to an environment. */
export type WorkKind = "jobs" | `deliveries:${string}`;

/** The same, and deliveries to whichever environments. */
export type SomeWork = WorkKind | "deliveries";

export function deliveriesTo(environment: string): WorkKind {
  return `deliveries:${environment}`;
}

/** What somebody was told that there may be; `null` for what is none. */
export function toSomeWork(text: string): SomeWork | null {
  if (text === "jobs" || text === "deliveries") return text;
  return text.startsWith("deliveries:") ? (text as WorkKind) : null;
}

/** Those who want to hear of work. They hear of each kind once, however much of it came at once. */
export class Listeners {
  readonly #listeners = new Map<WorkKind, Set<() => void>>();
  readonly #news = new Set<SomeWork>();
  /** Hears that nobody listens for a kind any more. */
  onDeaf: (kind: WorkKind) => void = () => {};

  /** Returns what takes the listener away. */
  add(kind: WorkKind, listener: () => void): () => void {
    // Its own function, so that the same listener may be added twice.
    const own = (): void => listener();
    const those = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, those.add(own));
    return () => {
      if (!those.delete(own) || those.size > 0) return;
      this.#listeners.delete(kind);
      this.onDeaf(kind);
    };
  }

  /** Whether somebody listens for a kind. */
  has(kind: WorkKind): boolean {
    return this.#listeners.has(kind);
  }

  /** Tells those who listen for it, after whatever runs now: what they do, or throw, is not the queue's. */
  wake(kind: SomeWork): void {
    if (this.#news.has(kind)) return;
    this.#news.add(kind);
    queueMicrotask(() => {
      this.#news.delete(kind);
      for (const [each, listeners] of this.#listeners)
        if (each === kind || (kind === "deliveries" && each !== "jobs"))
          for (const listener of listeners) listener();
    });
  }
}
