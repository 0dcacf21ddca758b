import type { AttemptEnd, DeliveryClaim } from "../delivery.ts";
import { deliveriesTo } from "../listeners.ts";
import { countedUnder } from "../load-tests.ts";
import { claimedBy, claimTokenOf, Leases, newClaim } from "./claims.ts";
import { isYoungest } from "./conditions.ts";
import { isSound, sumOfDelivery } from "./row-sums.ts";
import { type DeliveryRow, toDelivery } from "./rows.ts";
import type { Store } from "./store.ts";

/** What a delivery is, with what it has from its job. */
export const selectDelivery = `SELECT deliveries.*, jobs.id AS job_id, report, numbers, trace,
     coalesce(undo_until, max(submitted_at, coalesce(picture_at, 0))) AS since, undo_until IS NOT NULL AS is_decision
   FROM deliveries JOIN jobs ON jobs.place = deliveries.job
   LEFT JOIN reviews ON reviews.job = deliveries.job AND reviews.delivery = deliveries.place`;

/** Hands deliveries out and takes them back. See `DeliveryQueue` for what each method means. */
export class Sending {
  readonly #store: Store;
  readonly #leases: Leases;
  readonly #wakeUp;
  readonly #claim;
  readonly #bySequence;
  readonly #byClaim;
  readonly #end;
  readonly #again;
  readonly #expire;
  readonly #isYoungest;
  readonly #withdraw;

