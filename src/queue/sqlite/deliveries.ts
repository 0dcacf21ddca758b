import { type DeliveryState, deliveryStates } from "../delivery.ts";
import type { FailedFilter } from "../filter.ts";
import { deliveriesTo } from "../listeners.ts";
import type { DeliveryQueue } from "../port.ts";
import { untilDue } from "./clock.ts";
import { findSequences, idsBeginning, readEach, type Table } from "./find.ts";
import { type DeliveryRow, toDelivery } from "./rows.ts";
import { Sending, selectDelivery } from "./sending.ts";
import type { Store } from "./store.ts";

const table: Table<DeliveryState> = {
  name: "deliveries",
  states: deliveryStates,
  created: "created_at",
  rowsIn: (state) => ({
    by: "INDEXED BY deliveries_state",
    where: `state = '${state}'`,
    ordered: "environment",
  }),
};

/** The deliveries' half of the queue. */
export function deliveryQueue(store: Store): DeliveryQueue {
  const { database, committer, holds, now, tally, wake } = store;
  const byId = database.prepare<DeliveryRow, [string]>(`${selectDelivery} WHERE deliveries.id = ?`);
  const bySequence = database.prepare<DeliveryRow, [number]>(`${selectDelivery} WHERE deliveries.place = ?`);
  const sequenceOf = database.prepare<{ place: number }, [string]>(
    "SELECT place FROM deliveries WHERE id = ?",
  );
  const oldestPending = database.prepare<{ created_at: number }, []>(
    `SELECT created_at FROM deliveries WHERE place = (SELECT min(
       (SELECT min(place) FROM deliveries WHERE environment = name AND state = 'pending')) FROM environments)`,
  );
  const nextDue = database.prepare<{ due_at: number | null }, [string]>(
    // What is ready was due at some time; which of them was first makes no difference.
    `SELECT coalesce(
       (SELECT due_at FROM deliveries WHERE environment = ?1 AND ready = 1 LIMIT 1),
       (SELECT min(due_at) FROM deliveries WHERE environment = ?1 AND ready = 0 AND due_at IS NOT NULL)) AS due_at`,
  );
  const hurry = database.prepare<null, [number, string]>(
    // What a person decided waits for his second thoughts, and not for its destination.
    `UPDATE deliveries SET ready = 1, due_at = ?1 WHERE environment = ?2 AND ready = 0 AND due_at > ?1
       AND place NOT IN (SELECT delivery FROM reviews WHERE undo_until > ?1 AND delivery IS NOT NULL)`,
  );
  const redeliver = database.prepare<{ environment: string }, [number, number, string]>(
    `UPDATE deliveries SET state = 'pending', ready = 1, attempts = 0, ended_at = NULL, due_at = ?
     WHERE place = ? AND state = ? AND NOT EXISTS (SELECT 1 FROM reviews
       WHERE reviews.job = deliveries.job AND reviews.delivery <> deliveries.place) RETURNING environment`,
  );
  const dismiss = database.prepare<{ environment: string }, [number]>(
    "UPDATE deliveries SET state = 'dismissed' WHERE place = ? AND state = 'failed' RETURNING environment",
  );
  const sequencesOf = (which: readonly string[] | FailedFilter) =>
    isList(which)
      ? which.flatMap((id) => sequenceOf.all(id)).map(({ place }) => place)
      : findSequences(store, table, { ...which, states: ["failed"], most: Number.MAX_SAFE_INTEGER });

  const sending = new Sending(store);
  return {
    claim: (environment, most, leaseMs, probePauseMs) =>
      sending.claim(environment, most, leaseMs, probePauseMs),
    renew: (claimTokens, leaseMs) => sending.renew(claimTokens, leaseMs),
    end: (claimToken, end, counters) => sending.end(claimToken, end, counters),
    releaseExpired: () => sending.releaseExpired(),
    nextDueIn: (environment, probePauseMs) =>
      committer.read(() => {
        const dueIn = untilDue(nextDue.get(environment)?.due_at, now());
        const probeIn = sending.untilProbe(environment, probePauseMs);
        return dueIn === null || probeIn === null ? null : Math.max(dueIn, probeIn);
      }),
    hurry: (environment) =>
      committer.write(() => {
        const present = now();
        const { changes } = hurry.run(present, environment);
        if (changes > 0) wake(deliveriesTo(environment));
        return changes;
      }),
    redeliver: (which) =>
      committer.write(() => {
        const present = now();
        const sequences = sequencesOf(which);
        let begun = 0;
        for (const state of ["failed", "dismissed"] as const) {
          const changed = sequences.flatMap((sequence) => redeliver.all(present, sequence, state));
          for (const { environment } of changed) tally.delivery(environment, state, "pending");
          begun += changed.length;
        }
        if (begun > 0) wake("deliveries");
        return begun;
      }),
    dismiss: (which) =>
      committer.write(() => {
        const changed = sequencesOf(which).flatMap((sequence) => dismiss.all(sequence));
        for (const { environment } of changed) tally.delivery(environment, "failed", "dismissed");
        return changed.length;
      }),
    get: (id) =>
      committer.read(() => {
        const row = byId.get(id);
        return row === null ? null : toDelivery(row);
      }),
    idsBeginning: (text, most) => committer.read(() => idsBeginning(store, table, text, most)),
    list: (filter) =>
      committer.read(() =>
        readEach(store, table, findSequences(store, table, filter), (sequence) =>
          bySequence.all(sequence).map(toDelivery),
        ),
      ),
    counts: () =>
      committer.read(() => ({
        ...tally.deliveries,
        unknown: tally.unknown,
        oldestPendingAt: oldestPending.get()?.created_at ?? null,
        pendingByEnvironment: Object.fromEntries([...tally.pending].filter(([, count]) => count > 0)),
      })),
    resume: (environment, exceptFingerprint) =>
      committer.write(() => {
        const isLifted = holds.lift(environment, exceptFingerprint);
        if (isLifted) wake(deliveriesTo(environment));
        return isLifted;
      }),
    held: () => committer.read(() => holds.all()),
  };
}

function isList(which: readonly string[] | object): which is readonly string[] {
  return Array.isArray(which);
}
