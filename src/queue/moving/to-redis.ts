import { Database } from "bun:sqlite";
import type { Calls } from "../../redis/calls.ts";
import { number } from "../../redis/replies.ts";
import { sumOfDelivery, sumOfJob } from "../redis/sums.ts";
import { packed } from "../redis/texts.ts";
import { isSound, sumOfDelivery as rowSumOfDelivery, sumOfJob as rowSumOfJob } from "../sqlite/row-sums.ts";
import { type DeliveryRow, type JobRow, toJob } from "../sqlite/rows.ts";
import { type Amounts, amountsIn, refuseIncomplete, timeOfId } from "./file.ts";
import { askTallies, putCounts, putJobs, putPictures, putRest } from "./scripts.ts";

/** Jobs and pictures in one script: a few milliseconds, between which others get their turn. */
const batch = 50;
/** What no row can have as its sum: what was damaged before is known to be afterwards. */
const unsound = "damaged";

type Row = JobRow & {
  readonly started_before: number | null;
  readonly condensed: number | null;
  readonly claim: number | null;
  readonly sum: number | null;
  readonly status: string | null;
  readonly app: string | null;
  readonly scope: string | null;
  readonly doubts: string | null;
};
type SentRow = DeliveryRow & {
  readonly ready: number;
  readonly claim: number | null;
  readonly sum: number | null;
};

interface ReviewRow {
  readonly turn: number;
  readonly decision: string | null;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
  readonly delivery: number | null;
  readonly undo_until: number | null;
  readonly dismissed: number | null;
}

type Fields = Readonly<Record<string, string | number>>;

/**
 * Copies the queue in a database, which nobody changes meanwhile, to a server. What is there already, of a copy that was stopped, is
 * not copied again. Rejects with `BACKUP_FAILED`, `QUEUE_UNREACHABLE`, `QUEUE_REFUSED` or `QUEUE_STORAGE_FULL`.
 */
export async function copyToRedis(
  file: string,
  calls: Calls,
  onProgress: (jobs: number) => void = () => {},
): Promise<Amounts> {
  const database = new Database(file, { readonly: true });
  try {
    await copyJobs(database, calls, onProgress);
    await copyPictures(database, calls);
    await copyCounts(database, calls);
    await copyRest(database, calls);
    const from = amountsIn(database);
    const [jobs, deliveries, pictures] = (await calls.run(askTallies)).rest.map(number);
    const to = { jobs: jobs ?? 0, deliveries: deliveries ?? 0, pictures: pictures ?? 0 };
    refuseIncomplete(from, to);
    return to;
  } finally {
    database.close(true);
  }
}

async function copyJobs(database: Database, calls: Calls, onProgress: (jobs: number) => void): Promise<void> {
  const next = database.query<Row, [number, number]>(
    `SELECT jobs.*, readings.reading, facts.status, facts.app, facts.scope, facts.doubts FROM jobs
     LEFT JOIN readings ON readings.job = place LEFT JOIN facts ON facts.job = place
     WHERE place > ? ORDER BY place LIMIT ?`,
  );
  const sent = database.query<SentRow, [number]>("SELECT * FROM deliveries WHERE place = ?");
  const review = database.query<ReviewRow, [number]>("SELECT * FROM reviews WHERE job = ?");
  let [behind, done] = [0, 0];
  for (;;) {
    const rows = next.all(behind, batch);
    if (rows.length === 0) return;
    const texts: (string | Buffer)[] = [];
    const jobs = rows.map((row) => {
      texts.push(packed(row.url));
      const reading = row.reading ?? null;
      if (reading !== null) texts.push(packed(reading));
      const reviewed = review.get(row.place);
      const idOf = (place: number | null): string | null =>
        place === null ? null : (sent.get(place)?.id ?? null);
      const put = (place: number | null) => {
        const delivery = place === null ? null : sent.get(place);
        if (delivery === null) return {};
        texts.push(packed(delivery.body));
        return { id: delivery.id, row: deliveryFields(delivery, row.id) };
      };
      const first = put(row.delivery);
      const second = reviewed === null || reviewed.delivery === row.delivery ? {} : put(reviewed.delivery);
      return {
        id: row.id,
        row: jobFields(row, idOf(row.delivery)),
        hasText: reading !== null,
        ...("id" in first ? { first } : {}),
        ...("id" in second ? { second } : {}),
        ...(reviewed === null
          ? {}
          : { review: reviewFields(reviewed, idOf(reviewed.delivery), idOf(reviewed.dismissed)) }),
      };
    });
    await calls.run(putJobs, { jobs }, texts);
    behind = rows.at(-1)?.place ?? behind;
    done += rows.length;
    onProgress(done);
  }
}

function jobFields(row: Row, delivery: string | null): Fields {
  const job = toJob(row);
  const isWhole = isSound(row.sum, rowSumOfJob(row.id, job));
  return present({
    e: row.environment,
    r: row.report,
    u: row.user,
    n: row.numbers,
    p: row.priority,
    s: row.state,
    a: row.attempts,
    w: row.worker_deaths,
    t: row.submitted_at,
    i: row.picture_at,
    b: row.started_at,
    o: row.started_before,
    x: row.ended_at,
    y: row.due_at,
    c: row.state === "active" ? "moved" : null,
    f: row.error_code,
    m: row.error_code === null ? null : (row.error_message ?? ""),
    g: row.trace,
    d: delivery,
    h: isWhole ? sumOfJob(job) : unsound,
    v: 0,
    k: row.condensed === 1 ? 1 : null,
    qs: row.status,
    qa: row.app,
    qc: row.scope,
    qd: row.status === null ? null : (row.doubts ?? ""),
  });
}