  constructor(store: Store) {
    const { database } = store;
    this.#store = store;
    this.#leases = new Leases(store.committer);
    this.#isYoungest = database.prepare<{ place: number }, [number]>(
      `SELECT place FROM jobs WHERE place = ? AND ${isYoungest}`,
    );
    this.#withdraw = database.prepare<null, [number, number]>(
      `UPDATE deliveries SET state = 'dismissed', claim = NULL, attempts = attempts - 1, ended_at = ?,
         answer_detail = 'Not sent: the report was sent again, and the newer picture stands for it.' WHERE place = ?`,
    );
    this.#wakeUp = database.prepare<null, [string, number]>(
      "UPDATE deliveries SET ready = 1 WHERE environment = ? AND ready = 0 AND due_at <= ?",
    );
    this.#claim = database.prepare<{ place: number }, [number, number, string, number]>(
      `UPDATE deliveries SET ready = 0, due_at = NULL, claim = ?, attempts = attempts + 1, last_attempt_at = ?
       WHERE place IN (SELECT place FROM deliveries WHERE environment = ? AND ready = 1 ORDER BY place LIMIT ?)
       RETURNING place`,
    );
    this.#bySequence = database.prepare<DeliveryRow, [number]>(
      `${selectDelivery} WHERE deliveries.place = ?`,
    );
    this.#byClaim = database.prepare<{ environment: string; report: string }, [number, number]>(
      `SELECT deliveries.environment, report FROM deliveries JOIN jobs ON jobs.place = job
       WHERE deliveries.place = ? AND deliveries.claim = ?`,
    );
    this.#end = database.prepare<null, [string, number, number | null, string, number]>(
      `UPDATE deliveries SET state = ?, claim = NULL, ended_at = ?, answer_status = ?, answer_detail = ?
       WHERE place = ?`,
    );
    this.#again = database.prepare<null, [number, number, number | null, string, number]>(
      `UPDATE deliveries SET claim = NULL, due_at = ?, attempts = attempts - ?, answer_status = ?, answer_detail = ?
       WHERE place = ?`,
    );
    this.#expire = database.prepare<{ environment: string }, [number, number, number]>(
      `UPDATE deliveries SET ready = 1, claim = NULL, due_at = ?, unknown = unknown + 1
       WHERE place = ? AND claim = ? RETURNING environment`,
    );
  }

  claim(
    environment: string,
    most: number,
    leaseMs: number,
    probePauseMs: number | undefined,
  ): Promise<DeliveryClaim[]> {
    const { committer, holds, now } = this.#store;
    return committer.write(() => {
      if (this.untilProbe(environment, probePauseMs) !== 0) return [];
      const isHeld = holds.has(environment);
      const present = now();
      this.#wakeUp.run(environment, present);
      const claim = newClaim();
      const sequences = this.#claim
        .all(claim, present, environment, isHeld ? Math.min(most, 1) : most)
        .map(({ place }) => place);
      const claims = sequences
        .sort((one, other) => one - other)
        .flatMap((sequence) => this.#bySequence.all(sequence))
        .filter((row) => !this.#isWithdrawn(row))
        .map((row) => ({
          delivery: toDelivery(row),
          claimToken: claimTokenOf({ sequence: row.place, claim }),
          isSound: isSound(row.sum, sumOfDelivery(row.id, row.job, row.environment, row.body)),
        }));
      this.#leases.extend(
        claims.map(({ claimToken }) => claimToken),
        leaseMs,
      );
      const [probe] = claims;
      if (isHeld && probe !== undefined) holds.probing(environment, claimedBy(probe.claimToken));
      return claims;
    });
  }

  /**
   * What a person decided about a picture is sent to nobody once its report was sent again: what came of the newer picture may be
   * there already, and what comes last counts.
   */
  #isWithdrawn({ is_decision: isDecision, place, job, environment }: DeliveryRow): boolean {
    if (isDecision === 0 || this.#isYoungest.get(job) !== null) return false;
    this.#withdraw.run(this.#store.now(), place);
    this.#store.tally.delivery(environment, "pending", "dismissed");
    return true;
  }

  /** How long until an environment can be sent to: 0 for one that is not held; `null` when somebody has to end something. */
  untilProbe(environment: string, pauseMs: number | undefined): number | null {
    const { holds } = this.#store;
    if (!holds.has(environment)) return 0;
    if (pauseMs === undefined) return null;
    const probe = holds.probeOf(environment);
    const isProbing = probe !== null && this.#byClaim.get(probe.sequence, probe.claim) !== null;
    return isProbing ? null : holds.untilProbe(environment, pauseMs);
  }

  renew(claimTokens: readonly string[], leaseMs: number): Promise<string[]> {
    return this.#store.committer.write(() =>
      this.#leases.renew(
        claimTokens,
        leaseMs,
        ({ sequence, claim }) => this.#byClaim.get(sequence, claim) !== null,
      ),
    );
  }

  end(claimToken: string, end: AttemptEnd, counters: readonly string[]): Promise<boolean> {
    const { committer, endedClaims, holds, now, tally, totals, wake } = this.#store;
    return committer.write(() => {
      this.#leases.end(claimToken);
      const { sequence, claim } = claimedBy(claimToken);
      const row = this.#byClaim.get(sequence, claim);
      if (row === null) return endedClaims.has(claimToken);
      const { environment, report } = row;
      const present = now();
      const { status, detail } = end.answer;
      if (end.state === "pending") {
        this.#again.run(present + end.delayMs, end.counts ? 0 : 1, status, detail, sequence);
        if (end.delayMs <= 0) wake(deliveriesTo(environment));
      } else {
        this.#end.run(end.state, present, status, detail, sequence);
        tally.delivery(environment, "pending", end.state);
      }
      // This may be the probe for whose end all others wait.
      if (holds.has(environment)) wake(deliveriesTo(environment));
      if (end.key === "accepted") holds.lift(environment);
      else if (end.key !== undefined) holds.hold(environment, end.key, present);
      totals.count(present, countedUnder(environment, report), counters);
      endedClaims.add(claimToken);
      return true;
    });
  }

  releaseExpired(): Promise<number> {
    const { committer, now, tally, wake } = this.#store;
    return committer.write(() => {
      let released = 0;
      for (const claimToken of this.#leases.expired()) {
        this.#leases.end(claimToken);
        const { sequence, claim } = claimedBy(claimToken);
        if (this.#expire.get(now(), sequence, claim) !== null) released++;
      }
      tally.unknown += released;
      if (released > 0) wake("deliveries");
      return released;
    });
  }
}
