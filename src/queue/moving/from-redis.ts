import type { Database, SQLQueryBindings } from "bun:sqlite";
import type { Calls } from "../../redis/calls.ts";
import type { Reply } from "../../redis/connection.ts";
import { fields, list, number, orNull, text, texts } from "../../redis/replies.ts";
import type { Queue } from "../port.ts";
import { numbersOf } from "../redis/callers-ids.ts";
import { toKeptDelivery, toKeptJob } from "../redis/rows.ts";
import { sumOfDelivery, sumOfJob } from "../sqlite/row-sums.ts";
import { type Amounts, amountsIn, orderDeliveries } from "./file.ts";
import { askIds, askJobs, askPictures } from "./scripts.ts";

/** Jobs and pictures in one script: a few milliseconds, between which others get their turn. */
const batch = 50;

type Row = Readonly<Record<string, SQLQueryBindings>>;

/**
 * Copies the queue on a server into a database that is empty. Each job is as it is at one moment, with all that hangs on it, also
 * while others work; what they do meanwhile may be in the copy or not. Gives back how much was met. Rejects with
 * `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`.
 */
export async function copyFromRedis(
  queue: Pick<Queue, "history" | "jobs" | "deliveries">,
  calls: Calls,
  database: Database,
  onProgress: (jobs: number) => void = () => {},
): Promise<Amounts> {
  const into = new Rows(database);
  const copied = { jobs: 0, deliveries: 0, pictures: 0 };
  for (let behind: string | null = null; ; ) {
    const ids: string[] = texts(
      (await calls.run(askIds, { most: batch, ...(behind === null ? {} : { behind }) })).rest,
    );
    if (ids.length === 0) break;
    const { rest: kept } = await calls.run(askJobs, { ids });
    database.transaction(() => {
      for (const each of kept) copied.deliveries += into.putJob(list(each));
    })();
    copied.jobs += kept.length;
    behind = ids.at(-1) ?? null;
    onProgress(copied.jobs);
  }
  for (let behind = "0"; ; ) {
    const { rest: pictures } = await calls.run(askPictures, { behind, most: batch });
    if (pictures.length === 0) break;
    database.transaction(() => {
      for (const each of pictures) into.putPicture(pictureRow(list(each)[1]));
    })();
    behind = text(list(pictures.at(-1))[0]);
  }
  // Last: an environment may have come with a job.
  const rest = await restOf(queue);
  database.transaction(() => {
    for (const [table, rows] of rest) for (const row of rows) into.put(table, row);
    orderDeliveries(database);
  })();
  // One that was read again meanwhile is met twice, and kept once.
  return { ...copied, pictures: amountsIn(database).pictures };
}

/** What there is little of, by its table. */
async function restOf({
  history,
  jobs,
  deliveries,
}: Pick<Queue, "history" | "jobs" | "deliveries">): Promise<(readonly [table: string, rows: Row[]])[]> {
  const all = "0000-00-00";
  const from = await history.totalsFrom();
  const totals = (await history.totals(all)).flatMap(({ day, environment, counters }) =>
    Object.entries(counters).map(([counter, count]) => ({ day, environment, counter, count })),
  );
  return [
    ["environments", (await history.environments()).map((name) => ({ name }))],
    ["holds", (await deliveries.held()).map((hold) => ({ ...hold }))],
    ["totals", totals],
    ["hours", (await history.hours(all)).map((hour) => ({ ...hour }))],
    ["times", (await history.times(all)).map((time) => ({ ...time }))],
    [
      "settings",
      [
        { name: "paused", value: (await jobs.isPaused()) ? 1 : 0 },
        ...(from === null ? [] : [{ name: "totals_from", value: Math.floor(Date.parse(from) / 86_400_000) }]),
      ],
    ],
  ];
}

/** Writes rows, of which each names its columns. */
class Rows {
  readonly #database: Database;
  readonly #statements = new Map<string, ReturnType<Database["prepare"]>>();
  /** The places of deliveries by their ids. */
  readonly #placeOf;

