import type { Ending, SeenPicture, Submission } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/port.ts";
import { openRedisQueue } from "../../src/queue/redis/open.ts";
import { openSqliteQueue } from "../../src/queue/sqlite/open.ts";
import { RedisServer } from "../rig/redis-server.ts";
import { stopwatch } from "./stopwatch.ts";

/** What jobs end with. */
type Load = "nothing" | "delivery" | "everything";

const counters = ["done", "verified"];
const body = JSON.stringify({ report_id: 101, user_id: 145, raw_ocr: "12.09 Summary … Steps 5.475" });
const endings: Readonly<Record<Load, Ending>> = {
  nothing: {
    state: "done",
    error: null,
    reading: null,
    body: null,
    counters,
    facts: null,
    isForReview: false,
  },
  delivery: { state: "done", error: null, reading: null, body, counters, facts: null, isForReview: false },
  // About what a real screenshot leaves behind.
  everything: {
    state: "done",
    error: null,
    reading: "r".repeat(1000),
    body: "b".repeat(1200),
    counters,
    facts: { status: "needs_review", app: "Samsung Health", scope: "day", doubts: ["one_engine"] },
    isForReview: false,
  },
};

const localHour = (ms: number) => ({
  day: new Date(ms).toISOString().slice(0, 10),
  hour: new Date(ms).getUTCHours(),
});

/** Opens a queue whose data are in a folder. */
type Open = (folder: string) => Promise<Queue>;

export const inSqlite: Open = (folder) => openSqliteQueue({ folder, mostMegabytes: 10_000, localHour });

/** On a server of its own with such settings, which ends with the queue and leaves nothing behind. */
export const inRedisWith =
  (...settings: readonly string[]): Open =>
  async () => {
    const server = new RedisServer(settings);
    await server.start();
    const queue = await openRedisQueue({ server: server.server, prefix: "{bench}", localHour });
    return { ...queue, close: () => queue.close().then(() => server.remove()) };
  };

/** The same, with each write synced. */
export const inRedis = inRedisWith();

function submission(reportId: number): Submission {
  return {
    environment: "production",
    reportId,
    userId: reportId % 7000,
    url: `https://s3.example/reports/${reportId}.png`,
    priority: 0,
    trace: null,
  };
}

/** A picture that nobody sent before, with a step count that some had. */
function picture({ environment, reportId, userId, url }: Submission): SeenPicture {
  const sha256 = new Bun.CryptoHasher("sha256").update(url).digest("hex");
  return {
    sha256,
    perceptualHash: "",
    steps: Number(reportId) % 5000,
    environment,
    reportId,
    userId,
    day: "2026-03-01",
  };
}

/** Takes jobs from beginning to end, `batch` at a time. Each step waits until it is on disk. */
export async function oursRound(open: Open, folder: string, jobs: number, batch: number, load: Load) {
  const queue = await open(folder);
  const watch = stopwatch();
  const ending = endings[load];
  for (let from = 0; from < jobs; from += batch) {
    const submissions = Array.from({ length: Math.min(batch, jobs - from) }, (_, index) =>
      submission(from + index),
    );
    await watch.time("enqueue", () => queue.jobs.submit(submissions, jobs));
  }
  for (let left = jobs; left > 0; left -= batch) {
    const claims = await watch.time("claim", () => queue.jobs.claim(batch, 60_000));
    const finish = ({ job, claimToken }: (typeof claims)[number]) =>
      queue.jobs.finish(claimToken, load === "everything" ? picture(job) : null, () => ending);
    await watch.time("finish", () => Promise.all(claims.map(finish)));
  }
  await queue.close();
  return watch.seconds;
}

/** Submits one job a call, from several callers that each wait for their answer: what an HTTP server does. */
export async function singlesRound(open: Open, folder: string, jobs: number, callers: number) {
  const queue = await open(folder);
  const watch = stopwatch();
  let next = 0;
  const caller = async () => {
    while (next < jobs) await queue.jobs.submit([submission(next++)], jobs);
  };
  await watch.time("enqueue", () => Promise.all(Array.from({ length: callers }, caller)));
  await queue.close();
  return watch.seconds;
}
