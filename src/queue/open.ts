import type { Places } from "../config/service.ts";
import type { LocalHour, Queue } from "./port.ts";
import { openSqliteQueue } from "./sqlite/open.ts";

interface Surroundings {
  /** The day and hour that a time belongs to. */
  readonly localHour: (ms: number) => LocalHour;
  /** Hears what is odd, and no reason to refuse anything. */
  readonly warn?: (message: string) => void;
  /** Hears how many milliseconds a group of operations took to be kept. */
  readonly onSync?: (milliseconds: number) => void;
}

/**
 * Opens the queue that the settings name: the one place that knows which adapter that is. Rejects with `DATA_DIR_UNUSABLE`,
 * `QUEUE_IN_USE`, `QUEUE_NEWER`, `QUEUE_DAMAGED` or `QUEUE_STORAGE_FULL`.
 */
export function openQueue(
  { DATA_DIR, DATABASE_MAX_MB }: Pick<Places, "DATA_DIR" | "DATABASE_MAX_MB">,
  surroundings: Surroundings,
): Promise<Queue> {
  return openSqliteQueue({ folder: DATA_DIR, mostMegabytes: DATABASE_MAX_MB, ...surroundings });
}
