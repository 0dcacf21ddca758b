import { storageFull } from "../../redis/failures.ts";
import { texts } from "../../redis/replies.ts";
import type { Job } from "../job.ts";
import type { CancelEnding } from "../port.ts";
import { findJobs } from "./find.ts";
import { sentOf } from "./finish.ts";
import { counting } from "./lua/counting.ts";
import { ending as endingJobs, rows } from "./lua/rows.ts";
import { readJobs } from "./read.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { idTail } from "./submit.ts";
import { packed } from "./texts.ts";

/** So many at once: a few milliseconds, between which others get their turn. */
const batch = 50;

/** Ends what is still as it was when its ending was composed; says how many that were, and which have changed. */
const cancelJobs = script([
  counting,
  rows,
  endingJobs,
  `
local kept = recall()
if kept then return kept end
if isOtherHour() then return {'hour', now} end
local ended, changed = 0, {}
for index, each in ipairs(ask.jobs) do
  local job = call('HMGET', key('job', each.id), 'e', 'r', 's', 'v')
  if isOpen(job[3]) and not (ask.isWaiting and job[3] == 'active') then
    if tonumber(job[4]) == each.version then
      endJob(each.id, {e = job[1], r = job[2], s = job[3], v = job[4]}, each.ending, false, each.hasBody and ARGV[index + 1])
      ended = ended + 1
    else
      changed[#changed + 1] = each.id
    end
  end
end
return remember({'ok', ended, changed})
`,
]);

/** See `JobQueue.cancel`. */
export async function cancel(
  store: Store,
  which: readonly string[] | "waiting",
  compose: (job: Job) => CancelEnding,
): Promise<number> {
  const { calls, wake } = store;
  const isMeant = ({ state, endedAt }: Job) =>
    endedAt === null && !(which === "waiting" && state === "active");
  let left =
    which === "waiting"
      ? (await findJobs(store, { states: ["waiting", "retrying"], most: Number.MAX_SAFE_INTEGER })).reverse()
      : [...new Set(which)];
  let count = 0;
  while (left.length > 0) {
    // All of them, before any is ended: what one cannot be composed for ends none.
    const those = (await readJobs(store, left)).filter(({ job }) => isMeant(job));
    const composed = those.map(({ job, version }) => {
      const { body, ...ending } = compose(job);
      return { job, version, body, ending };
    });
    left = [];
    for (let from = 0; from < composed.length; from += batch) {
      const some = composed.slice(from, from + batch);
      const { rest } = await calls.run(
        cancelJobs,
        {
          isWaiting: which === "waiting",
          jobs: some.map(({ job, version, body, ending }) => ({
            id: job.id,
            version,
            hasBody: body !== null,
            ending: {
              ...ending,
              state: "cancelled",
              ...(body === null ? {} : { sent: sentOf(job.id, job.environment, body) }),
            },
          })),
        },
        some.map(({ body }) => packed(body ?? "")),
      );
      const [ended, changed] = rest;
      count += Number(ended);
      left.push(...texts(changed));
      if (some.some(({ body }) => body !== null)) wake("deliveries");
    }
  }
  return count;
}

/** Jobs of a lower age first: of two of one report the younger has the newer picture. */
const beginAgain = script(
  [
    rows,
    `
local kept = recall()
if kept then return kept end
local answer = {'ok'}
for index, id in ipairs(ask.ids) do
  local job = call('HMGET', key('job', id), 's', 'e', 'r', 'u', 'n', 'p', 'h', 'g', 'i', 't')
  if job[1] == 'failed' or job[1] == 'cancelled' then
    local youngest = youngestOf(job[2], job[3])
    -- What came later stands for the report, whatever became of it.
    if youngest == id then
      local made = newId(ask.tails[index])
      addJob(made, {e = job[2], r = job[3], u = job[4], n = job[5], p = job[6], h = job[7], g = job[8], i = job[9] or job[10]},
        call('GET', key('url', id)))
      wake('jobs')
      answer[#answer + 1] = made
    end
  end
end
return remember(answer)
`,
  ],
  true,
);

/** See `JobQueue.again`. */
export async function again({ calls, room, wake }: Store, ids: readonly string[]): Promise<string[]> {
  // Before anything is written: jobs that cannot end would help nobody.
  if (!(await room.hasFor(ids.length))) throw storageFull(calls.server);
  const youngestFirst = [...new Set(ids)].sort().reverse();
  const added: string[] = [];
  for (let from = 0; from < youngestFirst.length; from += batch) {
    const some = youngestFirst.slice(from, from + batch);
    const { rest } = await calls.run(beginAgain, { ids: some, tails: some.map(idTail) });
    added.push(...texts(rest));
  }
  if (added.length > 0) wake("jobs");
  return added;
}
