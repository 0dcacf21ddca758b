import { orNull, text } from "../../redis/replies.ts";
import type { AttemptEnd, DeliveryClaim } from "../delivery.ts";
import { deliveriesTo } from "../listeners.ts";
import { claimTokenOf, held, noteIdle, releaseAll, renewAll } from "./claims.ts";
import { counting } from "./lua/counting.ts";
import { rows } from "./lua/rows.ts";
import { holds } from "./lua/sending.ts";
import { toKeptDelivery } from "./rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/**
 * What a person decided about a picture is sent to nobody once its report was sent again: what came of the newer picture may be
 * there already, and what comes last counts.
 */
const claimDeliveries = script([
  rows,
  holds,
  `
local ids = recall()
local isNew = not ids
if isNew then
  local wait, isHeld = untilProbe(ask.environment, ask.pause)
  if wait ~= 0 then return {'ok'} end
  local due = call('ZRANGEBYSCORE', key('due', ask.environment), '-inf', plan, 'LIMIT', 0, 200)
  for _, id in ipairs(due) do
    call('ZREM', key('due', ask.environment), id)
    call('ZADD', key('ready', ask.environment), 0, id)
  end
  if #due == 200 then return {'more'} end
  ids = {}
  local most = isHeld and math.min(ask.most, 1) or ask.most
  for _, id in ipairs(call('ZRANGE', key('ready', ask.environment), 0, 199)) do
    if #ids == most then break end
    call('ZREM', key('ready', ask.environment), id)
    local name = key('delivery', id)
    local row = call('HMGET', name, 'j', 'a')
    local job, isReplaced = row[1], false
    if call('HGET', key('review', job), 'delivery') == id then
      local owner = call('HMGET', key('job', job), 'e', 'r')
      isReplaced = youngestOf(owner[1], owner[2]) ~= job
    end
    if isReplaced then
      moveDelivery(id, ask.environment, 'pending', 'dismissed')
      call('HSET', name, 's', 'dismissed', 'x', now,
        'ad', 'Not sent: the report was sent again, and the newer picture stands for it.')
      call('HDEL', name, 'y')
    else
      call('HSET', name, 'c', ask.id, 'l', now, 'a', (tonumber(row[2]) or 0) + 1)
      call('HDEL', name, 'y')
      call('ZADD', key('leases', 'deliveries'), plan + ask.lease, id)
      ids[#ids + 1] = id
    end
  end
  if isHeld and ids[1] then
    call('HSET', key('hold', ask.environment), 'tried', plan, 'row', ids[1], 'claim', ask.id)
  end
  if #ids > 0 then remember(ids) end
  noteIdle('deliveries:' .. ask.environment, isHeld or #ids < ask.most)
end
local answer = {'ok'}
for _, id in ipairs(ids) do
  if isNew or call('HGET', key('delivery', id), 'c') == ask.id then answer[#answer + 1] = deliveryRow(id) end
end
return answer
`,
]);

const endAttempt = script([
  counting,
  rows,
  holds,
  `
local id, name, ending = ask.row, key('delivery', ask.row), ask.ending
local row = call('HMGET', name, 'c', 'e', 'j')
if row[1] ~= ask.claim then return {wasEnded(ask.token) and 'ok' or 'lost'} end
if isOtherHour() then return {'hour', now} end
local environment = row[2]
call('ZREM', key('leases', 'deliveries'), id)
local set, write = changing(name, {'ad', ending.detail})
set('c')
set('as', ending.status)
if ending.state == 'pending' then
  set('y', plan + ending.delay)
  if not ending.counts then call('HINCRBY', name, 'a', -1) end
  if ending.delay <= 0 then
    call('ZADD', key('ready', environment), 0, id)
    wake('deliveries:' .. environment)
  else
    call('ZADD', key('due', environment), plan + ending.delay, id)
  end
else
  moveDelivery(id, environment, 'pending', ending.state)
  set('s', ending.state)
  set('x', now)
end
write()
-- This may be the probe for whose end all others wait.
local hold = key('hold', environment)
local all = 'deliveries:' .. environment
if call('EXISTS', hold) == 1 then wakeAll(all) end
if ending.accepted then
  lift(environment, false)
elseif ending.refused then
  call('SADD', key('holds'), environment)
  call('HSETNX', hold, 'since', now)
  call('HSET', hold, 'reason', ending.refused, 'fingerprint', ending.fingerprint, 'tried', plan)
end
count(countedUnder(environment, call('HGET', key('job', row[3]), 'r') or ''), ask.counters)
noteEnded(ask.token)
return {'ok', woken[all] and environment or false}
`,
]);

