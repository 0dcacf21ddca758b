import { Database } from "bun:sqlite";
import { OcrEcoError } from "../../errors.ts";
import { damaged } from "./failures.ts";

/** Says of a database file that it is ours: the letters `ocre`. */
const applicationId = 0x6f637265;

/**
 * The schema, as the steps that lead to it. Released steps never change; a change is another step at the end.
 *
 * `place` is the order of coming in; the code calls it `sequence`, and a step that only renames a column would be worth
 * less than it costs. `claim` is the number under which a row is in somebody's hands. `ready` marks what may be claimed,
 * so that claiming never looks at what is not due: rows become ready when their time has come (see claim in jobs and
 * deliveries).
 *
 * Every index is paid for at each step of a job's life. So no index holds what changes at each step; pictures are found
 * by the beginning of their hashes; and readings stand apart, because a row that grows by a thousand bytes when it ends
 * has its neighbours moved; and facts stand apart from both, because a list that looks for them passes over all rows. Jobs and deliveries name each other's sequences for the same reason. `condensed` is 1 once a
 * job's texts were edited, so that they are read no second time.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE jobs (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    environment TEXT NOT NULL,
    report TEXT NOT NULL,
    user TEXT NOT NULL,
    numbers INTEGER NOT NULL,
    url TEXT NOT NULL,
    priority REAL NOT NULL,
    state TEXT NOT NULL,
    ready INTEGER NOT NULL,
    claim INTEGER,
    attempts INTEGER NOT NULL,
    worker_deaths INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    started_at INTEGER,
    started_before INTEGER,
    ended_at INTEGER,
    due_at INTEGER,
    delivery INTEGER,
    error_code TEXT,
    error_message TEXT
  ) STRICT;
  CREATE INDEX jobs_ready ON jobs (priority) WHERE ready = 1;
  CREATE INDEX jobs_due ON jobs (ready, due_at) WHERE state = 'retrying';
  CREATE INDEX jobs_report ON jobs (report, environment, ended_at);
  CREATE INDEX jobs_state ON jobs (environment, state);
  CREATE INDEX jobs_ended ON jobs (ended_at) WHERE ended_at IS NOT NULL;

  CREATE TABLE readings (job INTEGER PRIMARY KEY REFERENCES jobs (place), reading TEXT NOT NULL) STRICT;

  CREATE TABLE environments (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE deliveries (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    job INTEGER NOT NULL REFERENCES jobs (place),
    environment TEXT NOT NULL,
    state TEXT NOT NULL,
    ready INTEGER NOT NULL,
    claim INTEGER,
    attempts INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_attempt_at INTEGER,
    ended_at INTEGER,
    due_at INTEGER,
    answer_status INTEGER,
    answer_detail TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_ready ON deliveries (environment) WHERE ready = 1;
  CREATE INDEX deliveries_due ON deliveries (environment, due_at) WHERE ready = 0 AND due_at IS NOT NULL;
  CREATE INDEX deliveries_state ON deliveries (environment, state);
  CREATE INDEX deliveries_unknown ON deliveries (unknown) WHERE unknown > 0;

  CREATE TABLE holds (
    environment TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    reason TEXT NOT NULL,
    fingerprint TEXT NOT NULL
  ) STRICT;

  CREATE TABLE seen (
    place INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    perceptual_hash TEXT NOT NULL,
    steps INTEGER,
    environment TEXT NOT NULL,
    report TEXT NOT NULL,
    user TEXT NOT NULL,
    numbers INTEGER NOT NULL,
    day TEXT NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX seen_file ON seen (substr(sha256, 1, 12), report);
  CREATE INDEX seen_steps ON seen (steps) WHERE steps IS NOT NULL;
  CREATE INDEX seen_at ON seen (seen_at);

  CREATE TABLE totals (
    day TEXT NOT NULL,
    environment TEXT NOT NULL,
    counter TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, environment, counter)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // A job on its straight way is in one index that it has to leave: jobs_ready. See find.ts for how states are found.
  `
  ALTER TABLE jobs ADD COLUMN picture_at INTEGER;
  ALTER TABLE jobs ADD COLUMN condensed INTEGER;
  DROP INDEX jobs_state;
  DROP INDEX jobs_ended;
  DROP INDEX jobs_report;
  CREATE INDEX jobs_report ON jobs (report, environment);
  CREATE INDEX jobs_ended_early ON jobs (state, environment) WHERE state = 'failed' OR state = 'cancelled';
  `,
  // Days that ended before this step have their counters alone: no row of `hours` says that nothing is known of those.
  `
  CREATE TABLE hours (
    day TEXT NOT NULL,
    environment TEXT NOT NULL,
    hour INTEGER NOT NULL,
    received INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (day, environment, hour)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE times (
    day TEXT NOT NULL,
    environment TEXT NOT NULL,
    kind TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    count INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    longest INTEGER NOT NULL,
    PRIMARY KEY (day, environment, kind, bucket)
  ) STRICT, WITHOUT ROWID;
  `,
  // See row-sums.ts.
  `
  ALTER TABLE jobs ADD COLUMN sum INTEGER;
  ALTER TABLE deliveries ADD COLUMN sum INTEGER;
  `,
  // A text, as it came: 25 bytes would say the same, and cost whoever looks into the database a thought.
  "ALTER TABLE jobs ADD COLUMN trace TEXT",
  // See facts.ts. What ended before may lack its facts: those up to this job.
  `
  CREATE TABLE facts (
    job INTEGER PRIMARY KEY REFERENCES jobs (place),
    status TEXT NOT NULL,
    app TEXT,
    scope TEXT,
    doubts TEXT NOT NULL
  ) STRICT;
  INSERT INTO settings (name, value)
    SELECT 'facts_missing_to', max(place) FROM jobs HAVING max(place) IS NOT NULL;
  `,
  // See reviews.ts. Few rows, and none of a job that is sure; `turn` orders those that nobody has decided; `dismissed` is
  // the failed result that a decision stands for.
  `
  CREATE TABLE reviews (
    job INTEGER PRIMARY KEY REFERENCES jobs (place),
    turn INTEGER NOT NULL,
    holder TEXT,
    held_until INTEGER,
    decision TEXT,
    decided_by TEXT,
    decided_at INTEGER,
    delivery INTEGER,
    undo_until INTEGER,
    dismissed INTEGER
  ) STRICT;
  CREATE INDEX reviews_open ON reviews (turn) WHERE decision IS NULL;
  CREATE INDEX reviews_decided ON reviews (decided_at) WHERE decision IS NOT NULL;
  `,
];

/**
 * Refuses, before anything is written, a database that a newer program made (`QUEUE_NEWER`) or that is none of ours
 * or lacks a part (`QUEUE_DAMAGED`).
 */
