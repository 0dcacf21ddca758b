import type { Database, SQLQueryBindings } from "bun:sqlite";
import type { ListFilter } from "../port.ts";
import { firstIdAt } from "./ids.ts";

interface Table {
  readonly name: "jobs" | "deliveries";
  readonly states: readonly string[];
  /** The column that says when a row was created. */
  readonly created: string;
}

/**
 * The places of the rows that a filter finds, newest first. Each environment and state is asked for by itself, so
 * that an index gives the rows in order and the search ends after `most` of them, however many there are.
 */
export function findPlaces(
  database: Database,
  { name, states: allStates, created }: Table,
  filter: ListFilter<string>,
): number[] {
  const { environment, reportId, jobId, from, until, before, most } = filter;
  const conditions: string[] = [];
  const values: SQLQueryBindings[] = [];
  const add = (condition: string, value: SQLQueryBindings) => {
    conditions.push(condition);
    values.push(value);
  };
  const isNarrow = reportId !== undefined || jobId !== undefined;
  const [own, prefix] = name === "jobs" ? ["place", ""] : ["delivery", "msg_"];
  if (jobId !== undefined) add(`place IN (SELECT ${own} FROM jobs WHERE id = ?)`, jobId);
  if (reportId !== undefined) add(`place IN (SELECT ${own} FROM jobs WHERE report = ?)`, reportId);
  if (isNarrow && environment !== undefined) add("+environment = ?", environment);
  if (from !== undefined) {
    add(`${created} >= ?`, from);
    // The time in an id is never before the time of its making, so no older row needs to be looked at.
    add(`place >= (SELECT place FROM ${name} WHERE id >= ? ORDER BY id LIMIT 1)`, prefix + firstIdAt(from));
  }
  if (until !== undefined) add(`${created} < ?`, until);
  // Ids grow with places.
  if (before !== undefined)
    add(`place <= (SELECT place FROM ${name} WHERE id < ? ORDER BY id DESC LIMIT 1)`, before);

  const select = (condition: string, ...parameters: string[]) => {
    const where = [...conditions, condition].join(" AND ");
    using statement = database.prepare<{ place: number }, SQLQueryBindings[]>(
      `SELECT place FROM ${name} WHERE ${where} ORDER BY place DESC LIMIT ?`,
    );
    return statement.all(...values, ...parameters, most).map(({ place }) => place);
  };

  const states = filter.states ?? allStates;
  if (isNarrow) return select("+state IN (SELECT value FROM json_each(?))", JSON.stringify(states));
  if (environment === undefined && filter.states === undefined) return select("true");
  const environments =
    environment === undefined
      ? database.query<{ name: string }, []>("SELECT name FROM environments").all()
      : [{ name: environment }];
  return environments
    .flatMap((each) => states.flatMap((state) => select("environment = ? AND state = ?", each.name, state)))
    .sort((one, other) => other - one)
    .slice(0, most);
}
