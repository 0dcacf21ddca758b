import type { Reply } from "../../redis/connection.ts";
import { text } from "../../redis/replies.ts";
import type { Ending, SeenPicture } from "../job.ts";
import { deliveriesTo } from "../listeners.ts";
import { heldJob } from "./claims.ts";
import { counting } from "./lua/counting.ts";
import { ending as endingJobs, rows } from "./lua/rows.ts";
import { seen as seenPictures } from "./lua/seen.ts";
import { script } from "./script.ts";
import { toSeenPicture, writtenPicture } from "./seen.ts";
import type { Store } from "./store.ts";
import { idTail } from "./submit.ts";
import { sumOfDelivery } from "./sums.ts";
import { packed } from "./texts.ts";

const finishJob = script([
  counting,
  rows,
  endingJobs,
  seenPictures,
  `
local kept = call('HMGET', key('job', ask.row), 'c', 'e', 'r', 'v', 't', 'i', 'b', 'a')
local isEnded = kept[1] ~= ask.claim
if isEnded and not wasEnded(ask.token) then return {'lost'} end
if not isEnded and isOtherHour() then return {'hour', now} end
if ask.seen then
  local copies = copiesOf(ask.seen)
  local known = table.concat(copies, ' ')
  -- Also for who asks once more after he was not answered: he wants to know how it ended.
  if known ~= ask.copies then
    local answer = {'changed', known}
    for _, n in ipairs(copies) do answer[#answer + 1] = call('HGETALL', key('picture', n)) end
    return answer
  end
end
if isEnded then return {'ok'} end
local job = {e = kept[2], r = kept[3], s = 'active', v = kept[4]}
local counted = endJob(ask.row, job, ask.ending, ask.hasReading and ARGV[2], ask.hasBody and ARGV[3])
local came, began = math.max(tonumber(kept[5]), tonumber(kept[6]) or 0), tonumber(kept[7])
-- A further attempt waited on purpose.
if kept[8] == '1' then took(counted, 'waiting', began - came) end
if ask.ending.state == 'done' then took(counted, 'reading', now - began) end
took(counted, 'result', now - came)
if ask.seen then rememberPicture(ask.seen) end
noteEnded(ask.token)
return {'ok'}
`,
]);

/**
 * See `JobQueue.finish`. The ending is composed as if there were no copies, as it is with most pictures, and the script says
 * where there are some: it is composed again then.
 */
export async function finish(
  { calls, wake }: Store,
  claimToken: string,
  seen: SeenPicture | null,
  compose: (copies: readonly SeenPicture[]) => Ending,
): Promise<boolean> {
  const { environment, ...claim } = heldJob(claimToken);
  const claimed = { ...claim, ...(seen === null ? {} : { seen: writtenPicture(seen) }) };
  let [copies, pictures]: [string, readonly Reply[]] = ["", []];
  for (;;) {
    const { reading, body, error, facts, ...ending } = compose(pictures.map(toSeenPicture));
    const { word, rest } = await calls.run(
      finishJob,
      {
        ...claimed,
        copies,
        hasReading: reading !== null,
        hasBody: body !== null,
        ending: {
          ...ending,
          ...(error === null ? {} : { error }),
          ...(facts === null ? {} : { facts: writtenFacts(facts) }),
          ...(body === null ? {} : { sent: sentOf(claim.row, environment, body) }),
        },
      },
      [packed(reading ?? ""), packed(body ?? "")],
    );
    if (word === "changed") {
      copies = text(rest[0]);
      pictures = rest.slice(1);
      continue;
    }
    if (word === "ok" && body !== null) wake(deliveriesTo(environment));
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
