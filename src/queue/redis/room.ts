import type { Calls } from "../../redis/calls.ts";
import { infoOf } from "../../redis/info.ts";
import { refuseEviction } from "./fitness.ts";

/** Submissions may take this much of the server's memory, without what the results of all accepted jobs will need. */
const share = 0.95;
/** What a submission takes itself. */
const taken = 1000;
/** What a job's reading, delivery and hashes take, in bytes, as it was measured, and what an answer adds to a delivery. */
const reserved = { job: 4000, delivery: 1000 } as const;
/** How old what is known may be, in milliseconds: what others take in meanwhile is less than what is kept free. */
const freshness = 500;

interface Memory {
  readonly used: number;
  /** 0 where there is no limit. */
  readonly most: number;
  readonly outstanding: number;
  /** What the server does when it has no more. */
  readonly policy: string;
}

/** How much of its memory the server may still give to submissions. */
export class Room {
  readonly #calls: Calls;
  readonly #tally: (kind: "jobs" | "pending") => string;
  /** Submissions for which there was room since the server was looked at. */
  #since = 0;
  #known: { readonly at: number; readonly memory: Promise<Memory> } | null = null;

  /** `prefix` is what all keys begin with. */
  constructor(calls: Calls, prefix: string) {
    this.#calls = calls;
    this.#tally = (kind) => `${prefix}:tally:${kind}`;
  }

  /** Whether so many more submissions fit. Rejects with `QUEUE_REFUSED` where the server deletes what it likes. */
  async hasFor(more: number): Promise<boolean> {
    const { used, most, outstanding, policy } = await this.#memory();
    refuseEviction(policy, this.#calls.server);
    const coming = (this.#since + more) * (taken + reserved.job);
    if (most !== 0 && used + outstanding + coming >= most * share) return false;
    this.#since += more;
    return true;
  }

  /** How many bytes the server's memory holds now. */
  async used(): Promise<number> {
    return (await this.#look()).used;
  }

  /** How many it may hold: without a limit of its own as many as its machine has. */
  async most(): Promise<number> {
    const info = await infoOf(this.#calls, "memory");
    return Number(info("maxmemory")) || Number(info("total_system_memory"));
  }

  #memory(): Promise<Memory> {
    const now = performance.now();
    if (this.#known === null || now - this.#known.at > freshness) {
      const memory = this.#look();
      this.#known = { at: now, memory };
      this.#since = 0;
      memory.catch(() => {
        this.#known = null;
      });
    }
    return this.#known.memory;
  }

  async #look(): Promise<Memory> {
    const [info, jobs, pending] = await Promise.all([
      infoOf(this.#calls, "memory"),
      this.#calls.send("HMGET", this.#tally("jobs"), "waiting", "active", "retrying"),
      this.#calls.send("HVALS", this.#tally("pending")),
    ]);
    const sum = (reply: unknown) =>
      (reply as (Buffer | null)[]).reduce((all, each) => all + Number(each ?? 0), 0);
    return {
      used: Number(info("used_memory")),
      most: Number(info("maxmemory")),
      policy: info("maxmemory_policy"),
      outstanding: sum(jobs) * reserved.job + sum(pending) * reserved.delivery,
    };
  }
}
