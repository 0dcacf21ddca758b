import type { DeliveryState } from "../delivery.ts";
import type { History, KeptTexts } from "../port.ts";
import { orRefuse } from "./failures.ts";
import type { Store } from "./store.ts";

/** Rows looked at in one transaction: a few milliseconds, between which others get their turn. */
const batch = 200;

interface KeptJob {
  readonly place: number;
  readonly ended_at: number | null;
  readonly delivery: number | null;
  readonly condensed: number | null;
}

/** Edits what is kept of jobs that have ended, see `History.condense`. */
export function condensing({ database, committer }: Store): History["condense"] {
  const following = database.prepare<KeptJob, [number, number]>(
    "SELECT place, ended_at, delivery, condensed FROM jobs WHERE place > ? ORDER BY place LIMIT ?",
  );
  const endOf = database.prepare<{ state: DeliveryState; ended_at: number | null }, [number]>(
    "SELECT state, ended_at FROM deliveries WHERE place = ?",
  );
  const readingOf = database.prepare<{ reading: string }, [number]>(
    "SELECT reading FROM readings WHERE job = ?",
  );
  const bodyOf = database.prepare<{ body: string }, [number]>("SELECT body FROM deliveries WHERE place = ?");
  const keepReading = database.prepare<null, [string, number]>(
    "UPDATE readings SET reading = ? WHERE job = ?",
  );
  const keepBody = database.prepare<null, [string, number]>("UPDATE deliveries SET body = ? WHERE place = ?");
  const mark = database.prepare<null, [number]>("UPDATE jobs SET condensed = 1 WHERE place = ?");

  function isOver({ ended_at, delivery, condensed }: KeptJob, before: number): boolean {
    if (condensed !== null || ended_at === null || ended_at >= before) return false;
    const sent = delivery === null ? null : endOf.get(delivery);
    return sent === null || (sent.state === "delivered" && (sent.ended_at ?? before) < before);
  }

  function textsOf({ place, delivery }: KeptJob): KeptTexts {
    const body = delivery === null ? null : bodyOf.get(delivery);
    return { reading: readingOf.get(place)?.reading ?? null, body: body?.body ?? null };
  }

  return async (before, edit) => {
    let edited = 0;
    let last: number | undefined = 0;
    while (last !== undefined) {
      const from: number = last;
      const looked = await committer.write(() => {
        const jobs = following.all(from, batch);
        const over = jobs.filter((job) => isOver(job, before));
        for (const { job, texts } of orRefuse(() =>
          over.map((job) => ({ job, texts: edit(textsOf(job)) })),
        )) {
          if (texts.reading !== null) keepReading.run(texts.reading, job.place);
          if (texts.body !== null && job.delivery !== null) keepBody.run(texts.body, job.delivery);
          mark.run(job.place);
        }
        return { jobs, edited: over.length };
      });
      edited += looked.edited;
      last = looked.jobs.at(-1)?.place;
    }
    return edited;
  };
}
