import { script } from "../redis/script.ts";
import { mostEntries } from "./sliding-log.ts";

/** Logs for all addresses beyond those that have one of their own. */
const sharedLogs = 1024;

/**
 * The sliding log of sliding-log.ts on a server: `limit:<kind>:<log>` has began, until, count and who asked of each entry, and
 * is gone when nothing of it counts. `limit-logs:<kind>` has the addresses with a log of their own, by when they are done.
 *
 * Takes `ask.reports`, or with 0 only looks. Whoever asks once more, because the connection broke, finds his name in the log;
 * where what came after him is in the same entry he is counted twice, and never too little. Also runs where the server has no
 * memory left: there are so many logs at most, and none is longer than so much.
 */
export const limitScript = script([
  `
local function groupOf(what, groups)
  -- Nobody can know who shares a log with whom.
  call('SET', key('limit-salt'), ask.id, 'NX')
  return tonumber(string.sub(redis.sha1hex(call('GET', key('limit-salt')) .. what), 1, 8), 16) % groups
end

local isOwn = false
local function nameOf()
  if ask.groups then return key('limit', ask.kind, groupOf(ask.log, ask.groups)) end
  local own = key('limit', ask.kind, ask.log)
  if not ask.network then return own end
  isOwn = true
  if call('EXISTS', own) == 1 then return own end
  local index = key('limit-logs', ask.kind)
  local over = call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, 50)
  if #over > 0 then call('ZREM', index, unpack(over)) end
  local shared = key('limit', ask.kind, 'network', groupOf(ask.network, ${sharedLogs}))
  -- Whoever was counted there stays there until nothing of that is left: else it would begin anew beside it.
  if call('EXISTS', shared) == 0 and call('ZCARD', index) < ask.logs then return own end
  isOwn = false
  return shared
end

local name = nameOf()
local length = ask.seconds * 1000
local tick = ask.most > ${mostEntries} and length / ${mostEntries} or 0
local raw = call('GET', name)
local log, used, isKnown = {}, 0, false
for _, entry in ipairs(raw and cmsgpack.unpack(raw) or {}) do
  -- Where the clock was set back, nothing counts for longer than it would have.
  entry[2] = math.min(entry[2], now + tick + length)
  if entry[2] > now then
    log[#log + 1] = entry
    used = used + entry[3]
    isKnown = isKnown or (ask.again and entry[4] == ask.id)
  end
end
if ask.reports > 0 and not isKnown then
  if used + ask.reports > ask.most then
    local left = used
    for _, entry in ipairs(log) do
      left = left - entry[3]
      if left <= ask.most - ask.reports then
        return {'limited', used, math.ceil(log[1][2] - now), math.ceil(entry[2] - now)}
      end
    end
  end
  local last = log[#log]
  if last and now - last[1] < tick then
    last[3], last[4] = last[3] + ask.reports, ask.id
  else
    last = {now, now + tick + length, ask.reports, ask.id}
    log[#log + 1] = last
  end
  used = used + ask.reports
  call('SET', name, cmsgpack.pack(log), 'PX', math.ceil(last[2] - now))
  if isOwn then
    local index, left = key('limit-logs', ask.kind), math.ceil(last[2] - now)
    call('ZADD', index, last[2], ask.log)
    -- It is gone with the last of its logs.
    if call('PTTL', index) < left then call('PEXPIRE', index, left) end
  end
end
return {'ok', used, log[1] and math.ceil(log[1][2] - now) or 0}
`,
]);
