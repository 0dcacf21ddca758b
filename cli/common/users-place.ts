import type { UsersSettings } from "../../src/config/environment.ts";
import { SharedUsers } from "../../src/people/shared-users.ts";
import type { User } from "../../src/people/users.ts";
import { sharedStoreOf } from "../../src/redis/address.ts";
import { putUser, takeOutUser, usersIn } from "./users-file.ts";

/** Where users are kept: in a file of this instance, or on the server that all instances share. */
export interface UsersPlace {
  /** For people. */
  readonly name: string;
  list(): Promise<User[]>;
  /** Keeps a user, in the place of the one with that name if there is one. `make` gets the users that are there. */
  put(make: (users: readonly User[]) => User): Promise<void>;
  /** Takes a user out. `check` gets the users that are there. */
  takeOut(name: string, check: (users: readonly User[]) => void): Promise<void>;
}

/** How long the server may take for an answer, in milliseconds. */
const patience = 5000;

/** Does something with the users of an installation. Rejects with `USERS_FILE_UNUSABLE`, or as a server of a queue does. */
export async function withUsers<T>(
  settings: UsersSettings,
  use: (place: UsersPlace) => Promise<T>,
): Promise<T> {
  const { file, server } = settings;
  if (server === null) return use(placeInFile(file));
  const shared = sharedStoreOf(server, patience);
  try {
    await shared.begin();
    return await use(
      placeOnServer(new SharedUsers(shared.calls), `${shared.connection.name}, under ${shared.prefix}`),
    );
  } finally {
    shared.close();
  }
}

function placeInFile(file: string): UsersPlace {
  return {
    name: file,
    list: async () => usersIn(file),
    put: async (make) => putUser(file, make),
    takeOut: async (name, check) => takeOutUser(file, name, check),
  };
}

function placeOnServer(users: SharedUsers, name: string): UsersPlace {
  return {
    name,
    list: () => users.all(),
    put: async (make) => {
      for (;;) {
        const before = await users.all();
        const user = make(before);
        // Where another command was sooner, what it did is looked at first.
        if (await users.put(user, before.find((each) => each.name === user.name) ?? null)) return;
      }
    },
    takeOut: async (user, check) => {
      check(await users.all());
      await users.remove(user);
    },
  };
}
