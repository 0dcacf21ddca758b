import type { Demand } from "../../cli/plan/capacity.ts";
import { random } from "../common/random.ts";

/** Seconds of a day. */
export const daySeconds = 86_400;

/** When the peak begins, in seconds since midnight. Where it lies in the day changes nothing; people send in the evening. */
export const peakBegins = 19 * 3600;

/**
 * Seconds of a day at which reports come, rising: within the peak that `ocr-eco plan` plans for, so many percent of them,
 * and all others evenly over the rest of the day, because nothing is known of when those come. Each for itself (a Poisson
 * process), so there is chance within each minute, too.
 */
export function dayOfArrivals(demand: Demand, seed: string): Float64Array {
  const { next } = random(`${seed}/arrivals`);
  const reports = demand.usersPerDay * demand.picturesPerUser;
  const peakSeconds = demand.peakHours * 3600;
  const inPeak = (reports * demand.peakShare) / 100;
  const rest = (reports - inPeak) / Math.max(1, daySeconds - peakSeconds);
  const parts = [
    { until: peakBegins, perSecond: rest },
    { until: peakBegins + peakSeconds, perSecond: inPeak / peakSeconds },
    { until: daySeconds, perSecond: rest },
  ];
  const times: number[] = [];
  let at = 0;
  for (const { until, perSecond } of parts) {
    // What is left of a pause when the rate changes is as long as a new one: it has no memory.
    for (let from = at; perSecond > 0; ) {
      from -= Math.log(1 - next()) / perSecond;
      if (from >= until) break;
      times.push(from);
    }
    at = until;
  }
  return Float64Array.from(times);
}

/** So many arrivals at this rate, from the first second on: a Poisson process. */
export function steadyArrivals(count: number, perSecond: number, seed: string): Float64Array {
  const { next } = random(`${seed}/arrivals`);
  const times = new Float64Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    at -= Math.log(1 - next()) / perSecond;
    times[index] = at;
  }
  return times;
}
