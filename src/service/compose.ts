import type { ServiceConfig } from "../config/service.ts";
import { AddressGuard } from "../images/address-guard.ts";
import type { PictureCache } from "../images/picture-cache.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import { AuditLog } from "../observability/audit.ts";
import { FolderAuditEntries } from "../observability/audit-entries.ts";
import { SharedAudit, SharedAuditEntries } from "../observability/shared-audit.ts";
import type { Queue } from "../queue/port.ts";
import type { EngineChoice } from "../reading/engines/choose.ts";
import { receiptAt } from "../reading/options.ts";
import type { SharedStore } from "../redis/shared-store.ts";
import { parseAcceptance } from "../webhook/acceptance.ts";
import { type Breaker, MemoryBreaker } from "../webhook/breaker.ts";
import { SharedBreaker } from "../webhook/shared-breaker.ts";
import type { WorkerPool } from "../workers/pool.ts";
import { Courier } from "./courier.ts";
import { DirectReader } from "./direct.ts";
import type { ServiceEvents } from "./events.ts";
import { ForgottenPictures } from "./forgotten-pictures.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Intake } from "./intake.ts";
import { KeptPictures } from "./kept-picture.ts";
import { KeyWatch } from "./key-watch.ts";
import { KeysInForce } from "./keys-in-force.ts";
import { LastHour } from "./last-hour.ts";
import type { Log } from "./log.ts";
import { Operations } from "./operations.ts";
import { PictureReader } from "./picture-reader.ts";
import { pictureStores } from "./picture-stores.ts";
import { Processor } from "./processor.ts";
import { Retention } from "./retention.ts";
import { ReviewDesk } from "./review-desk.ts";
import { SharedHour } from "./shared-hour.ts";
import { SharedKeyWatch } from "./shared-key-watch.ts";
import { SharedKeys } from "./shared-keys.ts";
import { Traces } from "./traces.ts";

/** What the parts of the service are made with. */
export interface Ground {
  readonly config: ServiceConfig;
  /** What several instances share; `null` for one with a database of its own. */
  readonly shared: SharedStore | null;
  readonly queue: Queue;
  readonly pool: WorkerPool;
  readonly engines: EngineChoice;
  readonly events: ServiceEvents;
  readonly log: Log;
}

/** The parts of the service, each with what it needs of the others. */
export type Parts = ReturnType<typeof compose>;

/** Makes the parts of the service and puts them together: the one place that knows all of them. Nothing of them runs yet. */
export function compose(ground: Ground) {
  const { config, shared, queue, events, log } = ground;
  const sharedAudit = shared === null ? undefined : new SharedAudit({ calls: shared.calls, log });
  const keys = new KeysInForce(config.keys);
  const keyWatch = new KeyWatch({
    keys: () => keys.all,
    today: () => receiptAt(new Date(), config.TIMEZONE).day,
    log,
  });
  const traces = new Traces(config.tracing?.sampling ?? null);
  const ages = {
    hours: config.CACHE_HOURS,
    readingHours: Math.min(config.CACHE_HOURS, config.TEXT_HOURS),
    reviewDays: config.REVIEW_DAYS,
  };
  const warn = (sentence: string): void => log.warn({}, sentence);
  // Where all see the same pictures, what one forgets is gone for all.
  const forgottenPictures =
    shared === null || config.CACHE_URL !== undefined ? null : new ForgottenPictures(shared.calls);
  const { cache, reviewPictures, close: closePictures } = pictureStores(config, ages, warn);
  const reading = readingOf(ground, cache, reviewPictures, traces);
  const couriers = [...config.destinations.values()].map(
    (destination) =>
      new Courier({
        queue,
        destination,
        breaker: breakerOf(ground, destination.environment),
        concurrency: config.WEBHOOK_CONCURRENCY,
        timeoutSeconds: config.WEBHOOK_TIMEOUT_SECONDS,
        scheduleSeconds: config.WEBHOOK_RETRY_SECONDS,
        traces,
        events,
        log,
      }),
  );
  return {
    ...reading,
    keys,
    cache,
    reviewPictures,
    closePictures,
    forgottenPictures,
    couriers,
    intake: new Intake(queue.jobs, config, config.DEFAULT_ENVIRONMENT, config.MAX_QUEUE_SIZE, traces, events),
    operations: new Operations(queue, couriers),
    heartbeat: new Heartbeat({
      queue,
      holders: { jobs: [reading.processor], deliveries: couriers },
      log,
    }),
    sharedAudit,
    audit: new AuditLog({ folder: config.DATA_DIR, log, shared: sharedAudit }),
    auditEntries:
      shared === null ? new FolderAuditEntries(config.DATA_DIR) : new SharedAuditEntries(shared.calls),
    lastHour: shared === null ? new LastHour() : new SharedHour({ calls: shared.calls }),
    keyWatch,
    sharedKeyWatch: shared === null ? null : sharedKeyWatchOf(shared, keys, log, () => keyWatch.tell()),
    retention: new Retention({
      history: queue.history,
      cache,
      reviewPictures,
      elsewhere: forgottenPictures,
      reviewDays: config.REVIEW_DAYS,
      doneHours: config.JOBS_DONE_HOURS,
      failedDays: config.JOBS_FAILED_DAYS,
      historyDays: config.HISTORY_DAYS,
      textHours: config.TEXT_HOURS,
      log,
    }),
  };
}

