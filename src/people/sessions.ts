import type { Session } from "./session.ts";

/** At once from memory, or when a server has answered. */
export type Soon<T> = T | Promise<T>;

/** A session that a cookie led to. */
export interface Found {
  readonly session: Session;
  /** The hash of the value that its cookie should have: whoever has it replaced meanwhile has told the browser of another one. */
  readonly value: string;
  /** Whether its cookie should get another value. */
  readonly isDue: boolean;
}

/**
 * Who is signed in. Cookies hold random numbers, and only their hashes are kept (OWASP, Session Management Cheat Sheet). A
 * value is replaced every quarter of an hour; whoever comes with one that was replaced long ago has copied it, or was copied:
 * that session ends.
 *
 * Kept in a folder for one instance (folder-sessions.ts), or on a server for all of them (shared-sessions.ts): these reject
 * with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED` where that cannot be asked. One suite of tests holds for both.
 */
export interface Sessions {
  /** Sessions that have not ended. */
  count(): Soon<number>;
  /** Begins one; the cookie's value is told this once. */
  begin(who: Pick<Session, "name" | "by" | "role" | "proof">): Soon<{ session: Session; token: string }>;
  /** The session of a cookie's value; `null` where there is none, or it is over. */
  find(token: string): Soon<Found | null>;
  /** A new value for a session's cookie, where one is due; for an answer that comes at once. */
  renew(found: Found): Soon<string | null>;
  /** Whether a session goes on: for what began in it, and lasts. */
  isOpen(id: string): Soon<boolean>;
  /** Ends a session. */
  end(id: string): Soon<void>;
}

export const sessionRules = {
  /** Hours that a session lasts at most, whatever is done in it. */
  mostHours: 12,
  /** Minutes after which a cookie gets a new value. */
  rotationMinutes: 15,
  /** Seconds that the value before is still taken once the new one has come back: for requests that were on their way. */
  graceSeconds: 60,
  /** Sessions at the same time, of all and of one person; of more, that person's first ones end. */
  most: 1000,
  mostOfOne: 20,
} as const;
