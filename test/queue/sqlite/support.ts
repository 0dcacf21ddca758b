import { openSqliteQueue, type SqliteQueueOptions } from "../../../src/queue/sqlite/open.ts";
import type { Place } from "../support.ts";

/** Whose midnight a day begins at does not matter to a queue: it asks. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A place for a queue in a folder. */
export function sqlitePlace(folder: string, over: Partial<SqliteQueueOptions> = {}): Place {
  return { open: () => openSqliteQueue({ folder, mostMegabytes: 100, dayOf, ...over }) };
}
