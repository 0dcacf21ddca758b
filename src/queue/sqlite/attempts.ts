import type { Claim, JobError } from "../job.ts";
import { type ClaimedRow, claimedBy, claimTokenOf, Leases, newClaim } from "./claims.ts";
import { isSound, sumOfJob } from "./row-sums.ts";
import { type JobRow, toJob } from "./rows.ts";
import type { Store } from "./store.ts";

/** What is worth reading of a job that is handed out: neither what it ended with nor what nobody asks it for. */
const claimedColumns = `place, claim, id, environment, report, user, numbers, url, priority, state, attempts,
  worker_deaths, submitted_at, picture_at, started_at, due_at, error_code, error_message, ended_at, trace, sum`;

/** Hands jobs out and takes them back unfinished. See `JobQueue` for what each method means. */
export class Attempts {
  readonly #store: Store;
  readonly #leases: Leases;
  readonly #isPaused: () => boolean;
  readonly #wakeUp;
  readonly #claim;
  readonly #isHeld;
  readonly #retry;
  readonly #release;
  readonly #expire;

  constructor(store: Store, isPaused: () => boolean) {
    const { database } = store;
    this.#store = store;
    this.#leases = new Leases(store.committer);
    this.#isPaused = isPaused;
    this.#wakeUp = database.prepare<null, [number]>(
      "UPDATE jobs SET ready = 1 WHERE state = 'retrying' AND ready = 0 AND due_at <= ?",
    );
    // due_at stays: it says which jobs were retrying, here and when one is released.
    this.#claim = database.prepare<
      JobRow & ClaimedRow & { readonly sum: number | null },
      [number, number, number]
    >(
      `UPDATE jobs SET state = 'active', ready = 0, claim = ?, attempts = attempts + 1,
         started_before = started_at, started_at = ?
       WHERE place IN (SELECT place FROM jobs WHERE ready = 1 ORDER BY priority, place LIMIT ?)
       RETURNING ${claimedColumns}`,
    );
    this.#isHeld = database.prepare<{ place: number }, [number, number]>(
      "SELECT place FROM jobs WHERE place = ? AND claim = ?",
    );
    this.#retry = database.prepare<null, [number, string, string, number, number, number]>(
      `UPDATE jobs SET state = 'retrying', ready = 0, claim = NULL, due_at = ?, error_code = ?, error_message = ?,
         worker_deaths = worker_deaths + ?
       WHERE place = ? AND claim = ?`,
    );
    this.#release = database.prepare<{ state: "waiting" | "retrying" }, [number, number]>(
      `UPDATE jobs SET state = iif(due_at IS NULL, 'waiting', 'retrying'), ready = 1, claim = NULL,
         attempts = attempts - 1, started_at = started_before
       WHERE place = ? AND claim = ?
       RETURNING state`,
    );
    this.#expire = database.prepare<null, [number, number]>(
      `UPDATE jobs SET state = 'waiting', ready = 1, claim = NULL, due_at = NULL WHERE place = ? AND claim = ?`,
    );
  }

  /** The sequences of all jobs that somebody has in hand, and of some that have ended. */
  held(): number[] {
    return this.#leases.sequences();
  }

  claim(most: number, leaseMs: number): Promise<Claim[]> {
    const { committer, now, tally } = this.#store;
    return committer.write(() => {
      if (this.#isPaused()) return [];
      const present = now();
      this.#wakeUp.run(present);
      const rows = this.#claim.all(newClaim(), present, most);
      const retrying = rows.filter((row) => row.due_at !== null).length;
      tally.jobs.retrying -= retrying;
      tally.jobs.waiting -= rows.length - retrying;
      tally.jobs.active += rows.length;
      const claims = rows
        .sort((one, other) => one.priority - other.priority || one.place - other.place)
        .map((row) => {
          const job = toJob(row);
          return {
            job,
            claimToken: claimTokenOf({ sequence: row.place, claim: row.claim }),
            isSound: isSound(row.sum, sumOfJob(job.id, job)),
          };
        });
      this.#leases.extend(
        claims.map(({ claimToken }) => claimToken),
        leaseMs,
      );
      return claims;
    });
  }

  renew(claimTokens: readonly string[], leaseMs: number): Promise<string[]> {
    return this.#store.committer.write(() =>
      this.#leases.renew(
        claimTokens,
        leaseMs,
        ({ sequence, claim }) => this.#isHeld.get(sequence, claim) !== null,
      ),
    );
  }

  retry(claimToken: string, error: JobError, delayMs: number, workerDied: boolean): Promise<boolean> {
    const { committer, now, tally, wake } = this.#store;
    return committer.write(() => {
      this.#leases.end(claimToken);
      const { sequence, claim } = claimedBy(claimToken);
      const { code, message } = error;
      const { changes } = this.#retry.run(
        now() + delayMs,
        code,
        message,
        workerDied ? 1 : 0,
        sequence,
        claim,
      );
      if (changes === 0) return false;
      tally.job("active", "retrying");
      if (delayMs <= 0) wake("jobs");
      return true;
    });
  }

  release(claimToken: string): Promise<boolean> {
    const { committer, tally, wake } = this.#store;
    return committer.write(() => {
      this.#leases.end(claimToken);
      const { sequence, claim } = claimedBy(claimToken);
      const released = this.#release.get(sequence, claim);
      if (released === null) return false;
      tally.job("active", released.state);
      wake("jobs");
      return true;
    });
  }

  releaseExpired(): Promise<number> {
    const { committer, tally, wake } = this.#store;
    return committer.write(() => {
      let released = 0;
      for (const claimToken of this.#leases.expired()) {
        this.#leases.end(claimToken);
        const { sequence, claim } = claimedBy(claimToken);
        released += this.#expire.run(sequence, claim).changes;
      }
      tally.jobs.active -= released;
      tally.jobs.waiting += released;
      if (released > 0) wake("jobs");
      return released;
    });
  }
}
