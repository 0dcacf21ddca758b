import type { ApiKey } from "../config/keys.ts";
import { dutiesOf } from "../config/role.ts";
import type { ServiceConfig } from "../config/service.ts";
import { toFailure } from "../errors.ts";
import type { PictureCache } from "../images/picture-cache.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { AuditLog } from "../observability/audit.ts";
import type { AuditEntries } from "../observability/audit-question.ts";
import type { SharedAudit } from "../observability/shared-audit.ts";
import { openQueue } from "../queue/open.ts";
import type { Queue, Whose } from "../queue/port.ts";
import type { EngineChoice } from "../reading/engines/choose.ts";
import { sharedStoreOf } from "../redis/address.ts";
import type { SharedStore } from "../redis/shared-store.ts";
import type { WorkerPool } from "../workers/pool.ts";
import { compose, type Ground, type Parts } from "./compose.ts";
import type { Courier } from "./courier.ts";
import type { DirectReader } from "./direct.ts";
import { environmentNamed } from "./environments.ts";
import { ServiceEvents } from "./events.ts";
import { type Forgotten, forget, type Stores, whatIsKept } from "./forget.ts";
import type { ForgottenPictures } from "./forgotten-pictures.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Intake } from "./intake.ts";
import type { KeptPictures } from "./kept-picture.ts";
import type { KeyWatch } from "./key-watch.ts";
import type { KeysInForce } from "./keys-in-force.ts";
import type { Hour } from "./last-hour.ts";
import { Lately } from "./lately.ts";
import { localHourIn } from "./local-hour.ts";
import type { Log } from "./log.ts";
import { MemoryKeeper } from "./memory.ts";
import type { Operations } from "./operations.ts";
import type { Processor } from "./processor.ts";
import type { Retention } from "./retention.ts";
import type { ReviewDesk } from "./review-desk.ts";
import type { SharedKeyWatch } from "./shared-key-watch.ts";
import { within } from "./within.ts";

/** For so long, in milliseconds, a queue that could be written to is taken to be writable: everybody may ask, and each time it is written to. */
const writableMs = 2000;

/** Why the service cannot take in work now; `null` when it can. */
export type NotReady = string | null;

/** The whole service without its HTTP side: what comes in, is worked on and goes out. */
export class Service {
  readonly config: ServiceConfig;
  /** What several instances share on the server of the queue; `null` for one with a database of its own. */
  readonly shared: SharedStore | null;
  readonly queue: Queue;
  readonly pool: WorkerPool;
  readonly intake: Intake;
  readonly direct: DirectReader;
  /** What is still kept of pictures. */
  readonly pictures: KeptPictures;
  /** Where people decide about doubtful readings. */
  readonly desk: ReviewDesk;
  readonly couriers: readonly Courier[];
  readonly processor: Processor;
  /** What operators do. */
  readonly operations: Operations;
  readonly keyWatch: KeyWatch;
  /** Tells what happens to whoever wants to know. */
  readonly events: ServiceEvents;
  /** What happened in the last hour, in all instances that share a queue. */
  readonly lastHour: Hour;
  /** What operators did. */
  readonly audit: AuditLog;
  /** The same, to be found again. */
  readonly auditEntries: AuditEntries;
  /** Pictures and readings that are kept for a while. */
  readonly cache: PictureCache;
  readonly #sharedAudit: SharedAudit | undefined;
  readonly #reviewPictures: ReviewPictures;
  readonly #closePictures: () => void;
  readonly #forgottenPictures: ForgottenPictures | null;
  readonly #retention: Retention;
  readonly #heartbeat: Heartbeat;
  readonly #memory = new MemoryKeeper();
  readonly #log: Log;
  readonly #keys: KeysInForce;
  readonly #writable: Lately;
  readonly #sharedKeyWatch: SharedKeyWatch | null;
  #warm = false;
  #draining = false;

  private constructor({ config, shared, queue, pool, events, log }: Ground, parts: Parts) {
    this.config = config;
    this.shared = shared;
    this.queue = queue;
    this.pool = pool;
    this.events = events;
    this.#log = log;
    this.intake = parts.intake;
    this.direct = parts.direct;
    this.pictures = parts.pictures;
    this.desk = parts.desk;
    this.couriers = parts.couriers;
    this.processor = parts.processor;
    this.operations = parts.operations;
    this.keyWatch = parts.keyWatch;
    this.audit = parts.audit;
    this.auditEntries = parts.auditEntries;
    this.lastHour = parts.lastHour;
    this.#sharedAudit = parts.sharedAudit;
    this.#keys = parts.keys;
    this.#closePictures = parts.closePictures;
    this.#forgottenPictures = parts.forgottenPictures;
    this.cache = parts.cache;
    this.#sharedKeyWatch = parts.sharedKeyWatch;
    this.#reviewPictures = parts.reviewPictures;
    this.#retention = parts.retention;
    this.#heartbeat = parts.heartbeat;
    this.#writable = new Lately(() => queue.check(), writableMs);
    events.listen((event) => this.lastHour.hear(event));
    pool.listen((event) => events.emit(event));
  }

