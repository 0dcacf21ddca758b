import type { Reply } from "../../redis/connection.ts";
import { list, text } from "../../redis/replies.ts";
import type { Ending, SeenPicture } from "../job.ts";
import { deliveriesTo } from "../listeners.ts";
import { heldJob } from "./claims.ts";
import { Gathering } from "./gathering.ts";
import { counting } from "./lua/counting.ts";
import { ending as endingJobs, rows } from "./lua/rows.ts";
import { seen as seenPictures } from "./lua/seen.ts";
import { script } from "./script.ts";
import { toSeenPicture, writtenPicture } from "./seen.ts";
import type { Store } from "./store.ts";
import { idTail } from "./submit.ts";
import { sumOfDelivery } from "./sums.ts";
import { packed } from "./texts.ts";

const finishJobs = script([
  counting,
  rows,
  endingJobs,
  seenPictures,
  `
local function finish(each, reading, body)
  local kept = call('HMGET', key('job', each.row), 'c', 'e', 'r', 'v', 't', 'i', 'b', 'a')
  local isEnded = kept[1] ~= each.claim
  if isEnded and not wasEnded(each.token) then return {'lost'} end
  if each.seen then
    local copies = copiesOf(each.seen)
    local known = table.concat(copies, ' ')
    -- Also for who asks once more after he was not answered: he wants to know how it ended.
    if known ~= each.copies then
      local answer = {'changed', known}
      for _, n in ipairs(copies) do answer[#answer + 1] = call('HGETALL', key('picture', n)) end
      return answer
    end
  end
  if isEnded then return {'ok'} end
  local job = {e = kept[2], r = kept[3], s = 'active', v = kept[4]}
  local counted = endJob(each.row, job, each.ending, each.hasReading and reading, each.hasBody and body)
  local came, began = math.max(tonumber(kept[5]), tonumber(kept[6]) or 0), tonumber(kept[7])
  -- A further attempt waited on purpose.
  if kept[8] == '1' then took(counted, 'waiting', began - came) end
  if each.ending.state == 'done' then took(counted, 'reading', now - began) end
  took(counted, 'result', now - came)
  if each.seen then rememberPicture(each.seen) end
  noteEnded(each.token)
  return {'ok'}
end
if isOtherHour() then return {'hour', now} end
local answer = {'ok'}
for index, each in ipairs(ask.ends) do answer[index + 1] = finish(each, ARGV[2 * index], ARGV[2 * index + 1]) end
return answer
`,
]);

/** So many at once, since each may look at some hundred pictures. */
const batch = 25;

/** An end as the script wants it, and its reading and body. */
interface Ended {
  readonly question: Readonly<Record<string, unknown>>;
  readonly texts: readonly [reading: string | Buffer, body: string | Buffer];
}

/** Ends jobs, together with those that end meanwhile. */
export class Finishing {
  readonly #store: Store;
  readonly #gathering: Gathering<Ended, readonly Reply[]>;

  constructor(store: Store) {
    this.#store = store;
    this.#gathering = new Gathering((ends) => this.#write(ends), { most: batch });
  }

  /**
   * See `JobQueue.finish`. The ending is composed as if there were no copies, as it is with most pictures, and the script says
   * where there are some: it is composed again then.
   */
  async finish(
    claimToken: string,
    seen: SeenPicture | null,
    compose: (copies: readonly SeenPicture[]) => Ending,
  ): Promise<boolean> {
    const { environment, ...claim } = heldJob(claimToken);
    const claimed = { ...claim, ...(seen === null ? {} : { seen: writtenPicture(seen) }) };
    let [copies, pictures]: [string, readonly Reply[]] = ["", []];
    for (;;) {
      const { reading, body, error, facts, ...ending } = compose(pictures.map(toSeenPicture));
      const question = {
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
      };
      const texts = [packed(reading ?? ""), packed(body ?? "")] as const;
      const [said, ...rest] = await this.#gathering.add({ question, texts });
      const word = text(said);
      if (word === "changed") {
        copies = text(rest[0]);
        pictures = rest.slice(1);
        continue;
      }
      if (word === "ok" && body !== null) this.#store.wake(deliveriesTo(environment));
      return word === "ok";
    }
  }

  async #write(ends: readonly Ended[]): Promise<readonly (readonly Reply[])[]> {
    const questions = ends.map(({ question }) => question);
    const { rest } = await this.#store.calls.run(
      finishJobs,
      { ends: questions },
      ends.flatMap(({ texts }) => texts),
    );
    return rest.map(list);
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
