import { fields, number, orNull } from "../../redis/replies.ts";
import type { JobFilter, JobsFound } from "../filter.ts";
import { type JobState, jobStates } from "../job.ts";
import type { JobQueue } from "../port.ts";
import { Attempts } from "./attempts.ts";
import { again, cancel } from "./endings.ts";
import { findJobs, idsBeginning, walkJobs } from "./find.ts";
import { Finishing } from "./finish.ts";
import { readJobs } from "./read.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import { Intake } from "./submit.ts";

const askCounts = script([
  `
local oldest = call('ZRANGE', key('jobs', 'waiting'), 0, 0)[1]
return {'ok', call('HGETALL', key('tally', 'jobs')), oldest and call('HGET', key('job', oldest), 't') or false}
`,
]);

const statesOf: Readonly<Record<"retriable" | "cancellable", readonly JobState[]>> = {
  retriable: ["failed", "cancelled"],
  cancellable: ["waiting", "active", "retrying"],
};

/** The jobs' half of the queue, put together from its parts. */
export function jobQueue(store: Store): JobQueue {
  const attempts = new Attempts(store);
  const intake = new Intake(store);
  const finishing = new Finishing(store);

  async function counts() {
    const [tally, oldest] = (await store.calls.run(askCounts)).rest;
    const kept = fields(tally);
    const byState = Object.fromEntries(jobStates.map((state) => [state, Number(kept.get(state) ?? 0)]));
    return { byState: byState as Record<JobState, number>, oldestWaitingAt: orNull(oldest, number) };
  }

  function idsOf(kind: "retriable" | "cancellable", filter: JobFilter): Promise<string[]> {
    const states = statesOf[kind].filter((state) => filter.states?.includes(state) ?? true);
    return findJobs(store, {
      ...filter,
      states,
      ...(kind === "retriable" ? { youngest: true } : {}),
      most: Number.MAX_SAFE_INTEGER,
    });
  }

  async function count(filter: JobFilter): Promise<JobsFound> {
    const { states = jobStates, ...others } = filter;
    const isAll = Object.values(others).every((each) => each === undefined);
    const byState = isAll ? (await counts()).byState : await countEach(others, states);
    const shown = Object.fromEntries(
      jobStates.map((state) => [state, states.includes(state) ? byState[state] : 0]),
    ) as Record<JobState, number>;
    return {
      byState: shown,
      retriable: (await idsOf("retriable", filter)).length,
      cancellable: statesOf.cancellable.reduce((sum, state) => sum + shown[state], 0),
    };
  }

  async function countEach(
    filter: JobFilter,
    states: readonly JobState[],
  ): Promise<Readonly<Record<JobState, number>>> {
    const found = await walkJobs(store, { ...filter, states }, Number.MAX_SAFE_INTEGER);
    const byState = Object.fromEntries(jobStates.map((state) => [state, 0])) as Record<JobState, number>;
    for (const { state } of found) byState[state]++;
    return byState;
  }

  return {
    submit: (submissions, mostWaiting, check) => intake.submit(submissions, mostWaiting, check),
    claim: (most, leaseMs) => attempts.claim(most, leaseMs),
    renew: (claimTokens, leaseMs) => attempts.renew(claimTokens, leaseMs),
    finish: (claimToken, seen, compose) => finishing.finish(claimToken, seen, compose),
    retry: (claimToken, error, delayMs, workerDied) => attempts.retry(claimToken, error, delayMs, workerDied),
    release: (claimToken) => attempts.release(claimToken),
    releaseExpired: () => attempts.releaseExpired(),
    get: async (id) => (await readJobs(store, [id]))[0]?.job ?? null,
    idsBeginning: (text, most) => idsBeginning(store, "jobs", text, most),
    list: async (filter) => (await readJobs(store, await findJobs(store, filter))).map(({ job }) => job),
    counts: async () => {
      const { byState, oldestWaitingAt } = await counts();
      return { ...byState, oldestWaitingAt };
    },
    count,
    idsOf,
    nextDueIn: () => attempts.nextDueIn(),
    cancel: (which, compose) => cancel(store, which, compose),
    again: (ids) => again(store, ids),
    setPaused: (paused) => attempts.setPaused(paused),
    isPaused: () => attempts.isPaused(),
  };
}
