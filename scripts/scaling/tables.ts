import type { Checked, Found } from "./check.ts";
import type { Played } from "./day.ts";
import { assumed, type Measured, redis } from "./measured.ts";
import type { RedisCost } from "./redis-cost.ts";
import type { Plan } from "./sizes.ts";
import type { Known } from "./theory.ts";

/** Figures by the names of rows, then of columns. */
type Rows = Record<string, Record<string, string | number>>;

/** What a demand takes, and what to set: a column for each number of people. */
export function settingsRows(plans: readonly Plan[], { decisionsPerMinute }: Measured): Rows {
  return byPeople(plans, (plan) => {
    const { demand, suggestion, machines, isShared, peakPerSecond, queueSize, rateLimit } = plan;
    const reports = demand.usersPerDay * demand.picturesPerUser;
    const answer = assumed.answering[0] * 2;
    return {
      "reports a second at the peak": short(peakPerSecond),
      "machines of two cores that read": machines,
      "WORKER_COUNT on each": suggestion.workers,
      "memory of each, MB": plan.memoryMb,
      MAX_QUEUE_SIZE: queueSize,
      "RATE_LIMIT, at least": `${rateLimit}/minute`,
      "the queue": isShared ? "Redis" : "DATA_DIR",
      "Redis: memory, GB": isShared ? short(plan.redisBytes / 1e9) : "–",
      "of it for HISTORY_DAYS=90": isShared ? short((reports * 90 * redis.rememberedBytes) / 1e9) : "–",
      "Redis: maxmemory, GB": isShared ? short(plan.redisBytes / 0.95 / 1e9) : "–",
      "Redis: commands a second": isShared ? Math.round(peakPerSecond * redis.commands) : "–",
      "Redis: MB a second to it / from it": isShared
        ? [redis.bytesIn, redis.bytesOut].map((bytes) => short((peakPerSecond * bytes) / 1e6)).join(" / ")
        : "–",
      "Redis: of a core": isShared ? percent(plan.redisCore) : "–",
      "deliveries at once, if Laravel takes 0.2 s": short(peakPerSecond * answer),
      "pictures, MB a second": short((peakPerSecond * assumed.pictureBytes) / 1e6),
      "pictures to review, GB in 14 days": short(
        (reports * 14 * assumed.doubtful * assumed.pictureBytes) / 1e9,
      ),
      "hours of people who review, a day": short((reports * assumed.doubtful) / decisionsPerMinute / 60),
    };
  });
}

/** What came of a day, for those who sent within the peak. */
export function dayRows(played: readonly Played[]): Rows {
  return byPeople(played, ({ plan, machines, day, outcome, workersBusy, scale }) => ({
    played: scale === 1 ? "all of it" : `1 of ${short(scale)}`,
    "machines that were played": machines,
    "workers busy": percent(workersBusy),
    "waited, s: p50 / p95 / p99": [day.waited.p50, day.waited.p95, day.waited.p99].map(short).join(" / "),
    "whole, s: p50 / p95 / p99": [day.whole.p50, day.whole.p95, day.whole.p99].map(short).join(" / "),
    "longest wait, s": short(day.waited.most),
    "largest queue": Math.round(outcome.largestQueue * scale),
    "over 30 s": percent(day.over30),
    "waited over 5 min": percent(day.over300),
    "taken over from one that died": outcome.takenOver,
    "answered 503": percent(day.refused),
    "service levels": levelsOf(day.holds, plan),
  }));
}

/** What one Redis server does not carry, the queue in it does not hold, whatever its machines do. */
function levelsOf(holds: boolean, { isShared, redisCore }: Plan): string {
  if (isShared && redisCore > 0.7) return "not with one Redis";
  return holds ? "held" : "missed";
}

export function theoryRows(known: readonly Known[]): Rows {
  return Object.fromEntries(
    known.map(({ name, known: right, simulated }) => [
      name,
      { known: right.toFixed(3), simulated: simulated.toFixed(3), ratio: (simulated / right).toFixed(3) },
    ]),
  );
}

export function checkRows({ measured, simulated, simulatedAtItsSpeed }: Checked): Rows {
  const names: Readonly<Record<keyof Found, string>> = {
    perMinute: "results a minute",
    waitedMean: "waited, mean, s",
    waitedP50: "waited, p50, s",
    waitedP95: "waited, p95, s",
    waitedMost: "longest wait, s",
    endedMean: "from 202 to result, mean, s",
    endedP95: "from 202 to result, p95, s",
  };
  return Object.fromEntries(
    (Object.keys(names) as (keyof Found)[]).map((name) => [
      names[name],
      {
        measured: short(measured[name]),
        "simulated, speed of before": short(simulated[name]),
        ratio: (simulated[name] / measured[name]).toFixed(2),
        "simulated, speed of the run": short(simulatedAtItsSpeed[name]),
        "ratio ": (simulatedAtItsSpeed[name] / measured[name]).toFixed(2),
      },
    ]),
  );
}

export function redisRows(costs: Readonly<Record<string, RedisCost>>): Rows {
  const names = {
    calls: "scripts",
    commands: "commands, with those of scripts",
    processorMs: "processor, ms",
    bytesIn: "bytes to it",
    bytesOut: "bytes from it",
    keptBytes: "memory of a kept job, bytes",
    rememberedBytes: "of it the picture's hashes, which stay",
  } as const;
  return Object.fromEntries(
    (Object.keys(names) as (keyof typeof names)[]).map((name) => [
      names[name],
      Object.fromEntries(Object.entries(costs).map(([how, cost]) => [how, short(cost[name])])),
    ]),
  );
}

/** Turns columns that are made one by one into rows. */
function byPeople<T extends { readonly demand: Plan["demand"] } | { readonly plan: Plan }>(
  all: readonly T[],
  columnOf: (each: T) => Record<string, string | number>,
): Rows {
  const rows: Rows = {};
  for (const each of all) {
    const { usersPerDay } = "plan" in each ? each.plan.demand : each.demand;
    const people = `${usersPerDay.toLocaleString("en-GB").replaceAll(",", " ")} a day`;
    for (const [name, value] of Object.entries(columnOf(each)))
      rows[name] = { ...rows[name], [people]: value };
  }
  return rows;
}

/** To three digits. */
function short(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(value < 0.1 ? 1 : 2)));
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(share < 0.01 ? 3 : 1))} %`;
}
