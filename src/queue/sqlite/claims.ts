import type { Committer } from "./committer.ts";

/** What a claim token names: a row, and the number under which it was claimed. */
export interface ClaimedRow {
  readonly sequence: number;
  readonly claim: number;
}

let newestClaim = Math.floor(Math.random() * 2 ** 48);

/** A number for rows that are claimed together; never the same again, not even by another process (by chance). */
export function newClaim(): number {
  return ++newestClaim;
}

/** The name of a claim for whoever holds it. */
export function claimTokenOf({ sequence, claim }: ClaimedRow): string {
  return `${sequence}.${claim}`;
}

/** What a claim token names. One that was never given out names a row that does not exist. */
export function claimedBy(claimToken: string): ClaimedRow {
  const [sequence = "", claim = ""] = claimToken.split(".");
  return { sequence: Number.parseInt(sequence, 10) || 0, claim: Number.parseInt(claim, 10) || 0 };
}

/**
 * When claims run out. Kept in memory only, because a claim does not outlive its process, and by a clock that nobody
 * sets. What became of a claim is the database's to know: this may hold some that have ended.
 */
export class Leases {
  readonly #ends = new Map<string, number>();
  readonly #committer: Committer;

  constructor(committer: Committer) {
    this.#committer = committer;
  }

  /** Begins or prolongs leases when the operation is on disk. */
  extend(claimTokens: readonly string[], leaseMs: number): void {
    this.#committer.afterCommit(() => {
      const end = performance.now() + leaseMs;
      for (const claimToken of claimTokens) this.#ends.set(claimToken, end);
    });
  }

  /** For operations: prolongs the claims that the database still knows, and gives back the others. */
  renew(claimTokens: readonly string[], leaseMs: number, isHeld: (claimed: ClaimedRow) => boolean): string[] {
    const held = new Set(claimTokens.filter((claimToken) => isHeld(claimedBy(claimToken))));
    this.extend([...held], leaseMs);
    return claimTokens.filter((claimToken) => !held.has(claimToken));
  }

  /** Forgets a lease when the operation is on disk. */
  end(claimToken: string): void {
    this.#committer.afterCommit(() => this.#ends.delete(claimToken));
  }

  /** The sequences of the rows whose leases are known. */
  sequences(): number[] {
    return [...this.#ends.keys()].map((claimToken) => claimedBy(claimToken).sequence);
  }

  /** The claims whose time is over. */
  expired(): string[] {
    const present = performance.now();
    return [...this.#ends].filter(([, end]) => end <= present).map(([claimToken]) => claimToken);
  }
}
