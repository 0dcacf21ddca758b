import type { ApiKey, RateLimit } from "../config/keys.ts";
import { reasonOf } from "../errors.ts";
import type { Calls } from "../redis/calls.ts";
import type { Reply } from "../redis/connection.ts";
import { number } from "../redis/replies.ts";
import { widerNetwork } from "./client-address.ts";
import { limitScript } from "./limit-script.ts";
import {
  type Counted,
  countedBy,
  headersOf,
  type LimitHeaders,
  MemoryRateLimiter,
  RateLimitedError,
  type RateLimiter,
  refuseTooLarge,
  toSeconds,
} from "./rate-limit.ts";

/** How long the server may take to say whether somebody may go on, in milliseconds, and how long it is not asked after it did not. */
const usualPatience = 2000;
const silence = 1000;
/** Milliseconds between two warnings that it cannot be asked. */
const warnEvery = 60_000;
/** Addresses that have a log of their own on the server at the same time: some 30 MB at most. */
const usualLogs = 20_000;
/** Callers whose refusal, or whose last answer, is remembered here. */
const mostRemembered = 10_000;
/** How old an answer may be that a caller is told of without another question, in milliseconds. */
const freshness = 1000;

interface Options {
  readonly calls: Calls;
  /** The limit of an address. */
  readonly usual: RateLimit | null;
  readonly counted?: Counted;
  /** Where it is not addresses that are counted: in how many groups. */
  readonly groups?: number;
  readonly warn: (sentence: string) => void;
  /** Addresses that have a log of their own, and milliseconds that the server has for an answer. */
  readonly logs?: number;
  readonly patience?: number;
  /** Milliseconds of a clock that never goes back; a parameter so that tests can set it. */
  readonly clock?: () => number;
}

/** What was answered last about a caller, by the clock. */
interface Answered {
  readonly at: number;
  readonly used: number;
  readonly next: number | null;
}

/** Until when a caller is refused who wants so much, by the clock. */
interface Refused {
  readonly until: number;
  readonly reports: number;
}

/**
 * One limit for all instances: counts on a server, see limitScript, whose clock it goes by. Where that cannot be asked for a
 * moment, what this instance has let in decides. Who was refused is refused again without asking, until he was told to come: so
 * whoever floods an instance costs the server no more than his limit.
 */
export class SharedRateLimiter implements RateLimiter {
  readonly #with: Options;
  readonly #calls: Calls;
  readonly #kind: string;
  readonly #own: MemoryRateLimiter;
  readonly #answers = new Map<string, Answered>();
  readonly #refusals = new Map<string, Refused>();
  readonly #clock: () => number;
  #silentUntil = Number.NEGATIVE_INFINITY;
  #warnedAt = Number.NEGATIVE_INFINITY;

  constructor(options: Options) {
    const { calls, usual, counted = "reports", patience = usualPatience } = options;
    this.#with = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#calls = calls.within(patience);
    this.#kind = `${counted.replaceAll(" ", "-")}${options.groups === undefined ? "" : "-grouped"}`;
    this.#own = new MemoryRateLimiter(usual, this.#clock, undefined, counted);
  }

  async take(key: ApiKey | null, address: string, reports: number): Promise<void> {
    const limit = this.#own.limitOf(key);
    if (limit === null) return;
    refuseTooLarge(reports, limit);
    const log = logOf(key, address);
    const refused = this.#refusals.get(log);
    const wait = refused === undefined || refused.reports > reports ? 0 : refused.until - this.#clock();
    if (wait > 0) throw new RateLimitedError(toSeconds(wait), limit, this.#with.counted);
    const answer = await this.#ask(key, address, limit, reports);
    if (answer === null) {
      this.#answers.delete(log);
      this.#own.take(key, address, reports);
      return;
    }
    const { word, rest } = answer;
    keep(this.#answers, log, this.#answered(rest));
    if (word === "limited") {
      const milliseconds = number(rest[2]);
      keep(this.#refusals, log, { until: this.#clock() + milliseconds, reports });
      throw new RateLimitedError(toSeconds(milliseconds), limit, this.#with.counted);
    }
    this.#own.count(key, address, reports);
  }

  async headers(key: ApiKey | null, address: string): Promise<LimitHeaders> {
    const limit = this.#own.limitOf(key);
    if (limit === null) return null;
    const log = logOf(key, address);
    let last = this.#answers.get(log);
    if (last === undefined || this.#clock() - last.at >= freshness) {
      const answer = await this.#ask(key, address, limit, 0);
      if (answer === null) return this.#own.headers(key, address);
      last = this.#answered(answer.rest);
      keep(this.#answers, log, last);
    }
    return headersOf(limit, last.used, last.next);
  }

  /** `null` where the server cannot be asked. */
  async #ask(key: ApiKey | null, address: string, limit: RateLimit, reports: number) {
    if (this.#clock() < this.#silentUntil) return null;
    const { groups, logs = usualLogs } = this.#with;
    const counted = groups === undefined ? countedBy(key, address) : null;
    try {
      return await this.#calls.run(limitScript, {
        ...limit,
        reports,
        kind: this.#kind,
        log: groups === undefined ? logOf(key, address) : address,
        ...(counted === null ? {} : { network: widerNetwork(counted), logs }),
        ...(groups === undefined ? {} : { groups }),
      });
    } catch (error) {
      this.#silentUntil = this.#clock() + silence;
      this.#warn(error);
      return null;
    }
  }

  #answered([used, next]: readonly Reply[]): Answered {
    return { at: this.#clock(), used: number(used), next: number(used) === 0 ? null : number(next) };
  }

  #warn(error: unknown): void {
    const now = this.#clock();
    if (now - this.#warnedAt < warnEvery) return;
    this.#warnedAt = now;
    this.#with.warn(`Limits of callers are counted by this instance alone for a while: ${reasonOf(error)}`);
  }
}

/** The name of a caller's log. */
function logOf(key: ApiKey | null, address: string): string {
  const counted = countedBy(key, address);
  return counted === null ? `key ${key?.name ?? ""}` : `address ${counted}`;
}

/** Remembers something of one more, and forgets whoever was remembered first. */
function keep<T>(all: Map<string, T>, name: string, value: T): void {
  all.delete(name);
  all.set(name, value);
  for (const oldest of all.keys()) {
    if (all.size <= mostRemembered) break;
    all.delete(oldest);
  }
}
