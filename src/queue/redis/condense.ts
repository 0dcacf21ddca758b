import { list, number, orNull, text } from "../../redis/replies.ts";
import type { Delivery } from "../delivery.ts";
import type { History, KeptTexts } from "../port.ts";
import { deletion } from "./lua/removal.ts";
import { rows } from "./lua/rows.ts";
import { type KeptDelivery, type KeptJob, toKeptDelivery, toKeptJob } from "./rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { finite } from "./submit.ts";
import { sumOfDelivery } from "./sums.ts";
import { packed } from "./texts.ts";

/** Jobs behind one, oldest first, or those that are named, with what was sent because of them. */
const askTexts = script([
  rows,
  `
local ids = ask.ids or call('ZRANGE', key('jobs'), ask.after and '(' .. ask.after or '-', '+', 'BYLEX', 'LIMIT', 0, ask.most)
local found = {}
for _, id in ipairs(ids) do
  local job = jobRow(id, true)
  if job then
    local sent = {}
    for _, delivery in ipairs({call('HGET', key('job', id), 'd') or '', call('HGET', key('review', id), 'delivery') or ''}) do
      sent[#sent + 1] = deliveryRow(delivery) or nil
    end
    found[#found + 1] = {job, sent}
  end
end
return {'ok', now, #ids == ask.most and ids[#ids] or false, found}
`,
]);

/** Keeps what was made of texts, where a job is still as it was; gives back the others. */
const keepTexts = script([
  rows,
  deletion,
  `
local kept = recall()
if kept then return kept end
local changed, argument, edited = {}, 1, 0
for _, each in ipairs(ask.jobs) do
  local isSame = tonumber(call('HGET', key('job', each.id), 'v')) == each.version
  if not isSame then changed[#changed + 1] = each.id end
  if each.hasReading then
    argument = argument + 1
    if isSame then call('SET', key('text', each.id), ARGV[argument]) end
  end
  for _, body in ipairs(each.bodies) do
    argument = argument + 1
    if isSame and call('EXISTS', key('delivery', body.id)) == 1 then
      call('SET', key('body', body.id), ARGV[argument])
      if body.sum then call('HSET', key('delivery', body.id), 'h', body.sum) end
    end
  end
  if isSame then
    edited = edited + 1
    call('HINCRBY', key('job', each.id), 'v', 1)
    if ask.isOnce then call('HSET', key('job', each.id), 'k', 1) end
  end
end
noteDeleted(edited)
return remember({'ok', changed})
`,
]);

/** So many at once, with their texts: a few milliseconds, between which others get their turn. */
const batch = 50;

interface Looked {
  readonly kept: KeptJob;
  readonly sent: readonly KeptDelivery[];
}

interface Edited {
  readonly looked: Looked;
  /** What is to be written; `null` for what stays as it is. */
  readonly reading: string | null;
  readonly bodies: readonly { readonly of: KeptDelivery; readonly body: string }[];
}

/** Edits what is kept of jobs that have ended. See `History` for what each method means. */
export function condensing({ calls }: Store): Pick<History, "condense" | "editAll"> {
  async function look(which: { after?: string | undefined } | { ids: readonly string[] }) {
    const { rest } = await calls.run(askTexts, { ...which, most: batch });
    const found = list(rest[2]).map((each): Looked => {
      const [job, sent] = list(each);
      return { kept: toKeptJob(job ?? null), sent: list(sent).map(toKeptDelivery) };
    });
    return { now: number(rest[0]), last: orNull(rest[1], text), found };
  }

  /** Gives back the ids of those that have changed meanwhile. */
  async function keep(edits: readonly Edited[], isOnce: boolean): Promise<string[]> {
    if (edits.length === 0) return [];
    const { rest } = await calls.run(
      keepTexts,
      {
        isOnce,
        jobs: edits.map(({ looked: { kept }, reading, bodies }) => ({
          id: kept.job.id,
          version: kept.version,
          hasReading: reading !== null,
          bodies: bodies.map(({ of: { delivery, isSound }, body }) => ({
            id: delivery.id,
            // What was changed before by nobody stays known as that.
            ...(isSound ? { sum: sumOfDelivery(delivery.jobId, delivery.environment, body) } : {}),
          })),
        })),
      },
      edits.flatMap(({ reading, bodies }) =>
        [...(reading === null ? [] : [reading]), ...bodies.map(({ body }) => body)].map(packed),
      ),
    );
    return list(rest[0]).map(text);
  }

  /** Edits the jobs that `isMeant` says: once, again and again, or as a trial. Says how many, and how many it changed. */
  async function editThose(
    isMeant: (looked: Looked, now: number) => boolean,
    edit: (kept: KeptTexts) => KeptTexts,
    how: "once" | "again" | "trial",
  ): Promise<{ edited: number; changed: number }> {
    const sum = { edited: 0, changed: 0 };
    for (let after: string | undefined; ; ) {
      let looked = await look({ after });
      const last = looked.last;
      for (;;) {
        const { now, found } = looked;
        const edits = found.filter((each) => isMeant(each, now)).map((each) => editOf(each, edit));
        const toKeep = how === "once" ? edits : edits.filter(hasChanged);
        const left = how === "trial" ? [] : await keep(toKeep, how === "once");
        const done = edits.filter(({ looked: { kept } }) => !left.includes(kept.job.id));
        sum.edited += done.length;
        sum.changed += done.filter(hasChanged).length;
        if (left.length === 0) break;
        looked = await look({ ids: left });
      }
      if (last === null) return sum;
      after = last;
    }
  }

  return {
    condense: async (afterMs, edit) => {
      const after = finite(afterMs);
      const isOver = ({ kept: { job, isCondensed }, sent }: Looked, now: number): boolean => {
        const before = Math.max(0, now - after);
        if (isCondensed || job.endedAt === null || job.endedAt > before) return false;
        return sent.every(({ delivery }) => isDelivered(delivery, before));
      };
      return (await editThose(isOver, edit, "once")).edited;
    },
    editAll: async (edit, isTrial) =>
      (await editThose(({ kept: { job } }) => job.endedAt !== null, edit, isTrial ? "trial" : "again"))
        .changed,
  };
}

function isDelivered({ state, endedAt }: Delivery, before: number): boolean {
  return state === "delivered" && endedAt !== null && endedAt <= before;
}

/** A reading is edited with the body of its result, and any other body alone. */
function editOf(looked: Looked, edit: (kept: KeptTexts) => KeptTexts): Edited {
  const { kept, sent } = looked;
  const [first, ...others] = sent;
  const before = { reading: kept.job.reading, body: first?.delivery.body ?? null };
  const after = edit(before);
  const bodies = [
    ...(first === undefined ? [] : [{ of: first, body: after.body }]),
    ...others.map((of) => ({ of, body: edit({ reading: null, body: of.delivery.body }).body })),
  ];
  return {
    looked,
    reading: after.reading === before.reading ? null : after.reading,
    bodies: bodies.flatMap(({ of, body }) =>
      body === null || body === of.delivery.body ? [] : [{ of, body }],
    ),
  };
}

function hasChanged({ reading, bodies }: Edited): boolean {
  return reading !== null || bodies.length > 0;
}
