import { hash, timingSafeEqual } from "node:crypto";
import { statSync } from "node:fs";
import { type ApiKey, hashOf } from "../config/keys.ts";
import { OcrEcoError, reasonOf } from "../errors.ts";
import { PasswordChecks } from "./passwords.ts";
import { roleOfKey } from "./roles.ts";
import type { Session } from "./session.ts";
import { parseUsers, readUsersFile, type User } from "./users.ts";

/** Whoever may begin a session. */
export type Person = Pick<Session, "name" | "by" | "role" | "proof">;

interface Options {
  /** The file of users, which need not be there. */
  readonly usersFile: string;
  /** The keys that may be shown now, without those that are over. */
  readonly keys: () => readonly ApiKey[];
  /** Hears, once for each change of it, that the file of users cannot be used. */
  readonly warn: (sentence: string) => void;
}

/** Who may sign in: the users of the file, as it is at that moment, and whoever has a key that is for more than reports. */
export class People {
  readonly #with: Options;
  readonly #checks = new PasswordChecks();
  #stamp = "";
  #users: readonly User[] = [];
  /** Whether the file, if there is one, says who there is. */
  #isKnown = true;

  constructor(options: Options) {
    this.#with = options;
  }

  /**
   * Who has this name and password. Rejects with `SIGN_IN_REFUSED`, without a word about which of both is wrong, or with
   * `SIGN_IN_BUSY`. `isKnown` says whether this name has signed in from there before.
   */
  async withPassword(name: string, password: string, isKnown: boolean): Promise<Person> {
    const user = this.#userCalled(name);
    const isRight = await this.#checks.isRight(password, user?.hash ?? null, isKnown);
    if (user === undefined || !isRight)
      throw new OcrEcoError("SIGN_IN_REFUSED", "The name or the password is wrong.");
    return personOf(user);
  }

  /** Who has this key. Throws `SIGN_IN_REFUSED`. */
  withKey(shown: string): Person {
    const sought = hashOf(shown);
    let found: ApiKey | undefined;
    // All of them are compared, as everywhere.
    for (const key of this.#with.keys()) if (timingSafeEqual(sought, key.hash)) found = key;
    if (found === undefined) throw new OcrEcoError("SIGN_IN_REFUSED", "The key is not known here.");
    const person = holderOf(found);
    if (person !== null) return person;
    throw new OcrEcoError(
      "SIGN_IN_REFUSED",
      `The key ${found.name} is not for looking at everybody's reports: it lacks the scope look.`,
    );
  }

  /**
   * Whether somebody could begin the same session now: still there, with the same role, password or key. `null` where that is
   * not known, because the file of users cannot be used: nobody is let in then, and nobody's session has ended.
   */
  isStill({ name, by, role, proof }: Person): boolean | null {
    if (by === "password") {
      this.#look();
      if (!this.#isKnown) return null;
    }
    const person = by === "password" ? this.#personCalled(name) : this.#holderCalled(name);
    return person !== null && person.role === role && person.proof === proof;
  }

  #personCalled(name: string): Person | null {
    const user = this.#userCalled(name);
    return user === undefined ? null : personOf(user);
  }

  #holderCalled(name: string): Person | null {
    const key = this.#with.keys().find((each) => each.name === name);
    return key === undefined ? null : holderOf(key);
  }

  #userCalled(name: string): User | undefined {
    this.#look();
    return this.#users.find((user) => user.name === name);
  }

  /** The file is read again when it is another one; one that cannot be used lets nobody in. Never throws. */
  #look(): void {
    const { usersFile, warn } = this.#with;
    try {
      this.#read();
    } catch (error) {
      this.#users = [];
      if (this.#isKnown)
        warn(
          `The file of users ${usersFile} cannot be used: ${reasonOf(error)}. Nobody in it can sign in until it is mended.`,
        );
      this.#isKnown = false;
    }
  }

  #read(): void {
    const { usersFile } = this.#with;
    const about = statSync(usersFile, { throwIfNoEntry: false });
    const stamp = about === undefined ? "" : `${about.ino} ${about.size} ${about.mtimeMs} ${about.ctimeMs}`;
    if (stamp === this.#stamp && this.#isKnown) return;
    this.#users = about === undefined ? [] : parseUsers(readUsersFile(usersFile));
    // Only what was read is not read again: a file may be half written, or out of reach for a moment.
    this.#stamp = stamp;
    this.#isKnown = true;
  }
}

function personOf({ name, role, hash: passwordHash }: User): Person {
  return { name, by: "password", role, proof: hash("sha256", passwordHash, "hex") };
}

function holderOf({ name, scopes, hash: keyHash }: ApiKey): Person | null {
  const role = roleOfKey(scopes);
  // Of a hash that is known here once more a hash: the file of sessions must not say which keys there are.
  return role === null ? null : { name, by: "key", role, proof: hash("sha256", keyHash, "hex") };
}
