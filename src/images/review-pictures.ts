import { join } from "node:path";
import type { Shelf } from "./shelf.ts";

const day = 86_400_000;

/** How old such a picture may be, in milliseconds, where so many days are kept. Where none are, none is young enough. */
export function reviewAge(days: number): () => number {
  return () => (days === 0 ? Number.NEGATIVE_INFINITY : days * day);
}

/**
 * The pictures that a person is to look at, or has: apart from the cache, which may be emptied at any time. They are named by
 * their hashes, so one that came for several reports is there once. Those that somebody has decided about go first where there
 * is no room for all.
 */
export class ReviewPictures {
  readonly #shelf: Shelf;
  readonly #warn: (sentence: string) => void;

  /** `warn` is told, in a sentence, when they cannot be tidied up. */
  constructor(shelf: Shelf, warn: (sentence: string) => void) {
    this.#shelf = shelf;
    this.#warn = warn;
  }

  /** Keeps a picture of a result that was made `at`, from when on its days count. Rejects when it cannot be written. */
  put(sha256: string, bytes: Uint8Array, at: Date): Promise<void> {
    return this.#shelf.write(nameOf(sha256), bytes, at);
  }

  /** `null` where it is kept no more. */
  get(sha256: string): Promise<Uint8Array | null> {
    return this.#shelf.read(nameOf(sha256));
  }

  /** Whether it is kept, without reading it. */
  has(sha256: string): Promise<boolean> {
    return this.#shelf.has(nameOf(sha256));
  }

  /** Notes that somebody has decided about a picture: others are needed more. Never rejects: it only says which go first. */
  async decided(sha256: string): Promise<void> {
    await this.#shelf.letGo(nameOf(sha256)).catch(() => {});
  }

  /** How many of these are kept. */
  async count(sha256s: readonly string[]): Promise<number> {
    const found = await Promise.all(sha256s.map((sha256) => this.has(sha256)));
    return found.filter(Boolean).length;
  }

  /** Deletes these, and says how many there were. Rejects when one cannot be deleted. */
  async forget(sha256s: readonly string[]): Promise<number> {
    const there = await this.count(sha256s);
    for (const sha256 of sha256s) await this.#shelf.remove(nameOf(sha256));
    return there;
  }

  /** Deletes what is too old, and what is too much. Never rejects. */
  async sweep(): Promise<void> {
    await this.#shelf.sweep().catch((error) => {
      const what = `The pictures for the review in ${this.#shelf.place} cannot be tidied up`;
      this.#warn(`${what} (${String(error)}). See whether that is there, and has room.`);
    });
  }
}

function nameOf(sha256: string): string {
  return join(sha256.slice(0, 2), sha256);
}
