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
  const reviewed = database.prepare<{ delivery: number }, [number]>(
    "SELECT delivery FROM reviews WHERE job = ? AND delivery IS NOT NULL",
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

  function isOver({ place, ended_at, delivery, condensed }: KeptJob, before: number): boolean {
    if (condensed !== null || ended_at === null || ended_at > before) return false;
    return sentOf({ place, delivery }).every((each) => {
      const sent = endOf.get(each);
      return (
        sent === null || (sent.state === "delivered" && sent.ended_at !== null && sent.ended_at <= before)
      );
    });
  }

  /** What was sent because of a job: its result, and what a person decided. */
  function sentOf({ place, delivery }: Pick<KeptJob, "place" | "delivery">): number[] {
    const ofReview = reviewed.all(place).map((each) => each.delivery);
    return delivery === null ? ofReview : [delivery, ...ofReview];
  }

  /** A reading with the body of its result, and any other body alone. */
  function textsOf(job: KeptJob): (KeptTexts & { readonly delivery: number | null })[] {
    const reading = readingOf.get(job.place)?.reading ?? null;
    const bodies = sentOf(job).map((delivery) => ({ delivery, body: bodyOf.get(delivery)?.body ?? null }));
    const [first = { delivery: null, body: null }, ...others] = bodies;
    return [{ reading, ...first }, ...others.map((other) => ({ reading: null, ...other }))];
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
        const edits = orRefuse(() =>
          meant.map((job) => ({
            job,
            texts: textsOf(job).map(({ delivery, ...kept }) => ({ delivery, ...editOf(kept, edit) })),
          })),
        );
        for (const { job, texts } of how === "trial" ? [] : edits) {
          for (const { reading, body, delivery } of texts) {
            if (reading !== null) keepReading.run(reading, job.place);
            if (body !== null && delivery !== null) writeBody(job.place, delivery, body);
          }
          if (how === "once") mark.run(job.place);
        }
        const changed = edits.filter(({ texts }) =>
          texts.some(({ reading, body }) => reading !== null || body !== null),
        ).length;
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
