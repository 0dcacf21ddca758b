import { fields, list, number, orNull, text } from "../../redis/replies.ts";
import { deliveryStates } from "../delivery.ts";
import type { FailedFilter } from "../filter.ts";
import { deliveriesTo } from "../listeners.ts";
import type { DeliveryQueue } from "../port.ts";
import { findDeliveries, idsBeginning } from "./find.ts";
import { rows } from "./lua/rows.ts";
import { holds } from "./lua/sending.ts";
import { readDeliveries } from "./read.ts";
import { script } from "./script.ts";
import { Sending } from "./sending.ts";
import type { Store } from "./store.ts";

const askNextDue = script([
  holds,
  `
local wait = untilProbe(ask.environment, ask.pause)
if not wait then return {'ok', false} end
if call('ZCARD', key('ready', ask.environment)) > 0 then return {'ok', math.ceil(wait)} end
local first = call('ZRANGE', key('due', ask.environment), 0, 0, 'WITHSCORES')
if not first[2] then return {'ok', false} end
return {'ok', math.ceil(math.max(wait, first[2] - plan, 0))}
`,
]);

/** What a person decided waits for his second thoughts, and not for its destination: such are passed over. */
const hurryThem = script([
  rows,
  `
local kept = recall()
if kept then return kept end
local later = call('ZRANGEBYSCORE', key('due', ask.environment), '(' .. string.format('%.0f', plan), '+inf', 'LIMIT', ask.passed, ask.most)
local hurried, passed = 0, ask.passed
for _, id in ipairs(later) do
  local review = call('HMGET', key('review', call('HGET', key('delivery', id), 'j')), 'delivery', 'undo')
  if review[1] == id and review[2] and tonumber(review[2]) > plan then
    passed = passed + 1
  else
    call('ZREM', key('due', ask.environment), id)
    call('ZADD', key('ready', ask.environment), 0, id)
    call('HSET', key('delivery', id), 'y', plan)
    hurried = hurried + 1
    wake('deliveries:' .. ask.environment)
  end
end
return remember({'ok', hurried, passed, #later})
`,
]);

/** What a decision stands for is not sent again: it would come after it. */
const redeliverThem = script([
  rows,
  `
local kept = recall()
if kept then return kept end
local begun = 0
for _, id in ipairs(ask.ids) do
  local name = key('delivery', id)
  local row = call('HMGET', name, 's', 'e', 'j')
  if row[1] == 'failed' or row[1] == 'dismissed' then
    local decided = call('HGET', key('review', row[3]), 'delivery')
    if not decided or decided == id then
      moveDelivery(id, row[2], row[1], 'pending')
      call('HSET', name, 's', 'pending', 'a', 0, 'y', plan)
      call('HDEL', name, 'x')
      call('ZADD', key('ready', row[2]), 0, id)
      begun = begun + 1
      wake('deliveries:' .. row[2])
    end
  end
end
return remember({'ok', begun})
`,
]);

const dismissThem = script([
  rows,
  `
local kept = recall()
if kept then return kept end
local dismissed = 0
for _, id in ipairs(ask.ids) do
  local row = call('HMGET', key('delivery', id), 's', 'e')
  if row[1] == 'failed' then
    moveDelivery(id, row[2], 'failed', 'dismissed')
    call('HSET', key('delivery', id), 's', 'dismissed')
    dismissed = dismissed + 1
  end
end
return remember({'ok', dismissed})
`,
]);

const askCounts = script([
  `
local oldest = call('ZRANGE', key('deliveries', 'pending'), 0, 0)[1]
return {'ok', call('HGETALL', key('tally', 'deliveries')), call('HGETALL', key('tally', 'pending')),
  oldest and call('HGET', key('delivery', oldest), 't') or false}
`,
]);

const resume = script([
  holds,
  `
local kept = recall()
if kept then return kept end
return remember({'ok', lift(ask.environment, ask.except) and 1 or 0})
`,
]);

