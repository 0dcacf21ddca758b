import { storageFull } from "../../redis/failures.ts";
import { list, text } from "../../redis/replies.ts";
import type { Submission, Submitted } from "../job.ts";
import { numbersOf } from "./callers-ids.ts";
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
local openOnes, hasNew = {}, false
for index, each in ipairs(ask.submissions) do
  local id, state = youngestOf(each.e, each.r)
  if not (id and isOpen(state)) then hasNew = true end
end
if hasNew and ask.isFull then return {'room'} end
local tally = call('HMGET', key('tally', 'jobs'), 'waiting', 'retrying')
local waiting = (tonumber(tally[1]) or 0) + (tonumber(tally[2]) or 0)
local answer = {'ok'}
for index, each in ipairs(ask.submissions) do
  call('SADD', key('environments'), each.e)
  local id, state = youngestOf(each.e, each.r)
  if id and isOpen(state) then
    local name = key('job', id)
    if state == 'active' then waiting = waiting + 1 end
    leaveLine(id, state)
    move('jobs', id, state, 'waiting')
    call('HSET', name, 'u', each.u, 'n', each.n, 'i', now, 'h', each.h, 's', 'waiting', 'a', 0, 'w', 0)
    call('HDEL', name, 'c', 'b', 'o', 'y', 'f', 'm')
    call('HINCRBY', name, 'v', 1)
    field(name, 'g', each.g)
    call('SET', key('url', id), ARGV[index + 1])
    call('ZADD', key('ready'), call('HGET', name, 'p'), id)
    wake('jobs')
    answer[index + 1] = {'known', id}
  elseif waiting >= ask.mostWaiting then
    answer[index + 1] = {'full', ''}
  else
    local counted = countedUnder(each.e, each.r)
    call('SADD', key('environments'), counted)
    countHour(counted, 'received')
    id = newId(each.tail)
    addJob(id, each, ARGV[index + 1])
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

/** See `JobQueue.submit`. */
export async function submit(
  store: Store,
  submissions: readonly Submission[],
  mostWaiting: number,
  check: () => void = () => {},
): Promise<Submitted[]> {
  const outcomes: Submitted[] = [];
  for (let from = 0; from < submissions.length; from += batch)
    outcomes.push(...(await submitBatch(store, submissions.slice(from, from + batch), mostWaiting, check)));
  return outcomes;
}

async function submitBatch(
  { calls, room, replicas, wake }: Store,
  submissions: readonly Submission[],
  mostWaiting: number,
  check: () => void,
): Promise<Submitted[]> {
  const { epoch } = replicas;
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
  // The job is there: who takes this as a refusal, and sends it again, is told that it is known.
  await replicas.haveIt(epoch);
  return rest.map((each): Submitted => {
    const [outcome, id] = list(each).map(text);
    if (outcome === "full") return { outcome };
    return { outcome: outcome === "new" ? "new" : "known", job: { id: id ?? "", state: "waiting" } };
  });
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
