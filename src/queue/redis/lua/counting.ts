import { keptBuckets } from "../../../time-buckets.ts";
import { loadTestEnvironment, loadTestPrefix } from "../../load-tests.ts";

const { origin, perDecade } = keptBuckets.scale;
const [first, last] = keptBuckets.ends;

/**
 * What is counted by day and hour. Which those are only the program knows, and it says so for a quarter of an hour: no time
 * zone is off by less.
 */
export const counting = `
local function isOtherHour() return math.floor(now / 900000) ~= ask.quarter end

local function countedUnder(environment, report)
  if string.sub(report, 1, ${loadTestPrefix.length}) == '${loadTestPrefix}' then return '${loadTestEnvironment}' end
  return environment
end

local added, longest = {totals = {}, hours = {}, times = {}}, {}
local function add(kind, name, by)
  added[kind][name] = (added[kind][name] or 0) + by
end

atEnd[#atEnd + 1] = function()
  local isNew = false
  for kind, counts in pairs(added) do
    for name, by in pairs(counts) do isNew = call('HINCRBY', key(kind, ask.day), name, by) == by or isNew end
  end
  if isNew then call('ZADD', key('days'), 0, ask.day) end
  for name, milliseconds in pairs(longest) do
    local before = tonumber(call('HGET', key('times', ask.day), name))
    if not before or before < milliseconds then call('HSET', key('times', ask.day), name, milliseconds) end
  end
end

local function count(environment, counters)
  for _, counter in ipairs(counters) do add('totals', environment .. ':' .. counter, 1) end
end

local function countHour(environment, what)
  add('hours', environment .. ':' .. ask.hour .. ':' .. what, 1)
end

local function took(environment, kind, milliseconds)
  milliseconds = math.max(0, milliseconds)
  local bucket = math.ceil(${perDecade} * math.log10(math.max(milliseconds, 1) / ${origin}))
  bucket = math.max(${first}, math.min(bucket, ${last}))
  local name = table.concat({environment, kind, string.format('%d', bucket)}, ':')
  add('times', name .. ':count', 1)
  add('times', name .. ':milliseconds', milliseconds)
  name = name .. ':longest'
  longest[name] = math.max(longest[name] or 0, milliseconds)
end
`;