export function checkOwner(database: Database, file: string, steps: readonly string[]): void {
  const version = pragma(database, "user_version");
  const owner = pragma(database, "application_id");
  const tables = database.query<{ count: number }, []>("SELECT count(*) AS count FROM sqlite_schema").get();
  if (owner !== applicationId && (owner !== 0 || version !== 0 || tables?.count !== 0))
    throw damaged(file, "another program made it");
  if (version < 0) throw damaged(file, `its schema has the number ${version}`);
  if (version > steps.length) {
    throw new OcrEcoError(
      "QUEUE_NEWER",
      `The queue's database ${file} was written by a newer ocr-eco (its schema is ${version}, this program knows ${steps.length}). Run the newer program, or set another DATA_DIR.`,
    );
  }
  checkSchema(database, file, steps.slice(0, version));
}

/** Refuses a database that lacks a table, an index or a column that the steps which it has had made. */
function checkSchema(database: Database, file: string, steps: readonly string[]): void {
  using right = new Database(":memory:");
  for (const step of steps) right.run(step);
  const present = new Set(partsOf(database));
  const missing = partsOf(right).find((part) => !present.has(part));
  if (missing !== undefined) throw damaged(file, `it has no ${missing}`);
}

/** Names only: how SQLite keeps the words of a step may change with its version. */
function partsOf(database: Database): string[] {
  const parts = database.query<{ part: string }, []>(
    `SELECT schema.type || ' ' || schema.name || coalesce(', column ' || columns.name, '') AS part
     FROM sqlite_schema AS schema LEFT JOIN pragma_table_info(schema.name) AS columns ON schema.type = 'table'`,
  );
  return parts.all().map(({ part }) => part);
}

/** Takes a database through the steps that it has not had, all or none. */
export function migrate(database: Database, steps: readonly string[]): void {
  const version = pragma(database, "user_version");
  if (version >= steps.length) return;
  database.transaction(() => {
    for (const step of steps.slice(version)) database.run(step);
    database.run(`PRAGMA application_id = ${applicationId}`);
    database.run(`PRAGMA user_version = ${steps.length}`);
  })();
}

/** The value of a pragma that is one whole number. */
function pragma(database: Database, name: "user_version" | "application_id"): number {
  return database.query<Record<string, number>, []>(`PRAGMA ${name}`).get()?.[name] ?? 0;
}
