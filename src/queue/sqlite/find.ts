import { SQLiteError, type SQLQueryBindings } from "bun:sqlite";
import type { Page } from "../filter.ts";
import { type AnyFilter, conditionsOf } from "./conditions.ts";
import type { Store } from "./store.ts";

export interface Table<State extends string> {
  readonly name: "jobs" | "deliveries";
  readonly states: readonly State[];
  /** The column that says when a row was created. */
  readonly created: string;
  /** Where the rows of a state are found. */
  readonly rowsIn: (state: State) => Source;
}

/** What a table's rows of one state are found by. */
interface Source {
  /** An index by name, or what SQLite writes for none. */
  readonly by: `INDEXED BY ${string}` | "NOT INDEXED";
  readonly where: string;
  readonly values?: readonly SQLQueryBindings[];
  /** A column that the index holds before the sequence, so that it gives rows in order only for one of its values. */
  readonly ordered?: "environment" | "priority";
}

/** The sequences of the rows that a filter finds, newest first. Each state is asked for by itself, in its own way. */
export function findSequences<State extends string>(
  store: Pick<Store, "database" | "environments">,
  table: Table<State>,
  filter: AnyFilter<State> & Pick<Page, "most">,
): number[] {
  const { environment, most } = filter;
  const { rows, sequence, all, values, isNarrow } = conditionsOf(table, filter);
  const select = (condition: string, parameters: readonly SQLQueryBindings[] = [], by = "") => {
    const where = [...all, condition].join(" AND ");
    using statement = store.database.prepare<{ place: number }, SQLQueryBindings[]>(
      `SELECT ${sequence} AS place FROM ${rows} ${by} WHERE ${where} ORDER BY ${sequence} DESC LIMIT ?`,
    );
    return statement.all(...values, ...parameters, most).map(({ place }) => place);
  };

  const states = filter.states ?? table.states;
  if (isNarrow) return select("+state IN (SELECT value FROM json_each(?))", [JSON.stringify(states)]);
  if (environment === undefined && filter.states === undefined) return select("true");
  return states
    .flatMap((state) => {
      const { by, where, values: own = [], ordered } = table.rowsIn(state);
      const narrowed = environment === undefined ? where : `${where} AND environment = ?`;
      const given = environment === undefined ? own : [...own, environment];
      if (ordered === undefined || (ordered === "environment" && environment !== undefined))
        return select(narrowed, given, by);
      return valuesOf(store, ordered).flatMap((value) =>
        select(`${narrowed} AND ${ordered} = ?`, [...given, value], by),
      );
    })
    .sort((one, other) => other - one)
    .slice(0, most);
}

/** Up to `most` ids of a table that begin like this, newest first. */
export function idsBeginning(
  { database }: Pick<Store, "database">,
  { name }: Pick<Table<string>, "name">,
  text: string,
  most: number,
): string[] {
  // No id has a g, so all that begin like this come before it.
  const query = `SELECT id FROM ${name} WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id DESC LIMIT ?2`;
  return database
    .query<{ id: string }, [string, number]>(query)
    .all(text, most)
    .map(({ id }) => id);
}

/** Reads rows one by one: one that is damaged is left out and told of, and keeps no other from being read. */
export function readEach<T>(
  { warn }: Pick<Store, "warn">,
  { name }: Pick<Table<string>, "name">,
  sequences: readonly number[],
  read: (sequence: number) => T[],
): T[] {
  return sequences.flatMap((sequence) => {
    try {
      return read(sequence);
    } catch (error) {
      if (!(error instanceof SQLiteError)) throw error;
      warn(`row ${sequence} of ${name} cannot be read (${error.message}); check the disk, then restart`);
      return [];
    }
  });
}

/** The priorities of what is ready, as `priorities (value)`: one after the other, and then a null. */
export const withReadyPriorities = `WITH RECURSIVE priorities (value) AS (
  SELECT min(priority) FROM jobs WHERE ready = 1
  UNION ALL SELECT (SELECT min(priority) FROM jobs WHERE ready = 1 AND priority > value)
    FROM priorities WHERE value IS NOT NULL)`;

/** The values that a column has: few, each found without looking at the rows that have it. */
function valuesOf(
  { database, environments }: Pick<Store, "database" | "environments">,
  column: "environment" | "priority",
): readonly (string | number)[] {
  if (column === "environment") return environments.names;
  const query = `${withReadyPriorities} SELECT value FROM priorities WHERE value IS NOT NULL`;
  return database
    .query<{ value: number }, []>(query)
    .all()
    .map(({ value }) => value);
}
