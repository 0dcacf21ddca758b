import { statSync } from "node:fs";
import { reasonOf } from "../errors.ts";
import { parseUsers, readUsersFile, type User, type Users } from "./users.ts";

/** The users of a file, as it is at each moment; it need not be there. */
export class UsersFile implements Users {
  readonly #path: string;
  readonly #warn: (sentence: string) => void;
  #stamp = "";
  #users: readonly User[] = [];
  #isKnown = true;

  /** `warn` hears, once for each change of it, that the file cannot be used. */
  constructor(path: string, warn: (sentence: string) => void) {
    this.#path = path;
    this.#warn = warn;
  }

  called(name: string): User | null {
    this.#look();
    return this.#users.find((user) => user.name === name) ?? null;
  }

  /** Whether the file, if there is one, says who there is. */
  isKnown(): boolean {
    this.#look();
    return this.#isKnown;
  }

  /** The file is read again when it is another one; one that cannot be used lets nobody in. Never throws. */
  #look(): void {
    try {
      this.#read();
    } catch (error) {
      this.#users = [];
      if (this.#isKnown)
        this.#warn(
          `The file of users ${this.#path} cannot be used: ${reasonOf(error)}. Nobody in it can sign in until it is mended.`,
        );
      this.#isKnown = false;
    }
  }

  #read(): void {
    const about = statSync(this.#path, { throwIfNoEntry: false });
    const stamp = about === undefined ? "" : `${about.ino} ${about.size} ${about.mtimeMs} ${about.ctimeMs}`;
    if (stamp === this.#stamp && this.#isKnown) return;
    this.#users = about === undefined ? [] : parseUsers(readUsersFile(this.#path));
    // Only what was read is not read again: a file may be half written, or out of reach for a moment.
    this.#stamp = stamp;
    this.#isKnown = true;
  }
}
