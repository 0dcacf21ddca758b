import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../rig/serving.ts";
import { constant, logNormalOfMean, oneOf } from "./draws.ts";
import { meanOf, quantilesOf } from "./levels.ts";
import { simulate } from "./simulate.ts";

/** A report of a load test (`--records`), as far as it is looked at. */
interface LoadRecord {
  readonly due_s: number;
  readonly accepted_ms: number;
  readonly waited_ms: number;
  readonly read_ms: number;
  readonly delivered_ms: number;
}

/** One run: times are seconds. */
interface Run {
  readonly workers: number;
  readonly records: readonly LoadRecord[];
}

/** What is held against each other, of the measured run and of the simulated one. */
export interface Found {
  readonly perMinute: number;
  readonly waitedMean: number;
  readonly waitedP50: number;
  readonly waitedP95: number;
  readonly waitedMost: number;
  readonly endedMean: number;
  readonly endedP95: number;
}

export interface Checked {
  readonly workers: number;
  readonly reports: number;
  /** Pictures a minute before the run, with more waiting than is read, and in the run itself while many waited. */
  readonly perMinuteBefore: number;
  readonly perMinuteMeanwhile: number;
  readonly measured: Found;
  /** With the speed that was measured before the run, and with that of the run itself. */
  readonly simulated: Found;
  readonly simulatedAtItsSpeed: Found;
}

/**
 * Has a service of its own read: first as much as it can, which gives its speed; then reports that come slower, faster and
 * slower than that, so that a queue grows and goes. Then plays the second run with its arrivals, its number of workers and the
 * speed of the first one. A minute; loopback.
 */
export async function check(seed: string, p95ToMedian: number): Promise<Checked> {
  const first = await loadtest(["--n", "50", "-c", "12", "--warm-up", "10"]);
  const perSecond = speedOf(first.records, 4);
  const at = (share: number): string => `${(share * perSecond).toFixed(2)}/s`;
  const stages = `1s:${at(0.6)},6s:${at(0.6)},1s:${at(1.6)},8s:${at(1.6)},1s:${at(0.5)},10s:${at(0.5)}`;
  const second = await loadtest(["--stages", stages, "-c", "20", "--warm-up", "6"]);
  const meanwhile = speedOf(
    second.records.filter(({ waited_ms }) => waited_ms > 500),
    0,
  );
  const play = (speed: number): Found => playOf(second, speed, seed, p95ToMedian);
  return {
    workers: second.workers,
    reports: second.records.length,
    perMinuteBefore: 60 * perSecond,
    perMinuteMeanwhile: 60 * meanwhile,
    measured: foundOf(
      second.records.map(({ due_s, accepted_ms }) => due_s + accepted_ms / 1000),
      Float64Array.from(second.records, ({ waited_ms }) => waited_ms / 1000),
      Float64Array.from(second.records, ({ waited_ms, read_ms }) => (waited_ms + read_ms) / 1000),
    ),
    simulated: play(perSecond),
    simulatedAtItsSpeed: play(meanwhile),
  };
}

async function loadtest(words: readonly string[]): Promise<Run> {
  // Not in a folder with a .env file.
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-scaling-"));
  try {
    const file = join(folder, "records.jsonl");
    const child = Bun.spawn([...program, "loadtest", "--self", "--json", "--records", file, ...words], {
      cwd: folder,
      stdout: "pipe",
      stderr: "ignore",
      timeout: 60_000,
    });
    const document = JSON.parse(await new Response(child.stdout).text()) as {
      service: { workers: number };
      reports: { sent: number; results: number };
    };
    const records = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as LoadRecord);
    const { sent, results } = document.reports;
    if (results < sent) throw new Error(`${sent - results} of ${sent} reports have no result.`);
    return { workers: document.service.workers, records };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** When results were there, in seconds, rising. */
function endsOf(records: readonly LoadRecord[]): number[] {
  return records
    .map(({ due_s, accepted_ms, waited_ms, read_ms }) => due_s + (accepted_ms + waited_ms + read_ms) / 1000)
    .sort((one, other) => one - other);
}

/** Results a second while there was always more to read, without so many at the beginning. */
function speedOf(records: readonly LoadRecord[], without: number): number {
  const ends = endsOf(records).slice(without);
  return (ends.length - 1) / ((ends.at(-1) ?? 0) - (ends[0] ?? 0));
}

function playOf({ workers, records }: Run, perSecond: number, seed: string, p95ToMedian: number): Found {
  // What comes into the queue is simulated, so its arrivals are when reports were accepted.
  const arrivals = records
    .map(({ due_s, accepted_ms }) => due_s + accepted_ms / 1000)
    .sort((one, other) => one - other);
  const { waited, ended } = simulate({
    seed,
    arrivals,
    instances: 1,
    workers,
    inHandPerWorker: 2,
    // Over loopback: what it takes is in the speed.
    loading: constant(0),
    reading: logNormalOfMean(workers / perSecond, p95ToMedian),
    answering: oneOf(records.map(({ delivered_ms }) => delivered_ms / 1000)),
    deliveries: 8,
    queueSize: 1_000_000,
    failing: 0,
    deaths: [],
    absences: [],
    leaseSeconds: 60,
    resendSeconds: 5,
  });
  return foundOf(arrivals, waited, ended);
}

function foundOf(arrivals: readonly number[], waited: Float64Array, ended: Float64Array): Found {
  const { p50, p95, most } = quantilesOf(waited);
  const ends = arrivals.map((at, index) => at + (ended[index] ?? 0)).sort((one, other) => one - other);
  // Those in the middle: how soon the first and the last are there says nothing of how many a minute.
  const [from, until] = [0.1, 0.9].map((share) => ends[Math.floor(share * (ends.length - 1))] ?? 0) as [
    number,
    number,
  ];
  return {
    perMinute: (60 * 0.8 * (ends.length - 1)) / (until - from),
    waitedMean: meanOf(waited),
    waitedP50: p50,
    waitedP95: p95,
    waitedMost: most,
    endedMean: meanOf(ended),
    endedP95: quantilesOf(ended).p95,
  };
}
