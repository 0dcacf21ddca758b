import type { Database, SQLQueryBindings } from "bun:sqlite";
import type { FactsFilter } from "../filter.ts";
import type { Facts } from "../job.ts";
import type { History, KeptReading } from "../port.ts";
import { orRefuse } from "./failures.ts";
import type { Store } from "./store.ts";

/** Rows looked at in one transaction: a few milliseconds, between which others get their turn. */
const batch = 200;

/**
 * The facts of jobs that have ended. No index has them, which every job would pay for: rows are so small that all of a
 * hundred thousand are passed over in some ten milliseconds, and only what is found is looked for among the jobs.
 */
export class FactsTable {
  readonly #insert;

  constructor(database: Database) {
    this.#insert = database.prepare<null, [number, string, string | null, string | null, string]>(
      "INSERT OR IGNORE INTO facts (job, status, app, scope, doubts) VALUES (?, ?, ?, ?, ?)",
    );
  }

  /** For operations: keeps a job's facts, unless there are some already. */
  note(job: number, { status, app, scope, doubts }: Facts): void {
    // With a space on both sides of each, so that one is found as a part of the text.
    const joined = doubts.length === 0 ? "" : ` ${doubts.join(" ")} `;
    this.#insert.run(job, status, app, scope, joined);
  }
}

/** The conditions under which facts are as a filter wants them, each with its value. */
export function factConditions(filter: FactsFilter): (readonly [string, SQLQueryBindings])[] {
  const { status, app, scope, doubt } = filter;
  return [
    ...(status === undefined ? [] : [["status = ?", status] as const]),
    ...(app === undefined ? [] : [["app IS ?", app] as const]),
    ...(scope === undefined ? [] : [["scope IS ?", scope] as const]),
    ...(doubt === undefined ? [] : [["instr(doubts, ?) > 0", ` ${doubt} `] as const]),
  ];
}

/** Notes facts of what ended before the database had any: a step of the schema says up to which job that is. */
export function notingFacts({ database, committer }: Store): Pick<History, "noteFacts"> {
  const facts = new FactsTable(database);
  const missingTo = database.prepare<{ value: number }, []>(
    "SELECT value FROM settings WHERE name = 'facts_missing_to'",
  );
  const setMissingTo = database.prepare<null, [number]>(
    "UPDATE settings SET value = ? WHERE name = 'facts_missing_to'",
  );
  const forgetMissingTo = database.prepare<null, []>("DELETE FROM settings WHERE name = 'facts_missing_to'");
  const downFrom = database.prepare<{ place: number } & KeptReading, [number, number]>(
    `SELECT place, state, reading FROM jobs LEFT JOIN readings ON job = place
     WHERE place <= ? ORDER BY place DESC LIMIT ?`,
  );

  function noteBatch(from: number, factsOf: (kept: KeptReading) => Facts | null): number {
    const rows = downFrom.all(from, batch);
    const ended = rows.filter(({ state }) => state === "done" || state === "failed");
    const found = orRefuse(() => ended.map((row) => ({ place: row.place, facts: factsOf(row) })));
    let noted = 0;
    for (const { place, facts: each } of found) {
      if (each === null) continue;
      facts.note(place, each);
      noted++;
    }
    const last = rows.at(-1)?.place;
    if (last === undefined) forgetMissingTo.run();
    else setMissingTo.run(last - 1);
    return noted;
  }

  return {
    noteFacts: async (factsOf) => {
      let noted = 0;
      for (;;) {
        const from = await committer.read(() => missingTo.get()?.value);
        if (from === undefined) return noted;
        noted += await committer.write(() => noteBatch(from, factsOf));
      }
    },
  };
}
