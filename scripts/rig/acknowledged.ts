import { type Random, random } from "../common/random.ts";
import type { Call, Laravel } from "./laravel.ts";
import type { PictureServer } from "./picture-server.ts";
import type { RunningService } from "./running-service.ts";

/** What came of reports that were acknowledged. */
export interface Outcome {
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

/** A report that was acknowledged. */
interface Accepted {
  readonly jobId: string;
  readonly steps: number | null;
  /** How often this report was sent without an answer: each may have been taken in. */
  readonly unanswered: number;
}

/** Sends a report and gives its answer; rejects where there is none. */
type Submit = (
  reportId: number,
  picture: string,
) => Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;

/** Callers that send one report after the other. */
export const callers = 4;

/** Has several callers send reports, each one until it is acknowledged; `end` resolves when the last ones are. */
export function keepSending(
  submit: Submit,
  seed: string,
): { readonly accepted: ReadonlyMap<number, Accepted>; readonly end: () => Promise<void> } {
  const accepted = new Map<number, Accepted>();
  let isOver = false;
  let nextReport = 1;
  const sending = Array.from({ length: callers }, async (_, caller) => {
    const pause = random(`${seed}/caller ${caller}`);
    while (!isOver) {
      const reportId = nextReport++;
      accepted.set(reportId, await sendUntilAccepted(submit, reportId));
      await Bun.sleep(pause.between(0, 60));
    }
  });
  const end = async (): Promise<void> => {
    isOver = true;
    await Promise.all(sending);
  };
  return { accepted, end };
}

/** Sends a report again and again until it is acknowledged, as a caller does that must not lose it. */
async function sendUntilAccepted(submit: Submit, reportId: number): Promise<Accepted> {
  const { name, steps } = pictureOf(reportId);
  for (let unanswered = 0; ; ) {
    try {
      const { status, body } = await submit(reportId, name);
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

export function servePictures({ pictures }: { readonly pictures: PictureServer }): void {
  pictures.otherwise = (name) => {
    const [, reportId] = /(\d+)\.png$/.exec(name) ?? [];
    const picture = pictureOf(Number(reportId));
    return picture.steps === null ? null : new Response(`${picture.steps} steps in ${name}`);
  };
}

/** The receiver takes its time, and refuses one in twenty reports for good. */
export function answerSlowly({ laravel }: { readonly laravel: Laravel }, chance: Random): void {
  laravel.mood = async ({ body }) => {
    await Bun.sleep(chance.between(0, 40));
    return Number(body["report_id"]) % 20 === 1
      ? Response.json({ message: "Unknown report." }, { status: 422 })
      : null;
  };
}

/**
 * Says what became of reports by what an instance knows of their deliveries, and what the receiver got. `isSentOn` says that
 * somebody between sends reports again, unknown to their callers.
 */
export async function judge(
  running: RunningService,
  accepted: ReadonlyMap<number, Accepted>,
  isSentOn = false,
): Promise<Outcome> {
  const [delivered, failed] = [await running.deliveries("delivered"), await running.deliveries("failed")];
  const ended = [...delivered, ...failed];
  const { unknown_answers } = (await running.details()).deliveries;
  const calls = Map.groupBy(running.laravel.calls, ({ webhookId }) => webhookId);
  const losses: string[] = [];
  for (const [reportId, { jobId, steps, unanswered }] of accepted) {
    const own = ended.filter(({ report_id }) => report_id === reportId);
    const results = own.filter(({ job_id }) => job_id === jobId);
    if (results.length !== 1) losses.push(`report ${reportId} has ${results.length} results`);
    if (!isSentOn && own.length > 1 + unanswered)
      losses.push(`report ${reportId} was made to ${own.length} jobs`);
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
