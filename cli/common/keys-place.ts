import { type KeysSettings, loadQueueServer } from "../../src/config/environment.ts";
import type { ApiKey } from "../../src/config/keys.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { sharedStoreOf } from "../../src/redis/address.ts";
import { SharedKeys } from "../../src/service/shared-keys.ts";
import { addLine, keysIn, removeLine } from "./keys-file.ts";

/** Where keys are kept: in a file of this instance, or on the server that all instances share. */
export interface KeysPlace {
  /** For people. */
  readonly name: string;
  list(): Promise<readonly ApiKey[]>;
  /** Adds a line. `check` gets the keys that are there. */
  add(name: string, line: string, check: (keys: readonly ApiKey[]) => void): Promise<void>;
  /** Takes a key out. `check` gets the keys that are there. */
  remove(name: string, check: (keys: readonly ApiKey[]) => void): Promise<void>;
}

/** How long the server may take for an answer, in milliseconds. */
const patience = 5000;

/**
 * Does something with the keys of this instance, or with those of all. Rejects with `USAGE` where there is no server for these,
 * with `KEYS_FILE_UNUSABLE`, or as a server of a queue does.
 */
export async function withKeys<T>(
  { file }: KeysSettings,
  areShared: boolean,
  use: (place: KeysPlace) => Promise<T>,
): Promise<T> {
  if (!areShared) return use(placeInFile(file));
  const server = loadQueueServer();
  if (server === null)
    throw new OcrEcoError("USAGE", "--shared is for instances that share a queue: set QUEUE_URL.");
  const store = sharedStoreOf(server, patience);
  try {
    await store.begin();
    return await use(
      placeOnServer(new SharedKeys(store.calls), `${store.connection.name}, under ${store.prefix}`),
    );
  } finally {
    store.close();
  }
}

function placeInFile(file: string): KeysPlace {
  return {
    name: file,
    list: async () => keysIn(file),
    add: async (_, line, check) => addLine(file, line, check),
    remove: async (name, check) => removeLine(file, name, check),
  };
}

function placeOnServer(shared: SharedKeys, name: string): KeysPlace {
  const list = async (): Promise<readonly ApiKey[]> => (await shared.read())?.keys ?? [];
  return {
    name,
    list,
    add: async (key, line, check) => {
      check(await list());
      // Somebody else was sooner: what is there now says so.
      if (!(await shared.add(key, line))) check(await list());
    },
    remove: async (key, check) => {
      check(await list());
      await shared.remove(key);
    },
  };
}
