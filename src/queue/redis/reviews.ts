import { fields, number, orNull, text } from "../../redis/replies.ts";
import type { ReviewQueue } from "../port.ts";
import { decide, undo } from "./deciding.ts";
import { reviews } from "./lua/reviews.ts";
import { rows } from "./lua/rows.ts";
import { offer } from "./offering.ts";
import { toJobInReview, toReview } from "./review-rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { finite } from "./submit.ts";

const letGoOf = script([
  rows,
  reviews,
  "for _, each in ipairs(heldBy(ask.holder)) do letGo(each.id) end\nreturn {'ok'}",
]);

/** Nobody has decided about what is meant. */
const undecided = `${reviews}
local kept = recall()
if kept then return kept end
local review = reviewOf(ask.job)
if not review or review.decision then return {'no'} end
`;

/** By the clock that never goes back, or what is skipped might come before others. */
const skipIt = script([
  rows,
  undecided,
  `
local holder = holderOf(review)
if holder and holder ~= ask.holder then return {'no'} end
letGo(ask.job)
call('HSET', key('review', ask.job), 'turn', plan)
call('ZADD', key('reviews', 'open'), plan, ask.job)
return remember({'ok'})
`,
]);

const dropIt = script([
  rows,
  undecided,
  `
letGo(ask.job)
call('ZREM', key('reviews', 'open'), ask.job)
call('DEL', key('review', ask.job))
return remember({'ok'})
`,
]);

const askReview = script([
  rows,
  reviews,
  `
local review = reviewOf(ask.job)
return {'ok', review and reviewRow(ask.job, review)[2]}
`,
]);

/** A part of what nobody has decided; `ask.passed` were looked at before. */
const countOpen = script([
  rows,
  reviews,
  `
local ids = call('ZRANGE', key('reviews', 'open'), ask.passed, ask.passed + ask.most - 1)
local count, oldest = 0, false
for _, id in ipairs(ids) do
  local ended = tonumber(call('HGET', key('job', id), 'x'))
  if ended and ended > now - ask.kept and isYoungest(id) then
    count = count + 1
    if not oldest or ended < oldest then oldest = ended end
  end
end
return {'ok', count, oldest, #ids}
`,
]);

/** Who has how much before him. */
const countHeld = script([
  rows,
  reviews,
  `
local held = {}
for _, id in ipairs(call('ZRANGEBYSCORE', key('reviews', 'held'), '(' .. string.format('%.0f', plan), '+inf')) do
  local holder = call('HGET', key('review', id), 'holder')
  if holder then held[holder] = (held[holder] or 0) + 1 end
end
local answer = {}
for holder, count in pairs(held) do
  answer[#answer + 1] = holder
  answer[#answer + 1] = count
end
return {'ok', answer, now}
`,
]);

/** Who decided, one after the other, newest first. */
const askDeciders = script([
  `
local ids = call('ZRANGEBYSCORE', key('reviews', 'decided'), '(' .. string.format('%.0f', ask.since), '+inf', 'LIMIT', ask.passed, ask.most)
local answer = {'ok', #ids}
for _, id in ipairs(ids) do answer[#answer + 1] = call('HGET', key('review', id), 'by') or nil end
return answer
`,
]);

const askDecisions = script([
  rows,
  reviews,
  `
local answer = {'ok'}
local ids = call('ZRANGE', key('reviews', 'kept'), ask.before and '(' .. ask.before or '+', '-', 'BYLEX', 'REV', 'LIMIT', 0, ask.most)
for _, id in ipairs(ids) do answer[#answer + 1] = reviewRow(id, reviewOf(id)) end
return answer
`,
]);

/** So many are looked at at once: a few milliseconds, between which others get their turn. */
const batch = 200;

/** What a person decides of what has ended. See `ReviewQueue` for what each method means. */
export function reviewQueue(store: Store): ReviewQueue {
  const { calls } = store;

  async function open(kept: number): Promise<{ open: number; oldestAt: number | null }> {
    let all = 0;
    let oldestAt: number | null = null;
    for (let passed = 0; ; passed += batch) {
      const { rest } = await calls.run(countOpen, { kept, passed, most: batch });
      const oldest = orNull(rest[1], number);
      all += number(rest[0]);
      if (oldest !== null) oldestAt = Math.min(oldest, oldestAt ?? oldest);
      if (number(rest[2]) < batch) return { open: all, oldestAt };
    }
  }

  async function decided(since: number): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (let passed = 0; ; passed += batch) {
      const { rest } = await calls.run(askDeciders, { since, passed, most: batch });
      const [looked, ...names] = rest;
      for (const name of names.map(text)) counts[name] = (counts[name] ?? 0) + 1;
      if (number(looked) < batch) return counts;
    }
  }

  return {
    next: (holder, wanted) => offer(store, holder, wanted),
    letGo: async (holder) => {
      await calls.run(letGoOf, { holder });
    },
    skip: async (job, holder) => (await calls.run(skipIt, { job, holder })).word === "ok",
    drop: async (job) => (await calls.run(dropIt, { job })).word === "ok",
    decide: (jobId, deciding) => decide(store, jobId, deciding),
    undo: (jobId, by, leaseMs) => undo(store, jobId, by, leaseMs),
    get: async (job) => orNull((await calls.run(askReview, { job })).rest[0], toReview),
    counts: async (keptMs, decidedMs) => {
      const [held, now] = (await calls.run(countHeld)).rest;
      return {
        ...(await open(finite(keptMs))),
        held: Object.fromEntries([...fields(held)].map(([holder, count]) => [holder, Number(count)])),
        decided: await decided(number(now) - finite(decidedMs)),
      };
    },
    decisions: async ({ before, most }) =>
      most <= 0 ? [] : (await calls.run(askDecisions, { before, most })).rest.map(toJobInReview),
  };
}