  /** Opens the data of the service; nothing goes on yet. Rejects with `QUEUE_…` or `CONFIG_INVALID`. */
  static async open(
    config: ServiceConfig,
    pool: WorkerPool,
    engines: EngineChoice,
    log: Log,
  ): Promise<Service> {
    const events = new ServiceEvents(log);
    const shared = sharedBy(config);
    let queue: Queue | undefined;
    try {
      queue = await openQueue(config, {
        localHour: localHourIn(config.TIMEZONE),
        warn: (message) => log.warn({}, message),
        onSync: (milliseconds) => events.emit({ type: "queue-synced", milliseconds }),
        ...(shared === null ? {} : { shared }),
      });
      const ground: Ground = { config, shared, queue, pool, engines, events, log };
      const parts = compose(ground);
      await parts.sharedKeyWatch?.start();
      return new Service(ground, parts);
    } catch (error) {
      await queue?.close();
      shared?.close();
      throw error;
    }
  }

  /** Starts the work. Resolves when a worker is warm, and the others follow; rejects when none can be. */
  async start(): Promise<void> {
    this.keyWatch.start();
    this.#heartbeat.start();
    const { reads, delivers } = dutiesOf[this.config.ROLE];
    if (delivers) for (const courier of this.couriers) await courier.start();
    this.#retention.start();
    this.#memory.start();
    await this.pool.warmUpAll();
    this.#warm = true;
    if (reads) this.processor.start();
  }

  /** The keys that callers may show now. */
  get keys(): readonly ApiKey[] {
    return this.#keys.all;
  }

  /** Those of its settings, which it reads again when it is told to. */
  get ownKeys(): readonly ApiKey[] {
    return this.#keys.own;
  }

  /** Whether everybody may do everything while there is no key: not where instances have had one together. */
  get mayBeOpen(): boolean {
    return this.#keys.mayBeOpen;
  }

  /**
   * Goes on with other keys and secrets; what is in hand is not disturbed. Gives back the environments of which
   * something changed. An environment whose address changed keeps all that it has: its key is for nobody else.
   */
  takeUp({ keys, destinations }: Pick<ServiceConfig, "keys" | "destinations">): string[] {
    this.#keys.takeUp(keys);
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
    return whatIsKept(this.#stores, whose);
  }

  /** Deletes all that is kept about somebody. Rejects with `NOTHING_KEPT`. */
  forget(whose: Whose): Promise<Forgotten> {
    return forget(this.#stores, whose);
  }

  get #stores(): Stores {
    return {
      history: this.queue.history,
      cache: this.cache,
      reviewPictures: this.#reviewPictures,
      elsewhere: this.#forgottenPictures,
    };
  }

  async notReady(): Promise<NotReady> {
    if (this.#draining) return "the service is about to end";
    if (!this.#warm) return "the workers are loading their models";
    try {
      await this.#writable.answer();
      const seconds = await this.processor.standsStillFor();
      return seconds === null
        ? null
        : `no picture was read for ${Math.round(seconds)} s although reports wait`;
    } catch (error) {
      // Everybody may ask; which file or server it is and what is wrong with it is for the operator.
      this.#log.warn({ err: error }, "not ready");
      return `${notWritable(error)}; the log says why`;
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
    this.#sharedKeyWatch?.stop();
    this.#heartbeat.stop();
    await this.processor.stop();
    await this.#retention.stop();
    this.#memory.stop();
    this.#closePictures();
    await this.lastHour.stop();
    this.#sharedAudit?.close();
    await this.queue.close();
    this.shared?.close();
  }
}

/** What keeps the queue from being written, without a word of where it is. */
function notWritable(error: unknown): string {
  switch (toFailure(error).code) {
    case "QUEUE_NEWER":
      return "a newer ocr-eco has taken over the queue: run that one here, too";
    case "QUEUE_MOVED":
      return "the queue is being moved, or was";
    default:
      return "the queue cannot be written";
  }
}

/** What instances with these settings share; `null` for one that has a database of its own. Throws `CONFIG_INVALID`. */
function sharedBy({ QUEUE_URL, ...config }: ServiceConfig): SharedStore | null {
  return QUEUE_URL === undefined ? null : sharedStoreOf({ ...config, QUEUE_URL });
}
