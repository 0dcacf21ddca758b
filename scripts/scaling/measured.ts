import { readFileSync } from "node:fs";
import { join } from "node:path";

const docs = join(import.meta.dir, "..", "..", "docs");

/** What a machine of two cores does, as it was measured last: from the pages that the scripts write. */
export interface Measured {
  /** Of the service with two workers, from POST to acknowledged webhook, without any cache. */
  readonly picturesPerMinute: number;
  /** Pictures a second of the workers alone. */
  readonly oneWorker: number;
  readonly twoWorkers: number;
  /** Of one picture, by one worker: how far its longest times are from its usual ones. */
  readonly p95ToMedian: number;
  /** With the queue in a folder. */
  readonly submissionsPerSecond: number;
  readonly workerMb: number;
  readonly serverMb: number;
  /** That one person decides at the review desk. */
  readonly decisionsPerMinute: number;
}

/** Reads docs/figures.md and docs/benchmarks.md. Throws a sentence that names a figure which is not there. */
export function measured(): Measured {
  const [figures, benchmarks] = ["figures.md", "benchmarks.md"].map((name) =>
    readFileSync(join(docs, name), "utf8"),
  ) as [string, string];
  const time = (column: number): number => figureIn(benchmarks, "bench", "ocr-eco auto", column, / ms/);
  return {
    picturesPerMinute: figureIn(figures, "service-figures", "pictures a minute from then on"),
    oneWorker: figureIn(benchmarks, "bench", "1 worker"),
    twoWorkers: figureIn(benchmarks, "bench", "2 workers"),
    p95ToMedian: time(5) / time(4),
    submissionsPerSecond: figureIn(figures, "service-figures", "reports a second"),
    workerMb: figureIn(benchmarks, "worker-memory", "memory between pictures"),
    serverMb: figureIn(figures, "service-figures", "memory of the server process right after them"),
    decisionsPerMinute: figureIn(figures, "review-figures", "decided in a minute"),
  };
}

/** The number in a column of the first row of a script's section that begins with these words, and has `also` in it. */
export function figureIn(page: string, script: string, begins: string, column = 1, also = /./): number {
  const [, section = ""] = page.split(`<!-- ${script}: begin -->`);
  const [own = ""] = section.split(`<!-- ${script}: end -->`);
  const row = own.split("\n").find((line) => line.startsWith(`| ${begins}`) && also.test(line));
  const value = Number.parseFloat(row?.split(" | ")[column] ?? "");
  if (Number.isNaN(value))
    throw new Error(`The section of ${script} has no "${begins}": run it with --write.`);
  return value;
}

/**
 * What one report costs the Redis server of the queue, and what it keeps of it: `bun scripts/scaling.ts --redis`, medians of a
 * dozen runs on a shared, busy machine of two cores, at 60 and 100 reports a second, with one, four and eight instances.
 */
export const redis = {
  /** With those that scripts run: 175 to 209; in two runs with four instances 300. */
  commands: 185,
  /** Of one core, the syncs of `appendfsync always` included: 2.0 to 4.5. */
  processorMs: 2.6,
  bytesIn: 4600,
  bytesOut: 1600,
  /** A picture's hashes, for `HISTORY_DAYS`. */
  rememberedBytes: 490,
  /** A job with its reading, delivery and picture: what docs/operations.md tells; measured here 2,400. */
  keptBytes: 2700,
  /** What is kept free for each job that has not ended (src/queue/redis/room.ts). */
  reservedBytes: 6000,
} as const;

/**
 * What nobody has measured, because it is others': how long a picture takes to come from its server, how long Laravel takes to
 * answer, in seconds, median and p95; how long Sentinel takes to make a replica the server; how large a screenshot is, in bytes.
 */
export const assumed = {
  loading: [0.1, 0.4],
  answering: [0.1, 0.5],
  failoverSeconds: 15,
  pictureBytes: 300_000,
  /** Of all readings, for which a person decides: of 72 real screenshots 2, of the 20 of docs/benchmarks.md 2. */
  doubtful: 0.05,
} as const;
