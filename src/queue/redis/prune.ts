import { number, orNull, text } from "../../redis/replies.ts";
import type { History } from "../port.ts";
import { deletion, removal } from "./lua/removal.ts";
import { rows } from "./lua/rows.ts";
import { seen } from "./lua/seen.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { finite } from "./submit.ts";

/** A job goes with its deliveries if its time has come. Says how many rows went, and how far it looked. */
const pruneJobs = script([
  rows,
  removal,
  deletion,
  `
local kept = recall()
if kept then return kept end
local before = ask.before

local function isKept(delivery)
  local row = call('HMGET', key('delivery', delivery), 's', 'x')
  return row[1] == 'pending'
    or row[1] and row[1] ~= 'delivered' and (tonumber(row[2]) or 0) > before.failed
end

local function mayGo(id)
  local job = call('HMGET', key('job', id), 's', 'x', 'd')
  local ended = tonumber(job[2])
  if not ended or ended > (job[1] == 'failed' and before.failed or before.done) then return false end
  if ended > before.review and call('EXISTS', key('review', id)) == 1 then return false end
  local decided = call('HGET', key('review', id), 'delivery')
  return not (job[3] and isKept(job[3])) and not (decided and isKept(decided))
end

local ids = call('ZRANGE', key('jobs'), ask.after and '(' .. ask.after or '-', '+', 'BYLEX', 'LIMIT', 0, ask.most)
local gone = 0
for _, id in ipairs(ids) do
  if mayGo(id) then gone = gone + 1 + removeJob(id) end
end
noteDeleted(gone)
return remember({'ok', gone, #ids == ask.most and ids[#ids] or false})
`,
]);

/** Pictures are remembered in the order in which they were seen, but for a clock that was set. */
const prunePictures = script([
  seen,
  deletion,
  `
local kept = recall()
if kept then return kept end
local ids = call('ZRANGEBYSCORE', key('pictures'), '(' .. ask.after, '+inf', 'LIMIT', 0, ask.most)
local gone = 0
for _, n in ipairs(ids) do
  if tonumber(call('HGET', key('picture', n), 't')) <= ask.before then
    forgetPicture(n)
    gone = gone + 1
  end
end
noteDeleted(gone)
return remember({'ok', gone, #ids == ask.most and ids[#ids] or false})
`,
]);

/** The counters of days before one, and the hours and times of them. Says how many counters. */
const pruneDays = script([
  `
local kept = recall()
if kept then return kept end
local first = call('GET', key('totals-from'))
if not first or first < ask.before then call('SET', key('totals-from'), ask.before) end
local gone = 0
for _, day in ipairs(call('ZRANGE', key('days'), '-', '(' .. ask.before, 'BYLEX')) do
  gone = gone + call('HLEN', key('totals', day))
  call('DEL', key('totals', day), key('hours', day), key('times', day))
  call('ZREM', key('days'), day)
end
return remember({'ok', gone})
`,
]);

const askTime = script(["return {'ok', now}"]);

/** So many rows are looked at at once: a few milliseconds, between which others get their turn. */
const batch = 50;

/** See `History.prune`. `dayOf` says which day a time belongs to. */
export function pruning({ calls }: Store, dayOf: (ms: number) => string): Pick<History, "prune"> {
  return {
    prune: async ({ doneMs, failedMs, seenMs, reviewMs }) => {
      const now = number((await calls.run(askTime)).rest[0]);
      const ago = (ms: number) => Math.max(0, now - finite(ms));
      const before = { done: ago(doneMs), failed: ago(failedMs), review: ago(reviewMs) };
      let gone = 0;
      for (let after: string | undefined; ; ) {
        const { rest } = await calls.run(pruneJobs, { before, after, most: batch });
        gone += number(rest[0]);
        const last = orNull(rest[1], text);
        if (last === null) break;
        after = last;
      }
      for (let after = "0"; ; ) {
        const { rest } = await calls.run(prunePictures, { before: ago(seenMs), after, most: batch });
        gone += number(rest[0]);
        const last = orNull(rest[1], text);
        // Those behind are younger.
        if (last === null || number(rest[0]) === 0) break;
        after = last;
      }
      const first = dayOf(ago(seenMs));
      return gone + number((await calls.run(pruneDays, { before: first })).rest[0]);
    },
  };
}