function deliveryFields(row: SentRow, job: string): Fields {
  const { environment, body } = row;
  const isWhole = isSound(row.sum, rowSumOfDelivery(row.id, row.job, environment, body));
  const isInHand = row.state === "pending" && row.claim !== null;
  return present({
    j: job,
    e: environment,
    s: row.state,
    a: row.attempts,
    k: row.unknown,
    t: row.created_at,
    l: row.last_attempt_at,
    x: row.ended_at,
    // What may be claimed at once is due since it was made.
    y: row.state !== "pending" || isInHand ? null : row.ready === 1 ? row.created_at : row.due_at,
    c: isInHand ? "moved" : null,
    as: row.answer_status,
    ad: row.answer_detail,
    h: isWhole ? sumOfDelivery(job, environment, body) : unsound,
  });
}

function reviewFields(row: ReviewRow, delivery: string | null, dismissed: string | null): Fields {
  return present({
    turn: row.turn,
    decision: row.decision,
    by: row.decided_by,
    at: row.decided_at,
    delivery,
    undo: row.undo_until,
    dismissed,
    v: 0,
  });
}

async function copyPictures(database: Database, calls: Calls): Promise<void> {
  interface Seen {
    readonly place: number;
    readonly sha256: string;
    readonly perceptual_hash: string;
    readonly steps: number | null;
    readonly environment: string;
    readonly report: string;
    readonly user: string;
    readonly numbers: number;
    readonly day: string;
    readonly seen_at: number;
  }
  const next = database.query<Seen, [number, number]>(
    "SELECT * FROM seen WHERE place > ? ORDER BY place LIMIT ?",
  );
  for (let behind = 0; ; ) {
    const rows = next.all(behind, batch);
    if (rows.length === 0) return;
    const pictures = rows.map((row) =>
      present({
        s: row.sha256,
        p: row.perceptual_hash,
        c: row.steps === null ? null : String(row.steps),
        e: row.environment,
        r: row.report,
        u: row.user,
        n: row.numbers,
        d: row.day,
        t: row.seen_at,
      }),
    );
    await calls.run(putPictures, { pictures });
    behind = rows.at(-1)?.place ?? behind;
  }
}

/** What is counted by day, under the names that lua/counting.ts gives it. */
async function copyCounts(database: Database, calls: Calls): Promise<void> {
  const put = async (
    kind: string,
    counts: readonly (readonly [day: string, name: string, count: number])[],
  ) => {
    for (const [day, own] of Map.groupBy(counts, ([of]) => of))
      for (let from = 0; from < own.length; from += 10 * batch) {
        const some = own.slice(from, from + 10 * batch).map(([, name, count]) => [name, count] as const);
        await calls.run(putCounts, { kind, day, counts: Object.fromEntries(some) });
      }
  };
  interface Total {
    readonly day: string;
    readonly environment: string;
    readonly counter: string;
    readonly count: number;
  }
  interface Hour extends Omit<Total, "counter" | "count"> {
    readonly hour: number;
    readonly received: number;
    readonly ended: number;
  }
  interface Time extends Omit<Total, "counter"> {
    readonly kind: string;
    readonly bucket: number;
    readonly milliseconds: number;
    readonly longest: number;
  }
  const totals = database.query<Total, []>("SELECT * FROM totals").all();
  await put(
    "totals",
    totals.map(({ day, environment, counter, count }) => [day, `${environment}:${counter}`, count]),
  );
  const hours = database.query<Hour, []>("SELECT * FROM hours").all();
  await put(
    "hours",
    hours.flatMap(({ day, environment, hour, ...both }) =>
      (["received", "ended"] as const)
        .filter((what) => both[what] > 0)
        .map((what) => [day, `${environment}:${hour}:${what}`, both[what]] as const),
    ),
  );
  const times = database.query<Time, []>("SELECT * FROM times").all();
  await put(
    "times",
    times.flatMap(({ day, environment, kind, bucket, ...all }) =>
      (["count", "milliseconds", "longest"] as const).map(
        (what) => [day, `${environment}:${kind}:${bucket}:${what}`, all[what]] as const,
      ),
    ),
  );
}

async function copyRest(database: Database, calls: Calls): Promise<void> {
  const setting = (name: string): number | undefined =>
    database.query<{ value: number }, [string]>("SELECT value FROM settings WHERE name = ?").get(name)?.value;
  const newest = (table: "jobs" | "deliveries"): number =>
    timeOfId(database.query<{ id: string | null }, []>(`SELECT max(id) AS id FROM ${table}`).get()?.id ?? "");
  const from = setting("totals_from");
  await calls.run(putRest, {
    environments: database
      .query<{ name: string }, []>("SELECT name FROM environments")
      .all()
      .map(({ name }) => name),
    holds: database.query("SELECT * FROM holds").all(),
    paused: setting("paused") === 1,
    ...(from === undefined ? {} : { totalsFrom: new Date(from * 86_400_000).toISOString().slice(0, 10) }),
    newest: Math.max(newest("jobs"), newest("deliveries")),
  });
}

/** Without what is not there. */
function present(all: Readonly<Record<string, string | number | null>>): Fields {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}
