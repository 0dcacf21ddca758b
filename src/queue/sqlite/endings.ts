import type { Ending, Job, JobState, SeenPicture } from "../job.ts";
import { countedUnder } from "../load-tests.ts";
import type { CancelEnding } from "../port.ts";
import { claimedBy } from "./claims.ts";
import type { FactsTable } from "./facts.ts";
import { orRefuse, Refusal, storageFull } from "./failures.ts";
import type { Outbox } from "./outbox.ts";
import { addToReview } from "./reviews.ts";
import { type JobRow, toJob } from "./rows.ts";
import type { Seen } from "./seen.ts";
import type { Store } from "./store.ts";
import type { Intake } from "./submit.ts";

type EndValues = [string, number, string | null, string | null, number | null, number];
type EndedRow = Pick<JobRow, "place" | "environment" | "report" | "state">;
type ClaimedRow = EndedRow &
  Pick<JobRow, "attempts"> & { readonly came_at: number; readonly started_at: number };
type EndState = Extract<JobState, "done" | "failed" | "cancelled">;

/** Ends jobs, and begins ended ones again. See `JobQueue` for what each method means. */
export class Endings {
  readonly #store: Store;
  readonly #intake: Intake;
  readonly #outbox: Outbox;
  readonly #seen: Seen;
  readonly #facts: FactsTable;
  readonly #claimed;
  readonly #byId;
  readonly #waiting;
  readonly #endClaimed;
  readonly #end;
  readonly #keepReading;
  readonly #review;
  readonly #younger;

  constructor(store: Store, intake: Intake, outbox: Outbox, seen: Seen, facts: FactsTable) {
    const { database } = store;
    this.#store = store;
    this.#intake = intake;
    this.#outbox = outbox;
    this.#seen = seen;
    this.#facts = facts;
    // Every column costs as much as the rest of a lookup.
    this.#claimed = database.prepare<ClaimedRow, [number, number]>(
      `SELECT place, environment, report, state, attempts, max(submitted_at, coalesce(picture_at, 0)) AS came_at, started_at
       FROM jobs WHERE place = ? AND claim = ?`,
    );
    this.#younger = database.prepare<{ place: number }, [string, string, number]>(
      "SELECT place FROM jobs WHERE report = ? AND environment = ? AND place > ? LIMIT 1",
    );
    this.#byId = database.prepare<JobRow, [string]>("SELECT * FROM jobs WHERE id = ?");
    this.#waiting = database.prepare<JobRow, []>(
      `SELECT * FROM jobs WHERE place IN (SELECT place FROM jobs WHERE ready = 1
         UNION SELECT place FROM jobs WHERE state = 'retrying') ORDER BY place`,
    );
    const ended = "state = ?, ended_at = ?, error_code = ?, error_message = ?, delivery = ?";
    // What is in hand is in no index, and what is not set need not be looked for there.
    this.#endClaimed = database.prepare<null, EndValues>(
      `UPDATE jobs SET ${ended}, claim = NULL WHERE place = ?`,
    );
    this.#end = database.prepare<null, EndValues>(
      `UPDATE jobs SET ${ended}, claim = NULL, ready = 0, due_at = NULL WHERE place = ?`,
    );
    this.#keepReading = database.prepare<null, [number, string]>(
      "INSERT INTO readings (job, reading) VALUES (?, ?)",
    );
    this.#review = database.prepare<null, [number, number]>(addToReview);
  }

  finish(
    claimToken: string,
    seen: SeenPicture | null,
    compose: (copies: readonly SeenPicture[]) => Ending,
  ): Promise<boolean> {
    const { committer, endedClaims } = this.#store;
    return committer.write(() => {
      const { sequence, claim } = claimedBy(claimToken);
      const row = this.#claimed.get(sequence, claim);
      if (row === null) return endedClaims.has(claimToken);
      const copies = seen === null ? [] : this.#seen.copiesOf(seen);
      const ending = orRefuse(() => compose(copies));
      const endedAt = this.#write(row, ending.state, ending);
      this.#noteTimes(row, ending.state, endedAt);
      if (seen !== null) this.#seen.remember(seen);
      endedClaims.add(claimToken);
      return true;
    });
  }

  cancel(which: readonly string[] | "waiting", compose: (job: Job) => CancelEnding): Promise<number> {
    return this.#store.committer.write(() => {
      const rows = which === "waiting" ? this.#waiting.all() : this.#openOf(which);
      const endings = orRefuse(() => rows.map((row) => ({ row, ending: compose(toJob(row)) })));
      for (const { row, ending } of endings)
        this.#write(row, "cancelled", { ...ending, reading: null, facts: null, isForReview: false });
      return rows.length;
    });
  }

  again(ids: readonly string[]): Promise<string[]> {
    return this.#store.committer.write(() => {
      const { room, file } = this.#store;
      // Before anything is written: jobs that cannot end would help nobody.
      if (!room.hasFor(ids.length)) throw new Refusal(storageFull(file));
      // Of two jobs of one report the younger has the newer picture.
      const youngestFirst = [...new Set(ids)].sort().reverse();
      const added = youngestFirst.flatMap((id) => {
        const row = this.#byId.get(id);
        if (row === null || (row.state !== "failed" && row.state !== "cancelled")) return [];
        const job = toJob(row);
        // What came later stands for the report, whatever became of it.
        const younger = this.#younger.get(row.report, row.environment, row.place);
        return younger === null ? [this.#intake.add(job, job.pictureAt)] : [];
      });
      if (added.length > 0) this.#store.wake("jobs");
      return added;
    });
  }

  #openOf(ids: readonly string[]): JobRow[] {
    return [...new Set(ids)].flatMap((id) => {
      const row = this.#byId.get(id);
      return row === null || row.ended_at !== null ? [] : [row];
    });
  }

  /** Gives back when it was. */
  #write(row: EndedRow, state: EndState, ending: Omit<Ending, "state">): number {
    const { error, reading, body, counters, facts, isForReview } = ending;
    const { now, tally, totals, hours } = this.#store;
    const present = now();
    const { place, environment } = row;
    const delivery = body === null ? null : this.#outbox.add(place, environment, body, present);
    const end = row.state === "active" ? this.#endClaimed : this.#end;
    end.run(state, present, error?.code ?? null, error?.message ?? null, delivery, place);
    if (reading !== null) this.#keepReading.run(place, reading);
    if (facts !== null) this.#facts.note(place, facts);
    if (isForReview) this.#review.run(place, present);
    tally.job(row.state, state);
    const counted = countedUnder(environment, row.report);
    totals.count(present, counted, counters);
    hours.count(present, counted, "ended");
    return present;
  }

  #noteTimes(
    { environment, report, came_at: cameAt, started_at: startedAt, attempts }: ClaimedRow,
    state: "done" | "failed",
    endedAt: number,
  ): void {
    this.#store.times.took(
      endedAt,
      countedUnder(environment, report),
      // A further attempt waited on purpose.
      attempts === 1 ? startedAt - cameAt : null,
      state === "done" ? endedAt - startedAt : null,
      endedAt - cameAt,
    );
  }
}
