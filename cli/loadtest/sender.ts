import { z } from "zod";
import { jsonIn } from "../common/json-in.ts";
import type { Place } from "../remote/request.ts";
import { Connection, closed, type HttpAnswer } from "./connection.ts";
import type { Entry, Ledger } from "./ledger.ts";
import { asciiJson, requestsTo } from "./request.ts";
import { atRate, inStages, type Schedule, type Stage } from "./schedule.ts";
import type { StandIn } from "./stand-in.ts";

/** How reports are sent. Whichever of `reports` and `seconds` is over first ends it. */
export interface Load {
  /** Connections; without a rate each of them sends its next report when the one before was answered. */
  readonly connections: number;
  readonly reports: number | null;
  readonly seconds: number | null;
  /** Reports a second, whatever the service does: then times count from when each was due. */
  readonly perSecond: number | null;
  /** The same with a rate that changes; then `seconds` is how long all of them take. */
  readonly stages?: readonly Stage[];
}

/** When reports of a load are due; `null` where each connection sends its next one at once. */
export function scheduleOf({ perSecond, stages }: Load): Schedule | null {
  if (stages !== undefined) return inStages(stages);
  return perSecond === null ? null : atRate(perSecond);
}

/** To whom, and what. */
export interface Sending {
  readonly place: Place;
  readonly key: string | null;
  readonly environment: string | null;
  readonly standIn: StandIn;
  /** Part of the reports' ids, so that no two runs have the same. */
  readonly run: string;
  readonly ledger: Ledger;
  /** How long no report may be answered, in seconds, until no more are sent. */
  readonly patience: number;
}

export interface Sent {
  readonly count: number;
  /** Whether the rest was not sent, because nothing was answered for so long. */
  readonly isGivenUp: boolean;
  readonly seconds: number;
  /** How late the latest report left, at a fixed rate, in milliseconds: what is lost to the sender itself. */
  readonly latestMs: number;
}

/** How long an answer may take, in milliseconds. */
const patience = 60_000;
const lastAnswersMs = 1000;
/**
 * How long a connection rests after a request that was not answered, in milliseconds: of a service that is down, figures
 * would else hold how often it can be refused, tens of thousands of times a second.
 */
const restMs = 100;
/** Between two looks at whether all are answered, and whether anything is, in milliseconds. */
const pause = 20;
const watchPause = 250;
const problemSchema = z.object({ code: z.string() });

/** Sends reports until there are enough, or somebody has had enough. */
export async function sendReports(load: Load, sending: Sending, signal: AbortSignal): Promise<Sent> {
  const sender = new Sender(load, sending);
  const began = performance.now();
  // Whoever had enough waits for the last answers, but not for a service that has none.
  signal.addEventListener("abort", () => setTimeout(() => sender.close(), lastAnswersMs).unref(), {
    once: true,
  });
  const watch = setInterval(() => sender.giveUpSilence(), watchPause);
  try {
    const schedule = scheduleOf(load);
    if (schedule === null) await closedLoop(sender, load, signal);
    else await openLoop(sender, load, schedule, signal);
    const { count, isGivenUp, latestMs } = sender;
    return { count, isGivenUp, seconds: (performance.now() - began) / 1000, latestMs };
  } finally {
    clearInterval(watch);
    sender.close();
  }
}

/** As many requests under way as there are connections. */
async function closedLoop(sender: Sender, load: Load, signal: AbortSignal): Promise<void> {
  const { reports, seconds } = limitsOf(load);
  const end = performance.now() + 1000 * seconds;
  const isOver = (): boolean => sender.count >= reports || performance.now() >= end;
  const loop = (connection: Connection): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const next = (): void => {
      if (signal.aborted || sender.isGivenUp || isOver()) resolve();
      else sender.send(connection, null, (isAnswered) => (isAnswered ? next() : setTimeout(next, restMs)));
    };
    next();
    return promise;
  };
  await Promise.all(sender.connections.map(loop));
}

/**
 * Each report at its time. Those that find no connection free wait for one, which counts as their time: a service that
 * stalls must not be spared the requests that it would have got meanwhile ("coordinated omission", Gil Tene).
 */
