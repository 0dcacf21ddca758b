import { hashed, newToken } from "./cookie-value.ts";
import type { Session } from "./session.ts";
import { type Found, type Sessions, sessionRules } from "./sessions.ts";
import type { StateFile } from "./state-file.ts";

const { mostHours, rotationMinutes, graceSeconds, most: mostSessions, mostOfOne } = sessionRules;

interface Options {
  readonly file: Pick<StateFile<Session>, "read" | "write">;
  /** Whether who began it may still sign in, as that role; `null` where that is not known for a moment. */
  readonly isStill: (session: Session) => boolean | null;
  /** Hears of a session that was ended because somebody had a cookie that is no longer in use. */
  readonly onReuse?: (session: Session) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The sessions of this instance alone, kept over a restart. */
export class FolderSessions implements Sessions {
  readonly #with: Options;
  readonly #now: () => number;
  readonly #all: Map<string, Session>;

  constructor(options: Options) {
    this.#with = options;
    this.#now = options.now ?? Date.now;
    this.#all = new Map(options.file.read().map((session) => [session.id, session]));
  }

  count(): number {
    this.#sweep();
    return this.#all.size;
  }

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
    this.#makeRoom(who);
    this.#all.set(session.id, session);
    this.#keep();
    return { session, token };
  }

  find(token: string): Found | null {
    const presented = hashed(token);
    for (const session of this.#all.values()) {
      if (session.current.hash === presented) return this.#seen(session);
      if (session.before?.hash === presented) return this.#seenBefore(session);
    }
    return null;
  }

  isOpen(id: string): boolean {
    const session = this.#all.get(id);
    return session !== undefined && this.#isOpen(session);
  }

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
    return { session, value: current.hash, isDue: now - current.madeAt > rotationMinutes * 60_000 };
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
    const isDue = !current.isSeen && this.#now() - current.madeAt > graceSeconds * 1000;
    return { session, value: current.hash, isDue };
  }

  renew({ session, value, isDue }: Found): string | null {
    if (!isDue || session.current.hash !== value) return null;
    const token = newToken();
    // One that has not come back was lost with its answer: the one before it stays.
    if (session.current.isSeen) session.before = { hash: session.current.hash, until: null };
    session.current = { hash: hashed(token), madeAt: this.#now(), isSeen: false };
    this.#keep();
    return token;
  }

  #isOpen(session: Session): boolean {
    const isStill = this.#with.isStill(session);
    if (this.#now() < session.endsAt && isStill === true) return true;
    if (this.#now() >= session.endsAt || isStill === false) this.end(session.id);
    return false;
  }

  /** Nobody pushes out others: where all places are taken, the one who has most of them gives one. */
  #makeRoom({ name, by }: Pick<Session, "name" | "by">): void {
    const of = (who: Pick<Session, "name" | "by">): Session[] =>
      [...this.#all.values()].filter((each) => each.name === who.name && each.by === who.by);
    const own = of({ name, by });
    for (const { id } of own.slice(0, Math.max(0, own.length + 1 - mostOfOne))) this.#all.delete(id);
    if (this.#all.size < mostSessions) return;
    const people = Map.groupBy(this.#all.values(), (each) => `${each.by} ${each.name}`);
    const [first] = [...people.values()].toSorted((one, other) => other.length - one.length)[0] ?? [];
    if (first !== undefined) this.#all.delete(first.id);
  }

  #sweep(): void {
    const now = this.#now();
    for (const [id, { endsAt }] of this.#all) if (now >= endsAt) this.#all.delete(id);
  }

  #keep(): void {
    this.#with.file.write([...this.#all.values()]);
  }
}
