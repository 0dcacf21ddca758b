/** Deletes jobs with all that hangs on them. */
export const removal = `
local function removeDelivery(id)
  local name = key('delivery', id)
  local row = call('HMGET', name, 'e', 's', 'k')
  if not row[1] then return 0 end
  moveDelivery(id, row[1], row[2], false)
  local unknown = tonumber(row[3]) or 0
  if unknown > 0 then call('HINCRBY', key('tally', 'deliveries'), 'unknown', -unknown) end
  call('ZREM', key('deliveries'), id)
  call('ZREM', key('ready', row[1]), id)
  call('ZREM', key('due', row[1]), id)
  call('ZREM', key('leases', 'deliveries'), id)
  call('UNLINK', name, key('body', id))
  return 1
end

local function removeReview(job)
  for _, set in ipairs({'open', 'held', 'decided', 'kept'}) do call('ZREM', key('reviews', set), job) end
  call('DEL', key('review', job))
end

-- Gives back how many deliveries it had.
local function removeJob(id)
  local row = call('HMGET', key('job', id), 'e', 'r', 's', 'd')
  local deliveries = row[4] and removeDelivery(row[4]) or 0
  local decided = call('HGET', key('review', id), 'delivery')
  if decided then deliveries = deliveries + removeDelivery(decided) end
  if isOpen(row[3]) then leaveLine(id, row[3]) end
  move('jobs', id, row[3], false)
  removeReview(id)
  call('ZREM', key('jobs'), id)
  call('ZREM', key('report', row[1], row[2]), id)
  call('UNLINK', key('job', id), key('url', id), key('text', id))
  return deliveries
end
`;

/** What was deleted has to leave the disk, too: see wipe.ts. */
export const deletion = `
local function noteDeleted(count)
  if count > 0 then call('HINCRBY', key('wiping'), 'deleted', count) end
end
`;
