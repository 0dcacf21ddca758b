/** What is to be decided, or is. `review` has what is kept of it: see rows.ts. */
export const reviews = `
local function reviewOf(id)
  local kept = call('HMGET', key('review', id), 'turn', 'holder', 'until', 'decision', 'by', 'at', 'delivery', 'undo', 'dismissed')
  if not kept[1] then return false end
  return {turn = kept[1], holder = kept[2], held = tonumber(kept[3]) or 0, decision = kept[4], by = kept[5], at = kept[6],
    delivery = kept[7], undo = kept[8], dismissed = kept[9]}
end

-- Attempts are counted anew for an operator, and some do not count: whether there was one is known by its time.
local function isSent(review)
  if not review.delivery then return false end
  local sent = call('HMGET', key('delivery', review.delivery), 's', 'l')
  return sent[1] and (sent[1] ~= 'pending' or sent[2]) and true or false
end

local function holderOf(review) return review.held > plan and review.holder or false end

-- A job in review, for those who ask for both.
local function reviewRow(id, review)
  return {jobRow(id, true), {holderOf(review), review.decision, review.by, review.at, isSent(review) and 1 or 0}}
end

local function isYoungest(id)
  local job = call('HMGET', key('job', id), 'e', 'r')
  return youngestOf(job[1], job[2]) == id
end

local function isOnItsWay(id)
  local delivery = call('HGET', key('job', id), 'd')
  return delivery and call('HGET', key('delivery', delivery), 's') == 'pending'
end

local function hold(id, holder, lease)
  call('HSET', key('review', id), 'holder', holder, 'until', plan + lease)
  call('ZADD', key('reviews', 'held'), plan + lease, id)
end

local function letGo(id)
  call('HDEL', key('review', id), 'holder', 'until')
  call('ZREM', key('reviews', 'held'), id)
end

-- What somebody has before him, in the order in which it is to be decided.
local function heldBy(holder)
  local mine = {}
  for _, id in ipairs(call('ZRANGEBYSCORE', key('reviews', 'held'), '(' .. string.format('%.0f', plan), '+inf')) do
    local review = reviewOf(id)
    if review and review.holder == holder then mine[#mine + 1] = {id = id, turn = tonumber(review.turn)} end
  end
  table.sort(mine, function(one, other)
    if one.turn ~= other.turn then return one.turn < other.turn end
    return one.id < other.id
  end)
  return mine
end
`;
