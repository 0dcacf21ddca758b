import type { Database } from "bun:sqlite";
import { attempt } from "../../config/attempt.ts";
import { growingIds } from "../ids.ts";
import { Listeners } from "../listeners.ts";
import type { LocalHour, Queue } from "../port.ts";
import { Checkpoints } from "./checkpoints.ts";
import { ClockWatch } from "./clock.ts";
import { Commits, commitsIn } from "./commits.ts";
import { Committer } from "./committer.ts";
import { closeDatabase, sizeOf } from "./database.ts";
import { deliveryQueue } from "./deliveries.ts";
import { EndedClaims } from "./ended-claims.ts";
import { Environments } from "./environments.ts";
import { Refusal, storageFull } from "./failures.ts";
import { history } from "./history.ts";
import { Holds } from "./holds.ts";
import { Hours } from "./hours.ts";
import { jobQueue } from "./jobs.ts";
import { LocalHours } from "./local-hours.ts";
import { Outbox } from "./outbox.ts";
import { reviewQueue } from "./reviews.ts";
import { Room } from "./room.ts";
import type { Store } from "./store.ts";
import { SyncTimes } from "./sync-times.ts";
import { Tally } from "./tally.ts";
import { Times } from "./times.ts";
import { Totals } from "./totals.ts";
import { Witness } from "./witness.ts";

/** What a queue is made of, besides its database. */
export interface QueueParts {
  readonly file: string;
  readonly mostMegabytes: number;
  readonly localHour: (ms: number) => LocalHour;
  readonly now: () => number;
  /** Hears what is odd, and stops nothing. */
  readonly warn: (message: string) => void;
  /** Hears how many milliseconds a group of operations took to get to the disk. */
  readonly onSync: (milliseconds: number) => void;
  /** Called when the queue is closed. */
  readonly onClose: () => void;
}

/** The queue in a database that is open, up to date and nobody else's. */
export function queueIn(
  database: Database,
  { file, mostMegabytes, localHour, now, warn, onSync, onClose }: QueueParts,
): Queue {
  releaseAll(database, now());
  const witness = new Witness(file, commitsIn(database));
  const tally = new Tally(database);
  const localHours = new LocalHours(localHour);
  const totals = new Totals(database, localHours);
  const hours = new Hours(database, localHours);
  const times = new Times(database, localHours);
  const environments = new Environments(database);
  const endedClaims = new EndedClaims();
  const holds = new Holds(database);
  const room = new Room(database, mostMegabytes, () => tally.outstanding);
  const commits = new Commits(database, witness);
  const memories = [
    tally,
    totals,
    hours,
    times,
    environments,
    endedClaims,
    holds,
    room,
    commits,
    new SyncTimes(onSync),
  ];
  const committer = new Committer(database, file, memories);
  const checkpoints = new Checkpoints(database, witness);
  const listeners = new Listeners();
  const store: Store = {
    database,
    file,
    committer,
    tally,
    totals,
    hours,
    times,
    environments,
    endedClaims,
    holds,
    room,
    now,
    warn,
    newId: growingIds(now, newestId(database)),
    wake: (kind) => committer.afterCommit(() => listeners.wake(kind)),
  };
  const outbox = new Outbox(store);
  const touch = database.prepare<null, [number]>(
    "INSERT OR REPLACE INTO settings (name, value) VALUES ('checked', ?)",
  );
  const shifts = [
    "UPDATE jobs SET due_at = due_at - ? WHERE state = 'retrying' AND ready = 0",
    "UPDATE deliveries SET due_at = due_at - ? WHERE ready = 0 AND due_at IS NOT NULL",
    "UPDATE reviews SET held_until = held_until - ?1, undo_until = undo_until - ?1 WHERE held_until IS NOT NULL OR undo_until IS NOT NULL",
  ].map((statement) => database.prepare<null, [number]>(statement));
  /** What is planned stays as far away as it was; times that have passed stay as they were noted. */
  const shift = (milliseconds: number): void => {
    for (const statement of shifts) statement.run(milliseconds);
    touch.run(now());
  };
  // A clock that was set back while nobody looked; by less than a second it was only steered.
  const back = lastTime(database) - now();
  if (back >= 1000) database.transaction(shift)(back);
  const clock = new ClockWatch(now, (milliseconds) => {
    warn(`the clock was set back by ${Math.round(milliseconds / 1000)} s: what is planned is planned anew`);
    const planAnew = (): void => {
      shift(milliseconds);
      store.wake("jobs");
      store.wake("deliveries");
    };
    committer
      .write(planAnew)
      .catch((error) => warn(`what is planned cannot be planned anew: ${error.message}`));
  });
  clock.start();
  checkpoints.start();
  let closing: Promise<void> | null = null;
  return {
    description: `SQLite in ${file}`,
    jobs: jobQueue(store, outbox),
    deliveries: deliveryQueue(store),
    reviews: reviewQueue(store, outbox),
    history: history(store, (ms) => localHours.at(ms).day),
    onWork: (kind, listener) => listeners.add(kind, listener),
    check: () =>
      committer.write(() => {
        if (!room.hasFor(1)) throw new Refusal(storageFull(file));
        touch.run(now());
      }),
    bytes: () => committer.read(() => sizeOf(file)),
    mostBytes: () => committer.read(() => mostMegabytes * 1e6),
    loss: null,
    close: () => {
      clock.stop();
      closing ??= committer.close().then(() => {
        // On a full disk there may be no room for it.
        attempt(
          () => touch.run(now()),
          () => {},
        );
        checkpoints.stop();
        closeDatabase(database);
        witness.close();
        onClose();
      });
      return closing;
    },
  };
}

/** The process that had these in hand is gone, and with it what it knew of the answers to its deliveries. */
function releaseAll(database: Database, present: number): void {
  database.transaction(() => {
    database.run(
      `UPDATE jobs SET state = 'waiting', ready = 1, claim = NULL, due_at = NULL
       WHERE environment IN (SELECT name FROM environments) AND state = 'active'`,
    );
    database.run(
      `UPDATE deliveries SET ready = 1, claim = NULL, due_at = ?, unknown = unknown + 1
       WHERE environment IN (SELECT name FROM environments) AND state = 'pending' AND claim IS NOT NULL`,
      [present],
    );
  })();
}

/** The last time that was noted in this database; 0 when none was. */
function lastTime(database: Database): number {
  return (
    database.query<{ value: number }, []>("SELECT value FROM settings WHERE name = 'checked'").get()?.value ??
    0
  );
}

function newestId(database: Database): string | null {
  const newest = (table: "jobs" | "deliveries") =>
    database.query<{ id: string | null }, []>(`SELECT max(id) AS id FROM ${table}`).get()?.id ?? "";
  return [newest("jobs"), newest("deliveries").replace("msg_", "")].sort().at(-1) || null;
}
