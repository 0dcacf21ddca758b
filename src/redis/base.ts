/** How what is kept is arranged; another number with each change that an older program does not understand. */
export const schemaVersion = 1;

/**
 * What every script begins with: what it was asked, the server's time in milliseconds since 1970, and what was answered before.
 *
 * Nothing is written where all that the installation kept is gone, because somebody emptied the server, or one without it took over;
 * nor where it is being moved, or was, but by who moves it; nor where a newer program has arranged it in a way that this one does
 * not know. An instance that runs hears of each with whatever it asks next.
 *
 * Whoever asks once more, because the connection broke before there was an answer, gives the same `ask.id`, and is told what
 * came of it: `recall` and `remember` keep that for two minutes.
 */
export const base = `
local call = redis.call
local tag = string.sub(KEYS[1], 1, -7)
local ask = cjson.decode(ARGV[1])

-- Most have few parts: to make a table of them costs more than the name.
local function key(kind, of, at, ...)
  if select('#', ...) > 0 then return tag .. table.concat({kind, of, at, ...}, ':') end
  if at then return tag .. kind .. ':' .. of .. ':' .. at end
  if of then return tag .. kind .. ':' .. of end
  return tag .. kind
end

if not ask.opens then
  local kept = call('HMGET', KEYS[1], 'program', 'mark', 'version')
  if not kept[1] then return {'gone'} end
  if (kept[2] and not ask.moves) or (tonumber(kept[3]) or 0) > ${schemaVersion} then return {'shut'} end
end

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + (ask.ahead or 0)
-- By which is kept what was answered.
local minute = math.floor(now / 60000)

-- \`isSure\`: also where nobody says that it was asked before. What was given up may come after all, and last.
local function recall(isSure)
  if not (ask.again or isSure) then return false end
  for back = 0, 2 do
    local kept = call('HGET', key('asked', minute - back), ask.id)
    if kept then return cmsgpack.unpack(kept) end
  end
  return false
end

local function remember(answer)
  local name = key('asked', minute)
  call('HSET', name, ask.id, cmsgpack.pack(answer))
  if call('HLEN', name) == 1 then call('PEXPIRE', name, 180000) end
  return answer
end
`;
