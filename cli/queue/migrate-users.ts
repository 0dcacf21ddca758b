import { existsSync, renameSync } from "node:fs";
import { loadUsersFile } from "../../src/config/environment.ts";
import { reasonOf } from "../../src/errors.ts";
import { SharedUsers } from "../../src/people/shared-users.ts";
import { lineOf, type User } from "../../src/people/users.ts";
import type { Calls } from "../../src/redis/calls.ts";
import { SharedKeys } from "../../src/service/shared-keys.ts";
import { putUser, usersIn } from "../common/users-file.ts";

/** The users of the dashboard, who go with a queue that is moved. */
export interface Luggage {
  /** Takes them along; may be asked again. Rejects as a server of a queue does, or with `USERS_FILE_UNUSABLE`. */
  readonly take: (calls: Calls) => Promise<void>;
  /** How many were taken, of whom those are who had been taken before. */
  readonly taken: () => number;
  /** Names of those who stay as they are at the other end: somebody there is called so. */
  readonly there: () => readonly string[];
  /** What an operator should know, once all of it is over, as sentences. */
  readonly after: () => string[];
}

/** Users of a folder, for a server. Throws `USERS_FILE_UNUSABLE`, before anything is moved. */
export function usersOfFolder(folder: string, now: Date): Luggage {
  const { file, isOwn } = loadUsersFile(folder);
  const users = usersIn(file);
  const taken = new Taken();
  return {
    ...taken.told,
    take: async (calls) => {
      const shared = new SharedUsers(calls);
      await taken.each(users, (user) => shared.put(user, null));
    },
    after: () => {
      if (!existsSync(file)) return [];
      if (isOwn) return [`${file} is not read with QUEUE_URL: take USERS_FILE out of the settings.`];
      // Or somebody who is taken out there would be back where the queue is moved back.
      const former = `${file}.moved-${now.toISOString().replace(/[:.]/g, "-")}`;
      try {
        renameSync(file, former);
        return [`The file of users that was there is ${former} now.`];
      } catch (error) {
        return [`${file} is not read with QUEUE_URL: take it away (${reasonOf(error)}).`];
      }
    },
  };
}

/** Users of a server, for a folder. Throws `USERS_FILE_UNUSABLE`, before anything is moved. */
export function usersOfServer(folder: string): Luggage {
  const { file } = loadUsersFile(folder);
  usersIn(file);
  const taken = new Taken();
  let keys: readonly string[] = [];
  return {
    ...taken.told,
    take: async (calls) => {
      const all = await new SharedUsers(calls).all();
      await taken.each(all, async (user) => {
        const there = usersIn(file).find(({ name }) => name === user.name);
        if (there !== undefined) return lineOf(there) === lineOf(user);
        putUser(file, () => user);
        return true;
      });
      keys = ((await new SharedKeys(calls).read())?.keys ?? []).map(({ name }) => name);
    },
    after: () =>
      keys.length === 0
        ? []
        : [
            `Keys that were made with --shared let nobody in here: ${keys.join(", ")}. Make others with ocr-eco keys new.`,
          ],
  };
}

/** Counts who was taken along. */
class Taken {
  #count = 0;
  #there: readonly string[] = [];
  readonly told = { taken: () => this.#count, there: () => this.#there };

  /** `put` says whether there was nobody of this name. */
  async each(users: readonly User[], put: (user: User) => Promise<boolean>): Promise<void> {
    const there: string[] = [];
    for (const user of users) if (!(await put(user))) there.push(user.name);
    this.#count = users.length - there.length;
    this.#there = there;
  }
}
