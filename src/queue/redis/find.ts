import { list, orNull, text, texts } from "../../redis/replies.ts";
import type { Script } from "../../redis/script.ts";
import { type DeliveryState, deliveryStates } from "../delivery.ts";
import type { JobFilter, ListFilter, Page } from "../filter.ts";
import { firstIdAt } from "../ids.ts";
import { type JobState, jobStates } from "../job.ts";
import { rows } from "./lua/rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/** What is looked for, but for what only jobs have. */
type AnyFilter<State> = Partial<ListFilter<State>> &
  Pick<JobFilter, "userId" | "facts"> & {
    /** Only the youngest job of each report. */
    readonly youngest?: true;
  };

/** So many rows are passed over at once: a few milliseconds, between which others get their turn. */
const batch = 200;

/** Passes over a part of a sorted set, newest first, or over ids that are named, and gives back those that a filter finds, with their states. */
const pass = (fits: string) =>
  script([
    rows,
    `
local filter, states = ask.filter, {}
for _, state in ipairs(filter.states) do states[state] = true end
${fits}
local ids = ask.ids
if not ids then
  ids = call('ZRANGE', key(unpack(ask.source)), ask.below and '(' .. ask.below or '+', ask.least and '[' .. ask.least or '-',
    'BYLEX', 'REV', 'LIMIT', 0, ask.batch)
end
local found = {}
for _, id in ipairs(ids) do
  local state = fits(id)
  if state and states[state] then found[#found + 1] = {id, state} end
end
return {'ok', found, #ids == ask.batch and ids[#ids] or false}
`,
  ]);

const passJobs = pass(`
local facts = filter.facts
local function isAs(kept, wanted) return wanted == nil or kept == (wanted ~= cjson.null and wanted) end
local function fits(id)
  local job = call('HMGET', key('job', id), 's', 'e', 'r', 'u', 't', 'qs', 'qa', 'qc', 'qd')
  if not job[1] or not isAs(job[2], filter.environment) or not isAs(job[3], filter.report) then return false end
  if not isAs(job[4], filter.user) then return false end
  local came = tonumber(job[5])
  if filter.from and came < filter.from or filter['until'] and came >= filter['until'] then return false end
  if facts then
    if not job[6] or not isAs(job[6], facts.status) then return false end
    if not isAs(job[7], facts.app) or not isAs(job[8], facts.scope) then return false end
    if facts.doubt and not string.find(job[9], ' ' .. facts.doubt .. ' ', 1, true) then return false end
  end
  if filter.youngest and youngestOf(job[2], job[3]) ~= id then return false end
  return job[1]
end`);

const passDeliveries = pass(`
local function fits(id)
  local row = call('HMGET', key('delivery', id), 's', 'e', 't')
  if not row[1] or filter.environment and row[2] ~= filter.environment then return false end
  local made = tonumber(row[3])
  if filter.from and made < filter.from or filter['until'] and made >= filter['until'] then return false end
  return row[1]
end`);

/** What was sent because of jobs: their results, and what a person decided. */
const sentBecauseOf = script([
  `
local sent = {}
for _, id in ipairs(ask.ids) do
  sent[#sent + 1] = call('HGET', key('job', id), 'd') or nil
  sent[#sent + 1] = call('HGET', key('review', id), 'delivery') or nil
end
return {'ok', sent}
`,
]);

/** Where rows are looked for: a sorted set of ids by its name, or the ids themselves, newest first. */
type Source = { readonly set: readonly string[] } | { readonly ids: readonly string[] };

interface Found<State> {
  readonly id: string;
  readonly state: State;
}

/** The ids of the jobs that a filter finds, newest first. */
export async function findJobs(
  store: Store,
  filter: AnyFilter<JobState> & Pick<Page, "most">,
): Promise<string[]> {
  return (await walkJobs(store, filter, filter.most)).map(({ id }) => id);
}

/** All jobs that a filter finds, but for what it says of states, and in which states they are. */
export function walkJobs(
  store: Store,
  filter: AnyFilter<JobState>,
  most: number,
): Promise<Found<JobState>[]> {
  const { states = jobStates } = filter;
  return walkAll(store, passJobs, filter, states, most, () => jobSources(store, filter));
}

/** The ids of the deliveries that a filter finds, newest first. */
export async function findDeliveries(
  store: Store,
  filter: AnyFilter<DeliveryState> & Pick<Page, "most">,
): Promise<string[]> {
  const { states = deliveryStates, most } = filter;
  const found = await walkAll(store, passDeliveries, filter, states, most, async () => {
    if (filter.jobId !== undefined || filter.reportId !== undefined) {
      const { jobId, reportId, environment } = filter;
      const jobs = await findJobs(store, {
        ...(jobId === undefined ? {} : { jobId }),
        ...(reportId === undefined ? {} : { reportId }),
        ...(environment === undefined ? {} : { environment }),
        most: Number.MAX_SAFE_INTEGER,
      });
      return [{ ids: await sentFor(store, jobs) }];
    }
    const few = states.every((state) => state !== "delivered");
    return few ? states.map((state) => ({ set: ["deliveries", state] })) : [{ set: ["deliveries"] }];
  });
  return found.map(({ id }) => id);
}

