/**
 * Sessions on a server. `session:<id>`: name, by, role, proof, csrf, startedAt, endsAt, who (`by name`); hash, madeAt, isSeen of
 * the cookie's value; before, until of the one before it. `session-values`: the ids by hashes of both. `sessions`: ids by
 * their ends. `sessions-of:<who>`: ids in the order in which they began. `session-people`: how many each has.
 */
export const sessionRows = `
local function drop(id)
  local name = key('session', id)
  local kept = call('HMGET', name, 'hash', 'before', 'who')
  if kept[1] then call('HDEL', key('session-values'), kept[1]) end
  if kept[2] then call('HDEL', key('session-values'), kept[2]) end
  if kept[3] then
    call('ZREM', key('sessions-of', kept[3]), id)
    local left = call('ZCARD', key('sessions-of', kept[3]))
    if left == 0 then call('ZREM', key('session-people'), kept[3])
    else call('ZADD', key('session-people'), left, kept[3]) end
  end
  call('ZREM', key('sessions'), id)
  call('DEL', name)
end

local function sweep()
  for _, id in ipairs(call('ZRANGEBYSCORE', key('sessions'), '-inf', now, 'LIMIT', 0, 200)) do drop(id) end
end

-- What is told of a session, with its user as users are kept now, where it was begun by a password.
local function told(id)
  local row = call('HMGET', key('session', id), 'name', 'by', 'role', 'proof', 'csrf', 'startedAt', 'endsAt',
    'hash', 'madeAt', 'isSeen', 'before', 'until')
  local user = row[2] == 'password' and call('HGET', key('users'), row[1])
  return {user, id, unpack(row, 1, 12)}
end
`;
