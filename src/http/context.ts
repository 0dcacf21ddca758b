import { version as ownVersion } from "../build-info.ts";
import type { Scope } from "../config/keys.ts";
import { dutiesOf } from "../config/role.ts";
import { OcrEcoError } from "../errors.ts";
import { Metrics } from "../metrics/metrics.ts";
import { receiptAt } from "../reading/options.ts";
import { AppStatusReport } from "../service/app-status.ts";
import type { Log } from "../service/log.ts";
import type { Service } from "../service/service.ts";
import { Access } from "./access.ts";
import { TrustedProxies } from "./client-address.ts";
import { LiveFeed } from "./live.ts";
import { MemoryRateLimiter, type RateLimiter } from "./rate-limit.ts";
import { SharedRateLimiter } from "./shared-rate-limit.ts";
import { SignIn } from "./sign-in.ts";

/** What the routes work with. */
export interface HttpContext {
  readonly service: Service;
  readonly access: Access;
  readonly limiter: RateLimiter;
  readonly proxies: TrustedProxies;
  readonly metrics: Metrics;
  /** How the service is, for whoever asks and whoever watches. */
  readonly report: AppStatusReport;
  readonly live: LiveFeed;
  /** Who is signed in at the dashboard. */
  readonly signIn: SignIn;
  /** When the service started, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly version: string;
}

export function httpContext(service: Service, startedAt: number, log: Pick<Log, "warn">): HttpContext {
  const { config } = service;
  const version = config.APP_VERSION ?? ownVersion;
  const today = (): string => receiptAt(new Date(), config.TIMEZONE).day;
  const report = new AppStatusReport(service, startedAt, version);
  const signIn = new SignIn({
    shared: service.shared,
    config,
    keys: () => service.keys.filter(({ expires }) => expires === null || expires >= today()),
    warn: (sentence) => log.warn({}, sentence),
    onTry: (end) => service.events.emit({ type: "sign-in-tried", end }),
  });
  const live = new LiveFeed(async () => JSON.stringify(await report.make(true)));
  const audience = { sessions: () => signIn.sessions(), streams: () => live.size };
  return {
    service,
    access: new Access(
      () => service.keys,
      today,
      signIn,
      () => service.mayBeOpen,
    ),
    signIn,
    report,
    live,
    limiter: limiterOf(service, log),
    proxies: new TrustedProxies(config.TRUST_PROXY),
    metrics: new Metrics(service, audience, startedAt, ownVersion),
    startedAt,
    version,
  };
}

/** Counts reports for this instance, or for all that share a queue. */
function limiterOf({ config, shared }: Service, log: Pick<Log, "warn">): RateLimiter {
  if (shared === null) return new MemoryRateLimiter(config.RATE_LIMIT);
  const warn = (sentence: string): void => log.warn({}, sentence);
  return new SharedRateLimiter({ calls: shared.calls, usual: config.RATE_LIMIT, warn });
}

/** A hook for routes: lets in whose key has the scope. Throws `KEY_MISSING` or `KEY_REFUSED`. */
export function requires({ access }: HttpContext, scope: Scope) {
  return ({ request }: { readonly request: Request }): void => {
    access.check(request, scope);
  };
}

const elsewhere = {
  takesIn: "This instance takes no reports in: ask one with ROLE=api or ROLE=all",
  reads: "This instance reads no pictures: ask one with ROLE=worker or ROLE=all",
} as const;

/** Throws `ROLE_ELSEWHERE` where something is not for this instance to do. */
export function refuseElsewhere({ config }: Service, duty: keyof typeof elsewhere): void {
  if (dutiesOf[config.ROLE][duty]) return;
  throw new OcrEcoError("ROLE_ELSEWHERE", `${elsewhere[duty]}. Its own is ROLE=${config.ROLE}.`);
}

/** Throws `DRAINING` while the service ends: what it would take in now, it could not work on. */
export function refuseWhileDraining(service: Service): void {
  if (service.isDraining) {
    throw new OcrEcoError("DRAINING", "The service is about to end. Try again in a few seconds.");
  }
}
