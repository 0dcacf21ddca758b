import type { ServiceEvent } from "./events.ts";
import { counted, emptyMinute, HourFigures, type Minute, minutes, note, series } from "./hour-figures.ts";

/** What happened in the last hour: in this instance, or in all that share a queue. */
export interface Hour {
  /** Notes what happened, as far as it is one of the figures. Takes no time. */
  hear(event: ServiceEvent): void;
  /** The figures as they are now. Rejects with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED` where a server that keeps them cannot be asked. */
  figures(): HourFigures | Promise<HourFigures>;
  /** What is noted goes where it is kept. Never rejects. */
  stop(): void | Promise<void>;
}

/** The last hour of this instance. `clock` gives milliseconds that never go back. */
export class LastHour implements Hour {
  readonly #clock: () => number;
  readonly #since: number;
  /** One more than an hour has: the one that runs is not over. */
  readonly #ring: readonly Minute[] = Array.from({ length: minutes + 1 }, () => emptyMinute());

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#since = clock();
  }

  hear(event: ServiceEvent): void {
    note(event, {
      took: (what, bucket) => {
        const times = this.#running().times[what];
        times[bucket] = (times[bucket] ?? 0) + 1;
      },
      happened: (what) => {
        this.#running().counts[what]++;
      },
    });
  }

  figures(): HourFigures {
    const now = this.#clock();
    const running = Math.floor(now / 60_000);
    const known = this.#ring.filter(({ number }) => number >= 0 && number >= running - minutes);
    return new HourFigures({ minutes: known, now, since: this.#since });
  }

  stop(): void {}

  /** The minute that runs. */
  #running(): Minute {
    const number = Math.floor(this.#clock() / 60_000);
    const minute = this.#ring[number % this.#ring.length] as Minute;
    if (minute.number !== number) {
      minute.number = number;
      for (const name of series) minute.times[name].fill(0);
      for (const name of counted) minute.counts[name] = 0;
    }
    return minute;
  }
}
