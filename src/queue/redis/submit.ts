import { storageFull } from "../../redis/failures.ts";
import { list, text } from "../../redis/replies.ts";
import type { Submission, Submitted } from "../job.ts";
import { numbersOf } from "./callers-ids.ts";
import { Gathering } from "./gathering.ts";
import { counting } from "./lua/counting.ts";
import { rows } from "./lua/rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { sumOfJob } from "./sums.ts";
import { packed } from "./texts.ts";

/**
 * A submission that comes late, after the same one that was sent once more, must not put its picture in the place of a newer one.
 * A server without memory is asked again whether it can replace pictures, which it can without.
 */
const take = `
local kept = recall(true)
if kept then return kept end
if isOtherHour() then return {'hour', now} end
local noted = {}
local function noteEnvironment(name)
  if not noted[name] then call('SADD', key('environments'), name) end
  noted[name] = true
end
-- Open jobs by their report, which may come twice among these.
local known, hasNew = {}, false
for _, each in ipairs(ask.submissions) do
  local id, state = youngestOf(each.e, each.r)
  local isKnown = id and isOpen(state)
  if isKnown then known[each.e .. ':' .. each.r] = {id, state} else hasNew = true end
end
if hasNew and ask.isFull then return {'room'} end
local counted = call('HMGET', key('tally', 'jobs'), 'waiting', 'retrying')
local waiting = (tonumber(counted[1]) or 0) + (tonumber(counted[2]) or 0)
local answer = {'ok'}
for index, each in ipairs(ask.submissions) do
  noteEnvironment(each.e)
  local report = each.e .. ':' .. each.r
  if known[report] then
    local id, state = unpack(known[report])
    known[report] = {id, 'waiting'}
    local name = key('job', id)
    if state == 'active' then waiting = waiting + 1 end
    leaveLine(id, state)
    move('jobs', id, state, 'waiting')
    local set, write = changing(name, {'u', each.u, 'n', each.n, 'i', now, 'h', each.h, 's', 'waiting', 'a', 0, 'w', 0})
    for _, which in ipairs({'c', 'b', 'o', 'y', 'f', 'm'}) do set(which) end
    set('g', each.g)
    write()
    call('HINCRBY', name, 'v', 1)
    call('SET', key('url', id), ARGV[index + 1])
    call('ZADD', key('ready'), call('HGET', name, 'p'), id)
    wake('jobs')
    answer[index + 1] = {'known', id}
  elseif waiting >= ask.mostWaiting then
    answer[index + 1] = {'full', ''}
  else
    local counted = countedUnder(each.e, each.r)
    noteEnvironment(counted)
    countHour(counted, 'received')
    local id = newId(each.tail)
    addJob(id, each, ARGV[index + 1])
    known[report] = {id, 'waiting'}
    waiting = waiting + 1
    wake('jobs')
    answer[index + 1] = {'new', id}
  end
end
return remember(answer)
`;
const takeNew = script([counting, rows, take], true);
const takeKnown = script([counting, rows, take]);

/** So many at once: a few milliseconds, between which others get their turn. */
const batch = 100;

/** What a caller wants to have taken in, and what comes of it. */
interface Wanted {
  readonly submissions: readonly Submission[];
  readonly mostWaiting: number;
  readonly check: () => void;
}
type Outcomes = readonly Submitted[];

/** Takes in what callers submit, together with what others submit meanwhile: a script costs more than a submission in it. */
export class Intake {
  readonly #store: Store;
  readonly #gathering: Gathering<Wanted, Outcomes>;

  constructor(store: Store) {
    this.#store = store;
    const weight = ({ submissions }: Wanted): number => submissions.length;
    this.#gathering = new Gathering((wanted) => this.#takeAll(wanted), { most: batch }, weight);
  }

  /** See `JobQueue.submit`. */
  async submit(
    submissions: readonly Submission[],
    mostWaiting: number,
    check: () => void = () => {},
  ): Promise<Submitted[]> {
    const { replicas } = this.#store;
    const { epoch } = replicas;
    const outcomes: Submitted[] = [];
    for (let from = 0; from < submissions.length; from += batch) {
      const some = submissions.slice(from, from + batch);
      outcomes.push(...(await this.#gathering.add({ submissions: some, mostWaiting, check })));
    }
    // The job is there: who takes this as a refusal, and sends it again, is told that it is known.
    await replicas.haveIt(epoch);
    return outcomes;
  }

  /** Together but for those who are gone, and are told so by themselves. */
  async #takeAll(wanted: readonly Wanted[]): Promise<readonly (Outcomes | Promise<Outcomes>)[]> {
    const [first, ...others] = wanted;
    if (first === undefined) return [];
    if (others.length === 0) return [await this.#take(first)];
    const { mostWaiting } = first;
    const together = new Set(wanted.filter((each) => each.mostWaiting === mostWaiting && isThere(each)));
    const submissions = [...together].flatMap((each) => each.submissions);
    const outcomes = await this.#take({ submissions, mostWaiting, check: () => {} });
    let from = 0;
    return wanted.map((each) => {
      if (!together.has(each)) return this.#take(each);
      from += each.submissions.length;
      return outcomes.slice(from - each.submissions.length, from);
    });
  }

  async #take({ submissions, mostWaiting, check }: Wanted): Promise<Outcomes> {
    const { calls, room, wake } = this.#store;
    const isFull = !(await room.hasFor(submissions.length));
    const question = { mostWaiting: finite(mostWaiting), submissions: submissions.map(written) };
    const urls = submissions.map(({ url }) => packed(url));
    const replace = () => calls.run(takeKnown, { ...question, isFull: true }, urls, check);
    const { word, rest } = isFull
      ? await replace()
      : await calls.run(takeNew, question, urls, check).catch((error) => {
          if (error?.code === "QUEUE_STORAGE_FULL") return replace();
          throw error;
        });
    if (word === "room") throw storageFull(calls.server);
    // Before others have it as well: the script may have left it to this process.
    wake("jobs");
    return rest.map((each): Submitted => {
      const [outcome, id] = list(each).map(text);
      if (outcome === "full") return { outcome };
      return { outcome: outcome === "new" ? "new" : "known", job: { id: id ?? "", state: "waiting" } };
    });
  }
}

/** Whether a caller still waits for his answer. */
function isThere({ check }: Wanted): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** A submission as the script wants it. */
function written(submission: Submission) {
  const { environment, reportId, userId, priority, trace } = submission;
  return {
    e: environment,
    r: String(reportId),
    u: String(userId),
    n: numbersOf(reportId, userId),
    p: String(priority),
    h: sumOfJob(submission),
    tail: idTail(),
    ...(trace === null ? {} : { g: trace }),
  };
}

/** What an id ends with: a random UUID ends with the variant and 62 random bits, just as one of version 7 does. */
export function idTail(): string {
  return crypto.randomUUID().slice(19);
}

/** JSON has no infinity. */
export function finite(value: number): number {
  return Math.max(-1e15, Math.min(1e15, value));
}
