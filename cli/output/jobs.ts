import type { z } from "zod";
import type { deliverySchema } from "../../src/api/deliveries.ts";
import type { jobSchema, jobWithDeliveriesSchema } from "../../src/api/jobs.ts";
import { briefId } from "../../src/queue/brief-id.ts";
import { receiptAt } from "../../src/reading/options.ts";
import { type Fact, factLines } from "./facts.ts";
import { listing } from "./listing.ts";
import type { Terminal } from "./terminal.ts";
import { ago } from "./units.ts";
import { grouped } from "./words.ts";

type Job = z.infer<typeof jobSchema>;
type Delivery = z.infer<typeof deliverySchema>;

/** What a listing and a card need besides what they show. */
export interface View {
  readonly stream: Terminal;
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The colours of states. */
export const stateStyles = {
  waiting: "cyan",
  active: "cyan",
  retrying: "yellow",
  pending: "cyan",
  done: "green",
  delivered: "green",
  failed: "red",
  cancelled: "gray",
  dismissed: "gray",
} as const;

/** Of a report's id, which may have 255 characters, on a narrow terminal. */
const mostOfReport = 24;

/** Room for `10 000 steps, verified`. */
export const leastOfOutcome = 22;

/** Jobs, a line for each. */
export function jobList(jobs: readonly Job[], { stream, now }: View): string {
  return listing(stream, jobs, [
    { title: "job", text: ({ job_id: id }) => id, brief: ({ job_id: id }) => briefId(id) },
    { title: "state", text: ({ state }) => state, style: ({ state }) => stateStyles[state] },
    { title: "report", text: ({ report_id: id }) => String(id), most: mostOfReport },
    { title: "environment", text: ({ environment }) => environment, dispensable: 3 },
    { title: "submitted", text: ({ submitted_at: at }) => ago(at, now), dispensable: 2 },
    { title: "attempts", text: ({ attempts }) => String(attempts), dispensable: 4 },
    { title: "outcome", text: outcomeOf, least: leastOfOutcome },
  ]);
}

function outcomeOf({ error, result }: Job): string {
  if (error !== null) return error.code;
  return result === null ? "" : wordsOf(result);
}

function wordsOf({ status, extracted_data, candidate_steps }: NonNullable<Job["result"]>): string {
  return resultWords(status, extracted_data.steps ?? candidate_steps);
}

/** What a result says, and the count that it accepts or doubts. */
export function resultWords(status: string, count: number | undefined): string {
  const word = status.replaceAll("_", " ");
  return count === undefined ? word : `${grouped(count)} steps, ${word}`;
}

/** One job with all that is known of it. */
export function jobCard(job: z.infer<typeof jobWithDeliveriesSchema>, view: View): string {
  const { error, result, attempts } = job;
  const facts: Fact[] = [
    ["job", job.job_id],
    ["report", `${job.report_id} of user ${job.user_id}, ${job.environment}`],
    ["picture", job.img_url],
    ["state", `${job.state}, ${attempts === 1 ? "1 attempt" : `${attempts} attempts`}`],
    ["submitted", at(job.submitted_at, view)],
    ["started", at(job.started_at, view)],
    ["ended", at(job.ended_at, view)],
    ["next attempt", at(job.next_attempt_at, view)],
    ["trace", job.trace_id],
    ["error", error === null ? null : `${error.code}: ${error.message}`],
    ["result", result === null ? null : wordsOf(result)],
    ["app", result?.app ?? null],
    ...(result?.reasons ?? []).map((reason, index): Fact => [index === 0 ? "why" : "", reason]),
    ...job.deliveries.map((each): Fact => ["delivery", `${each.webhook_id} ${each.state}${answerOf(each)}`]),
    ["times", `of ${view.timeZone}`],
  ];
  return factLines(view.stream, facts);
}

/** Deliveries, a line for each. */
export function deliveryList(deliveries: readonly Delivery[], { stream, now }: View): string {
  return listing(stream, deliveries, [
    { title: "delivery", text: ({ webhook_id: id }) => id, brief: ({ webhook_id: id }) => briefId(id) },
    { title: "state", text: ({ state }) => state, style: ({ state }) => stateStyles[state] },
    { title: "report", text: ({ report_id: id }) => String(id), most: mostOfReport },
    { title: "environment", text: ({ environment }) => environment, dispensable: 3 },
    { title: "last attempt", text: ({ last_attempt_at: time }) => ago(time, now), dispensable: 4 },
    { title: "attempts", text: ({ attempts }) => String(attempts), dispensable: 5 },
    {
      title: "answer",
      text: ({ last_status: status }) => (status === null ? "" : String(status)),
      dispensable: 1,
    },
    { title: "said", text: ({ last_answer: answer }) => (answer ?? "").replace(/\s+/g, " ") },
  ]);
}

/** One delivery with all that is known of it. */
export function deliveryCard(delivery: Delivery, view: View): string {
  const { attempts, unknown_answers: unknown } = delivery;
  return factLines(view.stream, [
    ["delivery", delivery.webhook_id],
    ["job", delivery.job_id],
    ["report", `${delivery.report_id}, ${delivery.environment}`],
    ["state", `${delivery.state}, ${attempts === 1 ? "1 attempt" : `${attempts} attempts`}`],
    ["", unknown === 0 ? null : `${unknown} of unknown answer: the receiver may have booked it`],
    ["made", at(delivery.created_at, view)],
    ["last attempt", at(delivery.last_attempt_at, view)],
    ["ended", at(delivery.ended_at, view)],
    ["next attempt", at(delivery.next_attempt_at, view)],
    ["answer", delivery.last_status === null ? null : String(delivery.last_status)],
    ["said", delivery.last_answer?.replace(/\s+/g, " ") ?? null],
    ["times", `of ${view.timeZone}`],
  ]);
}

function answerOf({ last_status: status, last_answer: said }: Delivery): string {
  const words = (said ?? "").replace(/\s+/g, " ");
  return status === null ? (words === "" ? "" : `: ${words}`) : `, answered ${status}: ${words}`;
}

/** A time as the clocks of the time zone show it, and how far away it is. */
function at(time: string | null, { timeZone, now }: View): string | null {
  if (time === null) return null;
  const { day, time: clock } = receiptAt(new Date(time), timeZone);
  return Date.parse(time) > now ? `${day} ${clock}` : `${day} ${clock}, ${ago(time, now)}`;
}
