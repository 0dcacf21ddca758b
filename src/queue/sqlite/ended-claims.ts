import type { Memory } from "./committer.ts";

/** So many claims that were ended are remembered: minutes of a busy service, and less than a megabyte. */
const usualMost = 10_000;

/**
 * The claims with which something was ended, so that who asks once more, because he does not know what came of it, hears
 * that it is done. In memory only, because a claim does not outlive its process.
 */
export class EndedClaims implements Memory {
  readonly #most: number;
  /** Oldest first. */
  readonly #tokens = new Set<string>();
  readonly #added: string[] = [];

  constructor(most = usualMost) {
    this.#most = most;
  }

  has(claimToken: string): boolean {
    return this.#tokens.has(claimToken);
  }

  /** For operations: notes that something was ended with a claim. */
  add(claimToken: string): void {
    this.#tokens.add(claimToken);
    this.#added.push(claimToken);
  }

  begin(): void {
    this.#added.length = 0;
  }

  rollback(): void {
    for (const claimToken of this.#added) this.#tokens.delete(claimToken);
  }

  committed(): void {
    for (const claimToken of this.#tokens) {
      if (this.#tokens.size <= this.#most) return;
      this.#tokens.delete(claimToken);
    }
  }
}
