import type { Random } from "../common/random.ts";

/** Gives the next of a kind of times, in seconds. */
export type Draw = (random: Random) => number;

/** Always the same. */
export const constant =
  (seconds: number): Draw =>
  () =>
    seconds;

/** Without memory, with this mean: times between arrivals that know nothing of each other. */
export const exponential =
  (mean: number): Draw =>
  ({ next }) =>
    -mean * Math.log(1 - next());

/** One of these, each as likely as another one: what was measured, as it was. */
export const oneOf =
  (seconds: readonly number[]): Draw =>
  ({ pick }) =>
    pick(seconds);

/** What of a normal distribution is below 95 of 100. */
const z95 = 1.6448536269514722;

/**
 * Log-normal: what times look like that are never below nothing and now and then much longer. From its median and what 95 of
 * 100 are within, in seconds; normal numbers by Box and Muller (1958).
 */
export function logNormal(median: number, p95: number): Draw {
  const [mu, sigma] = [Math.log(median), spreadOf(median, p95)];
  return ({ next }) =>
    Math.exp(mu + sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
}

/** The same from its mean and the ratio of p95 to median. */
export function logNormalOfMean(mean: number, p95ToMedian: number): Draw {
  const median = mean / Math.exp(spreadOf(1, p95ToMedian) ** 2 / 2);
  return logNormal(median, median * p95ToMedian);
}

function spreadOf(median: number, p95: number): number {
  return Math.log(p95 / median) / z95;
}
