/**
 * How jobs and deliveries are kept. A hash of theirs has short fields with short values alone, so that Redis packs it; what is
 * long stands beside it: the address (`url:<job>`), the reading (`text:<job>`), the body (`body:<delivery>`).
 *
 * `job:<id>`: e environment, r report, u user, n which of both were numbers, p priority, s state, a attempts, w worker deaths,
 * t submitted, i picture came (where not with the job), b last attempt began, o the one before, x ended, y due (planned), c claim,
 * f and m code and message of the error, g trace, d delivery, h sum, v version, k condensed; facts: qs status, qa app, qc scope, qd doubts.
 *
 * `delivery:<id>`: j job, e environment, s state, a attempts, l last attempt, k of unknown answer, t created, x ended, y due
 * (planned), c claim, as and ad status and detail of the answer, h sum.
 *
 * `review:<job>`: turn, holder, until (planned), decision, by, at, delivery, undo (planned), dismissed, v version.
 *
 * Sorted sets have ids as members, which sort by age: `jobs`, `jobs:<state>`, `report:<environment>:<report>`, `deliveries`,
 * `deliveries:<state>`, `ready:<environment>` and `reviews:kept` all have the score 0; `ready` has priorities, `due`, `due:<environment>`,
 * `leases:jobs`, `leases:deliveries` and `reviews:held` planned times, `reviews:open` turns, `reviews:decided` times.
 */
export const rows = `
-- Those in whose states there are few, or that are looked for, have a set of their own.
local listed = {
  waiting = true, retrying = true, failed = true, cancelled = true, pending = true, dismissed = true
}

local tallies = {jobs = {}, deliveries = {}, pending = {}}
local function tally(kind, which, by)
  tallies[kind][which] = (tallies[kind][which] or 0) + by
end

atEnd[#atEnd + 1] = function()
  for kind, changes in pairs(tallies) do
    for which, by in pairs(changes) do
      if by ~= 0 then call('HINCRBY', key('tally', kind), which, by) end
    end
  end
end

local function move(kind, id, from, to)
  if from == to then return end
  if from then
    tally(kind, from, -1)
    if listed[from] then call('ZREM', key(kind, from), id) end
  end
  if to then
    tally(kind, to, 1)
    if listed[to] then call('ZADD', key(kind, to), 0, id) end
  end
end

-- Takes a job out of the line, or out of somebody's hands.
local function leaveLine(id, state)
  if state == 'active' then call('ZREM', key('leases', 'jobs'), id) else call('ZREM', key('ready'), id) end
  if state == 'retrying' then call('ZREM', key('due'), id) end
end

local function isOpen(state) return state == 'waiting' or state == 'active' or state == 'retrying' end

-- The youngest job of a report, and its state: what is open always is the youngest.
local function youngestOf(environment, report)
  local id = call('ZRANGE', key('report', environment, report), -1, -1)[1]
  if not id then return false, false end
  return id, call('HGET', key('job', id), 's')
end

local function addJob(id, job, url)
  local set, write = changing(key('job', id), {'e', job.e, 'r', job.r, 'u', job.u, 'n', job.n, 'p', job.p,
    's', 'waiting', 'a', 0, 'w', 0, 't', now, 'h', job.h, 'v', 0})
  if job.g then set('g', job.g) end
  if job.i then set('i', job.i) end
  write()
  call('SET', key('url', id), url)
  call('ZADD', key('jobs'), 0, id)
  call('ZADD', key('report', job.e, job.r), 0, id)
  call('ZADD', key('ready'), job.p, id)
  move('jobs', id, false, 'waiting')
end

-- All that is kept of a job, but for its reading where that is not asked for.
local function jobRow(id, withText)
  local row = call('HGETALL', key('job', id))
  if #row == 0 then return false end
  return {id, row, call('GET', key('url', id)), (withText and call('GET', key('text', id))) or false, shift}
end

local function movePending(environment, from, to)
  local by = (to == 'pending' and 1 or 0) - (from == 'pending' and 1 or 0)
  if by ~= 0 then tally('pending', environment, by) end
end

local function moveDelivery(id, environment, from, to)
  move('deliveries', id, from, to)
  movePending(environment, from, to)
end

local function addDelivery(job, environment, made, body, delay)
  local id = 'msg_' .. newId(made.tail)
  call('HSET', key('delivery', id), 'j', job, 'e', environment, 's', 'pending', 'a', 0, 'k', 0, 't', now,
    'y', plan + delay, 'h', made.sum)
  call('SET', key('body', id), body)
  call('ZADD', key('deliveries'), 0, id)
  if delay == 0 then call('ZADD', key('ready', environment), 0, id)
  else call('ZADD', key('due', environment), plan + delay, id) end
  moveDelivery(id, environment, false, 'pending')
  wake('deliveries:' .. environment)
  return id
end

local function deliveryRow(id)
  local row = call('HGETALL', key('delivery', id))
  if #row == 0 then return false end
  local job
  for index = 1, #row, 2 do if row[index] == 'j' then job = row[index + 1] end end
  local of = call('HMGET', key('job', job), 'r', 'n', 'g', 't', 'i')
  -- When the picture of a job came, or of what a person decided when he cannot take it back any more.
  local since = math.max(tonumber(of[4]), tonumber(of[5]) or 0)
  local review = call('HMGET', key('review', job), 'delivery', 'undo')
  if review[1] == id and review[2] then since = told(review[2]) end
  return {id, row, call('GET', key('body', id)), {of[1], of[2], of[3]}, since, shift}
end
`;

/** How a job ends, in whatever way. */
export const ending = `
local function endJob(id, job, ending, reading, body)
  leaveLine(id, job.s)
  move('jobs', id, job.s, ending.state)
  if reading then call('SET', key('text', id), reading) end
  local set, write = changing(key('job', id),
    {'s', ending.state, 'x', now, 'v', (tonumber(job.v) or 0) + 1})
  for _, which in ipairs({'c', 'y', 'o', 'f', 'm'}) do set(which) end
  if body then set('d', addDelivery(id, job.e, ending.sent, body, 0)) end
  if ending.error then
    set('f', ending.error.code)
    set('m', ending.error.message)
  end
  local facts = ending.facts
  if facts then
    set('qs', facts.status)
    set('qd', facts.doubts)
    set('qa', facts.app)
    set('qc', facts.scope)
  end
  write()
  if ending.isForReview then
    call('HSET', key('review', id), 'turn', plan, 'v', 0)
    call('ZADD', key('reviews', 'open'), plan, id)
  end
  local counted = countedUnder(job.e, job.r)
  count(counted, ending.counters)
  countHour(counted, 'ended')
  return counted
end
`;
