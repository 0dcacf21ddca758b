import { timingSafeEqual } from "node:crypto";
import { attempt } from "../config/attempt.ts";
import { type ApiKey, hashOf, isFor, isForFiguresAlone, type Scope } from "../config/keys.ts";
import { OcrEcoError } from "../errors.ts";
import { scopesAt } from "./at-path.ts";
import { sessionCookie } from "./session-cookie.ts";
import { keyOfSession, type SignIn } from "./sign-in.ts";

const header = "x-api-key";

/**
 * The scope that a request needs before anything of it is looked at, `null` for none. Whatever is not in the contract needs
 * the highest one; a method that a path has not is refused to whoever may use one that it has. Endpoints ask for their
 * scope once more: this only decides early.
 */
export function scopeNeeded(asked: string, path: string): Scope | null {
  // None of our paths needs escapes.
  if (path.includes("%")) return "admin";
  // The router answers HEAD as GET, without the body.
  const method = asked === "HEAD" ? "GET" : asked;
  const here = scopesAt(path);
  const scope = here.get(method);
  if (scope !== undefined) return scope;
  const [other = "admin"] = here.values();
  return other;
}

/**
 * Knows the keys of the service. Without any key everybody may do everything: then only this machine can ask. A key for the figures
 * alone guards these, and nothing else.
 */
export class Access {
  readonly #keys: () => readonly ApiKey[];
  readonly #today: () => string;
  readonly #signIn: Pick<SignIn, "sessionOf" | "isOpen">;
  readonly #mayBeOpen: () => boolean;
  /** Which key a request came with: it is asked for up to three times, and a hash takes time. */
  readonly #shown = new WeakMap<Request, ApiKey | null>();

  /**
   * `keys` gives those that are in force now; `today` is an ISO day, at whose end keys expire; whoever is signed in counts as
   * one who has a key. `mayBeOpen` says whether everybody may do everything while there is no key.
   */
  constructor(
    keys: () => readonly ApiKey[],
    today: () => string,
    signIn: Pick<SignIn, "sessionOf" | "isOpen">,
    mayBeOpen: () => boolean = () => true,
  ) {
    this.#keys = keys;
    this.#today = today;
    this.#signIn = signIn;
    this.#mayBeOpen = mayBeOpen;
  }

  get isOpen(): boolean {
    return this.#mayBeOpen() && this.#keys().every(isForFiguresAlone);
  }

  /** The key that a request shows, while it is valid; `null` when none of ours is shown. */
  keyOf(request: Request): ApiKey | null {
    const key = this.#find(request);
    if (key !== null) return this.#isOver(key) ? null : key;
    const ofSession = attempt(
      () => this.#ofSession(request),
      () => {},
    );
    return ofSession ?? null;
  }

  /** Whether a request may hear how the service is in all detail: with any key but one for the figures alone. */
  isKnown(request: Request): boolean {
    const key = this.keyOf(request);
    return this.isOpen || (key !== null && !isForFiguresAlone(key));
  }

  /** Whoever is signed in, as a key; a key that is shown counts before a cookie. Throws `CROSS_SITE`. */
  #ofSession(request: Request): ApiKey | null {
    if (shownKey(request) !== null) return null;
    const session = this.#signIn.sessionOf(request);
    return session === null ? null : keyOfSession(session, request);
  }

  #find(request: Request): ApiKey | null {
    const known = this.#shown.get(request);
    if (known !== undefined) return known;
    const shown = shownKey(request);
    const key = shown === null ? null : this.#compare(shown);
    this.#shown.set(request, key);
    return key;
  }

  /**
   * All keys are compared, however many there are and wherever the right one stands, by hashes of one length: neither
   * the place of a key nor its length nor its beginning can be told from the time.
   */
  #compare(shown: string): ApiKey | null {
    const hash = hashOf(shown);
    let found: ApiKey | null = null;
    for (const key of this.#keys()) if (timingSafeEqual(hash, key.hash)) found = key;
    return found;
  }

  /**
   * The key that lets a request in; `null` where none is needed. Throws `KEY_MISSING` or `KEY_REFUSED`, and where a session is
   * shown instead, `SESSION_OVER` or `CROSS_SITE`.
   */
  check(request: Request, scope: Scope): ApiKey | null {
    if (this.isOpen && (scope !== "metrics" || this.#keys().length === 0)) return null;
    const key = this.#find(request) ?? this.#ofSession(request);
    if (key === null && shownKey(request) === null && sessionCookie(request.headers) !== null)
      throw new OcrEcoError("SESSION_OVER", "The session is over. Sign in again.");
    if (key === null && (shownKey(request) ?? "") === "") {
      throw new OcrEcoError(
        "KEY_MISSING",
        `No key was sent. Send it as the header ${header}, or as Authorization: Bearer.`,
      );
    }
    if (key === null) throw new OcrEcoError("KEY_REFUSED", "The key that was sent is not known here.");
    if (this.#isOver(key)) {
      throw new OcrEcoError("KEY_REFUSED", `The key ${key.name} was valid until ${key.expires}.`);
    }
    if (!isFor(key, scope)) {
      const session = this.#signIn.sessionOf(request);
      throw new OcrEcoError(
        "KEY_REFUSED",
        session === null
          ? `The key ${key.name} may not do this: it lacks the scope ${scope}.`
          : `${key.name} has the role ${session.role}, which may not do this.`,
      );
    }
    return key;
  }

  /** Whether a request would still be let in: for what it began, and lasts. Keys may be revoked meanwhile, and come. */
  stillLetsIn(request: Request, scope: Scope): boolean | Promise<boolean> {
    const session = this.#signIn.sessionOf(request);
    if (session !== null && shownKey(request) === null) return this.#signIn.isOpen(session);
    this.#shown.delete(request);
    const letIn = attempt(
      () => ({ key: this.check(request, scope) }),
      () => {},
    );
    return letIn !== undefined;
  }

  /** Whether it is a session that lets a request in, and no key. */
  isBySession(request: Request): boolean {
    return shownKey(request) === null && this.#signIn.sessionOf(request) !== null;
  }

  #isOver({ expires }: ApiKey): boolean {
    return expires !== null && expires < this.#today();
  }
}

/** Monitoring systems know no other way to show a key than this one's second. */
function shownKey({ headers }: Request): string | null {
  const own = headers.get(header) ?? "";
  // A proxy may blank it.
  if (own !== "") return own;
  return /^Bearer +(\S.*)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

/** The router finds a path behind the first eleven characters of an address, however short the host is. */
const shortestOrigin = "http://abcd".length;

/** The path as the router sees it. Throws `REQUEST_MALFORMED` where it would see another one than is meant. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  if (start < shortestOrigin) {
    throw new OcrEcoError("REQUEST_MALFORMED", "The name in the header Host is too short. Use a longer one.");
  }
  const end = url.indexOf("?", start);
  return url.slice(start, end === -1 ? undefined : end);
}
