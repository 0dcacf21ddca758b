import type { Percentiles } from "./tools.ts";

/** Milliseconds that the fastest answer of a slow handler takes, and the mean of what the others take more. */
const [least, mean] = [2, 20];
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** What the answer with this number takes: distributed exponentially, and spread evenly over the distribution. */
export function delayOf(number: number): number {
  return atPart((number * goldenRatio) % 1);
}

/** The percentiles of these delays. */
export const percentilesOfDelays: Omit<Percentiles, "perSecond"> = {
  p50: atPart(0.5),
  p90: atPart(0.9),
  p99: atPart(0.99),
};

function atPart(part: number): number {
  return least - mean * Math.log(1 - part);
}
