import type { Committer } from "./committer.ts";

/** What an allocation names: a row, and the number under which it was claimed. */
export interface ClaimedRow {
  readonly place: number;
  readonly claim: number;
}

let newestClaim = Math.floor(Math.random() * 2 ** 48);

/** A number for rows that are claimed together; never the same again, not even by another process (by chance). */
export function newClaim(): number {
  return ++newestClaim;
}

/** The name of a claim for whoever holds it. */
export function allocationOf({ place, claim }: ClaimedRow): string {
  return `${place}.${claim}`;
}

/** What an allocation names. One that was never given out names a row that does not exist. */
export function claimedBy(allocation: string): ClaimedRow {
  const [place = "", claim = ""] = allocation.split(".");
  return { place: Number.parseInt(place, 10) || 0, claim: Number.parseInt(claim, 10) || 0 };
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
  extend(allocations: readonly string[], leaseMs: number): void {
    this.#committer.afterCommit(() => {
      const end = performance.now() + leaseMs;
      for (const allocation of allocations) this.#ends.set(allocation, end);
    });
  }

  /** For operations: prolongs the claims that the database still knows, and gives back the others. */
  renew(allocations: readonly string[], leaseMs: number, isHeld: (claimed: ClaimedRow) => boolean): string[] {
    const held = new Set(allocations.filter((allocation) => isHeld(claimedBy(allocation))));
    this.extend([...held], leaseMs);
    return allocations.filter((allocation) => !held.has(allocation));
  }

  /** Forgets a lease when the operation is on disk. */
  end(allocation: string): void {
    this.#committer.afterCommit(() => this.#ends.delete(allocation));
  }

  /** The places of the rows whose leases are known. */
  places(): number[] {
    return [...this.#ends.keys()].map((allocation) => claimedBy(allocation).place);
  }

  /** The claims whose time is over. */
  expired(): string[] {
    const present = performance.now();
    return [...this.#ends].filter(([, end]) => end <= present).map(([allocation]) => allocation);
  }
}
