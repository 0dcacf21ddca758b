import type { DeliveryState } from "../delivery.ts";
import type { History, KeptTexts } from "../port.ts";
import { timeAgo } from "./clock.ts";
import { orRefuse } from "./failures.ts";
import { isSound, sumOfDelivery } from "./row-sums.ts";
import type { Store } from "./store.ts";

/** Rows looked at in one transaction: a few milliseconds, between which others get their turn. */
const batch = 200;

interface KeptJob {
  readonly place: number;
  readonly ended_at: number | null;
  readonly delivery: number | null;
  readonly condensed: number | null;
}

interface KeptDelivery {
  readonly id: string;
  readonly environment: string;
  readonly body: string;
  readonly sum: number | null;
}

/** Edits what is kept of jobs that have ended. */
export function condensing({ database, committer, now }: Store): Pick<History, "condense" | "editAll"> {
  const following = database.prepare<KeptJob, [number, number]>(
    "SELECT place, ended_at, delivery, condensed FROM jobs WHERE place > ? ORDER BY place LIMIT ?",
  );
  const endOf = database.prepare<{ state: DeliveryState; ended_at: number | null }, [number]>(
    "SELECT state, ended_at FROM deliveries WHERE place = ?",
  );
  const readingOf = database.prepare<{ reading: string }, [number]>(
    "SELECT reading FROM readings WHERE job = ?",
  );
  const bodyOf = database.prepare<KeptDelivery, [number]>(
    "SELECT id, environment, body, sum FROM deliveries WHERE place = ?",
  );
  const keepReading = database.prepare<null, [string, number]>(
    "UPDATE readings SET reading = ? WHERE job = ?",
  );
  const keepBody = database.prepare<null, [string, number | null, number]>(
    "UPDATE deliveries SET body = ?, sum = ? WHERE place = ?",
  );
  const mark = database.prepare<null, [number]>("UPDATE jobs SET condensed = 1 WHERE place = ?");

  function isOver({ ended_at, delivery, condensed }: KeptJob, before: number): boolean {
    if (condensed !== null || ended_at === null || ended_at > before) return false;
    const sent = delivery === null ? null : endOf.get(delivery);
    return sent === null || (sent.state === "delivered" && sent.ended_at !== null && sent.ended_at <= before);
  }

  function textsOf({ place, delivery }: KeptJob): KeptTexts {
    const body = delivery === null ? null : bodyOf.get(delivery);
    return { reading: readingOf.get(place)?.reading ?? null, body: body?.body ?? null };
  }

  /** What the disk has changed before stays known as that. */
  function writeBody(job: number, delivery: number, body: string): void {
    const before = bodyOf.get(delivery);
    if (before === null) return;
    const sumWith = (text: string) => sumOfDelivery(before.id, job, before.environment, text);
    keepBody.run(body, isSound(before.sum, sumWith(before.body)) ? sumWith(body) : before.sum, delivery);
  }

  /** Edits the jobs that `isMeant` says: once, again and again, or as a trial. Says how many, and how many it changed. */
  async function editThose(
    isMeant: (job: KeptJob) => boolean,
    edit: (kept: KeptTexts) => KeptTexts,
    how: "once" | "again" | "trial",
  ): Promise<{ edited: number; changed: number }> {
    const sum = { edited: 0, changed: 0 };
    let last: number | undefined = 0;
    while (last !== undefined) {
      const from: number = last;
      const looked = await committer.write(() => {
        const jobs = following.all(from, batch);
        const meant = jobs.filter(isMeant);
        const edits = orRefuse(() => meant.map((job) => ({ job, ...editOf(textsOf(job), edit) })));
        for (const { job, reading, body } of how === "trial" ? [] : edits) {
          if (reading !== null) keepReading.run(reading, job.place);
          if (body !== null && job.delivery !== null) writeBody(job.place, job.delivery, body);
          if (how === "once") mark.run(job.place);
        }
        const changed = edits.filter(({ reading, body }) => reading !== null || body !== null).length;
        return { last: jobs.at(-1)?.place, edited: meant.length, changed };
      });
      sum.edited += looked.edited;
      sum.changed += looked.changed;
      last = looked.last;
    }
    return sum;
  }

  return {
    condense: async (afterMs, edit) => {
      const before = timeAgo(now(), afterMs);
      return (await editThose((job) => isOver(job, before), edit, "once")).edited;
    },
    editAll: async (edit, isTrial) =>
      (await editThose((job) => job.ended_at !== null, edit, isTrial ? "trial" : "again")).changed,
  };
}

/** What is to be written: `null` for what stays as it is. */
function editOf(before: KeptTexts, edit: (kept: KeptTexts) => KeptTexts): KeptTexts {
  const { reading, body } = edit(before);
  return {
    reading: reading === before.reading ? null : reading,
    body: body === before.body ? null : body,
  };
}
