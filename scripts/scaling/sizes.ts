import { type Demand, peakOf, type Suggestion, suggest } from "../../cli/plan/capacity.ts";
import { type Measured, redis } from "./measured.ts";

/** Machines, each like the measured one: two cores, two workers, one instance. */
export interface Plan {
  readonly demand: Demand;
  readonly suggestion: Suggestion;
  /** The suggested ones, two at least where a queue is shared: one may be away. */
  readonly machines: number;
  readonly isShared: boolean;
  readonly peakPerSecond: number;
  readonly queueSize: number;
  /** Reports a minute that `RATE_LIMIT` has to let through: four times the peak. */
  readonly rateLimit: number;
  readonly memoryMb: number;
  /** Bytes of Redis for jobs, for what is remembered of pictures and for those that wait. */
  readonly redisBytes: number;
  /** Of one core, at the peak. */
  readonly redisCore: number;
}

/** Deliveries that an instance makes at once: `WEBHOOK_CONCURRENCY` as it comes. */
export const deliveriesPerInstance = 8;

/** `HISTORY_DAYS` and `JOBS_DONE_HOURS` as they come. */
const usual = { historyDays: 90, doneHours: 24 };

/** What to set for a demand, by the rules of `ocr-eco plan`, with what was measured. */
export function planFor(
  demand: Demand,
  { picturesPerMinute, workerMb, serverMb }: Measured,
  { historyDays, doneHours } = usual,
): Plan {
  const workers = 2;
  const best = {
    workers,
    perMinute: picturesPerMinute,
    memoryMb: workers * workerMb,
    coreShare: 1,
    pictures: 0,
  };
  const suggestion = suggest(best, demand);
  const { perMinute } = peakOf(demand);
  const isShared = demand.usersPerDay > 10_000;
  const machines = Math.max(suggestion.machines, isShared ? 2 : 1);
  const queueSize = suggestion.queueSize * suggestion.machines;
  const reports = demand.usersPerDay * demand.picturesPerUser;
  const kept =
    reports * ((doneHours / 24) * redis.keptBytes + historyDays * redis.rememberedBytes) +
    queueSize * redis.reservedBytes;
  return {
    demand,
    suggestion,
    machines,
    isShared,
    peakPerSecond: perMinute / 60,
    queueSize,
    rateLimit: roundedUp(4 * perMinute),
    memoryMb: workers * workerMb + serverMb,
    redisBytes: kept,
    redisCore: ((perMinute / 60) * redis.processorMs) / 1000,
  };
}

/** To two digits. */
function roundedUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.ceil(count / unit) * unit;
}
