import { version } from "../../src/build-info.ts";
import { type LoadtestDocument, loadtestSchemaName } from "./document.ts";
import type { Entry } from "./ledger.ts";
import type { Measurement } from "./measure.ts";
import { scheduleOf } from "./sender.ts";
import { spanOf } from "./spans.ts";

/** What is known besides what was measured. */
export type Context = Pick<LoadtestDocument, "service" | "way" | "notes" | "pictures" | "limit"> & {
  readonly warmUp: number;
};

/** Everything that was found out, but for whether conditions are met. */
export function summarise(
  { load, ledger, sent, samples, ended, startedAt, seconds }: Measurement,
  { warmUp, ...context }: Context,
): Omit<LoadtestDocument, "conditions"> {
  const { entries, settled, refused, unanswered, givenUp, unclaimed } = ledger;
  const having = (verdict: Entry["verdict"]): number =>
    settled.filter((entry) => entry.verdict === verdict).length;
  const failed = having("failed");
  const undelivered = settled.filter(({ isUndelivered }) => isUndelivered).length;
  return {
    schema: loadtestSchemaName,
    version,
    ...context,
    started_at: startedAt.toISOString(),
    ended,
    load: {
      connections: load.connections,
      reports: load.reports,
      seconds: load.seconds,
      per_second: load.perSecond,
      stages:
        load.stages?.map(({ seconds: length, perSecond }) => ({ seconds: length, per_second: perSecond })) ??
        null,
      warm_up: warmUp,
    },
    seconds: { sending: rounded(sent.seconds), all: rounded(seconds) },
    throughput: {
      accepted_per_second: rounded(entries.length / Math.max(sent.seconds, 0.001)),
      results_per_minute: rounded((60 * settled.length) / Math.max(seconds, 0.001)),
      latest_ms: scheduleOf(load) === null ? 0 : rounded(sent.latestMs),
    },
    reports: {
      sent: sent.count,
      accepted: entries.length,
      refused,
      unanswered,
      given_up: givenUp,
      errors: refused + unanswered + failed + undelivered,
      results: settled.length,
      verified: having("verified"),
      unsure: having("needs_review") + having("no_steps"),
      failed,
      wrong: having("wrong") + unclaimed,
      duplicate: settled.reduce((sum, { deliveries }) => sum + Math.max(0, deliveries - 1), 0),
      of_others: ledger.ofOthers,
      undelivered,
      lost: entries.filter(({ isLost }) => isLost).length,
    },
    spans: spansOf(entries),
    answers: ledger.answers,
    errors: ledger.errors.map(({ cause, count }) => ({ cause, count })),
    peaks: {
      waiting: Math.max(0, ...samples.map(({ waiting }) => waiting)),
      server_bytes: Math.max(0, ...samples.map(({ serverBytes }) => serverBytes)),
      workers_bytes: Math.max(0, ...samples.map(({ workersBytes }) => workersBytes)),
    },
    samples: samples.map((sample) => ({
      seconds: sample.seconds,
      waiting: sample.waiting,
      active: sample.active,
      server_bytes: sample.serverBytes,
      workers_bytes: sample.workersBytes,
      cpu_percent: sample.cpuPercent,
    })),
  };
}

/** The five times of accepted reports. */
export function spansOf(entries: readonly Entry[]): LoadtestDocument["spans"] {
  const of = (time: (entry: Entry) => number | null): ReturnType<typeof spanOf> =>
    spanOf(entries.map(time).filter((each) => each !== null));
  return {
    accepted: of(({ acceptedAt, dueAt }) => (acceptedAt === null ? null : acceptedAt - dueAt)),
    waited: of(({ spans }) => spans?.waited ?? null),
    read: of(({ spans }) => spans?.read ?? null),
    delivered: of(({ spans }) => spans?.delivered ?? null),
    whole: of(wholeOf),
  };
}

/** From due to result. Where nothing is delivered here, its end is on the service's clock, counted from the 202. */
function wholeOf({ deliveredAt, acceptedAt, dueAt, spans }: Entry): number | null {
  if (deliveredAt !== null) return deliveredAt - dueAt;
  if (acceptedAt === null || spans === null) return null;
  return acceptedAt - dueAt + spans.waited + spans.read + (spans.delivered ?? 0);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
