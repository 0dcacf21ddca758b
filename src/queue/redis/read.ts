import type { Reply } from "../../redis/connection.ts";
import type { Script } from "../../redis/script.ts";
import { rows } from "./lua/rows.ts";
import { type KeptDelivery, type KeptJob, toKeptDelivery, toKeptJob } from "./rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

const jobRows = script([
  rows,
  `
local answer = {'ok'}
for _, id in ipairs(ask.ids) do answer[#answer + 1] = jobRow(id, true) or nil end
return answer
`,
]);

const deliveryRows = script([
  rows,
  `
local answer = {'ok'}
for _, id in ipairs(ask.ids) do answer[#answer + 1] = deliveryRow(id) or nil end
return answer
`,
]);

/** So many at once, with their texts. */
const batch = 50;

/** The jobs of these ids that there are, in the same order. */
export function readJobs(store: Store, ids: readonly string[]): Promise<KeptJob[]> {
  return readEach(store, jobRows, ids, toKeptJob);
}

/** The deliveries of these ids that there are, in the same order. */
export function readDeliveries(store: Store, ids: readonly string[]): Promise<KeptDelivery[]> {
  return readEach(store, deliveryRows, ids, toKeptDelivery);
}

async function readEach<T>(
  { calls }: Store,
  reading: Script,
  ids: readonly string[],
  toRow: (reply: Reply) => T,
): Promise<T[]> {
  const found: T[] = [];
  for (let from = 0; from < ids.length; from += batch) {
    const { rest } = await calls.run(reading, { ids: ids.slice(from, from + batch) });
    found.push(...rest.map(toRow));
  }
  return found;
}
