import type { ApiKey, RateLimit } from "../config/keys.ts";
import { OcrEcoError } from "../errors.ts";
import { countedAddress, widerNetwork } from "./client-address.ts";
import { SlidingLog } from "./sliding-log.ts";

/** Addresses that have a log of their own at the same time. */
const usualMostAddresses = 100_000;
/** Logs for all addresses beyond those. */
const sharedLogs = 1024;

/** What is limited. */
export type Counted = "reports" | "tries to sign in";

/** A refusal that knows when it ends. */
export class RateLimitedError extends OcrEcoError {
  constructor(
    readonly retryAfterSeconds: number,
    { most, seconds }: RateLimit,
    counted: Counted = "reports",
  ) {
    const further = counted === "reports" ? ", or ask for a key with a limit of its own" : "";
    super(
      "RATE_LIMITED",
      `More than ${most} ${counted} in ${seconds} s. Try again in ${retryAfterSeconds} s${further}.`,
    );
  }
}

/** Limits how many reports callers send. One that several instances share may take a while to answer. */
export interface RateLimiter {
  /** Counts so many reports. Fails with a `RateLimitedError` or `BATCH_TOO_LARGE`, and counts none, when they are too many. */
  take(key: ApiKey | null, address: string, reports: number): Promise<void> | void;
  /**
   * What a caller is told of its limit, in the syntax of draft-ietf-httpapi-ratelimit-headers-10: how many reports it
   * may send now, and in how many seconds the next of those that it sent no longer counts. `null` without a limit.
   */
  headers(key: ApiKey | null, address: string): Promise<LimitHeaders> | LimitHeaders;
}

export type LimitHeaders = Readonly<Record<string, string>> | null;

/**
 * The limiter of this process alone. Counts reports by key, or by client address for keys without a limit of their own,
 * IPv6 by its /64: in no time of the limit's length are more taken in than the limit says, see `SlidingLog`.
 *
 * Memory is bounded, and a flood of addresses frees nobody of what was counted: only logs in which nothing is left
 * are forgotten. While there is no room for more, newcomers share logs by their wider network (/24, /48), so that each
 * gets less than it may, and never more; which networks share one is different in every process.
 */
export class MemoryRateLimiter implements RateLimiter {
  readonly #usual: RateLimit | null;
  readonly #clock: () => number;
  readonly #mostAddresses: number;
  readonly #counted: Counted;
  readonly #keys = new Map<string, SlidingLog>();
  /** In the order in which they took in their last report, so that what runs out first comes first. */
  readonly #addresses = new Map<string, SlidingLog>();
  readonly #shared = new Map<number, SlidingLog>();
  readonly #salt = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

  /** `usual` is the limit of an address; `clock` gives milliseconds and never goes back. */
  constructor(
    usual: RateLimit | null,
    clock: () => number = () => performance.now(),
    mostAddresses = usualMostAddresses,
    counted: Counted = "reports",
  ) {
    this.#usual = usual;
    this.#clock = clock;
    this.#mostAddresses = mostAddresses;
    this.#counted = counted;
  }

  /** Logs that are kept. */
  get size(): number {
    return this.#keys.size + this.#addresses.size + this.#shared.size;
  }

  take(key: ApiKey | null, address: string, reports: number): void {
    const limit = this.limitOf(key);
    if (limit === null) return;
    refuseTooLarge(reports, limit);
    const now = this.#clock();
    const counted = countedBy(key, address);
    const log = this.#find(key, counted, now);
    if (log !== undefined && log.used(now) + reports > limit.most) {
      throw new RateLimitedError(toSeconds(log.until(limit.most - reports) - now), limit, this.#counted);
    }
    this.count(key, address, reports);
  }

  /** Counts what somebody else let in. */
  count(key: ApiKey | null, address: string, reports: number): void {
    const limit = this.limitOf(key);
    if (limit === null) return;
    const now = this.#clock();
    const counted = countedBy(key, address);
    const log = this.#find(key, counted, now) ?? this.#create(key, counted, now);
    log.add(now, reports, limit);
    if (counted !== null && this.#addresses.delete(counted)) this.#addresses.set(counted, log);
  }

  headers(key: ApiKey | null, address: string): LimitHeaders {
    const limit = this.limitOf(key);
    if (limit === null) return null;
    const now = this.#clock();
    const log = this.#find(key, countedBy(key, address), now);
    const used = log?.used(now) ?? 0;
    return headersOf(limit, used, log === undefined || used === 0 ? null : log.until(used - 1) - now);
  }

  /** The limit of whoever has a key, or none; `null` without one. */
  limitOf(key: ApiKey | null): RateLimit | null {
    return key?.limit === undefined ? this.#usual : key.limit;
  }

  #find(key: ApiKey | null, address: string | null, now: number): SlidingLog | undefined {
    if (address === null) return this.#keys.get(key?.name ?? "");
    const own = this.#addresses.get(address);
    if (own !== undefined) return own;
    // Whoever was counted there stays there until nothing of that is left: else it would begin anew beside it.
    const shared = this.#shared.get(this.#groupOf(address));
    const isFull = this.#addresses.size >= this.#mostAddresses && !this.#forgetEmpty(now);
    return isFull || (shared?.used(now) ?? 0) > 0 ? shared : undefined;
  }

  #create(key: ApiKey | null, address: string | null, now: number): SlidingLog {
    const log = new SlidingLog();
    if (address === null) this.#keys.set(key?.name ?? "", log);
    else if (this.#addresses.size < this.#mostAddresses || this.#forgetEmpty(now))
      this.#addresses.set(address, log);
    else this.#shared.set(this.#groupOf(address), log);
    return log;
  }

  /** Forgets the logs that nothing is left in; whether there was one. */
  #forgetEmpty(now: number): boolean {
    const before = this.#addresses.size;
    for (const [address, log] of this.#addresses) {
      if (log.used(now) > 0) break;
      this.#addresses.delete(address);
    }
    return this.#addresses.size < before;
  }

  #groupOf(address: string): number {
    return Bun.hash.xxHash32(widerNetwork(address), this.#salt) % sharedLogs;
  }
}

/** Throws `BATCH_TOO_LARGE` for more than may ever come at once. */
export function refuseTooLarge(reports: number, { most, seconds }: RateLimit): void {
  if (reports <= most) return;
  throw new OcrEcoError(
    "BATCH_TOO_LARGE",
    `A batch of ${reports} is more than the ${most} reports in ${seconds} s that this caller may send. Send smaller ones.`,
  );
}

/** The address by which a caller is counted; `null` for one who is counted by a key with a limit of its own. */
export function countedBy(key: ApiKey | null, address: string): string | null {
  return key?.limit === undefined ? countedAddress(address) : null;
}

/** What a caller is told of a limit of which so much is used; `next` is when some of that no longer counts, in milliseconds. */
export function headersOf({ most, seconds }: RateLimit, used: number, next: number | null) {
  return {
    ratelimit: `"reports";r=${most - used}${next === null ? "" : `;t=${toSeconds(next)}`}`,
    "ratelimit-policy": `"reports";q=${most};w=${seconds}`,
  };
}

export function toSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
