import type { LocalHour } from "../../../src/queue/port.ts";
import { openSqliteQueue, type SqliteQueueOptions } from "../../../src/queue/sqlite/open.ts";
import type { Place } from "../support.ts";

/** Whose midnight a day begins at does not matter to a queue: it asks. */
const localHour = (ms: number): LocalHour => {
  const time = new Date(ms);
  return { day: time.toISOString().slice(0, 10), hour: time.getUTCHours() };
};

/** A place for a queue in a folder. Its lock lets one process hold it: both handles are of one opened queue. */
export function sqlitePlace(folder: string, over: Partial<SqliteQueueOptions> = {}): Place {
  const open = () => openSqliteQueue({ folder, mostMegabytes: 100, localHour, ...over });
  return {
    open,
    claimsOutliveProcesses: false,
    keepsOrder: true,
    openTwice: async () => {
      const queue = await open();
      return [queue, { ...queue }];
    },
  };
}
