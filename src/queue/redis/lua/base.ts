/** When a server is taken to have been away, and for how long nothing is taken from anybody then, in milliseconds. */
const silence = {
  /** An instance looks for work each five seconds. Claims hold for a minute, and are renewed each third of one. */
  longest: 15_000,
  grace: 60_000,
} as const;

/**
 * What every script of the queue begins with, behind what all scripts do (src/redis/base.ts): the two clocks and ids that grow.
 *
 * `now` is the time of the server's clock, which is told. `plan` is the time that what is planned is kept by: it never goes
 * back, because `shift` grows by as much as the clock was set back. So all that is planned stays as far away as it was,
 * without being touched. A clock that went back by less than a second was not set, but steered.
 *
 * Ids are made here and not by those who ask, so that they grow whoever asks, and lists are in order by them alone.
 *
 * Where nobody has asked for longer than instances are silent, the server was away, or its clock was set forward: those who hold
 * claims could not renew them, and nothing is taken from them before they had the time to.
 */
export const base = `
local clock = call('HMGET', key('clock'), 'last', 'shift', 'ms', 'count', 'away')
local last, shift = tonumber(clock[1]) or 0, tonumber(clock[2]) or 0
local idMs, idCount = tonumber(clock[3]) or 0, tonumber(clock[4]) or 0
if now < last - 1000 then
  shift = shift + last - now
  call('HSET', key('clock'), 'last', now, 'shift', shift)
elseif now >= last + 100 then
  call('HSET', key('clock'), 'last', now)
end
local plan = now + shift
local away = tonumber(clock[5]) or 0
if last > 0 and now - last > ${silence.longest} then
  away = plan + ${silence.grace}
  call('HSET', key('clock'), 'away', away)
end
minute = math.floor(plan / 60000)

-- Gathers what changes of a hash, since one command for all of it costs half of one for each: \`set\` without a value takes away.
local function changing(name, fields)
  local gone = {}
  local function set(which, value)
    if value then
      fields[#fields + 1] = which
      fields[#fields + 1] = value
    else
      gone[#gone + 1] = which
    end
  end
  local function write()
    if #gone > 0 then call('HDEL', name, unpack(gone)) end
    if #fields > 0 then call('HSET', name, unpack(fields)) end
  end
  return set, write
end

-- What is written once, however many a script is asked about: the pieces that scripts are made of put here what to do at the end.
local atEnd = {}

local hasNewIds = false
local function newId(tail)
  if now > idMs then
    idMs, idCount = now, 0
  else
    idCount = idCount + 1
    if idCount > 4095 then idMs, idCount = idMs + 1, 0 end
  end
  hasNewIds = true
  local digits = string.format('%012x', idMs)
  return string.format('%s-%s-7%03x-%s', string.sub(digits, 1, 8), string.sub(digits, 9), idCount, tail)
end

atEnd[1] = function()
  if hasNewIds then call('HSET', key('clock'), 'ms', idMs, 'count', idCount) end
end

-- Claims with which something was ended are known for ten minutes.
local ended = {}
local function noteEnded(token)
  if not ended[token] then ended[#ended + 1] = token end
  ended[token] = true
end

atEnd[2] = function()
  if #ended == 0 then return end
  local name = key('ended', minute)
  call('SADD', name, unpack(ended))
  if call('SCARD', name) == #ended then call('PEXPIRE', name, 660000) end
end

local function wasEnded(token)
  if ended[token] then return true end
  for back = 0, 10 do
    if call('SISMEMBER', key('ended', minute - back), token) == 1 then return true end
  end
  return false
end

-- Tells one process that has found too little to do of work that one can do: 'jobs', or 'deliveries:' and an environment. The one
-- who asks hears of it in his own program, when he is answered. Whoever is gone is not told, and whoever leaves something wakes another one.
local woken = {}
local function wake(kind)
  if woken[kind] then return end
  woken[kind] = 'one'
  local idle = key('idle', kind)
  if call('SREM', idle, ask.from) == 1 then return end
  repeat
    local one = call('SPOP', idle)
  until not one or call('PUBLISH', key('work', one), kind) > 0
end

-- Tells all of what changes for all.
local function wakeAll(kind)
  if woken[kind] == 'all' then return end
  woken[kind] = 'all'
  call('PUBLISH', key('work'), kind .. ' ' .. ask.from)
end

-- Whoever got less than he asked for is told of what comes next; whoever left something has others told.
local function noteIdle(kind, isIdle)
  if isIdle then
    call('SADD', key('idle', kind), ask.from)
    return
  end
  call('SREM', key('idle', kind), ask.from)
  local ready = kind == 'jobs' and key('ready') or key('ready', string.sub(kind, #'deliveries:' + 1))
  if call('ZCARD', ready) > 0 then wake(kind) end
end

-- Told times of what is planned.
local function told(planned) return planned and planned - shift end
`;
