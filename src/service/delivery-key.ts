import { createHash } from "node:crypto";
import type { Destination } from "../config/destinations.ts";
import { parseSecrets } from "../config/signing-secrets.ts";
import type { DeliveryQueue } from "../queue/port.ts";
import type { ServiceEvents } from "./events.ts";
import type { Log } from "./log.ts";
import { untilWritten } from "./until-written.ts";

/** A destination with what is made of its key and secrets: what a delivery leaves with. */
export interface Sealed {
  readonly destination: Destination;
  readonly secrets: readonly Uint8Array[];
  /** Tells key and address from others, without telling the key. */
  readonly fingerprint: string;
}

interface DeliveryKeyOptions {
  readonly deliveries: DeliveryQueue;
  readonly destination: Destination;
  readonly events: ServiceEvents;
  readonly log: Log;
  /** Whether the service ends. */
  readonly isStopped: () => boolean;
}

const heldMessage =
  "DELIVERIES ARE HELD: the destination refuses the key. Set the right LARAVEL_API_KEY and ocr-eco reload, or mend it there";

/**
 * What the deliveries of one environment leave with, and what their destination says of it. Whether they are held is the
 * queue's to know, for all who deliver; this tells it, and people.
 */
export class DeliveryKey {
  readonly #with: Omit<DeliveryKeyOptions, "destination">;
  /** Another object after each change, and after each time that somebody said to go on. */
  #present: Sealed;
  /** This was refused, which is not noted yet. */
  #refused: Sealed | null = null;
  /** Whether deliveries are held, as far as this process was told: for those who hear of events. */
  #isHeld = false;

  constructor({ destination, ...options }: DeliveryKeyOptions) {
    this.#with = options;
    this.#present = sealed(destination);
  }

  /** What deliveries leave with now. */
  get present(): Sealed {
    return this.#present;
  }

  /** True while nothing may leave with it: it was refused, and the queue does not know that yet. */
  get isRefused(): boolean {
    return this.#refused === this.#present;
  }

  get #environment(): string {
    return this.#present.destination.environment;
  }

  /** Looks whether deliveries are held since an earlier time, and lets them go on where that was for another key. */
  async start(): Promise<void> {
    const { deliveries, log } = this.#with;
    const environment = this.#environment;
    const hold = (await deliveries.held()).find((each) => each.environment === environment);
    this.#isHeld = hold !== undefined;
    if (hold?.fingerprint === this.#present.fingerprint)
      log.error({ environment, reason: hold.reason }, heldMessage);
    else if (hold !== undefined) void this.#resumeFormer();
  }

  /** Takes another key and other secrets; false when nothing changed, or the address did, which needs a restart. */
  takeUp(destination: Destination): boolean {
    const before = this.#present;
    if (destination.url !== before.destination.url) return false;
    if (Bun.deepEquals(destination, before.destination)) return false;
    this.#present = sealed(destination);
    if (this.#present.fingerprint !== before.fingerprint) void this.#resumeFormer();
    return true;
  }

  /** Somebody says that the key is mended. Where that cannot be noted it rejects, and deliveries are held as before. */
  async resume(): Promise<void> {
    const before = this.#present;
    // What left before this, and is refused after it, says nothing about a key that was mended.
    const after = { ...before };
    this.#present = after;
    try {
      await this.#with.deliveries.resume(this.#environment);
    } catch (error) {
      if (this.#present === after) this.#present = before;
      throw error;
    }
    this.goOn("somebody says so");
  }

  /**
   * Nothing leaves any more with a key that was refused, until the end of `note`, which tells the queue. One that was replaced
   * while a delivery was on its way with it says nothing about the new one.
   */
  async refuse(sentWith: Sealed, reason: string, note: () => Promise<void>): Promise<void> {
    const { events, log } = this.#with;
    const environment = this.#environment;
    if (sentWith === this.#present) {
      this.#refused = sentWith;
      if (!this.#isHeld) events.emit({ type: "hold-changed", environment, isHeld: true });
      this.#isHeld = true;
      log.error({ environment, reason }, heldMessage);
    }
    try {
      await note();
    } finally {
      if (this.#refused === sentWith) this.#refused = null;
    }
  }

  /** Tells that held deliveries go on. */
  goOn(why: string): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const { events, log } = this.#with;
    const environment = this.#environment;
    log.info({ environment }, `${why}: deliveries go on`);
    events.emit({ type: "hold-changed", environment, isHeld: false });
  }

  /** Lets deliveries go on that are held for another key than the present one, once the disk has room for it. Never rejects. */
  async #resumeFormer(): Promise<void> {
    const { deliveries, log, isStopped } = this.#with;
    const environment = this.#environment;
    const resume = () => deliveries.resume(environment, this.#present.fingerprint);
    try {
      const isResumed = await untilWritten(resume, {
        isStopped,
        onFull: ({ message }, pause) => {
          const details = { environment, retry_in_ms: pause, reason: message };
          log.error(details, "held deliveries cannot be let go on yet");
        },
      });
      if (isResumed) this.goOn("key or address has changed");
    } catch (error) {
      log.error({ environment, err: error }, "held deliveries cannot be let go on");
    }
  }
}

function sealed(destination: Destination): Sealed {
  const { url, key, secrets } = destination;
  return {
    destination,
    secrets: secrets.flatMap((secret) => parseSecrets(secret)),
    fingerprint: createHash("sha256").update(`${url}\n${key}`).digest("hex").slice(0, 16),
  };
}
