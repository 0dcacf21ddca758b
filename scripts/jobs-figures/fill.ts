import type { Claim, Ending, Submission } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/port.ts";
import { endingOfFailure, endingOfReading } from "../../src/service/endings.ts";
import type { Result } from "../../src/webhook/schema.ts";
import { random } from "../common/random.ts";

/** Jobs that come in at the same moment. */
const batch = 500;
/** So many come in, and end, in a month. */
const month = 30 * 86_400_000;
const users = 7000;
/** Milliseconds. */
const lease = 1;

const chance = random("jobs-figures");

/** What is told of the jobs that a queue was filled with. */
export interface Filled {
  /** When the middle one of them came in, and its id. */
  readonly middleAt: number;
  readonly middle: string;
}

/** Has so many jobs come in over a month and end, as they do on a good day. `clock` is that of the queue. */
export async function fill(queue: Queue, jobs: number, clock: { now: number }): Promise<Filled> {
  const middle = { middleAt: 0, middle: "" };
  for (let from = 0; from < jobs; from += batch) {
    clock.now += (month * batch) / jobs;
    const count = Math.min(batch, jobs - from);
    const submissions = Array.from({ length: count }, (_, index) => submission(from + index));
    await queue.jobs.submit(submissions, count);
    const claims = await queue.jobs.claim(count, lease);
    if (from <= jobs / 2) Object.assign(middle, { middleAt: clock.now, middle: claims[0]?.job.id ?? "" });
    await Promise.all(
      claims.map((claim) => queue.jobs.finish(claim.claimToken, null, () => endingOf(claim))),
    );
  }
  // Who works on jobs looks from time to time for what nobody holds any more.
  await Bun.sleep(10 * lease);
  await queue.jobs.releaseExpired();
  return middle;
}

/** One whose picture lies behind a presigned address, which is most of a job's row. */
function submission(reportId: number): Submission {
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${"A".repeat(20)}%2F20260301%2Fap-southeast-3%2Fs3%2Faws4_request&X-Amz-Date=20260301T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${"0".repeat(64)}`;
  return {
    environment: chance.chance(0.8) ? "production" : "staging",
    reportId,
    userId: chance.int(1, users),
    url: `https://reports.s3.ap-southeast-3.amazonaws.com/screenshots/2026/03/${reportId}.png?${query}`,
    priority: 0,
    trace: null,
  };
}

function endingOf({ job }: Claim): Ending {
  if (chance.chance(0.05))
    return endingOfFailure(job, { code: "DOWNLOAD_STATUS", message: "The picture's server answered 404." });
  return endingOfReading(job, result(), false);
}

function result(): Result {
  const steps = chance.int(100, 20_000);
  const kind = chance.next();
  const status = kind < 0.8 ? "verified" : kind < 0.98 ? "needs_review" : "no_steps";
  const doubts =
    status === "needs_review" ? [chance.pick(["one_engine", "other_scope", "at_edge"] as const)] : [];
  const codes = [...doubts, "over_goal", "engines_agree"] as const;
  return {
    raw_ocr: `09.41 ${"Summary Activity Distance Calories Floors Today ".repeat(8)} ${steps} steps`,
    extracted_data: status === "verified" ? { steps, distance: "4.2 km" } : {},
    app_class: "Samsung Health",
    processing_time_ms: chance.int(150, 900),
    ...(chance.chance(0.9)
      ? { app: chance.pick(["Samsung Health", "Samsung Health", "Google Fit", "Apple Health", "Fitbit"]) }
      : {}),
    status,
    confidence: 0.97,
    reasons: codes.map((code) => `${code} stands for a sentence of about this length`),
    reason_codes: [...codes],
    ...(status === "no_steps" ? {} : { scope: chance.chance(0.97) ? "day" : "average" }),
    image: { sha256: "0".repeat(64), format: "jpeg", width: 1080, height: 2400, bytes: 214_000 },
  };
}
