import type { ApiKey, RateLimit } from "../config/keys.ts";
import { OcrEcoError } from "../errors.ts";

interface Window {
  endsAt: number;
  used: number;
}

/** Callers that are remembered at the same time; beyond that the oldest are forgotten, so that memory is bounded. */
const mostCallers = 100_000;

/** A refusal that knows when it ends, and what the caller's limit is. */
export class RateLimitedError extends OcrEcoError {
  constructor(
    readonly headers: Readonly<Record<string, string>>,
    message: string,
  ) {
    super("RATE_LIMITED", message);
  }
}

/** Counts reports by key, or by client address for keys without a limit of their own, in windows of fixed length. */
export class RateLimiter {
  readonly #usual: RateLimit | null;
  readonly #clock: () => number;
  readonly #windows = new Map<string, Window>();

  /** `usual` is the limit of an address; `clock` gives milliseconds and never goes back. */
  constructor(usual: RateLimit | null, clock: () => number = () => performance.now()) {
    this.#usual = usual;
    this.#clock = clock;
  }

  /** Counts so many reports. Throws a `RateLimitedError`, and counts none, when they are too many. */
  take(key: ApiKey | null, address: string, reports: number): void {
    const limit = key?.limit === undefined ? this.#usual : key.limit;
    if (limit === null) return;
    const caller = key?.limit === undefined ? `address ${address}` : `key ${key.name}`;
    const now = this.#clock();
    let window = this.#windows.get(caller);
    if (window === undefined || window.endsAt <= now) {
      window = { endsAt: now + limit.seconds * 1000, used: 0 };
      this.#windows.delete(caller);
      this.#windows.set(caller, window);
      if (this.#windows.size > mostCallers) this.#forgetOldest();
    }
    if (reports > limit.most) {
      throw new OcrEcoError(
        "BATCH_TOO_LARGE",
        `A batch of ${reports} is more than the ${limit.most} reports in ${limit.seconds} s that this caller may send. Send smaller ones.`,
      );
    }
    if (window.used + reports > limit.most) throw refusal(limit, window, now);
    window.used += reports;
  }

  #forgetOldest(): void {
    const [oldest] = this.#windows.keys();
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}

/** With the headers of the IETF's draft-ietf-httpapi-ratelimit-headers-10. */
function refusal({ most, seconds }: RateLimit, { endsAt, used }: Window, now: number): RateLimitedError {
  const rest = Math.max(1, Math.ceil((endsAt - now) / 1000));
  const headers = {
    "retry-after": String(rest),
    ratelimit: `"reports";r=${most - used};t=${rest}`,
    "ratelimit-policy": `"reports";q=${most};w=${seconds}`,
  };
  return new RateLimitedError(headers, `More than ${most} reports in ${seconds} s. Try again in ${rest} s.`);
}