const askHeld = script([
  `
local answer = {'ok'}
for _, environment in ipairs(call('SMEMBERS', key('holds'))) do
  local hold = call('HMGET', key('hold', environment), 'since', 'reason', 'fingerprint')
  answer[#answer + 1] = {environment, hold[1], hold[2], hold[3]}
end
return answer
`,
]);

/** So many at once: a few milliseconds, between which others get their turn. */
const batch = 100;

/** The deliveries' half of the queue. */
export function deliveryQueue(store: Store): DeliveryQueue {
  const { calls, wake } = store;
  const sending = new Sending(store);

  async function forEach(
    changing: typeof redeliverThem,
    which: readonly string[] | FailedFilter,
  ): Promise<number> {
    const ids = isList(which)
      ? [...new Set(which)]
      : await findDeliveries(store, { ...which, states: ["failed"], most: Number.MAX_SAFE_INTEGER });
    let changed = 0;
    for (let from = 0; from < ids.length; from += batch)
      changed += number((await calls.run(changing, { ids: ids.slice(from, from + batch) })).rest[0]);
    return changed;
  }

  async function hurry(environment: string): Promise<number> {
    let all = 0;
    for (let passed = 0; ; ) {
      const { rest } = await calls.run(hurryThem, { environment, passed, most: batch });
      const [hurried = 0, nowPassed = 0, looked = 0] = rest.map(number);
      all += hurried;
      passed = nowPassed;
      if (looked < batch) break;
    }
    if (all > 0) wake(deliveriesTo(environment));
    return all;
  }

  return {
    claim: (environment, most, leaseMs, probePauseMs) =>
      sending.claim(environment, most, leaseMs, probePauseMs),
    renew: (claimTokens, leaseMs) => sending.renew(claimTokens, leaseMs),
    end: (claimToken, end, counters) => sending.end(claimToken, end, counters),
    releaseExpired: () => sending.releaseExpired(),
    nextDueIn: async (environment, pause) =>
      orNull((await calls.run(askNextDue, { environment, pause })).rest[0], number),
    hurry,
    redeliver: async (which) => {
      const begun = await forEach(redeliverThem, which);
      if (begun > 0) wake("deliveries");
      return begun;
    },
    dismiss: (which) => forEach(dismissThem, which),
    get: async (id) => (await readDeliveries(store, [id]))[0]?.delivery ?? null,
    idsBeginning: (beginning, most) => idsBeginning(store, "deliveries", beginning, most),
    list: async (filter) =>
      (await readDeliveries(store, await findDeliveries(store, filter))).map(({ delivery }) => delivery),
    counts: async () => {
      const [byState, pending, oldest] = (await calls.run(askCounts)).rest;
      const tally = fields(byState);
      const [pendingOnes, delivered, failed, dismissed] = deliveryStates.map((state) =>
        Number(tally.get(state) ?? 0),
      ) as [number, number, number, number];
      return {
        pending: pendingOnes,
        delivered,
        failed,
        dismissed,
        unknown: Number(tally.get("unknown") ?? 0),
        oldestPendingAt: orNull(oldest, number),
        pendingByEnvironment: Object.fromEntries(
          [...fields(pending)]
            .map(([name, count]) => [name, Number(count)] as const)
            .filter(([, count]) => count > 0),
        ),
      };
    },
    resume: async (environment, exceptFingerprint) => {
      const { rest } = await calls.run(resume, { environment, except: exceptFingerprint });
      if (rest[0] !== 1) return false;
      wake(deliveriesTo(environment));
      return true;
    },
    held: async () => {
      const held = (await calls.run(askHeld)).rest.map((each) => {
        const [environment, since, reason, fingerprint] = list(each);
        return {
          environment: text(environment),
          since: number(since),
          reason: text(reason),
          fingerprint: text(fingerprint),
        };
      });
      return held.sort((one, other) => (one.environment < other.environment ? -1 : 1));
    },
  };
}

function isList(which: readonly string[] | object): which is readonly string[] {
  return Array.isArray(which);
}
