import { removal } from "../redis/lua/removal.ts";
import { reviews } from "../redis/lua/reviews.ts";
import { rows } from "../redis/lua/rows.ts";
import { seen } from "../redis/lua/seen.ts";
import { script } from "../redis/script.ts";

/** Ids of jobs behind one, in their order. */
export const askIds = script([
  `
local ids = call('ZRANGE', key('jobs'), ask.behind and '(' .. ask.behind or '-', '+', 'BYLEX', 'LIMIT', 0, ask.most)
return {'ok', unpack(ids)}
`,
]);

/**
 * Jobs with all that hangs on them, each as it is at one moment: itself, what else is kept of it, the delivery of its end, its review
 * and the delivery of that.
 */
export const askJobs = script([
  rows,
  reviews,
  `
local answer = {'ok'}
for _, id in ipairs(ask.ids) do
  local row = jobRow(id, true)
  if row then
    local first = call('HGET', key('job', id), 'd')
    local review = reviewOf(id)
    local second = review and review.delivery
    if second == first then second = false end
    answer[#answer + 1] = {row, first and deliveryRow(first) or false,
      review and {told(tonumber(review.turn)), review.decision, review.by, review.at, review.delivery,
        told(tonumber(review.undo or nil)), review.dismissed} or false,
      second and deliveryRow(second) or false}
  end
end
return answer
`,
]);

/** Pictures behind a number, in the order in which they were read. */
export const askPictures = script([
  `
local numbers = call('ZRANGE', key('pictures'), '(' .. ask.behind, '+inf', 'BYSCORE', 'LIMIT', 0, ask.most)
local answer = {'ok'}
for _, n in ipairs(numbers) do answer[#answer + 1] = {n, call('HGETALL', key('picture', n))} end
return answer
`,
]);

/**
 * Puts jobs in place with all that hangs on them, each as a whole; one that is there already stays as it is, so that whoever was
 * stopped begins again. `ARGV` has what is long, one text after the other.
 */
export const putJobs = script(
  [
    rows,
    removal,
    `
local at = 1
local function long(name, isThere)
  if not isThere then return end
  at = at + 1
  call('SET', name, ARGV[at])
end

local function putDelivery(job, each, isNew)
  if not each then return end
  if not isNew then at = at + 1 return end
  local id, row = each.id, each.row
  for name, value in pairs(row) do call('HSET', key('delivery', id), name, value) end
  long(key('body', id), true)
  call('ZADD', key('deliveries'), 0, id)
  if row.s == 'pending' then
    if row.c then call('ZADD', key('leases', 'deliveries'), 0, id)
    elseif row.y then call('ZADD', key('due', row.e), row.y, id)
    else call('ZADD', key('ready', row.e), 0, id) end
  end
  moveDelivery(id, row.e, false, row.s)
  if row.k > 0 then call('HINCRBY', key('tally', 'deliveries'), 'unknown', row.k) end
end

for _, each in ipairs(ask.jobs) do
  local id, row, name = each.id, each.row, key('job', each.id)
  local isNew = call('EXISTS', name) == 0
  if isNew then
    for field, value in pairs(row) do call('HSET', name, field, value) end
    long(key('url', id), true)
    long(key('text', id), each.hasText)
    call('ZADD', key('jobs'), 0, id)
    call('ZADD', key('report', row.e, row.r), 0, id)
    if row.s == 'waiting' then call('ZADD', key('ready'), row.p, id)
    elseif row.s == 'retrying' then call('ZADD', key('due'), row.y or 0, id)
    elseif row.s == 'active' then call('ZADD', key('leases', 'jobs'), 0, id) end
    move('jobs', id, false, row.s)
  else
    at = at + 1 + (each.hasText and 1 or 0)
  end
  putDelivery(id, each.first, isNew)
  putDelivery(id, each.second, isNew)
  local review = each.review
  if isNew and review then
    for field, value in pairs(review) do call('HSET', key('review', id), field, value) end
    if review.decision then
      call('ZADD', key('reviews', 'decided'), review.at, id)
      call('ZADD', key('reviews', 'kept'), 0, id)
    else
      call('ZADD', key('reviews', 'open'), review.turn, id)
    end
  end
end
return {'ok'}
`,
  ],
  true,
);

/** Remembers pictures in their order; those that are there already are remembered once more, so that their order stays. */
export const putPictures = script(
  [
    seen,
    `
for _, each in ipairs(ask.pictures) do
  rememberPicture(each)
  local n = call('ZSCORE', key('file', each.e, each.s), each.r)
  call('HSET', key('picture', n), 't', each.t)
end
return {'ok'}
`,
  ],
  true,
);

/** Sets what is counted of one day, and of one kind. */
export const putCounts = script(
  [
    `
for name, value in pairs(ask.counts) do call('HSET', key(ask.kind, ask.day), name, value) end
call('ZADD', key('days'), 0, ask.day)
return {'ok'}
`,
  ],
  true,
);

/** Sets what there is little of. Ids that are made from now on are newer than `ask.newest`, in milliseconds. */
export const putRest = script(
  [
    `
for _, name in ipairs(ask.environments) do call('SADD', key('environments'), name) end
for _, hold in ipairs(ask.holds) do
  call('SADD', key('holds'), hold.environment)
  call('HSET', key('hold', hold.environment), 'since', hold.since, 'reason', hold.reason, 'fingerprint', hold.fingerprint, 'tried', plan)
end
if ask.paused then call('SET', key('paused'), 1) end
if ask.totalsFrom then call('SET', key('totals-from'), ask.totalsFrom) end
if ask.newest >= idMs then call('HSET', key('clock'), 'ms', ask.newest, 'count', 4095) end
return {'ok'}
`,
  ],
  true,
);

/** How many there are, as the tallies say. */
export const askTallies = script([
  `
return {'ok', call('ZCARD', key('jobs')), call('ZCARD', key('deliveries')), call('ZCARD', key('pictures'))}
`,
]);
