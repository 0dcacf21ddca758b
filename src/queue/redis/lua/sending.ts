/** Environments that are held. `hold:<environment>`: since, reason, fingerprint, tried (planned), probe: the token of its claim. */
export const holds = `
-- How long until an environment can be sent to: 0 for one that is not held; false when somebody has to end something.
local function untilProbe(environment, pause)
  local hold = call('HMGET', key('hold', environment), 'since', 'tried', 'row', 'claim')
  if not hold[1] then return 0, false end
  if not pause then return false, true end
  if hold[3] and call('HGET', key('delivery', hold[3]), 'c') == hold[4] then return false, true end
  return math.max(0, tonumber(hold[2]) + pause - plan), true
end

local function lift(environment, except)
  local fingerprint = call('HGET', key('hold', environment), 'fingerprint')
  if not fingerprint or fingerprint == except then return false end
  call('DEL', key('hold', environment))
  call('SREM', key('holds'), environment)
  wakeAll('deliveries:' .. environment)
  return true
end
`;
