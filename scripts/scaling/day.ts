import { dayOfArrivals, daySeconds, peakBegins } from "./arrivals.ts";
import { logNormal, logNormalOfMean } from "./draws.ts";
import { type Day, dayOf } from "./levels.ts";
import type { Measured } from "./measured.ts";
import type { Outcome } from "./setup.ts";
import { simulate } from "./simulate.ts";
import { deliveriesPerInstance, type Plan } from "./sizes.ts";

/** How a day is played. */
export interface Play {
  readonly seed: string;
  /** One report of so many is played, by one machine of so many. */
  readonly scale: number;
  /** Median and p95, in seconds. */
  readonly loading: readonly [number, number];
  readonly answering: readonly [number, number];
  readonly failoverSeconds: number;
}

export interface Played {
  readonly plan: Plan;
  /** That were played, and for how many each of them stands. */
  readonly machines: number;
  readonly scale: number;
  readonly day: Day;
  readonly outcome: Outcome;
  /** Share of the workers' time within the peak, as it was planned. */
  readonly workersBusy: number;
}

/** What the service's unit needs to start it again: RestartSec, and the start. */
const restartSeconds = 3;

/**
 * Plays one day of a plan on its machines. In the middle of the peak one instance dies and is away for a minute, and its jobs
 * wait for their leases; where a queue is shared, its server is away for as long as a failover takes, a quarter of the peak
 * later. One instance with its own folder is started again by systemd, and has its jobs back at once.
 */
export function playDay(plan: Plan, measured: Measured, play: Play): Played {
  const { seed } = play;
  const { demand, isShared, suggestion } = plan;
  const machines = Math.max(1, Math.round(plan.machines / play.scale));
  // So that each machine has exactly its part, although machines are whole ones.
  const scale = plan.machines / machines;
  const arrivals = dayOfArrivals({ ...demand, usersPerDay: demand.usersPerDay / scale }, seed);
  const peakSeconds = demand.peakHours * 3600;
  const middle = peakBegins + peakSeconds / 2;
  const mean = (60 * suggestion.workers) / measured.picturesPerMinute;
  const outcome = simulate({
    seed,
    arrivals,
    instances: machines,
    workers: suggestion.workers,
    inHandPerWorker: 2,
    loading: logNormal(...play.loading),
    reading: logNormalOfMean(mean, measured.p95ToMedian),
    answering: logNormal(...play.answering),
    deliveries: machines * deliveriesPerInstance,
    queueSize: Math.ceil(plan.queueSize / scale),
    failing: 0,
    deaths: [{ at: middle, instance: 0, seconds: isShared ? 60 : restartSeconds }],
    absences: isShared ? [{ at: middle + peakSeconds / 4, seconds: play.failoverSeconds }] : [],
    leaseSeconds: isShared ? 60 : restartSeconds,
    resendSeconds: 5,
  });
  const day = dayOf(outcome, arrivals, [peakBegins, Math.min(daySeconds, peakBegins + peakSeconds)]);
  const busy = ((plan.peakPerSecond / scale) * mean) / (machines * suggestion.workers);
  return { plan, machines, scale, day, outcome, workersBusy: busy };
}