async function openLoop(sender: Sender, load: Load, schedule: Schedule, signal: AbortSignal): Promise<void> {
  const hasEnough = (): boolean => signal.aborted || sender.isGivenUp;
  const began = performance.now();
  const { reports, seconds: end } = limitsOf(load);
  const free = [...sender.connections];
  const due: number[] = [];
  let underway = 0;
  const dispatch = (): void => {
    while (due.length > 0 && free.length > 0 && !hasEnough()) {
      // The connection that was used last is the one that is open for sure.
      const connection = free.pop();
      const dueAt = due.shift();
      if (connection === undefined || dueAt === undefined) return;
      underway++;
      sender.send(connection, dueAt, () => {
        underway--;
        free.push(connection);
        dispatch();
      });
    }
  };
  let planned = 0;
  // What was due before the end is sent, even where this machine is so busy that the end is noticed first.
  const next = (): number | null => {
    const seconds = planned < reports ? schedule(planned) : null;
    return seconds === null || seconds >= end ? null : began + 1000 * seconds;
  };
  while (!hasEnough()) {
    const now = performance.now();
    let dueAt = next();
    while (dueAt !== null && dueAt <= now) {
      due.push(dueAt);
      planned++;
      dueAt = next();
    }
    dispatch();
    if (dueAt === null) break;
    await Bun.sleep(Math.max(0, Math.min(100, dueAt - performance.now())));
  }
  while (underway > 0 || (due.length > 0 && !hasEnough())) await Bun.sleep(pause);
}

/** What ends a load, whichever is over first; `Infinity` for what does not. */
function limitsOf({ reports, seconds }: Load): { reports: number; seconds: number } {
  return { reports: reports ?? Number.POSITIVE_INFINITY, seconds: seconds ?? Number.POSITIVE_INFINITY };
}

class Sender {
  readonly connections: readonly Connection[];
  readonly #sending: Sending;
  readonly #request: (method: string, path: string, body?: string) => string;
  count = 0;
  latestMs = 0;
  isGivenUp = false;
  #underway = 0;
  /** Since when no report was answered, though some were sent; `null` after an answer. */
  #silentSince: number | null = null;
  /** Since when at least one waits for its answer, or the last one came. */
  #waitingSince = 0;

  constructor({ connections, reports }: Load, sending: Sending) {
    const wanted = Math.min(connections, reports ?? connections);
    this.connections = Array.from({ length: wanted }, () => new Connection(sending.place, patience));
    this.#sending = sending;
    this.#request = requestsTo(sending.place, sending.key);
  }

  /** Sends the next report; `dueAt`: `null` for at once. `then` hears whether it was answered. */
  send(connection: Connection, dueAt: number | null, then: (isAnswered: boolean) => void): void {
    const { standIn, run, ledger, environment } = this.#sending;
    const number = this.count++;
    const { url, picture } = standIn.pictureUrl(run, number);
    const now = performance.now();
    const entry = ledger.add(number, url, picture, dueAt ?? now);
    const body = asciiJson({
      report_id: entry.reportId,
      user_id: `loadtest-${run}`,
      s3_url: url,
      ...(environment === null ? {} : { environment }),
    });
    if (dueAt !== null) this.latestMs = Math.max(this.latestMs, now - dueAt);
    if (this.#underway++ === 0) this.#waitingSince = now;
    this.#silentSince ??= now;
    connection.ask(
      this.#request("POST", "/api/v1/ocr-ecosteps", body),
      (answer) => {
        this.#underway--;
        this.#silentSince = null;
        this.#waitingSince = answer.at;
        this.#note(entry, dueAt, answer);
        then(true);
      },
      ({ code }) => {
        this.#underway--;
        if (code !== closed) ledger.noteUnanswered(entry, code);
        else if (this.isGivenUp) ledger.noteUnanswered(entry, "time-out");
        else ledger.givenUp++;
        if (this.#silentSince !== null) this.#giveUpAfter(this.#silentSince);
        then(false);
      },
    );
  }

  /** Gives up when those that wait for an answer have waited for too long. */
  giveUpSilence(): void {
    if (this.#underway > 0) this.#giveUpAfter(this.#waitingSince);
  }

  #giveUpAfter(since: number): void {
    if (this.isGivenUp || performance.now() - since < 1000 * this.#sending.patience) return;
    this.isGivenUp = true;
    this.close();
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  #note(entry: Entry, dueAt: number | null, { status, text, sentAt, at }: HttpAnswer): void {
    const { ledger } = this.#sending;
    ledger.noteAnswer(entry, String(status));
    const body = jsonIn(text);
    if (status === 202 && isAccepted(body)) {
      ledger.noteAccepted(entry, body.job_id, { dueAt: dueAt ?? sentAt, at });
      return;
    }
    const code = problemSchema.safeParse(body).data?.code;
    ledger.noteRefused(entry, code === undefined ? `answer ${status}` : `answer ${status} ${code}`);
  }
}

/** By hand, because there may be ten thousand a second. */
function isAccepted(body: unknown): body is { job_id: string } {
  return typeof body === "object" && body !== null && "job_id" in body && typeof body.job_id === "string";
}
