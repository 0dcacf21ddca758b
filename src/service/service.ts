import { join } from "node:path";
import type { ApiKey } from "../config/keys.ts";
import type { ServiceConfig } from "../config/service.ts";
import { AddressGuard } from "../images/address-guard.ts";
import { PictureCache } from "../images/picture-cache.ts";
import { AuditLog } from "../observability/audit.ts";
import { openQueue } from "../queue/open.ts";
import type { Queue, Whose } from "../queue/port.ts";
import type { EngineChoice } from "../reading/engines/choose.ts";
import { receiptAt } from "../reading/options.ts";
import { parseAcceptance } from "../webhook/acceptance.ts";
import type { WorkerPool } from "../workers/pool.ts";
import { Courier } from "./courier.ts";
import { DirectReader } from "./direct.ts";
import { environmentNamed } from "./environments.ts";
import { ServiceEvents } from "./events.ts";
import { type Forgotten, forget, whatIsKept } from "./forget.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Intake } from "./intake.ts";
import { KeyWatch } from "./key-watch.ts";
import { LastHour } from "./last-hour.ts";
import { localHourIn } from "./local-hour.ts";
import type { Log } from "./log.ts";
import { MemoryKeeper } from "./memory.ts";
import { Operations } from "./operations.ts";
import { PictureReader } from "./picture-reader.ts";
import { Processor } from "./processor.ts";
import { Retention } from "./retention.ts";
import { within } from "./within.ts";

/** Why the service cannot take in work now; `null` when it can. */
export type NotReady = string | null;

/** The whole service without its HTTP side: what comes in, is worked on and goes out. */
export class Service {
  readonly config: ServiceConfig;
  readonly queue: Queue;
  readonly pool: WorkerPool;
  readonly intake: Intake;
  readonly direct: DirectReader;
  readonly couriers: readonly Courier[];
  readonly processor: Processor;
  /** What operators do. */
  readonly operations: Operations;
  readonly keyWatch: KeyWatch;
  /** Tells what happens to whoever wants to know. */
  readonly events: ServiceEvents;
  readonly lastHour = new LastHour();
  /** What operators did. */
  readonly audit: AuditLog;
  readonly #cache: PictureCache;
  readonly #retention: Retention;
  readonly #heartbeat: Heartbeat;
  readonly #memory = new MemoryKeeper();
  readonly #log: Log;
  #keys: readonly ApiKey[];
  #warm = false;
  #draining = false;

