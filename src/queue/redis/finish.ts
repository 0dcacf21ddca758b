import { text } from "../../redis/replies.ts";
import type { Ending, SeenPicture } from "../job.ts";
import { held, isClaim } from "./claims.ts";
import { counting } from "./lua/counting.ts";
import { ending as endingJobs, rows } from "./lua/rows.ts";
import { seen as seenPictures } from "./lua/seen.ts";
import { script } from "./script.ts";
import { toSeenPicture, writtenPicture } from "./seen.ts";
import type { Store } from "./store.ts";
import { idTail } from "./submit.ts";
import { sumOfDelivery } from "./sums.ts";
import { packed } from "./texts.ts";

/** Whether there is something to finish, and what the picture may be a copy of. */
const lookForCopies = script([
  isClaim,
  seenPictures,
  `
if not isClaim('job') then return {wasEnded(ask.token) and 'ended' or 'lost'} end
local copies = ask.seen and copiesOf(ask.seen) or {}
local answer = {'ok', call('HGET', key('job', ask.row), 'e'), table.concat(copies, ' ')}
for _, n in ipairs(copies) do answer[#answer + 1] = call('HGETALL', key('picture', n)) end
return answer
`,
]);

const finishJob = script([
  counting,
  rows,
  endingJobs,
  isClaim,
  seenPictures,
  `
if not isClaim('job') then return {wasEnded(ask.token) and 'ok' or 'lost'} end
if isOtherHour() then return {'hour', now} end
if ask.seen and table.concat(copiesOf(ask.seen), ' ') ~= ask.copies then return {'changed'} end
local kept = call('HMGET', key('job', ask.row), 'e', 'r', 't', 'i', 'b', 'a')
local job = {e = kept[1], r = kept[2], s = 'active'}
local counted = endJob(ask.row, job, ask.ending, ask.hasReading and ARGV[2], ask.hasBody and ARGV[3])
local came, began = math.max(tonumber(kept[3]), tonumber(kept[4]) or 0), tonumber(kept[5])
-- A further attempt waited on purpose.
if kept[6] == '1' then took(counted, 'waiting', began - came) end
if ask.ending.state == 'done' then took(counted, 'reading', now - began) end
took(counted, 'result', now - came)
if ask.seen then rememberPicture(ask.seen) end
noteEnded(ask.token)
return {'ok'}
`,
]);

/** See `JobQueue.finish`. */
export async function finish(
  { calls, wake }: Store,
  claimToken: string,
  seen: SeenPicture | null,
  compose: (copies: readonly SeenPicture[]) => Ending,
): Promise<boolean> {
  const claimed = { ...held(claimToken), ...(seen === null ? {} : { seen: writtenPicture(seen) }) };
  for (;;) {
    const looked = await calls.run(lookForCopies, claimed);
    if (looked.word !== "ok") return looked.word === "ended";
    const [environment, copies, ...pictures] = looked.rest;
    const { reading, body, error, facts, ...ending } = compose(pictures.map(toSeenPicture));
    const { word } = await calls.run(
      finishJob,
      {
        ...claimed,
        copies: text(copies),
        hasReading: reading !== null,
        hasBody: body !== null,
        ending: {
          ...ending,
          ...(error === null ? {} : { error }),
          ...(facts === null ? {} : { facts: writtenFacts(facts) }),
          ...(body === null ? {} : { sent: sentOf(claimed.row, text(environment), body) }),
        },
      },
      [packed(reading ?? ""), packed(body ?? "")],
    );
    // Other pictures came in meanwhile, of which this one may be a copy.
    if (word === "changed") continue;
    if (word === "ok" && body !== null) wake("deliveries");
    return word === "ok";
  }
}

/** What a delivery is made with, besides its body. */
export function sentOf(jobId: string, environment: string, body: string): { tail: string; sum: string } {
  return { tail: idTail(), sum: sumOfDelivery(jobId, environment, body) };
}

function writtenFacts({ status, app, scope, doubts }: NonNullable<Ending["facts"]>) {
  return {
    status,
    ...(app === null ? {} : { app }),
    ...(scope === null ? {} : { scope }),
    // With a space on both sides of each, so that one is found as a part of the text.
    doubts: doubts.length === 0 ? "" : ` ${doubts.join(" ")} `,
  };
}
