import type { JobState } from "../job.ts";
import type { About, History, Whose } from "../port.ts";
import type { Removal } from "./removal.ts";
import type { Store } from "./store.ts";

/** Rows passed over in one transaction: a few milliseconds, between which others get their turn. */
const batch = 2000;

interface FoundJob {
  readonly place: number;
  readonly state: JobState;
  readonly delivery: number | null;
  readonly url: string;
  readonly reading: string | null;
}

interface FoundPicture {
  readonly place: number;
  readonly sha256: string;
}

/** An id, and an environment, where one is named. */
type Values = [string, string | null];

/**
 * Finds and deletes what is kept about somebody. No index knows users, or whose a picture was: this happens rarely, and
 * each index would be paid for by every job.
 */
export function forgetting(
  { database, committer }: Store,
  removal: Removal,
): Pick<History, "about" | "forget" | "alsoSeenFromOthers"> {
  const stepsOver = (table: "jobs" | "seen") =>
    database.prepare<{ last: number | null }, [number]>(
      `SELECT max(place) AS last FROM (SELECT place FROM ${table} WHERE place > ? ORDER BY place LIMIT ${batch})`,
    );
  const stepOverJobs = stepsOver("jobs");
  const stepOverSeen = stepsOver("seen");
  const statementsFor = (column: "report" | "user") => {
    const theirs = `${column} = ?1 AND (?2 IS NULL OR environment = ?2)`;
    return {
      jobs: database.prepare<FoundJob, [...Values, number, number]>(
        `SELECT place, state, delivery, url, (SELECT reading FROM readings WHERE job = place) AS reading FROM jobs
         WHERE place > ?3 AND place <= ?4 AND ${theirs}`,
      ),
      seen: database.prepare<FoundPicture, [...Values, number, number]>(
        `SELECT place, sha256 FROM seen WHERE place > ?3 AND place <= ?4 AND ${theirs}`,
      ),
      others: database.prepare<{ place: number }, [...Values, string]>(
        `SELECT place FROM seen WHERE substr(sha256, 1, 12) = substr(?3, 1, 12) AND sha256 = ?3
           AND NOT (${theirs}) LIMIT 1`,
      ),
    };
  };
  const statements = { report: statementsFor("report"), user: statementsFor("user") };
  const anybody = database.prepare<{ place: number }, [string]>(
    "SELECT place FROM seen WHERE substr(sha256, 1, 12) = substr(?1, 1, 12) AND sha256 = ?1 LIMIT 1",
  );
  const deleteSeen = database.prepare<null, [number]>("DELETE FROM seen WHERE place = ?");

  function statementsOf(whose: Whose) {
    const values = (id: string): Values => [id, whose.environment ?? null];
    return "reportId" in whose
      ? { ...statements.report, values: values(whose.reportId) }
      : { ...statements.user, values: values(whose.userId) };
  }

  /** Goes over all rows of a table; `look` finds those between two sequences that count, and may delete them. */
  async function walk<Row>(
    steps: typeof stepOverJobs,
    look: (after: number, last: number) => Row[],
  ): Promise<Row[]> {
    const found: Row[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const from: number = after;
      // Also where nothing is written: others have their turn between operations.
      const step = await committer.write(() => {
        const last = steps.get(from)?.last ?? null;
        return { last, rows: last === null ? [] : look(from, last) };
      });
      found.push(...step.rows);
      after = step.last;
    }
    return found;
  }

  async function find(whose: Whose, isToGo: boolean): Promise<About> {
    const { jobs, seen, values } = statementsOf(whose);
    const foundJobs = await walk(stepOverJobs, (after, last) => {
      const rows = jobs.all(...values, after, last);
      const counted = rows.map((job) => ({ ...job, deliveries: removal.deliveriesOf(job).length }));
      if (isToGo) for (const job of rows) removal.remove(job);
      return counted;
    });
    const foundPictures = await walk(stepOverSeen, (after, last) => {
      const rows = seen.all(...values, after, last);
      if (isToGo) for (const { place } of rows) deleteSeen.run(place);
      return rows;
    });
    const texts = foundJobs.flatMap(({ reading }) => (reading === null ? [] : [reading]));
    const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
    return {
      jobs: foundJobs.length,
      readings: texts.length,
      deliveries: sum(foundJobs.map(({ deliveries }) => deliveries)),
      seen: foundPictures.length,
      urls: [...new Set(foundJobs.map(({ url }) => url))],
      sha256s: [...new Set(foundPictures.map(({ sha256 }) => sha256))],
      texts,
    };
  }

  return {
    about: (whose) => find(whose, false),
    forget: (whose) => find(whose, true),
    alsoSeenFromOthers: (whose, sha256s) =>
      committer.read(() => {
        if (whose === null) return sha256s.filter((sha256) => anybody.get(sha256) !== null);
        const { others, values } = statementsOf(whose);
        return sha256s.filter((sha256) => others.get(...values, sha256) !== null);
      }),
  };
}
