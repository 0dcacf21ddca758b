import { Database } from "bun:sqlite";
import { join } from "node:path";
import { bun, defineQueue } from "plainjob";
import { stopwatch } from "./stopwatch.ts";

const silent = { error() {}, warn() {}, info() {}, debug() {} };

/**
 * Takes jobs of the same content from beginning to end with plainjob, the fastest way that it allows:
 *
 * - It sets synchronous to NORMAL, with which a power cut takes the last commits back. FULL is set after it, as ours
 *   has it, so that both promise the same.
 * - It adds many jobs with `addMany`, one transaction. It has no such thing for claiming and ending, where each call
 *   commits by itself; "batches" puts them into one transaction a batch, in which its own become savepoints.
 *   "singles" leaves them as its worker makes them, and pays for a sync with each.
 * - It keeps neither results nor deliveries nor counters, so only jobs without any are compared.
 */
export async function plainjobRound(folder: string, jobs: number, batch: number, way: "batches" | "singles") {
  const database = new Database(join(folder, "plainjob.db"), { strict: true });
  const queue = defineQueue({ connection: bun(database), logger: silent, serializer: String });
  database.run("PRAGMA synchronous = FULL");
  const watch = stopwatch();
  const together = <Input, Output>(run: (input: Input) => Output) =>
    way === "batches" ? database.transaction(run) : run;
  const claimMany = together((most: number) => {
    const ids: number[] = [];
    while (ids.length < most) {
      const job = queue.getAndMarkJobAsProcessing("picture");
      if (job === undefined) break;
      // What a worker needs to begin, and ours hands out with the claim.
      queue.getJobById(job.id);
      ids.push(job.id);
    }
    return ids;
  });
  const finishMany = together((ids: readonly number[]) => {
    for (const id of ids) queue.markJobAsDone(id);
  });
  for (let from = 0; from < jobs; from += batch) {
    const many = Array.from({ length: Math.min(batch, jobs - from) }, (_, index) => content(from + index));
    await watch.time("enqueue", () => queue.addMany("picture", many));
  }
  for (let left = jobs; left > 0; left -= batch) {
    const ids = await watch.time("claim", () => claimMany(batch));
    await watch.time("finish", () => finishMany(ids));
  }
  if (queue.countJobs({ status: 2 }) !== jobs) throw new Error("plainjob did not end all jobs.");
  queue.close();
  return watch.seconds;
}

function content(reportId: number): string {
  return JSON.stringify({
    environment: "production",
    reportId,
    userId: reportId % 7000,
    url: `https://s3.example/reports/${reportId}.png`,
  });
}
