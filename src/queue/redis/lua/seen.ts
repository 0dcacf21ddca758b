/**
 * Pictures that were read. `picture:<n>`: s sha256, p perceptual hash, c step count, e environment, r report, u user, n which of both were
 * numbers, d day, t seen. `n` only grows. `pictures` has all of them; `file:<environment>:<sha256>` has reports and `steps:<environment>:<count>` pictures,
 * all with `n` as score.
 *
 * Which pictures may be copies is looked for when an ending is written: where it was composed without knowing of one, it is composed again.
 */
export const seen = `
local function copiesOf(seen)
  local found = {}
  local reports = call('ZREVRANGE', key('file', seen.e, seen.s), 0, 100, 'WITHSCORES')
  for index = 1, #reports, 2 do
    if reports[index] ~= seen.r and #found < 100 then found[#found + 1] = reports[index + 1] end
  end
  if not seen.c then return found end
  local files = #found
  local pictures = call('ZREVRANGE', key('steps', seen.e, seen.c), 0, 400)
  for _, n in ipairs(pictures) do
    if #found - files == 100 then break end
    local picture = call('HMGET', key('picture', n), 's', 'r')
    if picture[1] ~= seen.s and picture[2] ~= seen.r then found[#found + 1] = n end
  end
  return found
end

local function forgetPicture(n)
  local picture = call('HMGET', key('picture', n), 's', 'c', 'e', 'r')
  if not picture[1] then return end
  call('ZREM', key('file', picture[3], picture[1]), picture[4])
  if picture[2] then call('ZREM', key('steps', picture[3], picture[2]), n) end
  call('DEL', key('picture', n))
  call('ZREM', key('pictures'), n)
end

-- The same file of the same report is kept once, or sending it often would hide who else sent it.
local function rememberPicture(seen)
  local before = call('ZSCORE', key('file', seen.e, seen.s), seen.r)
  if before then forgetPicture(before) end
  local n = string.format('%.0f', call('HINCRBY', key('clock'), 'pictures', 1))
  local set, write = changing(key('picture', n), {'s', seen.s, 'p', seen.p, 'e', seen.e, 'r', seen.r, 'u', seen.u,
    'n', seen.n, 'd', seen.d, 't', now})
  if seen.c then
    set('c', seen.c)
    call('ZADD', key('steps', seen.e, seen.c), n, n)
  end
  write()
  call('ZADD', key('file', seen.e, seen.s), n, seen.r)
  call('ZADD', key('pictures'), n, n)
end
`;
