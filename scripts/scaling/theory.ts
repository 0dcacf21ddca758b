import { steadyArrivals } from "./arrivals.ts";
import { constant, type Draw, exponential } from "./draws.ts";
import { constantServiceWait, erlangWait } from "./erlang.ts";
import { meanOf } from "./levels.ts";
import type { Setup } from "./setup.ts";
import { simulate } from "./simulate.ts";

/** One instance, so many workers, a Poisson stream that keeps `busy` of their time; all else takes no time and never fails. */
export function plainSetup(seed: string, { workers, busy, reports, reading = exponential(1) }: Plain): Setup {
  return {
    seed,
    arrivals: steadyArrivals(reports, workers * busy, seed),
    instances: 1,
    workers,
    inHandPerWorker: 1,
    loading: constant(0),
    reading,
    answering: constant(0),
    deliveries: 1,
    queueSize: Number.POSITIVE_INFINITY,
    failing: 0,
    deaths: [],
    absences: [],
    leaseSeconds: 60,
    resendSeconds: 5,
  };
}

interface Plain {
  readonly workers: number;
  /** Share of the workers' time, below 1. */
  readonly busy: number;
  readonly reports: number;
  /** Of one second on average. */
  readonly reading?: Draw;
}

/** A queue whose mean wait is known, in service times, and what the simulation finds. */
export interface Known {
  readonly name: string;
  readonly known: number;
  readonly simulated: number;
}

/** Mean waits that queueing theory knows beside those of the simulation, each of so many reports. */
export function againstTheory(seed: string, reports: number): Known[] {
  const waitOf = (plain: Omit<Plain, "reports">): number =>
    meanOf(simulate(plainSetup(seed, { ...plain, reports })).waited);
  return [
    {
      name: "M/M/1, 70 % busy",
      known: erlangWait(1, 0.7),
      simulated: waitOf({ workers: 1, busy: 0.7 }),
    },
    {
      name: "M/M/8, 85 % busy",
      known: erlangWait(8, 8 * 0.85),
      simulated: waitOf({ workers: 8, busy: 0.85 }),
    },
    {
      name: "M/D/1, 70 % busy",
      known: constantServiceWait(0.7),
      simulated: waitOf({ workers: 1, busy: 0.7, reading: constant(1) }),
    },
  ];
}