function sharedKeyWatchOf(
  { calls, messages }: SharedStore,
  inForce: KeysInForce,
  log: Log,
  onChange: () => void,
): SharedKeyWatch {
  return new SharedKeyWatch({ keys: new SharedKeys(calls), messages, inForce, log, onChange });
}

/** How long an attempt may take that ends in time, and is noted on a machine that is busy, besides its time-out. */
const slackMs = 30_000;

/** Knows whether a destination is down: by what this instance heard of it, or all that share a queue. */
function breakerOf({ config, shared }: Ground, environment: string): Breaker {
  if (shared === null) return new MemoryBreaker();
  const probeMilliseconds = config.WEBHOOK_TIMEOUT_SECONDS * 1000 + slackMs;
  return new SharedBreaker({ calls: shared.calls, environment, probeMilliseconds });
}

/** What reads pictures: for jobs, and while a caller waits. */
function readingOf(
  { config, queue, pool, engines, events, log }: Ground,
  cache: PictureCache,
  reviewPictures: ReviewPictures,
  traces: Traces,
) {
  const acceptance = parseAcceptance(config.ACCEPT);
  const reader = new PictureReader({
    pool,
    cache,
    guard: new AddressGuard({
      allowedHosts: config.ALLOWED_IMAGE_HOSTS,
      allowedNetworks: config.ALLOWED_PRIVATE_NETWORKS,
    }),
    engines,
    limits: { timeoutSeconds: config.DOWNLOAD_TIMEOUT_SECONDS, mostMegabytes: config.DOWNLOAD_MAX_MB },
    timeZone: config.TIMEZONE,
    options: { signals: config.CHEAT_SIGNALS, mostSteps: config.MAX_DAILY_STEPS },
    events,
  });
  const direct = new DirectReader({
    reader,
    acceptance,
    waitSeconds: config.DIRECT_WAIT_SECONDS,
    localRoot: config.LOCAL_IMAGE_ROOT ?? null,
  });
  const desk = new ReviewDesk({
    queue,
    reader,
    pictures: reviewPictures,
    rules: {
      days: config.REVIEW_DAYS,
      of: config.REVIEW_OF,
      deliver: config.REVIEW_DELIVER,
      undoSeconds: config.REVIEW_UNDO_SECONDS,
      mostSteps: config.MAX_DAILY_STEPS,
    },
    events,
    log,
  });
  const processor = new Processor({
    queue,
    reader,
    desk,
    booking: {
      acceptance,
      review: { signals: config.REVIEW_SIGNALS, dateDays: config.REVIEW_DATE_DAYS },
    },
    timeZone: config.TIMEZONE,
    mostInHand: 2 * config.WORKER_COUNT,
    // A download, the picture before it and its own time, each with as much again for a machine that is busy.
    mostStillSeconds: 2 * (config.DOWNLOAD_TIMEOUT_SECONDS + 2 * config.OCR_TIMEOUT_SECONDS),
    retrySeconds: config.JOB_RETRY_SECONDS,
    traces,
    events,
    log,
  });
  return { direct, processor, desk, pictures: new KeptPictures(reader, reviewPictures) };
}
