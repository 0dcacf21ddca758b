import { join } from "node:path";
import type { ApiKey } from "../config/keys.ts";
import { usersFileOf } from "../config/read-keys.ts";
import type { ServiceConfig } from "../config/service.ts";
import { type FailureCode, OcrEcoError, toFailure } from "../errors.ts";
import { KnownPlaces, knownPlacesFile } from "../people/known-places.ts";
import { People, type Person } from "../people/people.ts";
import { scopesOf } from "../people/roles.ts";
import type { Session } from "../people/session.ts";
import { sessionFile } from "../people/session-file.ts";
import { type Found, Sessions } from "../people/sessions.ts";
import { MemoryRateLimiter } from "./rate-limit.ts";
import { keepingCookie, sessionCookie } from "./session-cookie.ts";

/** Tries from one client address, and with one name from wherever; each is a password or a key that somebody sends. */
const triesOfAddress = { most: 10, seconds: 60 } as const;
const triesOfName = { most: 30, seconds: 900 } as const;

interface Options {
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
  readonly #people: People;
  readonly #sessions: Sessions;
  readonly #byAddress = limiterOf(triesOfAddress);
  readonly #byName = limiterOf(triesOfName);
  readonly #known: KnownPlaces;
  /** Each is looked up once: a second look could find a cookie that the first one has replaced. */
  readonly #shown = new WeakMap<Request, Found | null>();
  readonly #told = new Map<string, number>();
  readonly #warn: (sentence: string) => void;
  readonly #onTry: (end: TryEnd) => void;
  readonly #salt = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

  constructor({ config, keys, warn, onTry }: Options) {
    this.#warn = warn;
    this.#onTry = onTry;
    this.#people = new People({ usersFile: usersFileOf(config), keys, warn });
    this.#known = new KnownPlaces(knownPlacesFile(join(config.DATA_DIR, "sign-ins"), warn));
    this.#sessions = new Sessions({
      file: sessionFile(join(config.DATA_DIR, "sessions"), warn),
      isStill: (session) => this.#people.isStill(session),
      onReuse: ({ name }) =>
        warn(`A session of ${name} was ended: somebody came with a cookie that had been replaced`),
    });
  }

  /** Begins a session with a name and a password; gives back the cookie, too. Rejects with `RATE_LIMITED`, `SIGN_IN_…`. */
  async withPassword(
    name: string,
    password: string,
    address: string,
  ): Promise<{ session: Session; cookie: string }> {
    try {
      this.#byAddress.take(null, address, 1);
      const isKnown = this.#known.has(name, address);
      if (!isKnown) this.#byName.take(null, this.#groupOf(name), 1);
      const person = await this.#people.withPassword(name, password, isKnown);
      this.#known.remember(name, address);
      return this.#begin(person);
    } catch (error) {
      this.#tell(JSON.stringify(name), address, error);
      throw error;
    }
  }

  /** The same with a key. */
  withKey(key: string, address: string): { session: Session; cookie: string } {
    try {
      this.#byAddress.take(null, address, 1);
      return this.#begin(this.#people.withKey(key));
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

  #groupOf(name: string): string {
    return String(Bun.hash.xxHash32(name, this.#salt) % groupsOfNames);
  }

  #begin(person: Person): { session: Session; cookie: string } {
    const { session, token } = this.#sessions.begin(person);
    this.#onTry("in");
    return { session, cookie: keepingCookie(token) };
  }

  /** How many sessions have not ended. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** The session of a request; `null` without one. */
  sessionOf(request: Request): Session | null {
    return this.#shownBy(request)?.session ?? null;
  }

  /**
   * The header that has the browser keep another cookie from now on; `null` where it need not. For answers that begin at once
   * alone: one that takes its time could come when there is a newer value.
   */
  renewalFor(request: Request): string | null {
    const found = this.#shown.get(request) ?? null;
    const next = found === null ? null : this.#sessions.renew(found);
    return next === null ? null : keepingCookie(next);
  }

  /** Whether a session goes on: for what began in it, and lasts. */
  isOpen(session: Session): boolean {
    return this.#sessions.isOpen(session.id);
  }

  end(request: Request): void {
    const session = this.sessionOf(request);
    if (session === null) return;
    this.#sessions.end(session.id);
    this.#shown.set(request, null);
  }

  #shownBy(request: Request): Found | null {
    const known = this.#shown.get(request);
    if (known !== undefined) return known;
    const token = sessionCookie(request.headers);
    const shown = token === null ? null : this.#sessions.find(token);
    this.#shown.set(request, shown);
    return shown;
  }
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

function limiterOf(limit: { readonly most: number; readonly seconds: number }): MemoryRateLimiter {
  return new MemoryRateLimiter(limit, undefined, undefined, "tries to sign in");
}
