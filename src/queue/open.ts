import type { Places } from "../config/service.ts";
import type { SharedStore } from "../redis/shared-store.ts";
import { openOnServer } from "./on-server.ts";
import type { LocalHour, Queue } from "./port.ts";
import { openSqliteQueue } from "./sqlite/open.ts";

/** Who else has to do with a queue that is opened. */
export interface Surroundings {
  /** The day and hour that a time belongs to. */
  readonly localHour: (ms: number) => LocalHour;
  /** Hears what is odd, and no reason to refuse anything. */
  readonly warn?: (message: string) => void;
  /** Hears how many milliseconds a group of operations took to be kept. */
  readonly onSync?: (milliseconds: number) => void;
  /** The connections to a server over which everything is kept there, where it is kept there; left open. */
  readonly shared?: SharedStore;
}

/**
 * Opens the queue that the settings name: the one place that knows which adapter that is. Rejects with `DATA_DIR_UNUSABLE`,
 * `QUEUE_IN_USE`, `QUEUE_NEWER`, `QUEUE_DAMAGED`, `QUEUE_STORAGE_FULL`, `QUEUE_UNREACHABLE`, `QUEUE_REFUSED` or `CONFIG_INVALID`.
 */
export function openQueue(
  places: Pick<Places, "DATA_DIR" | "DATABASE_MAX_MB" | ServerSetting>,
  surroundings: Surroundings,
): Promise<Queue> {
  const { DATA_DIR, DATABASE_MAX_MB, QUEUE_URL } = places;
  if (QUEUE_URL !== undefined) return openOnServer({ ...places, QUEUE_URL }, surroundings);
  return openSqliteQueue({ folder: DATA_DIR, mostMegabytes: DATABASE_MAX_MB, ...surroundings });
}

type ServerSetting =
  | "QUEUE_URL"
  | "QUEUE_PASSWORD"
  | "QUEUE_CA_FILE"
  | "QUEUE_SENTINEL_PASSWORD"
  | "QUEUE_REPLICAS";
