import { number } from "../../redis/replies.ts";
import type { Claim, JobError } from "../job.ts";
import { held, jobTokenOf, noteIdle, releaseAll, renewAll } from "./claims.ts";
import { rows } from "./lua/rows.ts";
import { toKeptJob } from "./rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/** `y` stays: it says what to go back to when a job is released. */
const claimJobs = script([
  rows,
  `
local ids = recall()
local isNew = not ids
if isNew then
  if call('EXISTS', key('paused')) == 1 then return {'ok'} end
  local due = call('ZRANGEBYSCORE', key('due'), '-inf', plan, 'LIMIT', 0, 200)
  for _, id in ipairs(due) do
    call('ZREM', key('due'), id)
    call('ZADD', key('ready'), call('HGET', key('job', id), 'p'), id)
  end
  if #due == 200 then return {'more'} end
  ids = call('ZRANGE', key('ready'), 0, ask.most - 1)
  for _, id in ipairs(ids) do
    local name = key('job', id)
    local job = call('HMGET', name, 's', 'a', 'v', 'b')
    call('ZREM', key('ready'), id)
    move('jobs', id, job[1], 'active')
    local set, write = changing(name, {'s', 'active', 'c', ask.id, 'b', now,
      'a', (tonumber(job[2]) or 0) + 1, 'v', (tonumber(job[3]) or 0) + 1})
    -- A first attempt has none before it.
    if job[4] then set('o', job[4]) end
    write()
    call('ZADD', key('leases', 'jobs'), plan + ask.lease, id)
  end
  if #ids > 0 then remember(ids) end
  noteIdle('jobs', #ids < ask.most)
end
local answer = {'ok'}
for _, id in ipairs(ids) do
  if isNew or call('HGET', key('job', id), 'c') == ask.id then answer[#answer + 1] = jobRow(id) end
end
return answer
`,
]);

/** What is given back is in the hands of whoever asks. */
const heldJob = `
local kept = recall()
if kept then return kept end
local name = key('job', ask.row)
if call('HGET', name, 'c') ~= ask.claim then return {'lost'} end
`;

const retryJob = script([
  rows,
  heldJob,
  `
leaveLine(ask.row, 'active')
move('jobs', ask.row, 'active', 'retrying')
call('HSET', name, 's', 'retrying', 'y', plan + ask.delay, 'f', ask.code, 'm', ask.message)
call('HDEL', name, 'c', 'o')
call('HINCRBY', name, 'w', ask.deaths)
call('HINCRBY', name, 'v', 1)
call('ZADD', key('due'), plan + ask.delay, ask.row)
if ask.delay <= 0 then wake('jobs') end
return remember({'ok'})
`,
]);

const releaseJob = script([
  rows,
  heldJob,
  `
local job = call('HMGET', name, 'y', 'o', 'p')
local state = job[1] and 'retrying' or 'waiting'
leaveLine(ask.row, 'active')
move('jobs', ask.row, 'active', state)
local set, write = changing(name, {'s', state})
set('c')
set('o')
set('b', job[2])
write()
call('HINCRBY', name, 'a', -1)
call('HINCRBY', name, 'v', 1)
call('ZADD', key('ready'), job[3], ask.row)
wake('jobs')
return remember({'ok'})
`,
]);

const releaseExpiredJobs = script([
  rows,
  `
local kept = recall()
if kept then return kept end
if plan < away then return {'ok', 0} end
local expired = call('ZRANGEBYSCORE', key('leases', 'jobs'), '-inf', plan, 'LIMIT', 0, ask.most)
for _, id in ipairs(expired) do
  local name = key('job', id)
  leaveLine(id, 'active')
  move('jobs', id, 'active', 'waiting')
  call('HSET', name, 's', 'waiting')
  call('HDEL', name, 'c', 'y', 'o')
  call('HINCRBY', name, 'v', 1)
  call('ZADD', key('ready'), call('HGET', name, 'p'), id)
  wake('jobs')
end
return remember({'ok', #expired})
`,
]);

/** How long until the earliest retrying job is due; those that are ready are. */
const nextDue = script([
  `
if call('EXISTS', key('paused')) == 1 then return {'ok', false} end
local first = call('ZRANGE', key('due'), 0, 0, 'WITHSCORES')
local retrying = call('ZCARD', key('jobs', 'retrying'))
if retrying > call('ZCARD', key('due')) then return {'ok', 0} end
return {'ok', first[2] and math.max(0, math.ceil(first[2] - plan)) or false}
`,
]);

/** So many at once: a few milliseconds, between which others get their turn. */
const batch = 50;

/** Hands jobs out and takes them back unfinished. See `JobQueue` for what each method means. */
export class Attempts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async claim(most: number, leaseMs: number): Promise<Claim[]> {
    const claims: Claim[] = [];
    while (claims.length < most) {
      const wanted = Math.min(batch, most - claims.length);
      let got: Claim[] | null;
      try {
        got = await this.#claimBatch(wanted, leaseMs);
      } catch (error) {
        // What is in hand already is worked on, whatever became of the rest.
        if (claims.length > 0) return claims;
        throw error;
      }
      claims.push(...(got ?? []));
      if (got !== null && got.length < wanted) return claims;
    }
    return claims;
  }

  /** `null` where it has to be asked again, because more became due than were looked at. */
  async #claimBatch(most: number, lease: number): Promise<Claim[] | null> {
    const { word, rest } = await this.#store.calls.run(claimJobs, { most, lease });
    if (word === "more") return null;
    noteIdle(this.#store, "jobs", rest.length < most);
    return rest.map((row) => {
      const { job, isSound, claim } = toKeptJob(row);
      return { job, claimToken: jobTokenOf(job, claim), isSound };
    });
  }

  renew(claimTokens: readonly string[], leaseMs: number): Promise<string[]> {
    return renewAll(this.#store.calls, "job", claimTokens, leaseMs);
  }

  retry(claimToken: string, error: JobError, delayMs: number, workerDied: boolean): Promise<boolean> {
    return this.#end(retryJob, claimToken, delayMs <= 0, {
      delay: Math.round(delayMs),
      deaths: workerDied ? 1 : 0,
      ...error,
    });
  }

  release(claimToken: string): Promise<boolean> {
    return this.#end(releaseJob, claimToken, true, {});
  }

  async releaseExpired(): Promise<number> {
    const released = await releaseAll(this.#store.calls, releaseExpiredJobs);
    if (released > 0) this.#store.wake("jobs");
    return released;
  }

  async nextDueIn(): Promise<number | null> {
    const [due] = (await this.#store.calls.run(nextDue)).rest;
    return due === null ? null : number(due);
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.#store.calls.run(paused ? pause : goOn);
    if (!paused) this.#store.wake("jobs");
  }

  async isPaused(): Promise<boolean> {
    return number((await this.#store.calls.run(askPaused)).rest[0]) === 1;
  }

  async #end(
    how: typeof retryJob,
    claimToken: string,
    isClaimable: boolean,
    question: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const { word } = await this.#store.calls.run(how, { ...held(claimToken), ...question });
    if (word !== "ok") return false;
    if (isClaimable) this.#store.wake("jobs");
    return true;
  }
}

const pause = script(["call('SET', key('paused'), 1)\nreturn {'ok'}"]);
const goOn = script(["call('DEL', key('paused'))\nwakeAll('jobs')\nreturn {'ok'}"]);
const askPaused = script(["return {'ok', call('EXISTS', key('paused'))}"]);
