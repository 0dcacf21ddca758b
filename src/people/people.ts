import { hash, timingSafeEqual } from "node:crypto";
import { type ApiKey, hashOf } from "../config/keys.ts";
import { OcrEcoError } from "../errors.ts";
import { PasswordChecks } from "./passwords.ts";
import { roleOfKey } from "./roles.ts";
import type { Session } from "./session.ts";
import type { User, Users } from "./users.ts";

/** Whoever may begin a session. */
export type Person = Pick<Session, "name" | "by" | "role" | "proof">;

interface Options {
  readonly users: Users;
  /** The keys that may be shown now, without those that are over. */
  readonly keys: () => readonly ApiKey[];
}

/** Who may sign in: the users, as they are at that moment, and whoever has a key that is for more than reports. */
export class People {
  readonly #with: Options;
  readonly #checks = new PasswordChecks();

  constructor(options: Options) {
    this.#with = options;
  }

  /**
   * Who has this name and password. Rejects with `SIGN_IN_REFUSED`, without a word about which of both is wrong, or with
   * `SIGN_IN_BUSY`, or as `Users` does. `isKnown` says whether this name has signed in from there before.
   */
  async withPassword(name: string, password: string, isKnown: boolean): Promise<Person> {
    const user = await this.#with.users.called(name);
    const isRight = await this.#checks.isRight(password, user?.hash ?? null, isKnown);
    if (user === null || !isRight)
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
   * Whether somebody could begin the same session now: still there, with the same role, password or key. `user` is who is
   * called so among the users.
   */
  isStill({ name, by, role, proof }: Person, user: User | null): boolean {
    const person = by === "key" ? this.#holderCalled(name) : user === null ? null : personOf(user);
    return person !== null && person.role === role && person.proof === proof;
  }

  #holderCalled(name: string): Person | null {
    const key = this.#with.keys().find((each) => each.name === name);
    return key === undefined ? null : holderOf(key);
  }
}

function personOf({ name, role, hash: passwordHash }: User): Person {
  return { name, by: "password", role, proof: hash("sha256", passwordHash, "hex") };
}

function holderOf({ name, scopes, hash: keyHash }: ApiKey): Person | null {
  const role = roleOfKey(scopes);
  // Of a hash that is known here once more a hash: where sessions are kept must not say which keys there are.
  return role === null ? null : { name, by: "key", role, proof: hash("sha256", keyHash, "hex") };
}
