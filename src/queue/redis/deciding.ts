import type { Answer } from "../../redis/calls.ts";
import { storageFull } from "../../redis/failures.ts";
import { number, orNull, text } from "../../redis/replies.ts";
import { deliveriesTo } from "../listeners.ts";
import type { Deciding, ReviewOutcome } from "../review.ts";
import { sentOf } from "./finish.ts";
import { removal } from "./lua/removal.ts";
import { reviews } from "./lua/reviews.ts";
import { rows } from "./lua/rows.ts";
import { toJob, toKeptJob } from "./rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { packed } from "./texts.ts";

/** What stands in the way of deciding about a job, or whether it is decided already. */
const obstacles = `
local function obstacle()
  local id, review = ask.job, reviewOf(ask.job)
  if not review or call('EXISTS', key('job', id)) == 0 then return {'unknown'} end
  if review.decision then
    if review.decision == ask.decision and review.by == ask.by then
      return {'same', jobRow(id, true), told(review.undo)}
    end
    return {'decided', review.by}
  end
  if not isYoungest(id) then return {'replaced'} end
  local holder = holderOf(review)
  if holder and holder ~= ask.by then return {'held', holder} end
  if isOnItsWay(id) then return {'on-its-way'} end
  return false
end
`;

const lookAtIt = script([rows, reviews, obstacles, "return obstacle() or {'ok', jobRow(ask.job, true)}"]);

const decideIt = script(
  [
    rows,
    reviews,
    obstacles,
    `
local id = ask.job
if recall() then return {'ok', jobRow(id, true), told(call('HGET', key('review', id), 'undo'))} end
local inTheWay = obstacle()
if inTheWay then return inTheWay end
if tonumber(call('HGET', key('job', id), 'v')) ~= ask.version then return {'changed'} end
local environment, first = unpack(call('HMGET', key('job', id), 'e', 'd'))
local name = key('review', id)
letGo(id)
call('HSET', name, 'decision', ask.decision, 'by', ask.by, 'at', now)
if ask.sent then
  call('HSET', name, 'delivery', addDelivery(id, environment, ask.sent, ARGV[2], ask.undo), 'undo', plan + ask.undo)
  -- What comes now stands for it: nobody has to send it any more.
  if first and call('HGET', key('delivery', first), 's') == 'failed' then
    moveDelivery(first, environment, 'failed', 'dismissed')
    call('HSET', key('delivery', first), 's', 'dismissed')
    call('HSET', name, 'dismissed', first)
  end
end
call('ZREM', key('reviews', 'open'), id)
call('ZADD', key('reviews', 'decided'), now, id)
call('ZADD', key('reviews', 'kept'), 0, id)
remember({'ok'})
return {'ok', jobRow(id, true), ask.sent and told(plan + ask.undo) or false}
`,
  ],
  true,
);

const undoIt = script([
  rows,
  removal,
  reviews,
  `
local kept = recall()
local id, review = ask.job, reviewOf(ask.job)
if not review or call('EXISTS', key('job', id)) == 0 then return {'unknown'} end
if kept then return {'ok', jobRow(id, true)} end
if not review.decision then return {'undecided'} end
if review.by ~= ask.by then return {'decided', review.by} end
if not isYoungest(id) then return {'replaced'} end
if isSent(review) then return {'sent'} end
if review.delivery then removeDelivery(review.delivery) end
-- Nothing stands for it any more.
if review.dismissed then
  local row = call('HMGET', key('delivery', review.dismissed), 's', 'e')
  if row[1] == 'dismissed' then
    moveDelivery(review.dismissed, row[2], 'dismissed', 'failed')
    call('HSET', key('delivery', review.dismissed), 's', 'failed')
  end
end
call('HDEL', key('review', id), 'decision', 'by', 'at', 'delivery', 'undo', 'dismissed')
call('ZREM', key('reviews', 'decided'), id)
call('ZREM', key('reviews', 'kept'), id)
call('ZADD', key('reviews', 'open'), review.turn, id)
hold(id, ask.by, ask.lease)
remember({'ok'})
return {'ok', jobRow(id, true)}
`,
]);

/** See `ReviewQueue.decide`. */
export async function decide(
  { calls, room, wake }: Store,
  jobId: string,
  { decision, by, undoMs, compose }: Deciding,
): Promise<ReviewOutcome> {
  const question = { job: jobId, decision, by };
  for (;;) {
    const looked = await calls.run(lookAtIt, question);
    if (looked.word !== "ok") return outcomeOf(looked);
    const { job, version } = toKeptJob(looked.rest[0] ?? null);
    if (!(await room.hasFor(1))) throw storageFull(calls.server);
    const body = compose(job);
    const answer = await calls.run(
      decideIt,
      {
        ...question,
        version,
        undo: undoMs,
        ...(body === null ? {} : { sent: sentOf(job.id, job.environment, body) }),
      },
      [packed(body ?? "")],
    );
    // What it was composed of is not the same any more.
    if (answer.word === "changed") continue;
    if (answer.word !== "ok") return outcomeOf(answer);
    if (body !== null) wake(deliveriesTo(job.environment));
    return { outcome: "done", job, undoUntil: orNull(answer.rest[1], number), isNew: true };
  }
}

/** See `ReviewQueue.undo`. */
export async function undo(
  { calls }: Store,
  jobId: string,
  by: string,
  leaseMs: number,
): Promise<ReviewOutcome> {
  const answer = await calls.run(undoIt, { job: jobId, by, lease: leaseMs });
  if (answer.word !== "ok") return outcomeOf(answer);
  return { outcome: "done", job: toJob(answer.rest[0] ?? null), undoUntil: null, isNew: true };
}

/** What stands in the way. */
function outcomeOf({ word, rest }: Answer): ReviewOutcome {
  switch (word) {
    case "same":
      return {
        outcome: "done",
        job: toJob(rest[0] ?? null),
        undoUntil: orNull(rest[1], number),
        isNew: false,
      };
    case "decided":
    case "held":
      return { outcome: word, by: text(rest[0]) };
    case "unknown":
    case "replaced":
    case "on-its-way":
    case "undecided":
    case "sent":
      return { outcome: word };
    default:
      throw new TypeError(`Redis answered ${word}.`);
  }
}
