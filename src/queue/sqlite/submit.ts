import type { JobState, Submission, Submitted } from "../job.ts";
import { countedUnder } from "../load-tests.ts";
import { orRefuse, Refusal, storageFull } from "./failures.ts";
import { sumOfJob } from "./row-sums.ts";
import { numbersOf } from "./rows.ts";
import type { Store } from "./store.ts";

interface OpenJob {
  readonly place: number;
  readonly id: string;
  readonly state: JobState;
}

/** Takes jobs in, and replaces the pictures of those whose report has one already. */
export class Intake {
  readonly #store: Store;
  readonly #findOpen;
  readonly #insert;
  readonly #replace;

  constructor(store: Store) {
    const { database } = store;
    this.#store = store;
    this.#findOpen = database.prepare<OpenJob, [string, string]>(
      "SELECT place, id, state FROM jobs WHERE report = ? AND environment = ? AND ended_at IS NULL",
    );
    this.#insert = database.prepare<
      null,
      [string, string, string, string, number, string, number, number, number | null, number, string | null]
    >(
      `INSERT INTO jobs (id, environment, report, user, numbers, url, priority, submitted_at, picture_at, sum, trace,
         state, ready, attempts, worker_deaths)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 1, 0, 0)`,
    );
    this.#replace = database.prepare<null, [string, number, string, number, number, string | null, number]>(
      `UPDATE jobs SET user = ?, numbers = ?, url = ?, picture_at = ?, sum = ?, trace = ?, state = 'waiting', ready = 1, claim = NULL, attempts = 0,
         worker_deaths = 0, started_at = NULL, due_at = NULL, error_code = NULL, error_message = NULL
       WHERE place = ?`,
    );
  }

  /** See `JobQueue.submit`. */
  submit(
    submissions: readonly Submission[],
    mostWaiting: number,
    check: () => void = () => {},
  ): Promise<Submitted[]> {
    return this.#store.committer.write(() => {
      orRefuse(check);
      const { tally, hours, environments, file, room, now, wake } = this.#store;
      // Before anything is written, so that neighbours in the same transaction are not rolled back.
      if (!room.hasFor(submissions.length) && submissions.some((each) => this.openJobOf(each) === null))
        throw new Refusal(storageFull(file));
      for (const { environment } of submissions) environments.note(environment);
      const outcomes = submissions.map((submission): Submitted => {
        const known = this.openJobOf(submission);
        if (known !== null) {
          const { reportId, userId, url, trace } = submission;
          const sum = sumOfJob(known.id, submission);
          const numbers = numbersOf(reportId, userId);
          this.#replace.run(String(userId), numbers, url, now(), sum, trace, known.place);
          tally.job(known.state, "waiting");
          return { outcome: "known", job: { id: known.id, state: "waiting" } };
        }
        if (tally.waiting >= mostWaiting) return { outcome: "full" };
        const counted = countedUnder(submission.environment, submission.reportId);
        environments.note(counted);
        hours.count(now(), counted, "received");
        return { outcome: "new", job: { id: this.add(submission), state: "waiting" } };
      });
      if (outcomes.some(({ outcome }) => outcome !== "full")) wake("jobs");
      return outcomes;
    });
  }

  /** The job of the same report that has not ended. */
  openJobOf({ environment, reportId }: Pick<Submission, "environment" | "reportId">): OpenJob | null {
    return this.#findOpen.get(String(reportId), environment);
  }

  /** For operations: adds a job at the end of the line. `pictureAt` says when its picture came, if not now. Gives back its id. */
  add(submission: Submission, pictureAt: number | null = null): string {
    const { environment, reportId, userId, url, priority, trace } = submission;
    const { newId, now, tally } = this.#store;
    // In this order, because lists rely on an id's time not being before this one.
    const submittedAt = now();
    const id = newId();
    const numbers = numbersOf(reportId, userId);
    const [report, user] = [String(reportId), String(userId)];
    const sum = sumOfJob(id, submission);
    this.#insert.run(
      id,
      environment,
      report,
      user,
      numbers,
      url,
      priority,
      submittedAt,
      pictureAt,
      sum,
      trace,
    );
    tally.job(null, "waiting");
    return id;
  }
}
