import type { DeliveryState } from "../delivery.ts";
import type { JobState } from "../job.ts";
import type { Store } from "./store.ts";

/** What has to be known of a job to delete it. */
interface KeptJob {
  readonly place: number;
  readonly state: JobState;
  readonly delivery: number | null;
}

interface DeliveryOfJob {
  readonly place: number;
  readonly environment: string;
  readonly state: DeliveryState;
  readonly unknown: number;
  readonly ended_at: number | null;
}

/** Deletes jobs with all that hangs on them. */
export class Removal {
  readonly #store: Store;
  readonly #deliveryOf;
  readonly #deliveryOfReview;
  readonly #deleteDelivery;
  readonly #deleteReading;
  readonly #deleteFacts;
  readonly #deleteReview;
  readonly #deleteJob;

  constructor(store: Store) {
    const { database } = store;
    this.#store = store;
    this.#deliveryOf = database.prepare<DeliveryOfJob, [number]>(
      "SELECT place, environment, state, unknown, ended_at FROM deliveries WHERE place = ?",
    );
    this.#deliveryOfReview = database.prepare<DeliveryOfJob, [number]>(
      `SELECT place, environment, state, unknown, ended_at FROM deliveries
       WHERE place = (SELECT delivery FROM reviews WHERE job = ?)`,
    );
    this.#deleteDelivery = database.prepare<null, [number]>("DELETE FROM deliveries WHERE place = ?");
    this.#deleteReading = database.prepare<null, [number]>("DELETE FROM readings WHERE job = ?");
    this.#deleteFacts = database.prepare<null, [number]>("DELETE FROM facts WHERE job = ?");
    this.#deleteReview = database.prepare<null, [number]>("DELETE FROM reviews WHERE job = ?");
    this.#deleteJob = database.prepare<null, [number]>("DELETE FROM jobs WHERE place = ?");
  }

  /** What was sent because of a job, if anything was: its result, and what a person decided. */
  deliveriesOf({ place, delivery }: Pick<KeptJob, "place" | "delivery">): DeliveryOfJob[] {
    const ofResult = delivery === null ? [] : this.#deliveryOf.all(delivery);
    return [...ofResult, ...this.#deliveryOfReview.all(place)];
  }

  /** For operations: deletes a job in whatever state, and says what hung on it. */
  remove(job: KeptJob): { readonly deliveries: number; readonly readings: number } {
    const { tally } = this.#store;
    const deliveries = this.deliveriesOf(job);
    for (const { place, environment, state, unknown } of deliveries) {
      this.#deleteDelivery.run(place);
      tally.delivery(environment, state, null);
      tally.unknown -= unknown;
    }
    const { changes: readings } = this.#deleteReading.run(job.place);
    this.#deleteFacts.run(job.place);
    this.#deleteReview.run(job.place);
    this.#deleteJob.run(job.place);
    tally.job(job.state, null);
    return { deliveries: deliveries.length, readings };
  }
}
