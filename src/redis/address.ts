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
  readonly QUEUE_SENTINEL_PASSWORD?: string | undefined;
  readonly QUEUE_REPLICAS?: number;
}

/** Those that name a server which keeps pictures for them. */
export interface PictureServerSettings {
  readonly CACHE_URL: QueueAddress;
  readonly CACHE_PASSWORD?: string | undefined;
  readonly CACHE_CA_FILE?: string | undefined;
}

/** Bytes of a file of certificates. */
const mostBytes = 1_048_576;

/** The server that settings name. Throws `CONFIG_INVALID` where its certificates cannot be read. */
export function serverOf(settings: ServerSettings): Server {
  const { QUEUE_URL, QUEUE_PASSWORD, QUEUE_CA_FILE, QUEUE_SENTINEL_PASSWORD: password } = settings;
  const server = serverAt(QUEUE_URL, QUEUE_PASSWORD, QUEUE_CA_FILE, "QUEUE_CA_FILE");
  const { sentinels } = QUEUE_URL;
  if (sentinels === null) return server;
  const { at, group } = sentinels;
  return {
    ...server,
    at: { sentinels: at, group, ...(password === undefined ? {} : { password }) },
  };
}

/** The server that keeps pictures, which may be another one. Throws `CONFIG_INVALID` where its certificates cannot be read. */
export function pictureServerOf({ CACHE_URL, CACHE_PASSWORD, CACHE_CA_FILE }: PictureServerSettings): Server {
  return serverAt(CACHE_URL, CACHE_PASSWORD, CACHE_CA_FILE, "CACHE_CA_FILE");
}

/** `setting` is what names the file of certificates. */
function serverAt(
  url: QueueAddress,
  ownPassword: string | undefined,
  caFile: string | undefined,
  setting: string,
): Server {
  const { nodes, prefix, host, port, username, database, isEncrypted } = url;
  const password = ownPassword ?? url.password;
  return {
    at: nodes === null ? { host, port } : { nodes, prefix },
    database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isEncrypted ? { tls: caFile === undefined ? {} : { ca: certificatesIn(caFile, setting) } } : {}),
  };
}

/** What instances with these settings share. Connects, and asks nothing yet. Throws `CONFIG_INVALID`. */
export function sharedStoreOf(settings: ServerSettings, patience?: number, isMoving = false): SharedStore {
  return new SharedStore({
    server: serverOf(settings),
    prefix: settings.QUEUE_URL.prefix,
    replicas: settings.QUEUE_REPLICAS ?? 0,
    isMoving,
    ...(patience === undefined ? {} : { patience }),
  });
}

function certificatesIn(file: string, setting: string): string {
  try {
    return readSmallFile(file, mostBytes);
  } catch (error) {
    throw new OcrEcoError("CONFIG_INVALID", `${setting} (${file}): ${reasonOf(error)}.`);
  }
}
