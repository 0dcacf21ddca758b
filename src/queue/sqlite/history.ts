import type { DeliveryState } from "../delivery.ts";
import type { JobState } from "../job.ts";
import type { History } from "../port.ts";
import { timeAgo } from "./clock.ts";
import { condensing } from "./condense.ts";
import { emptyLog } from "./database.ts";
import { notingFacts } from "./facts.ts";
import { forgetting } from "./forget.ts";
import { Removal } from "./removal.ts";
import type { Store } from "./store.ts";

/** Rows looked at in one transaction: a few milliseconds, between which others get their turn. */
const batch = 200;

const msOfDay = 86_400_000;

interface KeptJob {
  readonly place: number;
  readonly state: JobState;
  readonly ended_at: number | null;
  readonly delivery: number | null;
}

/** What ended, or was seen, at these times or before. */
interface Before {
  readonly done: number;
  readonly failed: number;
  readonly seen: number;
  readonly review: number;
}

/** What is kept after jobs are gone, and how it goes in the end. */
export function history(store: Store, dayOf: (ms: number) => string): History {
  const { database, committer, now, totals, hours, times, environments } = store;
  const removal = new Removal(store);
  const following = database.prepare<KeptJob, [number, number]>(
    "SELECT place, state, ended_at, delivery FROM jobs WHERE place > ? ORDER BY place LIMIT ?",
  );
  // As days since 1970. Where HISTORY_DAYS is raised, what was deleted before stays unknown.
  const setFirst = database.prepare<null, [number]>(
    `INSERT INTO settings (name, value) VALUES ('totals_from', ?)
     ON CONFLICT DO UPDATE SET value = excluded.value WHERE excluded.value > value`,
  );
  const first = database.prepare<{ value: number }, []>(
    "SELECT value FROM settings WHERE name = 'totals_from'",
  );
  const isInReview = database.prepare<{ job: number }, [number]>("SELECT job FROM reviews WHERE job = ?");
  const deleteSeen = database.prepare<null, [number, number]>(
    "DELETE FROM seen WHERE place IN (SELECT place FROM seen WHERE seen_at <= ? ORDER BY seen_at LIMIT ?)",
  );
  const deleteTotals = database.prepare<null, [string]>("DELETE FROM totals WHERE day < ?");
  const deleteDetails = ["hours", "times"].map((table) =>
    database.prepare<null, [string]>(`DELETE FROM ${table} WHERE day < ?`),
  );

  /** Deletes a job and its delivery if their time has come. Says how many rows. */
  function deleteEnded(job: KeptJob, { done, failed, review }: Before): number {
    if (job.ended_at === null || job.ended_at > (job.state === "failed" ? failed : done)) return 0;
    if (job.ended_at > review && isInReview.get(job.place) !== null) return 0;
    const isKept = ({ state, ended_at }: { state: DeliveryState; ended_at: number | null }) =>
      state === "pending" || (state !== "delivered" && (ended_at ?? 0) > failed);
    if (removal.deliveriesOf(job).some(isKept)) return 0;
    return 1 + removal.remove(job).deliveries;
  }

  async function pruneJobs(before: Before): Promise<number> {
    let deleted = 0;
    // All are looked at: an index of when jobs ended would cost each of them more than this does now and then.
    let last: number | undefined = 0;
    while (last !== undefined) {
      const from: number = last;
      const looked = await committer.write(() => {
        const jobs = following.all(from, batch);
        return { jobs, rows: jobs.reduce((sum, job) => sum + deleteEnded(job, before), 0) };
      });
      deleted += looked.rows;
      last = looked.jobs.at(-1)?.place;
    }
    return deleted;
  }

  async function pruneSeen(seen: number): Promise<number> {
    let deleted = 0;
    for (;;) {
      const { changes } = await committer.write(() => deleteSeen.run(seen, batch));
      deleted += changes;
      if (changes < batch) return deleted;
    }
  }

  return {
    prune: async ({ doneMs, failedMs, seenMs, reviewMs }) => {
      const before = {
        done: timeAgo(now(), doneMs),
        failed: timeAgo(now(), failedMs),
        seen: timeAgo(now(), seenMs),
        review: timeAgo(now(), reviewMs),
      };
      const jobs = await pruneJobs(before);
      const seen = await pruneSeen(before.seen);
      const counters = await committer.write(() => {
        const firstDay = dayOf(before.seen);
        setFirst.run(Date.parse(firstDay) / msOfDay);
        for (const statement of deleteDetails) statement.run(firstDay);
        return deleteTotals.run(firstDay).changes;
      });
      return jobs + seen + counters;
    },
    ...notingFacts(store),
    ...condensing(store),
    ...forgetting(store, removal),
    // No transaction is open between the groups of operations.
    wipe: () => committer.read(() => emptyLog(database)),
    totalsFrom: () =>
      committer.read(() => {
        const day = first.get()?.value;
        return day === undefined ? null : new Date(day * msOfDay).toISOString().slice(0, 10);
      }),
    environments: () => committer.read(() => environments.names),
    totals: (fromDay) => committer.read(() => totals.since(fromDay)),
    hours: (fromDay) => committer.read(() => hours.since(fromDay)),
    times: (fromDay) => committer.read(() => times.since(fromDay)),
  };
}
