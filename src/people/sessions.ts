import { hash, randomBytes } from "node:crypto";
import type { Session } from "./session.ts";
import type { SessionFile } from "./session-file.ts";

/** Hours that a session lasts at most, whatever is done in it. */
const mostHours = 12;
/** Minutes after which a cookie gets a new value. */
const rotationMinutes = 15;
/** Seconds that the value before is still taken once the new one has come back: for requests that were on their way. */
const graceSeconds = 60;
/** Sessions at the same time; of more, the ones that began first end. */
const mostSessions = 1000;
/** Random bytes of a cookie: nobody guesses 256 bits. */
const tokenBytes = 32;

/** A session that a cookie led to. */
interface Found {
  readonly session: Session;
  /** What the cookie shall hold from now on; `null` where it stays as it is. */
  readonly next: string | null;
}

interface Options {
  readonly file: Pick<SessionFile, "read" | "write">;
  /** Whether who began it may still sign in, as that role. */
  readonly isStill: (session: Session) => boolean;
  /** Hears of a session that was ended because somebody had a cookie that is no longer in use. */
  readonly onReuse?: (session: Session) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Who is signed in. Cookies hold random numbers, and only their hashes are kept (OWASP, Session Management Cheat Sheet). A
 * value is replaced every quarter of an hour; whoever comes with one that was replaced long ago has copied it, or was copied:
 * that session ends.
 */
export class Sessions {
  readonly #with: Options;
  readonly #now: () => number;
  readonly #all: Map<string, Session>;

  constructor(options: Options) {
    this.#with = options;
    this.#now = options.now ?? Date.now;
    this.#all = new Map(options.file.read().map((session) => [session.id, session]));
  }

  /** Sessions that have not ended. */
  get size(): number {
    this.#sweep();
    return this.#all.size;
  }

  /** Begins one; the cookie's value is told this once. */
  begin(who: Pick<Session, "name" | "by" | "role" | "proof">): { session: Session; token: string } {
    this.#sweep();
    const now = this.#now();
    const token = newToken();
    const session: Session = {
      ...who,
      id: newToken(),
      csrf: newToken(),
      startedAt: now,
      endsAt: now + mostHours * 3_600_000,
      current: { hash: hashed(token), madeAt: now, isSeen: true },
      before: null,
    };
    for (const [id] of this.#all) if (this.#all.size >= mostSessions) this.#all.delete(id);
    this.#all.set(session.id, session);
    this.#keep();
    return { session, token };
  }

  /** The session of a cookie's value; `null` where there is none, or it is over. */
  find(token: string): Found | null {
    const presented = hashed(token);
    for (const session of this.#all.values()) {
      if (session.current.hash === presented) return this.#seen(session);
      if (session.before?.hash === presented) return this.#seenBefore(session);
    }
    return null;
  }

  /** Whether a session goes on: for what began in it, and lasts. */
  isOpen(id: string): boolean {
    const session = this.#all.get(id);
    return session !== undefined && this.#isOpen(session);
  }

  /** Ends a session. */
  end(id: string): void {
    if (this.#all.delete(id)) this.#keep();
  }

  #seen(session: Session): Found | null {
    if (!this.#isOpen(session)) return null;
    const { current, before } = session;
    const now = this.#now();
    if (!current.isSeen) {
      current.isSeen = true;
      if (before !== null) before.until = now + graceSeconds * 1000;
      this.#keep();
    }
    const isOld = now - current.madeAt > rotationMinutes * 60_000;
    return { session, next: isOld ? this.#rotate(session, { hash: current.hash, until: null }) : null };
  }

  #seenBefore(session: Session): Found | null {
    const { before, current } = session;
    if (before === null || !this.#isOpen(session)) return null;
    if (before.until !== null && this.#now() > before.until) {
      this.end(session.id);
      this.#with.onReuse?.(session);
      return null;
    }
    // The answer with the new value may have been lost: another one takes its place after a while.
    const isLost = !current.isSeen && this.#now() - current.madeAt > graceSeconds * 1000;
    return { session, next: isLost ? this.#rotate(session, before) : null };
  }

  #rotate(session: Session, before: NonNullable<Session["before"]>): string {
    const token = newToken();
    session.before = before;
    session.current = { hash: hashed(token), madeAt: this.#now(), isSeen: false };
    this.#keep();
    return token;
  }

  #isOpen(session: Session): boolean {
    if (this.#now() < session.endsAt && this.#with.isStill(session)) return true;
    this.end(session.id);
    return false;
  }

  #sweep(): void {
    const now = this.#now();
    for (const [id, { endsAt }] of this.#all) if (now >= endsAt) this.#all.delete(id);
  }

  #keep(): void {
    this.#with.file.write([...this.#all.values()]);
  }
}

function newToken(): string {
  return randomBytes(tokenBytes).toString("base64url");
}

function hashed(token: string): string {
  return hash("sha256", token, "hex");
}
