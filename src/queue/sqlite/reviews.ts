import type { DeliveryState } from "../delivery.ts";
import type { ReviewQueue } from "../port.ts";
import type { Deciding, JobInReview, Review, ReviewOutcome, ReviewsWanted } from "../review.ts";
import { timeAgo } from "./clock.ts";
import { isYoungest } from "./conditions.ts";
import { orRefuse, Refusal, storageFull } from "./failures.ts";
import { readEach } from "./find.ts";
import type { Outbox } from "./outbox.ts";
import { type JobRow, selectJob, toJob } from "./rows.ts";
import type { Store } from "./store.ts";

/** Has a person decide about a job that ends: its sequence, and when that is. */
export const addToReview = "INSERT INTO reviews (job, turn) VALUES (?, ?)";

interface ReviewRow {
  readonly job: number;
  readonly holder: string | null;
  readonly held_until: number | null;
  readonly decision: string | null;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
  readonly delivery: number | null;
  readonly undo_until: number | null;
  readonly dismissed: number | null;
}

interface SentRow {
  readonly place: number;
  readonly state: DeliveryState;
  readonly last_attempt_at: number | null;
}

/** Reports that one person may have before him: others want to get at some, too. */
const mostHeld = 20;

/** What a person decides of what has ended. See `ReviewQueue` for what each method means. */
export function reviewQueue(store: Store, outbox: Outbox): ReviewQueue {
  const { database, committer, now, tally, room, file } = store;
  const jobRow = database.prepare<JobRow, [number]>(`${selectJob} WHERE place = ?`);
  const reviewOf = database.prepare<ReviewRow, [number]>("SELECT * FROM reviews WHERE job = ?");
  const byId = database.prepare<ReviewRow, [string]>(
    "SELECT * FROM reviews WHERE job = (SELECT place FROM jobs WHERE id = ?)",
  );
  const openOnes = `reviews INDEXED BY reviews_open CROSS JOIN jobs ON jobs.place = job
     WHERE decision IS NULL AND jobs.ended_at > ?1 AND (?2 IS NULL OR jobs.environment = ?2)
       AND (?3 IS NULL OR jobs.id = ?3) AND jobs.id NOT IN (SELECT value FROM json_each(?4))
       AND NOT EXISTS (SELECT 1 FROM deliveries WHERE place = jobs.delivery AND state = 'pending')
       AND ${isYoungest}`;
  type OpenValues = [number, string | null, string | null, string, string, number, number];
  const own = database.prepare<{ job: number }, OpenValues>(
    `SELECT job FROM ${openOnes} AND holder = ?5 AND held_until > ?6 ORDER BY turn, job LIMIT ?7`,
  );
  const free = database.prepare<{ job: number }, OpenValues>(
    `SELECT job FROM ${openOnes} AND (holder IS NULL OR held_until <= ?6)
     ORDER BY turn, job LIMIT ?7`,
  );
  const countHeld = database.prepare<{ count: number }, [string, number]>(
    `SELECT count(*) AS count FROM reviews INDEXED BY reviews_open
     WHERE decision IS NULL AND holder = ? AND held_until > ?`,
  );
  const renew = database.prepare<null, [number, string, number]>(
    "UPDATE reviews SET held_until = ? WHERE decision IS NULL AND holder = ? AND held_until > ?",
  );
  const hold = database.prepare<null, [string, number, number]>(
    "UPDATE reviews SET holder = ?, held_until = ? WHERE job = ?",
  );
  const letGo = database.prepare<null, [string]>(
    "UPDATE reviews SET holder = NULL, held_until = NULL WHERE decision IS NULL AND holder = ?",
  );
  const toTheEnd = database.prepare<null, [number, number]>(
    "UPDATE reviews SET turn = ?, holder = NULL, held_until = NULL WHERE job = ?",
  );
  const setDecision = database.prepare<
    null,
    [string, string, number, number | null, number | null, number | null, number]
  >(
    `UPDATE reviews SET decision = ?, decided_by = ?, decided_at = ?, delivery = ?, undo_until = ?, dismissed = ?,
       holder = NULL, held_until = NULL WHERE job = ?`,
  );
  const unsetDecision = database.prepare<null, [string, number, number]>(
    `UPDATE reviews SET decision = NULL, decided_by = NULL, decided_at = NULL, delivery = NULL, undo_until = NULL,
       dismissed = NULL, holder = ?, held_until = ? WHERE job = ?`,
  );
  const drop = database.prepare<null, [number]>("DELETE FROM reviews WHERE job = ? AND decision IS NULL");
  const sentOf = database.prepare<SentRow, [number]>(
    "SELECT place, state, last_attempt_at FROM deliveries WHERE place = ?",
  );
  const setState = database.prepare<null, [DeliveryState, number, DeliveryState]>(
    "UPDATE deliveries SET state = ? WHERE place = ? AND state = ?",
  );
  const deleteDelivery = database.prepare<null, [number]>("DELETE FROM deliveries WHERE place = ?");
  const youngest = database.prepare<{ place: number }, [number]>(
    `SELECT place FROM jobs WHERE place = ? AND ${isYoungest}`,
  );
  const open = database.prepare<{ count: number; oldest: number | null }, [number]>(
    `SELECT count(*) AS count, min(jobs.ended_at) AS oldest
     FROM reviews INDEXED BY reviews_open CROSS JOIN jobs ON place = job
     WHERE decision IS NULL AND jobs.ended_at > ? AND ${isYoungest}`,
  );
  const heldBy = database.prepare<{ holder: string; count: number }, [number]>(
    `SELECT holder, count(*) AS count FROM reviews INDEXED BY reviews_open
     WHERE decision IS NULL AND held_until > ? GROUP BY holder`,
  );
  const decidedBy = database.prepare<{ decided_by: string; count: number }, [number]>(
    `SELECT decided_by, count(*) AS count FROM reviews INDEXED BY reviews_decided
     WHERE decision IS NOT NULL AND decided_at > ? GROUP BY decided_by`,
  );
  const decisions = database.prepare<{ job: number }, [string | null, number]>(
    `SELECT job FROM reviews WHERE decision IS NOT NULL
       AND (?1 IS NULL OR job < (SELECT place FROM jobs WHERE id = ?1)) ORDER BY job DESC LIMIT ?2`,
  );

  function isSent({ delivery }: ReviewRow): boolean {
    const sent = delivery === null ? null : sentOf.get(delivery);
    // Attempts are counted anew for an operator, and some do not count: whether there was one is known by its time.
    return sent !== null && (sent.state !== "pending" || sent.last_attempt_at !== null);
  }

  function toReview(row: ReviewRow): Review {
    const { holder, held_until: heldUntil, decision, decided_by: by, decided_at: at } = row;
    return {
      holder: heldUntil !== null && heldUntil > now() ? holder : null,
      decided:
        decision === null || by === null || at === null
          ? null
          : { decision, by, at, canBeUndone: !isSent(row) },
    };
  }

  /** Rows that cannot be read are left out: see `readEach`. */
  function inReview(sequences: readonly number[]): JobInReview[] {
    return readEach(store, { name: "jobs" }, sequences, (sequence) => {
      const [job, review] = [jobRow.get(sequence), reviewOf.get(sequence)];
      return job === null || review === null ? [] : [{ job: toJob(job), review: toReview(review) }];
    });
  }

  /** What stands in the way of deciding about a job that nobody has decided; `null` when nothing does. */
  function obstacle({ job, holder, held_until: heldUntil }: ReviewRow, by: string): ReviewOutcome | null {
    if (youngest.get(job) === null) return { outcome: "replaced" };
    if (holder !== null && holder !== by && heldUntil !== null && heldUntil > now())
      return { outcome: "held", by: holder };
    const first = jobRow.get(job)?.delivery ?? null;
    if (first !== null && sentOf.get(first)?.state === "pending") return { outcome: "on-its-way" };
    return null;
  }

  function decide(jobId: string, { decision, by, undoMs, compose }: Deciding): ReviewOutcome {
    const row = byId.get(jobId);
    const found = row === null ? null : jobRow.get(row.job);
    if (row === null || found === null) return { outcome: "unknown" };
    const job = toJob(found);
    if (row.decision !== null) {
      // Asked for again by who did not hear the answer.
      const isSame = row.decision === decision && row.decided_by === by;
      return isSame
        ? { outcome: "done", job, undoUntil: row.undo_until, isNew: false }
        : { outcome: "decided", by: row.decided_by ?? "" };
    }
    const inTheWay = obstacle(row, by);
    if (inTheWay !== null) return inTheWay;
    if (!room.hasFor(1)) throw new Refusal(storageFull(file));
    const body = orRefuse(() => compose(job));
    const present = now();
    const delivery = body === null ? null : outbox.add(row.job, job.environment, body, present, undoMs);
    const undoUntil = delivery === null ? null : present + undoMs;
    const first = found.delivery === null ? null : sentOf.get(found.delivery);
    // What comes now stands for it: nobody has to send it any more.
    const dismissed = delivery !== null && first?.state === "failed" ? first.place : null;
    if (dismissed !== null) {
      setState.run("dismissed", dismissed, "failed");
      tally.delivery(job.environment, "failed", "dismissed");
    }
    setDecision.run(decision, by, present, delivery, undoUntil, dismissed, row.job);
    return { outcome: "done", job, undoUntil, isNew: true };
  }

  function undo(jobId: string, by: string, leaseMs: number): ReviewOutcome {
    const row = byId.get(jobId);
    const found = row === null ? null : jobRow.get(row.job);
    if (row === null || found === null) return { outcome: "unknown" };
    if (row.decision === null) return { outcome: "undecided" };
    if (row.decided_by !== by) return { outcome: "decided", by: row.decided_by ?? "" };
    if (youngest.get(row.job) === null) return { outcome: "replaced" };
    if (isSent(row)) return { outcome: "sent" };
    unsetDecision.run(by, now() + leaseMs, row.job);
    if (row.delivery !== null) {
      deleteDelivery.run(row.delivery);
      tally.delivery(found.environment, "pending", null);
    }
    // Nothing stands for it any more.
    if (row.dismissed !== null && setState.run("failed", row.dismissed, "dismissed").changes > 0)
      tally.delivery(found.environment, "dismissed", "failed");
    return { outcome: "done", job: toJob(found), undoUntil: null, isNew: true };
  }

  return {
    next: (holder, { most, leaseMs, keptMs, environment, jobId, except = [] }: ReviewsWanted) =>
      committer.write(() => {
        const present = now();
        const which = [
          timeAgo(present, keptMs),
          environment ?? null,
          jobId ?? null,
          JSON.stringify(except),
          holder,
          present,
        ] as const;
        renew.run(present + leaseMs, holder, present);
        const before = own.all(...which, most).map(({ job }) => job);
        const room = mostHeld - (countHeld.get(holder, present)?.count ?? 0);
        const more = Math.max(0, Math.min(most - before.length, room));
        const added = more === 0 ? [] : free.all(...which, more).map(({ job }) => job);
        for (const sequence of added) hold.run(holder, present + leaseMs, sequence);
        return inReview([...before, ...added]);
      }),
    letGo: (holder) =>
      committer.write(() => {
        letGo.run(holder);
      }),
    skip: (jobId, holder) =>
      committer.write(() => {
        const row = byId.get(jobId);
        if (row === null || row.decision !== null) return false;
        if (row.holder !== holder && toReview(row).holder !== null) return false;
        toTheEnd.run(now(), row.job);
        return true;
      }),
    drop: (jobId) =>
      committer.write(() => {
        const row = byId.get(jobId);
        return row !== null && drop.run(row.job).changes > 0;
      }),
    decide: (jobId, deciding) => committer.write(() => decide(jobId, deciding)),
    undo: (jobId, by, leaseMs) => committer.write(() => undo(jobId, by, leaseMs)),
    get: (jobId) =>
      committer.read(() => {
        const row = byId.get(jobId);
        return row === null ? null : toReview(row);
      }),
    counts: (keptMs, decidedMs) =>
      committer.read(() => {
        const present = now();
        const { count = 0, oldest = null } = open.get(timeAgo(present, keptMs)) ?? {};
        return {
          open: count,
          oldestAt: oldest,
          held: Object.fromEntries(heldBy.all(present).map((each) => [each.holder, each.count])),
          decided: Object.fromEntries(
            decidedBy.all(timeAgo(present, decidedMs)).map((each) => [each.decided_by, each.count]),
          ),
        };
      }),
    decisions: ({ before, most }) =>
      committer.read(() => inReview(decisions.all(before ?? null, most).map(({ job }) => job))),
  };
}
