import { type Random, random } from "../common/random.ts";
import type { Call } from "./laravel.ts";
import type { RunningService } from "./running-service.ts";

/** Callers that send one report after the other. */
const callers = 4;
/** How long what is left at the end may take, in milliseconds. */
const restPatience = 120_000;

/** What came of a run. */
export interface KillRun {
  readonly reports: number;
  readonly delivered: number;
  readonly failed: number;
  /** Attempts that were made again, because nobody knew what had come of the one before. */
  readonly repeats: number;
  /** Reports that the receiver booked twice, under one webhook-id. */
  readonly bookedTwice: number;
  /** What must not be, as sentences. */
  readonly losses: string[];
}

interface Accepted {
  readonly jobId: string;
  readonly steps: number | null;
  /** How often this report was sent without an answer: each may have been taken in. */
  readonly unanswered: number;
}

/**
 * Kills a service at random moments, so many times, while reports come in, pictures are read and results are answered;
 * starts it again on its data each time, and says what became of every report that it had acknowledged. The same seed
 * kills at the same moments, as far as a machine repeats itself. The service is neither running before nor after.
 */
export async function killRun(
  running: RunningService,
  { kills, seed, onKill = () => {} }: { kills: number; seed: string; onKill?: (kill: number) => void },
): Promise<KillRun> {
  const chance = random(seed);
  const accepted = new Map<number, Accepted>();
  servePictures(running);
  answerSlowly(running, random(`${seed}/receiver`));
  await running.start();
  let isOver = false;
  let nextReport = 1;
  const sending = Array.from({ length: callers }, async (_, caller) => {
    const pause = random(`${seed}/caller ${caller}`);
    while (!isOver) {
      const reportId = nextReport++;
      accepted.set(reportId, await sendUntilAccepted(running, reportId));
      await Bun.sleep(pause.between(0, 60));
    }
  });
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await Bun.sleep(chance.between(0, 600));
      await running.kill();
      onKill(kill);
      // Now and then before its workers are warm, too.
      await running.start({ ready: chance.chance(0.8) });
    }
  } finally {
    isOver = true;
  }
  await Promise.all(sending);
  await running.settled(restPatience);
  const found = await judge(running, accepted);
  running.signal("SIGTERM");
  await running.ended();
  return found;
}

/** Sends a report again and again until it is acknowledged, as a caller does that must not lose it. */
async function sendUntilAccepted(running: RunningService, reportId: number): Promise<Accepted> {
  const { name, steps } = pictureOf(reportId);
  const s3_url = running.pictures.url(name);
  for (let unanswered = 0; ; ) {
    try {
      const { status, body } = await running.submit({ report_id: reportId, s3_url });
      if (status === 202) return { jobId: String(body["job_id"]), steps, unanswered };
    } catch {
      unanswered++;
    }
    await Bun.sleep(10);
  }
}

/** Most reports have a picture of their own, some one that takes long, and some one that is gone. */
function pictureOf(reportId: number): { name: string; steps: number | null } {
  if (reportId % 10 === 0) return { name: `gone-${reportId}.png`, steps: null };
  const name = reportId % 5 === 0 ? `slow-${reportId}.png` : `${reportId}.png`;
  return { name, steps: 1000 + reportId };
}

function servePictures({ pictures }: RunningService): void {
  pictures.otherwise = (name) => {
    const [, reportId] = /(\d+)\.png$/.exec(name) ?? [];
    const picture = pictureOf(Number(reportId));
    return picture.steps === null ? null : new Response(`${picture.steps} steps in ${name}`);
  };
}

/** The receiver takes its time, and refuses one in twenty reports for good. */
function answerSlowly({ laravel }: RunningService, chance: Random): void {
  laravel.mood = async ({ body }) => {
    await Bun.sleep(chance.between(0, 40));
    return Number(body["report_id"]) % 20 === 1
      ? Response.json({ message: "Unknown report." }, { status: 422 })
      : null;
  };
}

async function judge(running: RunningService, accepted: ReadonlyMap<number, Accepted>): Promise<KillRun> {
  const [delivered, failed] = [await running.deliveries("delivered"), await running.deliveries("failed")];
  const ended = [...delivered, ...failed];
  const { unknown_answers } = (await running.details()).deliveries;
  const calls = Map.groupBy(running.laravel.calls, ({ webhookId }) => webhookId);
  const losses: string[] = [];
  for (const [reportId, { jobId, steps, unanswered }] of accepted) {
    const own = ended.filter(({ report_id }) => report_id === reportId);
    const results = own.filter(({ job_id }) => job_id === jobId);
    if (results.length !== 1) losses.push(`report ${reportId} has ${results.length} results`);
    if (own.length > 1 + unanswered) losses.push(`report ${reportId} was made to ${own.length} jobs`);
    for (const { webhook_id } of own)
      for (const call of calls.get(webhook_id) ?? []) losses.push(...wrongIn(call, reportId, steps));
  }
  for (const { webhook_id, report_id, state, attempts, unknown_answers: unknown } of ended) {
    const answered = (calls.get(webhook_id) ?? []).map(({ status }) => status);
    if (!answered.includes(state === "delivered" ? 200 : 422))
      losses.push(`report ${report_id} is ${state}, but the receiver answered ${answered.join(", ")}`);
    if (attempts - 1 !== unknown)
      losses.push(`report ${report_id}: ${attempts} attempts, ${unknown} of unknown answer`);
    if (answered.length > attempts)
      losses.push(`report ${report_id} came ${answered.length} times in ${attempts} attempts`);
  }
  const repeats = ended.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  if (repeats !== unknown_answers) losses.push(`${repeats} repeats, but ${unknown_answers} are counted`);
  const known = new Set(ended.map(({ webhook_id }) => webhook_id));
  for (const id of calls.keys()) if (!known.has(id)) losses.push(`nobody knows the delivery ${id} that came`);
  return {
    reports: accepted.size,
    delivered: delivered.length,
    failed: failed.length,
    repeats,
    bookedTwice: [...calls.values()].filter((own) => own.filter(({ status }) => status === 200).length > 1)
      .length,
    losses,
  };
}

/** What is wrong in what the receiver got about a report. */
function wrongIn({ body }: Call, reportId: number, steps: number | null): string[] {
  const wanted = steps === null ? { status: "failed" } : { status: "verified", extracted_data: { steps } };
  const got = {
    status: body["status"],
    ...(steps === null ? {} : { extracted_data: body["extracted_data"] }),
  };
  return body["report_id"] === reportId && Bun.deepEquals(got, wanted)
    ? []
    : [`report ${reportId} was told ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`];
}
