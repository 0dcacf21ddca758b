import type { SQLQueryBindings } from "bun:sqlite";
import type { JobFilter, ListFilter } from "../filter.ts";
import { firstIdAt } from "../ids.ts";
import { factConditions } from "./facts.ts";

/** A filter of one of the tables. */
export type AnyFilter<State extends string> = Partial<ListFilter<State>> &
  Pick<JobFilter, "userId" | "facts"> & {
    /** Only the youngest job of each report. */
    readonly youngest?: true;
  };

/** What of a table is looked at, and what of it is found. */
export interface Conditions {
  /** As SQL has it behind `FROM`. */
  readonly rows: string;
  /** The column of these rows in whose order they lie, which is the sequence. */
  readonly sequence: string;
  readonly all: readonly string[];
  readonly values: readonly SQLQueryBindings[];
  /** Whether an index leads to all of them, or they are passed over in another table, whatever their state is. */
  readonly isNarrow: boolean;
}

/** That no younger job of its report is there: what is open always is the youngest. */
export const isYoungest = `NOT EXISTS (SELECT 1 FROM jobs AS later
  WHERE later.report = jobs.report AND later.environment = jobs.environment AND later.place > jobs.place)`;

/** What a filter says but for states, and for the environment unless it is narrow: those are for who knows the indices. */
export function conditionsOf<State extends string>(
  { name, created }: { readonly name: "jobs" | "deliveries"; readonly created: string },
  filter: AnyFilter<State>,
): Conditions {
  const { environment, reportId, jobId, userId, facts, from, until, before, youngest } = filter;
  const all: string[] = [];
  const values: SQLQueryBindings[] = [];
  const add = (condition: string, value: SQLQueryBindings) => {
    all.push(condition);
    values.push(value);
  };
  const sequence = facts === undefined ? "place" : "job";
  const isNarrow = reportId !== undefined || jobId !== undefined || facts !== undefined;
  const prefix = name === "jobs" ? "" : "msg_";
  for (const [condition, value] of factConditions(facts ?? {})) add(condition, value);
  if (jobId !== undefined) add(`${sequence} IN (${of(name, "id")})`, jobId);
  if (reportId !== undefined) add(`${sequence} IN (${of(name, "report")})`, reportId);
  if (userId !== undefined) add("user = ?", userId);
  if (isNarrow && environment !== undefined) add("+environment = ?", environment);
  if (from !== undefined) {
    add(`${created} >= ?`, from);
    // The time in an id is never before the time of its making, so no older row needs to be looked at.
    add(
      `${sequence} >= (SELECT place FROM ${name} WHERE id >= ? ORDER BY id LIMIT 1)`,
      prefix + firstIdAt(from),
    );
  }
  if (until !== undefined) add(`${created} < ?`, until);
  // Ids grow with sequences.
  if (before !== undefined)
    add(`${sequence} <= (SELECT place FROM ${name} WHERE id < ? ORDER BY id DESC LIMIT 1)`, before);
  if (youngest === true) all.push(isYoungest);
  // In this order, which SQLite would not choose by itself: the small rows first.
  return {
    rows: facts === undefined ? name : "facts CROSS JOIN jobs ON place = job",
    sequence,
    all,
    values,
    isNarrow,
  };
}

/** The sequences in a table of what belongs to jobs: themselves, or what was sent because of them. */
function of(name: "jobs" | "deliveries", column: "id" | "report"): string {
  if (name === "jobs") return `SELECT place FROM jobs WHERE ${column} = ?`;
  return `WITH those AS (SELECT place, delivery FROM jobs WHERE ${column} = ?)
    SELECT delivery FROM those UNION SELECT reviews.delivery FROM those JOIN reviews ON job = place`;
}