/** Up to `most` ids that begin like this, newest first. */
export async function idsBeginning(
  { calls }: Store,
  kind: "jobs" | "deliveries",
  beginning: string,
  most: number,
): Promise<string[]> {
  // No id has a g, so all that begin like this come before it.
  return texts(
    (await calls.run(beginningLike, { kind, least: beginning, above: `${beginning}g`, most })).rest,
  );
}

const beginningLike = script([
  `
local found = call('ZRANGE', key(ask.kind), '(' .. ask.above, '[' .. ask.least, 'BYLEX', 'REV', 'LIMIT', 0, ask.most)
table.insert(found, 1, 'ok')
return found
`,
]);

async function sentFor({ calls }: Store, jobIds: readonly string[]): Promise<string[]> {
  const sent: string[] = [];
  for (let from = 0; from < jobIds.length; from += batch) {
    const { rest } = await calls.run(sentBecauseOf, { ids: jobIds.slice(from, from + batch) });
    sent.push(...texts(rest[0]));
  }
  return sent.sort().reverse();
}

/** The narrowest places that all jobs of a filter are in. */
async function jobSources(store: Store, filter: AnyFilter<JobState>): Promise<Source[]> {
  const { jobId, reportId, environment, states = jobStates } = filter;
  if (jobId !== undefined) return [{ ids: [jobId] }];
  if (reportId !== undefined) {
    const known = environment === undefined ? await environments(store) : [environment];
    return known.map((name) => ({ set: ["report", name, reportId] }));
  }
  // Nearly all that are kept: the newest are looked at until there are enough.
  if (states.includes("done")) return [{ set: ["jobs"] }];
  const sources: Source[] = states
    .filter((state) => state !== "active")
    .map((state) => ({ set: ["jobs", state] }));
  return states.includes("active") ? [...sources, { ids: await inHand(store) }] : sources;
}

/** Names of the environments that ever had a job. */
export async function environments({ calls }: Store): Promise<string[]> {
  return texts((await calls.run(askEnvironments)).rest[0]);
}

const askEnvironments = script(["return {'ok', call('SMEMBERS', key('environments'))}"]);

/** Few: what all workers of all instances have in hand. */
async function inHand({ calls }: Store): Promise<string[]> {
  return texts((await calls.run(askInHand)).rest[0])
    .sort()
    .reverse();
}

const askInHand = script(["return {'ok', call('ZRANGE', key('leases', 'jobs'), 0, -1)}"]);

async function walkAll<State extends string>(
  store: Store,
  passing: Script,
  filter: AnyFilter<State>,
  states: readonly State[],
  most: number,
  sources: () => Promise<Source[]>,
): Promise<Found<State>[]> {
  if (states.length === 0 || most <= 0) return [];
  const walks = (await sources()).map((source) => walk(store, passing, source, filter, states, most));
  return (await Promise.all(walks))
    .flat()
    .sort((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, most);
}

async function walk<State extends string>(
  { calls }: Store,
  passing: Script,
  source: Source,
  { environment, reportId, userId, facts, from, until, before, youngest }: AnyFilter<State>,
  states: readonly State[],
  most: number,
): Promise<Found<State>[]> {
  const filter = { states, environment, report: reportId, user: userId, facts, from, until, youngest };
  const found: Found<State>[] = [];
  const add = (reply: Parameters<typeof list>[0]) => {
    for (const each of list(reply)) {
      const [id = "", state] = texts(each);
      found.push({ id, state: state as State });
    }
  };
  if ("ids" in source) {
    const ids = before === undefined ? source.ids : source.ids.filter((id) => id < before);
    for (let first = 0; first < ids.length && found.length < most; first += batch)
      add((await calls.run(passing, { ids: ids.slice(first, first + batch), filter, batch })).rest[0]);
    return found.slice(0, most);
  }
  // The time in an id is never before the time of its making, so nothing older needs to be looked at.
  const prefix = passing === passDeliveries ? "msg_" : "";
  const least = from === undefined ? undefined : prefix + firstIdAt(from);
  for (let below = before; found.length < most; ) {
    const { rest } = await calls.run(passing, { source: source.set, below, least, filter, batch });
    add(rest[0]);
    const next = orNull(rest[1], text);
    if (next === null) break;
    below = next;
  }
  return found.slice(0, most);
}
