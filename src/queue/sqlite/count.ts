import type { SQLQueryBindings } from "bun:sqlite";
import type { JobFilter, JobsFound } from "../filter.ts";
import { type JobState, jobStates } from "../job.ts";
import { type AnyFilter, conditionsOf } from "./conditions.ts";
import { findSequences, type Table } from "./find.ts";
import type { Store } from "./store.ts";

/** See `JobsFound`. */
export type Kind = Exclude<keyof JobsFound, "byState">;

const statesOf: Readonly<Record<Kind, readonly JobState[]>> = {
  retriable: ["failed", "cancelled"],
  cancellable: ["waiting", "active", "retrying"],
};

/** What of a filter's jobs something can be done to. */
export function thoseOf(kind: Kind, filter: JobFilter): AnyFilter<JobState> {
  const states = statesOf[kind].filter((state) => filter.states?.includes(state) ?? true);
  return { ...filter, states, ...(kind === "retriable" ? { youngest: true } : {}) };
}

/** See `JobQueue.count`. */
export function countFound(store: Store, table: Table<JobState>, filter: JobFilter): JobsFound {
  const { states = jobStates, ...others } = filter;
  const isAll = Object.values(others).every((each) => each === undefined);
  const all = isAll ? store.tally.jobs : countRows(store, table, filter);
  const byState = Object.fromEntries(
    jobStates.map((state) => [state, states.includes(state) ? all[state] : 0]),
  ) as Record<JobState, number>;
  const most = Number.MAX_SAFE_INTEGER;
  return {
    byState,
    retriable: findSequences(store, table, { ...thoseOf("retriable", filter), most }).length,
    cancellable: statesOf.cancellable.reduce((sum, state) => sum + byState[state], 0),
  };
}

/** Of each state, in one pass over the rows. */
function countRows(
  { database }: Store,
  table: Table<JobState>,
  filter: JobFilter,
): Readonly<Record<JobState, number>> {
  const { rows, all, values, isNarrow } = conditionsOf(table, filter);
  const { environment } = filter;
  const isInEnvironment = !isNarrow && environment !== undefined;
  const where = [...all, isInEnvironment ? "+environment = ?" : "true"].join(" AND ");
  const counts = jobStates.map((state) => `count(*) FILTER (WHERE state = '${state}') AS ${state}`);
  using statement = database.prepare<Record<JobState, number>, SQLQueryBindings[]>(
    `SELECT ${counts.join(", ")} FROM ${rows} WHERE ${where}`,
  );
  const found = statement.get(...values, ...(isInEnvironment ? [environment] : []));
  return found ?? (Object.fromEntries(jobStates.map((state) => [state, 0])) as Record<JobState, number>);
}
