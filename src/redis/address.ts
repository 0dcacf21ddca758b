import type { QueueAddress } from "../config/queue-url.ts";
import { readSmallFile } from "../config/secret-files.ts";
import { OcrEcoError, reasonOf } from "../errors.ts";
import type { Server } from "./connection.ts";
import { SharedStore } from "./shared-store.ts";

/** The settings that name a server which several instances share. */
export interface ServerSettings {
  readonly QUEUE_URL: QueueAddress;
  readonly QUEUE_PASSWORD?: string | undefined;
  readonly QUEUE_CA_FILE?: string | undefined;
}

/** Bytes of a file of certificates. */
const mostBytes = 1_048_576;

/** The server that settings name. Throws `CONFIG_INVALID` where its certificates cannot be read. */
export function serverOf({ QUEUE_URL, QUEUE_PASSWORD, QUEUE_CA_FILE }: ServerSettings): Server {
  const { host, port, username, database, isEncrypted } = QUEUE_URL;
  const password = QUEUE_PASSWORD ?? QUEUE_URL.password;
  return {
    at: { host, port },
    database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isEncrypted ? { tls: QUEUE_CA_FILE === undefined ? {} : { ca: certificatesIn(QUEUE_CA_FILE) } } : {}),
  };
}

/** What instances with these settings share. Connects, and asks nothing yet. Throws `CONFIG_INVALID`. */
export function sharedStoreOf(settings: ServerSettings, patience?: number): SharedStore {
  return new SharedStore({
    server: serverOf(settings),
    prefix: settings.QUEUE_URL.prefix,
    ...(patience === undefined ? {} : { patience }),
  });
}

function certificatesIn(file: string): string {
  try {
    return readSmallFile(file, mostBytes);
  } catch (error) {
    throw new OcrEcoError("CONFIG_INVALID", `QUEUE_CA_FILE (${file}): ${reasonOf(error)}.`);
  }
}
