import { parseDuration, parseRate } from "./rates.ts";

/** A part of a load in which the rate goes in a straight line from that of the part before, 0 at first, to its own. */
export interface Stage {
  readonly seconds: number;
  /** Reports a second at its end. */
  readonly perSecond: number;
}

/**
 * When the report with a number, counted from 0, is due, in seconds from the beginning; `null` where none is any more. At
 * a fixed rate there is no end.
 */
export type Schedule = (number: number) => number | null;

export function atRate(perSecond: number): Schedule {
  return (number) => number / perSecond;
}

/** A stage with what went before it. */
interface Part {
  /** Seconds from the beginning. */
  readonly from: number;
  readonly seconds: number;
  /** Reports that are due before it, and in it. */
  readonly before: number;
  readonly count: number;
  /** Reports a second at its beginning, and by how much that grows each second. */
  readonly rate: number;
  readonly slope: number;
}

function partsOf(stages: readonly Stage[]): Part[] {
  const parts: Part[] = [];
  let [from, before, rate] = [0, 0, 0];
  for (const { seconds, perSecond } of stages) {
    const count = (seconds * (rate + perSecond)) / 2;
    parts.push({ from, seconds, before, count, rate, slope: (perSecond - rate) / seconds });
    [from, before, rate] = [from + seconds, before + count, perSecond];
  }
  return parts;
}

/** How many reports stages come to. */
export function reportsIn(stages: readonly Stage[]): number {
  return partsOf(stages).reduce((sum, { count }) => sum + count, 0);
}

/** In stages: the report `n` is due when so many have been due before it, that is where the integral of the rate is `n`. */
export function inStages(stages: readonly Stage[]): Schedule {
  const parts = partsOf(stages);
  return (number) => {
    const part = parts.find(({ before: earlier, count }) => number < earlier + count);
    if (part === undefined) return null;
    const rest = number - part.before;
    // rest = rate·t + slope·t²/2, solved in the form that loses no digits where the slope is small.
    const root = Math.sqrt(Math.max(0, part.rate ** 2 + 2 * part.slope * rest));
    const within = rest === 0 ? 0 : (2 * rest) / (part.rate + root);
    return part.from + Math.min(within, part.seconds);
  };
}

/** Stages, of `30s:5/s,1min:20/s,30s:0`: how long, and the rate at the end; `null` where it is nothing like that. */
export function parseStages(text: string): Stage[] | null {
  const stages = text.split(",").map((part) => {
    const [length = "", rate = "", ...more] = part.trim().split(":");
    const seconds = parseDuration(length);
    const perSecond = /^0+$/.test(rate.trim()) ? 0 : parseRate(rate);
    return more.length > 0 || seconds === null || perSecond === null ? null : { seconds, perSecond };
  });
  const whole = stages.filter((stage) => stage !== null);
  return whole.length < stages.length || whole.every(({ perSecond }) => perSecond === 0) ? null : whole;
}
