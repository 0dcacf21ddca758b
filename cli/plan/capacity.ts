/** What so many workers of a machine did while it was measured. */
export interface Measured {
  readonly workers: number;
  readonly perMinute: number;
  /** How much of a core each worker had while it read: 1 is a whole one. */
  readonly coreShare: number;
  /** Memory of all workers together, in MB (10⁶ bytes). */
  readonly memoryMb: number;
  /** Pictures that were read meanwhile. */
  readonly pictures: number;
}

/** Who sends pictures, and when. */
export interface Demand {
  readonly usersPerDay: number;
  readonly picturesPerUser: number;
  /** Percent of a day's pictures that come within the peak. */
  readonly peakShare: number;
  readonly peakHours: number;
}

/** The hours of a day in which most comes. */
export interface Peak {
  readonly pictures: number;
  readonly perMinute: number;
}

/** What to set on each machine, and what that is good for. */
export interface Suggestion {
  readonly workers: number;
  readonly queueSize: number;
  /** Memory that the workers and the server take, in MB. */
  readonly memoryMb: number;
  /** How many times a machine's part of the peak it can read. */
  readonly headroom: number;
  /** Seconds until the last picture of a machine's part is read if all of the peak comes at once. */
  readonly longestWaitSeconds: number;
  /** Users a day that one machine carries, with the margin. */
  readonly usersPerDay: number;
  readonly machines: number;
}

/** Memory of the server process, with room, in MB. */
export const serverMb = 150;
/**
 * How much of what a machine reads a plan uses. The rest is for what is not measured: downloads, deliveries, larger
 * pictures, reports that are sent again. `ocr-eco status` complains of processors from 80 % on.
 */
const planned = 0.7;
/** More workers have to bring more than this, or fewer do as well. */
const worthwhile = 0.05;
/** What `MAX_QUEUE_SIZE` is by default, and rounded up to. */
const leastQueue = 1000;

/** When most comes, and how much that is. */
export function peakOf({ usersPerDay, picturesPerUser, peakShare, peakHours }: Demand): Peak {
  const pictures = (usersPerDay * picturesPerUser * peakShare) / 100;
  return { pictures: Math.ceil(pictures), perMinute: pictures / (peakHours * 60) };
}

/**
 * Up to five numbers of workers to try on so many cores: one, all, and steps of like ratio between them, because it is
 * ratios that tell where more workers bring nothing.
 */
export function countsFor(cores: number): number[] {
  const steps = [0, 1, 2, 3, 4];
  return [...new Set(steps.map((step) => Math.round(cores ** (step / 4))))];
}

/**
 * The fewest workers that read nearly as much as the best number, of those that `availableMb` of memory hold together
 * with the server; the fewest of all where it holds none. A burst is over sooner with every worker that has a core for
 * itself, and an idle one costs memory only.
 */
export function bestOf(measured: readonly Measured[], availableMb: number): Measured {
  const [fewest] = measured;
  if (fewest === undefined) throw new Error("nothing was measured");
  const held = measured.filter(({ memoryMb }) => memoryMb + serverMb <= availableMb);
  const most = Math.max(...held.map(({ perMinute }) => perMinute));
  return held.find(({ perMinute }) => perMinute >= most * (1 - worthwhile)) ?? fewest;
}

/**
 * What to set for a demand. The queue has room for the whole peak: whether its pictures come in one minute, or no worker
 * reads for as long as it lasts, none of them is refused. No order of arrival lets one wait longer than the last of all
 * pictures that come at once.
 */
export function suggest(best: Measured, demand: Demand): Suggestion {
  const peak = peakOf(demand);
  const carried = best.perMinute * planned;
  const machines = Math.max(1, Math.ceil(peak.perMinute / carried));
  const pictures = peak.pictures / machines;
  const users = (demand.usersPerDay * carried) / peak.perMinute;
  return {
    workers: best.workers,
    queueSize: Math.max(1, Math.ceil(pictures / leastQueue)) * leastQueue,
    memoryMb: best.memoryMb + serverMb,
    headroom: (best.perMinute * machines) / peak.perMinute,
    longestWaitSeconds: (pictures / best.perMinute) * 60,
    usersPerDay: roundedDown(users),
    machines,
  };
}

/** To two digits: more would promise what a measurement of seconds does not know. */
function roundedDown(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.floor(count / unit) * unit;
}
