import { type JobState, jobStates } from "../job.ts";
import type { JobQueue } from "../port.ts";
import { Attempts } from "./attempts.ts";
import { untilDue } from "./clock.ts";
import { countFound, thoseOf } from "./count.ts";
import { Endings } from "./endings.ts";
import { FactsTable } from "./facts.ts";
import { findSequences, idsBeginning, readEach, type Table, withReadyPriorities } from "./find.ts";
import type { Outbox } from "./outbox.ts";
import { type JobRow, selectJob, toJob } from "./rows.ts";
import { Seen } from "./seen.ts";
import type { Store } from "./store.ts";
import { Intake } from "./submit.ts";

/** The jobs' half of the queue, put together from its parts. */
export function jobQueue(store: Store, outbox: Outbox): JobQueue {
  const { database, committer, now, tally, wake } = store;
  const byId = database.prepare<JobRow, [string]>(`${selectJob} WHERE id = ?`);
  const bySequence = database.prepare<JobRow, [number]>(`${selectJob} WHERE place = ?`);
  // The oldest of each priority, one after the other, is all of the index that is looked at.
  const oldestWaiting = database.prepare<{ submitted_at: number }, []>(
    `${withReadyPriorities} SELECT submitted_at FROM jobs WHERE place = (SELECT min(
       (SELECT place FROM jobs WHERE ready = 1 AND priority = value AND state = 'waiting' ORDER BY place LIMIT 1)
       ) FROM priorities)`,
  );
  const nextDue = database.prepare<{ due_at: number | null }, []>(
    `SELECT min(due_at) AS due_at FROM (
       SELECT min(due_at) AS due_at FROM jobs WHERE state = 'retrying' AND ready = 0
       UNION ALL SELECT min(due_at) FROM jobs WHERE state = 'retrying' AND ready = 1)`,
  );
  const idOf = database.prepare<{ id: string }, [number]>("SELECT id FROM jobs WHERE place = ?");
  const setPaused = database.prepare<null, [number]>(
    "INSERT OR REPLACE INTO settings (name, value) VALUES ('paused', ?)",
  );
  const paused = database.prepare<{ value: number }, []>("SELECT value FROM settings WHERE name = 'paused'");
  const isPaused = () => paused.get()?.value === 1;

  const intake = new Intake(store);
  const attempts = new Attempts(store, isPaused);
  const endings = new Endings(store, intake, outbox, new Seen(store), new FactsTable(database));
  const table: Table<JobState> = {
    name: "jobs",
    states: jobStates,
    created: "submitted_at",
    rowsIn: (state) => {
      const where = `state = '${state}'`;
      switch (state) {
        case "waiting":
          return { by: "INDEXED BY jobs_ready", where: `ready = 1 AND ${where}`, ordered: "priority" };
        case "active":
          return {
            by: "NOT INDEXED",
            where: `place IN (SELECT value FROM json_each(?)) AND ${where}`,
            values: [JSON.stringify(attempts.held())],
          };
        case "retrying":
          return { by: "INDEXED BY jobs_due", where };
        case "failed":
        case "cancelled":
          return { by: "INDEXED BY jobs_ended_early", where, ordered: "environment" };
        case "done":
          // Nearly all that are kept: the newest rows are looked at until there are enough.
          return { by: "NOT INDEXED", where };
      }
    },
  };
  return {
    submit: (submissions, mostWaiting, check) => intake.submit(submissions, mostWaiting, check),
    claim: (most, leaseMs) => attempts.claim(most, leaseMs),
    renew: (claimTokens, leaseMs) => attempts.renew(claimTokens, leaseMs),
    retry: (claimToken, error, delayMs, workerDied) => attempts.retry(claimToken, error, delayMs, workerDied),
    release: (claimToken) => attempts.release(claimToken),
    releaseExpired: () => attempts.releaseExpired(),
    finish: (claimToken, seen, compose) => endings.finish(claimToken, seen, compose),
    cancel: (which, compose) => endings.cancel(which, compose),
    again: (ids) => endings.again(ids),
    get: (id) =>
      committer.read(() => {
        const row = byId.get(id);
        return row === null ? null : toJob(row);
      }),
    idsBeginning: (text, most) => committer.read(() => idsBeginning(store, table, text, most)),
    list: (filter) =>
      committer.read(() =>
        readEach(store, table, findSequences(store, table, filter), (sequence) =>
          bySequence.all(sequence).map(toJob),
        ),
      ),
    counts: () =>
      committer.read(() => ({
        ...tally.jobs,
        oldestWaitingAt: oldestWaiting.get()?.submitted_at ?? null,
      })),
    count: (filter) => committer.read(() => countFound(store, table, filter)),
    idsOf: (kind, filter) =>
      committer.read(() => {
        const those = { ...thoseOf(kind, filter), most: Number.MAX_SAFE_INTEGER };
        return findSequences(store, table, those).flatMap((sequence) =>
          idOf.all(sequence).map(({ id }) => id),
        );
      }),
    nextDueIn: () => committer.read(() => (isPaused() ? null : untilDue(nextDue.get()?.due_at, now()))),
    setPaused: (value) =>
      committer.write(() => {
        setPaused.run(value ? 1 : 0);
        if (!value) wake("jobs");
      }),
    isPaused: () => committer.read(isPaused),
  };
}
