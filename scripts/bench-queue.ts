/**
 * Prints how many jobs a second the queue takes in, hands out and ends, beside the npm package plainjob, which also
 * keeps its jobs in SQLite, and, where a redis-server is installed, the queue in Redis. Each figure is the median of alternating rounds; everything is on disk when it counts.
 *
 *   bun scripts/bench-queue.ts [--json] [--rounds 5] [--jobs 10000] [--folder <folder>] [--write]
 *
 * The folder is where the databases are made, for another disk than that of temporary files.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inRedis, inSqlite, oursRound, singlesRound } from "./bench-queue/ours.ts";
import { plainjobRound } from "./bench-queue/plainjob.ts";
import { Figures } from "./common/figures.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    jobs: { type: "string", default: "10000" },
    folder: { type: "string", default: tmpdir() },
  },
});
const figures = new Figures("bench-queue", options);
const rounds = Number(options.rounds);
const jobs = Number(options.jobs);
/** Jobs that are asked for at the same moment. */
const batch = 500;
/** When no more rounds begin: the first comes before, whatever it takes. */
const mostMilliseconds = 25_000;

/** Seconds that a round took for each step. */
type Round = Readonly<Record<string, number>>;

interface Contender {
  readonly jobs: number;
  readonly run: (folder: string, jobs: number) => Promise<Round>;
}

const contenders: Readonly<Record<string, Contender>> = {
  "ours, without a delivery": { jobs, run: (folder) => oursRound(inSqlite, folder, jobs, batch, "nothing") },
  plainjob: { jobs, run: (folder) => plainjobRound(folder, jobs, batch, "batches") },
  "ours, with a delivery": { jobs, run: (folder) => oursRound(inSqlite, folder, jobs, batch, "delivery") },
  "ours, with reading, delivery and copies": {
    jobs,
    run: (folder) => oursRound(inSqlite, folder, jobs, batch, "everything"),
  },
  "ours, 50 callers of one job each": { jobs, run: (folder) => singlesRound(inSqlite, folder, jobs, 50) },
  ...(Bun.which("redis-server") === null
    ? {}
    : {
        "ours in Redis, without a delivery": {
          jobs,
          run: (folder) => oursRound(inRedis, folder, jobs, batch, "nothing"),
        },
        "ours in Redis, with reading, delivery and copies": {
          jobs,
          run: (folder) => oursRound(inRedis, folder, jobs, batch, "everything"),
        },
        "ours in Redis, 50 callers of one job each": {
          jobs,
          run: (folder) => singlesRound(inRedis, folder, jobs, 50),
        },
      }),
  // A sync for each step of each job takes its time.
  "plainjob, as its worker does it": {
    jobs: Math.ceil(jobs / 20),
    run: (folder, fewer) => plainjobRound(folder, fewer, batch, "singles"),
  },
};

const measured = new Map<string, Round[]>();
const end = performance.now() + mostMilliseconds;
for (let round = 0; round < rounds && performance.now() < end; round++) {
  for (const [name, contender] of Object.entries(contenders)) {
    const folder = mkdtempSync(join(options.folder, "ocr-eco-bench-"));
    // What the one before left behind is not this one's to clean up.
    Bun.gc(true);
    try {
      measured.set(name, [...(measured.get(name) ?? []), await contender.run(folder, contender.jobs)]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

const rates = Object.fromEntries(
  [...measured].map(([name, list]) => [
    name,
    { ...medianRates(contenders[name]?.jobs ?? 0, list), rounds: list.length },
  ]),
);
const title = `Jobs a second, ${jobs} jobs, ${batch} at a time, each moment's on disk before the next`;
if (options.json) console.log(JSON.stringify({ jobs, batch, jobsPerSecond: rates }, null, 2));
else {
  console.log(title);
  console.table(rates);
}
figures.keep({ title, rows: rates });
figures.end();

/** Of each step, and of all of a round together, the median rate of jobs a second. */
function medianRates(jobsARound: number, list: readonly Round[]): Record<string, number> {
  const steps = Object.keys(list[0] ?? {});
  const rate = (seconds: (round: Round) => number) => {
    const sorted = list.map((round) => jobsARound / seconds(round)).sort((one, other) => one - other);
    return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
  };
  const all = (round: Round) => steps.reduce((sum, step) => sum + (round[step] ?? 0), 0);
  return {
    ...Object.fromEntries(steps.map((step) => [step, rate((round) => round[step] ?? 0)])),
    ...(steps.length > 1 ? { "all steps": rate(all) } : {}),
  };
}