const releaseExpiredDeliveries = script([
  rows,
  `
local kept = recall()
if kept then return kept end
if plan < away then return {'ok', 0} end
local expired = call('ZRANGEBYSCORE', key('leases', 'deliveries'), '-inf', plan, 'LIMIT', 0, ask.most)
for _, id in ipairs(expired) do
  local name = key('delivery', id)
  call('ZREM', key('leases', 'deliveries'), id)
  call('HDEL', name, 'c')
  call('HSET', name, 'y', plan)
  call('HINCRBY', name, 'k', 1)
  call('HINCRBY', key('tally', 'deliveries'), 'unknown', 1)
  local environment = call('HGET', name, 'e')
  call('ZADD', key('ready', environment), 0, id)
  wake('deliveries:' .. environment)
end
return remember({'ok', #expired})
`,
]);

/** So many at once: a few milliseconds, between which others get their turn. */
const batch = 50;

/** Hands deliveries out and takes them back. See `DeliveryQueue` for what each method means. */
export class Sending {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async claim(
    environment: string,
    most: number,
    lease: number,
    pause: number | undefined,
  ): Promise<DeliveryClaim[]> {
    const claims: DeliveryClaim[] = [];
    while (claims.length < most) {
      const wanted = Math.min(batch, most - claims.length);
      const { word, rest } = await this.#store.calls
        .run(claimDeliveries, { environment, most: wanted, lease, ...(pause === undefined ? {} : { pause }) })
        .catch((error) => {
          // What is in hand already is sent, whatever became of the rest.
          if (claims.length > 0) return { word: "ok", rest: [] };
          throw error;
        });
      if (word === "more") continue;
      noteIdle(this.#store, deliveriesTo(environment), rest.length < wanted);
      for (const row of rest) {
        const { delivery, isSound, claim } = toKeptDelivery(row);
        claims.push({ delivery, claimToken: claimTokenOf(delivery.id, claim), isSound });
      }
      if (rest.length < wanted) break;
    }
    return claims;
  }

  renew(claimTokens: readonly string[], leaseMs: number): Promise<string[]> {
    return renewAll(this.#store.calls, "delivery", claimTokens, leaseMs);
  }

  async end(claimToken: string, end: AttemptEnd, counters: readonly string[]): Promise<boolean> {
    const { status, detail } = end.answer;
    const { key } = end;
    const { word, rest } = await this.#store.calls.run(endAttempt, {
      ...held(claimToken),
      counters,
      ending: {
        state: end.state,
        detail,
        ...(status === null ? {} : { status }),
        ...(end.state === "pending" ? { delay: Math.round(end.delayMs), counts: end.counts } : {}),
        ...(key === undefined ? {} : key === "accepted" ? { accepted: true } : key),
      },
    });
    if (word !== "ok") return false;
    const environment = orNull(rest[0], text);
    if (environment !== null) this.#store.wake(deliveriesTo(environment));
    return true;
  }

  async releaseExpired(): Promise<number> {
    const released = await releaseAll(this.#store.calls, releaseExpiredDeliveries);
    if (released > 0) this.#store.wake("deliveries");
    return released;
  }
}