  constructor(database: Database) {
    this.#database = database;
    this.#placeOf = database.prepare<{ place: number }, [string]>(
      "SELECT place FROM deliveries WHERE id = ?",
    );
  }

  put(table: string, row: Row): number {
    const columns = Object.keys(row);
    const statement = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
    let prepared = this.#statements.get(statement);
    if (prepared === undefined) {
      prepared = this.#database.prepare(statement);
      this.#statements.set(statement, prepared);
    }
    return Number(prepared.run(...Object.values(row)).lastInsertRowid);
  }

  /** A job with all that hangs on it, as `askJobs` gives it. Gives back how many deliveries it has. */
  putJob([row = null, first = null, review = null, second = null]: readonly Reply[]): number {
    const place = this.put("jobs", jobRow(row));
    const { job, isCondensed: _, ...kept } = factsOf(row);
    if (job.reading !== null) this.put("readings", { job: place, reading: job.reading });
    if (kept.status !== null) this.put("facts", { job: place, ...kept });
    const deliveries = [first, second].filter((each) => each !== null);
    for (const each of deliveries) this.put("deliveries", deliveryRow(each, place));
    const sent = fields(list(row)[1]).get("d");
    if (sent !== undefined)
      this.#database.run("UPDATE jobs SET delivery = ? WHERE place = ?", [this.#place(sent), place]);
    if (review !== null) this.put("reviews", this.#reviewRow(list(review), place));
    return deliveries.length;
  }

  /** As the queue keeps them: the same file of the same report once. */
  putPicture(row: Row): void {
    const { sha256, report, environment } = row;
    // By the index that there is.
    this.#database.run(
      `DELETE FROM seen WHERE substr(sha256, 1, 12) = substr(?1, 1, 12) AND report = ?2 AND sha256 = ?1 AND environment = ?3`,
      [sha256 ?? null, report ?? null, environment ?? null],
    );
    this.put("seen", row);
  }

  #place(id: string): number | null {
    return this.#placeOf.get(id)?.place ?? null;
  }

  #reviewRow([turn, decision, by, at, delivery, undo, dismissed]: readonly Reply[], job: number): Row {
    const placeOf = (id: Reply | undefined): number | null => {
      const known = orNull(id, text);
      return known === null ? null : this.#place(known);
    };
    return {
      job,
      turn: number(turn),
      decision: orNull(decision, text),
      decided_by: orNull(by, text),
      decided_at: orNull(at, number),
      delivery: placeOf(delivery),
      undo_until: orNull(undo, number),
      dismissed: placeOf(dismissed),
    };
  }
}

function jobRow(reply: Reply): Row {
  const { job, isSound, isCondensed } = toKeptJob(reply);
  const row = fields(list(reply)[1]);
  const time = (name: string): number | null => {
    const written = row.get(name);
    return written === undefined ? null : Number(written);
  };
  const sum = sumOfJob(job.id, job);
  return {
    id: job.id,
    environment: job.environment,
    report: String(job.reportId),
    user: String(job.userId),
    numbers: numbersOf(job.reportId, job.userId),
    url: job.url,
    priority: job.priority,
    state: job.state,
    ready: job.state === "waiting" ? 1 : 0,
    claim: job.state === "active" ? 1 : null,
    attempts: job.attempts,
    worker_deaths: job.workerDeaths,
    submitted_at: job.submittedAt,
    started_at: job.startedAt,
    started_before: time("o"),
    ended_at: job.endedAt,
    due_at: job.dueAt,
    error_code: job.error?.code ?? null,
    error_message: job.error?.message ?? null,
    picture_at: time("i"),
    condensed: isCondensed ? 1 : null,
    sum: isSound ? sum : sum ^ 1,
    trace: job.trace,
  };
}

function factsOf(reply: Reply) {
  const { job, isCondensed } = toKeptJob(reply);
  const row = fields(list(reply)[1]);
  const value = (name: string): string | null => row.get(name) ?? null;
  return {
    job,
    isCondensed,
    status: value("qs"),
    app: value("qa"),
    scope: value("qc"),
    doubts: value("qd") ?? "",
  };
}

function deliveryRow(reply: Reply, job: number): Row {
  const { delivery, isSound, claim } = toKeptDelivery(reply);
  const { id, environment, body, state, dueAt } = delivery;
  const isPending = state === "pending";
  const sum = sumOfDelivery(id, job, environment, body);
  return {
    id,
    job,
    environment,
    state,
    // What is due is claimed as soon as its time has come.
    ready: 0,
    claim: isPending && claim !== null ? 1 : null,
    attempts: delivery.attempts,
    unknown: delivery.unknown,
    created_at: delivery.createdAt,
    last_attempt_at: delivery.lastAttemptAt,
    ended_at: delivery.endedAt,
    due_at: isPending && claim === null ? (dueAt ?? delivery.createdAt) : null,
    answer_status: delivery.lastAnswer?.status ?? null,
    answer_detail: delivery.lastAnswer?.detail ?? null,
    body,
    sum: isSound ? sum : sum ^ 1,
  };
}

function pictureRow(reply: Reply | undefined): Row {
  const row = fields(reply);
  const value = (name: string): string => row.get(name) ?? "";
  const steps = row.get("c");
  return {
    sha256: value("s"),
    perceptual_hash: value("p"),
    steps: steps === undefined ? null : Number(steps),
    environment: value("e"),
    report: value("r"),
    user: value("u"),
    numbers: Number(value("n")),
    day: value("d"),
    seen_at: Number(value("t")),
  };
}
