import type { Database } from "bun:sqlite";
import type { Memory } from "./committer.ts";
import { pagesIn } from "./database.ts";

/** What is still to be written of what was accepted. */
export interface Outstanding {
  /** Jobs that have not ended. */
  readonly jobs: number;
  /** Deliveries that have not. */
  readonly deliveries: number;
}

/**
 * Pages that are kept free for each. Measured: a job's reading, delivery and hashes take 2.8 kB with a short address and
 * little text, 11 kB with an address of 3,000 characters; and of an answer up to 4 kB are kept.
 */
const reserved = { job: 4, delivery: 1 } as const;

/**
 * The space that submissions may take: 95 % of it, without what the results of all accepted jobs will need. A database full
 * of submissions could end none of them.
 */
export class Room implements Memory {
  readonly #pages;
  readonly #free;
  readonly #most: number;
  readonly #outstanding: () => Outstanding;
  /** Pages in use when the group of operations began; what it adds itself is outstanding. */
  #used: number | null = null;

  constructor(database: Database, mostMegabytes: number, outstanding: () => Outstanding) {
    this.#pages = database.prepare<{ page_count: number }, []>("PRAGMA page_count");
    this.#free = database.prepare<{ freelist_count: number }, []>("PRAGMA freelist_count");
    this.#most = Math.floor(pagesIn(mostMegabytes) * 0.95);
    this.#outstanding = outstanding;
  }

  /** For operations: whether so many more submissions fit. */
  hasFor(more: number): boolean {
    this.#used ??= (this.#pages.get()?.page_count ?? 0) - (this.#free.get()?.freelist_count ?? 0);
    const { jobs, deliveries } = this.#outstanding();
    return this.#used + (jobs + more) * reserved.job + deliveries * reserved.delivery < this.#most;
  }

  begin(): void {
    this.#used = null;
  }
}
