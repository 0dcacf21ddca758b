import { list, number, orNull, text } from "../../redis/replies.ts";
import type { JobInReview, ReviewsWanted } from "../review.ts";
import { reviews } from "./lua/reviews.ts";
import { rows } from "./lua/rows.ts";
import { toJobInReview } from "./review-rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { finite } from "./submit.ts";

/** What may be offered to a person, and to which. */
const offered = `
local except = {}
for _, id in ipairs(ask.except) do except[id] = true end

local function isWanted(id)
  if except[id] or ask.job and ask.job ~= id then return false end
  local job = call('HMGET', key('job', id), 'x', 'e')
  if not job[1] or tonumber(job[1]) <= now - ask.kept then return false end
  if ask.environment and job[2] ~= ask.environment then return false end
  return not isOnItsWay(id) and isYoungest(id)
end
`;

/** Keeps all that somebody has before him for longer, and gives what is wanted of it. */
const renewOwn = script([
  rows,
  reviews,
  offered,
  `
for _, each in ipairs(heldBy(ask.holder)) do hold(each.id, ask.holder, ask.lease) end
local answer, mine = {'ok', 0}, heldBy(ask.holder)
answer[2] = #mine
for _, each in ipairs(mine) do
  if #answer - 2 < ask.most and isWanted(each.id) then answer[#answer + 1] = reviewRow(each.id, reviewOf(each.id)) end
end
return answer
`,
]);

/** Gives somebody more, of what nobody has before him; `ask.behind` is where the last look ended. */
const offerMore = script([
  rows,
  reviews,
  offered,
  `
local kept = recall()
local taken = kept or {}
local last, looked = false, {}
if not kept then
  local turn = ask.behind and ask.behind.turn or '-inf'
  looked = call('ZRANGEBYSCORE', key('reviews', 'open'), turn, '+inf', 'WITHSCORES', 'LIMIT', ask.behind and ask.behind.same or 0, ask.batch)
  for index = 1, #looked, 2 do
    local id = looked[index]
    if #taken == ask.most then break end
    local review = reviewOf(id)
    if review and not holderOf(review) and isWanted(id) then
      hold(id, ask.holder, ask.lease)
      taken[#taken + 1] = id
    end
  end
  if #taken > 0 then remember(taken) end
  if #looked == 2 * ask.batch then
    last = looked[#looked]
    local same = turn == last and ask.behind.same or 0
    for index = 2, #looked, 2 do if looked[index] == last then same = same + 1 end end
    last = {last, same}
  end
end
local found = {}
for _, id in ipairs(taken) do
  local review = reviewOf(id)
  if review then found[#found + 1] = reviewRow(id, review) end
end
return {'ok', last, found}
`,
]);

/** Reports that one person may have before him: others want to get at some, too. */
const mostHeld = 20;
/** So many are passed over at once: a few milliseconds, between which others get their turn. */
const batch = 200;

/** See `ReviewQueue.next`. */
export async function offer(
  { calls }: Store,
  holder: string,
  { most, leaseMs, keptMs, environment, jobId, except = [] }: ReviewsWanted,
): Promise<JobInReview[]> {
  const wanted = { holder, lease: leaseMs, kept: finite(keptMs), environment, job: jobId, except };
  const [held, ...own] = (await calls.run(renewOwn, { ...wanted, most })).rest;
  const found = own.map(toJobInReview);
  let room = Math.max(0, Math.min(most - found.length, mostHeld - number(held)));
  for (let behind: { turn: string; same: number } | undefined; room > 0; ) {
    const { rest } = await calls.run(offerMore, { ...wanted, most: room, batch, behind });
    const more = list(rest[1]).map(toJobInReview);
    found.push(...more);
    room -= more.length;
    const last = orNull(rest[0], list);
    if (last === null) break;
    behind = { turn: text(last[0]), same: number(last[1]) };
  }
  return found;
}
