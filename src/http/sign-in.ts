import type { ApiKey, RateLimit } from "../config/keys.ts";
import type { ServiceConfig } from "../config/service.ts";
import { type FailureCode, OcrEcoError, toFailure } from "../errors.ts";
import { type KeptPeople, peopleInFolder, peopleOnServer } from "../people/kept-people.ts";
import type { Person } from "../people/people.ts";
import { scopesOf } from "../people/roles.ts";
import type { Session } from "../people/session.ts";
import type { Found, Soon } from "../people/sessions.ts";
import type { SharedStore } from "../redis/shared-store.ts";
import { MemoryRateLimiter, type RateLimiter } from "./rate-limit.ts";
import { keepingCookie, sessionCookie } from "./session-cookie.ts";
import { SharedRateLimiter } from "./shared-rate-limit.ts";

/** Tries from one client address, and with one name from wherever; each is a password or a key that somebody sends. */
const triesOfAddress = { most: 10, seconds: 60 } as const;
const triesOfName = { most: 30, seconds: 900 } as const;

interface Options {
  /** What instances share; `null` where this one is alone, and keeps all in its folder. */
  readonly shared: SharedStore | null;
  readonly config: Pick<ServiceConfig, "DATA_DIR" | "USERS_FILE">;
  readonly keys: () => readonly ApiKey[];
  readonly warn: (sentence: string) => void;
  /** Hears what came of each try. */
  readonly onTry: (end: TryEnd) => void;
}

type TryEnd = "in" | "refused" | "limited" | "failed";
const ends: Readonly<Partial<Record<FailureCode, TryEnd>>> = {
  SIGN_IN_REFUSED: "refused",
  RATE_LIMITED: "limited",
};

/** Names are counted in so many groups: those that nobody has are no way to take all the room. */
const groupsOfNames = 4096;
/** Refusals that are told of, each name with its address once in so many milliseconds. */
const mostTold = 1000;
const toldEveryMs = 60_000;

/** Who is signed in at the dashboard: begins and ends sessions, and knows those of requests. */
export class SignIn {
  readonly #kept: KeptPeople;
  readonly #byAddress: RateLimiter;
  readonly #byName: RateLimiter;
  readonly #isShared: boolean;
  /** Each is looked up once: a second look could find a cookie that the first one has replaced. */
  readonly #shown = new WeakMap<Request, Found | null | Failed>();
  readonly #told = new Map<string, number>();
  readonly #warn: (sentence: string) => void;
  readonly #onTry: (end: TryEnd) => void;
  readonly #salt = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

  constructor({ shared, warn, onTry, ...rest }: Options) {
    this.#warn = warn;
    this.#onTry = onTry;
    this.#isShared = shared !== null;
    const onReuse = ({ name }: Session): void =>
      warn(`A session of ${name} was ended: somebody came with a cookie that had been replaced`);
    const options = { ...rest, warn, onReuse };
    this.#kept = shared === null ? peopleInFolder(options) : peopleOnServer(shared.calls, options);
    const counted = "tries to sign in";
    const limiterOf = (usual: RateLimit, groups?: number): RateLimiter =>
      shared === null
        ? new MemoryRateLimiter(usual, undefined, undefined, counted)
        : new SharedRateLimiter({
            ...{ calls: shared.calls, usual, counted, warn },
            ...(groups === undefined ? {} : { groups }),
          });
    this.#byAddress = limiterOf(triesOfAddress);
    this.#byName = limiterOf(triesOfName, groupsOfNames);
  }

  /** Begins a session with a name and a password; gives back the cookie, too. Rejects with `RATE_LIMITED`, `SIGN_IN_…`. */
  async withPassword(
    name: string,
    password: string,
    address: string,
  ): Promise<{ session: Session; cookie: string }> {
    try {
      await this.#byAddress.take(null, address, 1);
      const { known, people } = this.#kept;
      const isKnown = await known.has(name, address);
      if (!isKnown) await this.#byName.take(null, this.#groupOf(name), 1);
      const person = await people.withPassword(name, password, isKnown);
      await known.remember(name, address);
      return await this.#begin(person);
    } catch (error) {
      this.#tell(JSON.stringify(name), address, error);
      throw error;
    }
  }

  /** The same with a key. */
  async withKey(key: string, address: string): Promise<{ session: Session; cookie: string }> {
    try {
      await this.#byAddress.take(null, address, 1);
      return await this.#begin(this.#kept.people.withKey(key));
    } catch (error) {
      this.#tell("somebody with a key", address, error);
      throw error;
    }
  }