  private constructor(
    config: ServiceConfig,
    queue: Queue,
    pool: WorkerPool,
    engines: EngineChoice,
    events: ServiceEvents,
    log: Log,
  ) {
    this.events = events;
    events.listen((event) => this.lastHour.hear(event));
    pool.listen((event) => events.emit(event));
    const acceptance = parseAcceptance(config.ACCEPT);
    const guard = new AddressGuard({
      allowedHosts: config.ALLOWED_IMAGE_HOSTS,
      allowedNetworks: config.ALLOWED_PRIVATE_NETWORKS,
    });
    const cache = new PictureCache({
      folder: join(config.DATA_DIR, "cache"),
      hours: config.CACHE_HOURS,
      readingHours: Math.min(config.CACHE_HOURS, config.TEXT_HOURS),
      mostMegabytes: config.CACHE_MAX_MB,
      warn: (message) => log.warn({}, message),
    });
    const reader = new PictureReader({
      pool,
      cache,
      guard,
      engines,
      limits: { timeoutSeconds: config.DOWNLOAD_TIMEOUT_SECONDS, mostMegabytes: config.DOWNLOAD_MAX_MB },
      timeZone: config.TIMEZONE,
      options: { signals: config.CHEAT_SIGNALS, mostSteps: config.MAX_DAILY_STEPS },
      events,
    });
    this.config = config;
    this.#cache = cache;
    this.#keys = config.keys;
    this.queue = queue;
    this.pool = pool;
    this.#log = log;
    this.intake = new Intake(queue.jobs, config, config.DEFAULT_ENVIRONMENT, config.MAX_QUEUE_SIZE, events);
    this.direct = new DirectReader({
      reader,
      acceptance,
      waitSeconds: config.DIRECT_WAIT_SECONDS,
      localRoot: config.LOCAL_IMAGE_ROOT ?? null,
    });
    this.processor = new Processor({
      queue,
      reader,
      booking: {
        acceptance,
        review: { signals: config.REVIEW_SIGNALS, dateDays: config.REVIEW_DATE_DAYS },
      },
      timeZone: config.TIMEZONE,
      mostInHand: 2 * config.WORKER_COUNT,
      // A download, the picture before it and its own time, each with as much again for a machine that is busy.
      mostStillSeconds: 2 * (config.DOWNLOAD_TIMEOUT_SECONDS + 2 * config.OCR_TIMEOUT_SECONDS),
      retrySeconds: config.JOB_RETRY_SECONDS,
      events,
      log,
    });
    this.couriers = [...config.destinations.values()].map(
      (destination) =>
        new Courier({
          queue,
          destination,
          concurrency: config.WEBHOOK_CONCURRENCY,
          timeoutSeconds: config.WEBHOOK_TIMEOUT_SECONDS,
          scheduleSeconds: config.WEBHOOK_RETRY_SECONDS,
          events,
          log,
        }),
    );
    this.operations = new Operations(queue, this.couriers);
    this.#heartbeat = new Heartbeat({
      queue,
      holders: { jobs: [this.processor], deliveries: this.couriers },
      log,
    });
    this.audit = new AuditLog({ folder: config.DATA_DIR, log });
    this.keyWatch = new KeyWatch({
      keys: () => this.#keys,
      today: () => receiptAt(new Date(), config.TIMEZONE).day,
      log,
    });
    this.#retention = new Retention({
      history: queue.history,
      cache,
      doneHours: config.JOBS_DONE_HOURS,
      failedDays: config.JOBS_FAILED_DAYS,
      historyDays: config.HISTORY_DAYS,
      textHours: config.TEXT_HOURS,
      log,
    });
  }

  /** Opens the data of the service; nothing goes on yet. Rejects with `QUEUE_…` or `CONFIG_INVALID`. */
  static async open(
    config: ServiceConfig,
    pool: WorkerPool,
    engines: EngineChoice,
    log: Log,
  ): Promise<Service> {
    const events = new ServiceEvents(log);
    const queue = await openQueue(config, {
      localHour: localHourIn(config.TIMEZONE),
      warn: (message) => log.warn({}, message),
      onSync: (milliseconds) => events.emit({ type: "queue-synced", milliseconds }),
    });
    try {
      return new Service(config, queue, pool, engines, events, log);
    } catch (error) {
      await queue.close();
      throw error;
    }
  }

  /** Starts the work. Resolves when a worker is warm, and the others follow; rejects when none can be. */
  async start(): Promise<void> {
    this.keyWatch.start();
    this.#heartbeat.start();
    for (const courier of this.couriers) await courier.start();
    this.#retention.start();
    this.#memory.start();
    await this.pool.warmUpAll();
    this.#warm = true;
    this.processor.start();
  }

  /** The keys that callers may show now. */
  get keys(): readonly ApiKey[] {
    return this.#keys;
  }

  /**
   * Goes on with other keys and secrets; what is in hand is not disturbed. Gives back the environments of which
   * something changed. An environment whose address changed keeps all that it has: its key is for nobody else.
   */
  takeUp({ keys, destinations }: Pick<ServiceConfig, "keys" | "destinations">): string[] {
    this.#keys = keys;
    const changed = this.couriers.filter((courier) => {
      const destination = destinations.get(courier.environment);
      return destination !== undefined && courier.takeUp(destination);
    });
    this.keyWatch.tell();
    return changed.map(({ environment }) => environment);
  }

  /** What narrows something to an environment, where an operator names one. Rejects with `ENVIRONMENT_UNKNOWN`. */
  async narrowedTo(name: string | undefined): Promise<{ readonly environment?: string }> {
    if (name === undefined) return {};
    return { environment: await environmentNamed(name, this.queue.history, this.config.known) };
  }

  /** Says what is kept about somebody. Rejects with `NOTHING_KEPT`. */
  whatIsKept(whose: Whose): Promise<Forgotten> {
    return whatIsKept({ history: this.queue.history, cache: this.#cache }, whose);
  }

  /** Deletes all that is kept about somebody. Rejects with `NOTHING_KEPT`. */
  forget(whose: Whose): Promise<Forgotten> {
    return forget({ history: this.queue.history, cache: this.#cache }, whose);
  }

  async notReady(): Promise<NotReady> {
    if (this.#draining) return "the service is about to end";
    if (!this.#warm) return "the workers are loading their models";
    try {
      await this.queue.check();
      const seconds = await this.processor.standsStillFor();
      return seconds === null
        ? null
        : `no picture was read for ${Math.round(seconds)} s although reports wait`;
    } catch (error) {
      // Everybody may ask; which file it is and what is wrong with it is for the operator.
      this.#log.warn({ err: error }, "not ready");
      return "the queue cannot be written; the log says why";
    }
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  /** Refuses further work at once, and lets go of what is in hand when it is done, or when the time for it is over. */
  async drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    const seconds = this.config.DRAIN_SECONDS;
    // Before it was ready there was nothing.
    if (this.#warm) {
      const message = "ending: pictures and deliveries in hand are finished";
      this.#log.info({ jobs: this.processor.inHand.length, seconds }, message);
    }
    const until = performance.now() + seconds * 1000;
    const rest = (): number => Math.max(0, (until - performance.now()) / 1000);
    await Promise.all([this.processor.drain(seconds), within(seconds, this.direct.idle())]);
    // What was read last goes out, too, as far as there is time.
    await Promise.all(this.couriers.map((courier) => courier.drain(rest())));
    await this.pool.close();
    this.keyWatch.stop();
    this.#heartbeat.stop();
    await this.processor.stop();
    await this.#retention.stop();
    this.#memory.stop();
    await this.queue.close();
  }
}