  /** Somebody should see who is tried, and from where; a flood of it fills no log. */
  #tell(who: string, address: string, error: unknown): void {
    const { code } = toFailure(error);
    this.#onTry(ends[code] ?? "failed");
    const [key, now] = [`${who} ${address}`, performance.now()];
    if (now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < toldEveryMs) return;
    this.#told.delete(key);
    this.#told.set(key, now);
    for (const oldest of this.#told.keys()) if (this.#told.size > mostTold) this.#told.delete(oldest);
    this.#warn(`${who} could not sign in at the dashboard from ${address}: ${code}`);
  }

  /** Instances that share a limit group names by what nobody knows: here, names are only told from addresses. */
  #groupOf(name: string): string {
    if (this.#isShared) return `name ${name}`;
    return String(Bun.hash.xxHash32(name, this.#salt) % groupsOfNames);
  }

  async #begin(person: Person): Promise<{ session: Session; cookie: string }> {
    const { session, token } = await this.#kept.sessions.begin(person);
    this.#onTry("in");
    return { session, cookie: keepingCookie(token) };
  }

  /** How many sessions have not ended. */
  sessions(): Soon<number> {
    return this.#kept.sessions.count();
  }

  /**
   * Looks up the session of a request before anything asks for it, where a server has to be asked for that; nothing where it is
   * known at once. Never rejects: `sessionOf` throws what went wrong, and who does not ask is answered all the same.
   */
  lookUp(request: Request): Promise<void> | undefined {
    const token = this.#isShared && needsSession(request.url) ? sessionCookie(request.headers) : null;
    return token === null ? undefined : this.#lookUp(request, token);
  }

  async #lookUp(request: Request, token: string): Promise<void> {
    try {
      this.#shown.set(request, await this.#kept.sessions.find(token));
    } catch (error) {
      this.#shown.set(request, new Failed(error));
    }
  }

  /** The session of a request; `null` without one. Throws `QUEUE_UNREACHABLE` or `QUEUE_REFUSED` where a server could not tell. */
  sessionOf(request: Request): Session | null {
    return this.#shownBy(request)?.session ?? null;
  }

  /**
   * The header that has the browser keep another cookie from now on; `null` where it need not. For answers that begin at once
   * alone: one that takes its time could come when there is a newer value.
   */
  async renewalFor(request: Request): Promise<string | null> {
    const found = this.#shown.get(request) ?? null;
    if (found === null || found instanceof Failed) return null;
    const next = await this.#kept.sessions.renew(found);
    return next === null ? null : keepingCookie(next);
  }

  /** Whether a session goes on: for what began in it, and lasts. */
  isOpen(session: Session): Soon<boolean> {
    return this.#kept.sessions.isOpen(session.id);
  }

  async end(request: Request): Promise<void> {
    const session = this.sessionOf(request);
    if (session === null) return;
    await this.#kept.sessions.end(session.id);
    this.#shown.set(request, null);
  }

  #shownBy(request: Request): Found | null {
    const known = this.#shown.get(request);
    if (known instanceof Failed) throw known.error;
    if (known !== undefined) return known;
    const token = this.#isShared ? null : sessionCookie(request.headers);
    const shown = token === null ? null : (this.#kept.sessions.find(token) as Found | null);
    this.#shown.set(request, shown);
    return shown;
  }
}

/** Why it is not known whose session a request shows. */
class Failed {
  constructor(readonly error: unknown) {}
}

/** The page and its files are everybody's: they come at once, whatever else is out of reach. */
function needsSession(url: string): boolean {
  return !/^https?:\/\/[^/]*\/dashboard(?:\/files\/[^/]*)?(?:[?#]|$)/.test(url);
}

/**
 * Who is signed in, as a key that nobody has. Throws `CROSS_SITE` for a request that the dashboard's own page did not make:
 * browsers say which page a request is of (Fetch Metadata), and only ours knows the session's token.
 */
export function keyOfSession({ name, role, csrf }: Session, { method, headers }: Request): ApiKey {
  const changes = method !== "GET" && method !== "HEAD";
  if (headers.get("sec-fetch-site") !== "same-origin" || (changes && headers.get("x-csrf-token") !== csrf))
    throw crossSite();
  return {
    name,
    hash: new Uint8Array(),
    length: null,
    scopes: scopesOf[role],
    limit: undefined,
    issued: null,
    expires: null,
  };
}

/** Whether a key stands for somebody who is signed in. */
export function isOfSession({ hash }: ApiKey): boolean {
  return hash.length === 0;
}

/** What a request is told that another page made. */
export function crossSite(): OcrEcoError {
  return new OcrEcoError(
    "CROSS_SITE",
    "This does not come from the dashboard's own page. Open /dashboard anew, and try again there.",
  );
}
