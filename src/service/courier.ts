import { createHash } from "node:crypto";
import type { Destination } from "../config/destinations.ts";
import { parseSecrets } from "../config/signing-secrets.ts";
import type { Answer, AttemptEnd, DeliveryClaim } from "../queue/delivery.ts";
import type { Queue } from "../queue/port.ts";
import { Breaker } from "../webhook/breaker.ts";
import { decide, isPassing } from "../webhook/decide.ts";
import { type AttemptResult, send } from "../webhook/send.ts";
import type { ServiceEvents } from "./events.ts";
import { leaseMs } from "./heartbeat.ts";
import { type Log, ofJob } from "./log.ts";
import { Pace } from "./pace.ts";
import { untilWritten } from "./until-written.ts";
import { within } from "./within.ts";

export interface CourierOptions {
  readonly queue: Queue;
  readonly destination: Destination;
  /** Deliveries that are made at the same time. */
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  /** Seconds before each attempt, counted from the one before. */
  readonly scheduleSeconds: readonly number[];
  /** Are told what becomes of deliveries. */
  readonly events: ServiceEvents;
  readonly log: Log;
}

/** How often a held destination is asked whether it takes the key by now, in milliseconds: with one delivery. */
const probePause = 300_000;

/** Delivers the results of one environment. Each has its own, so that none waits for another one's destination. */
export class Courier {
  readonly #with: Omit<CourierOptions, "destination">;
  #sealed: Sealed;
  readonly #breaker = new Breaker();
  readonly #pace: Pace;
  readonly #onTheWay = new Map<string, Promise<void>>();
  #stopListening: () => void = () => {};
  #stopped = false;
  /** Why and since when the key is refused, and when it was tried last (on the clock of `performance.now()`). */
  #hold: Hold | null = null;

  constructor({ destination, ...options }: CourierOptions) {
    this.#with = options;
    this.#sealed = sealed(destination);
    const { environment } = destination;
    this.#pace = new Pace(
      () => this.#deliver(),
      (error) => options.log.error({ environment, err: error }, "deliveries cannot be claimed"),
    );
  }

  get environment(): string {
    return this.#sealed.destination.environment;
  }

  /** Where they go: the base of the address, without name and password. */
  get url(): string {
    const { origin, pathname } = new URL(this.#sealed.destination.url);
    return `${origin}${pathname.replace(/\/$/, "")}`;
  }

  /** The claim tokens of the deliveries that are on their way. */
  get inHand(): string[] {
    return [...this.#onTheWay.keys()];
  }

  /** True while the destination is taken to be down. */
  get isDown(): boolean {
    return this.#breaker.isOpen;
  }

  async start(): Promise<void> {
    const { queue, log } = this.#with;
    const hold = (await queue.deliveries.held()).find((each) => each.environment === this.environment);
    if (hold?.fingerprint === this.#sealed.fingerprint) {
      this.#hold = { since: hold.since, reason: hold.reason, triedAt: performance.now() };
      log.error({ environment: this.environment, reason: hold.reason }, heldMessage);
    } else if (hold !== undefined) {
      this.#hold = { since: hold.since, reason: hold.reason, triedAt: performance.now() };
      await this.#lift(this.#hold, "key or address has changed");
    }
    this.#stopListening = queue.onWork((kind) => {
      if (kind === "deliveries") this.#pace.ask();
    });
    this.#pace.ask();
  }

  /**
   * Goes on with another key and other secrets; what is on its way keeps what it left with. Lets held deliveries go on
   * where the key is another one. False when nothing changed, or the address did, which needs a restart.
   */
  takeUp(destination: Destination): boolean {
    const before = this.#sealed;
    if (destination.url !== before.destination.url) return false;
    if (Bun.deepEquals(destination, before.destination)) return false;
    this.#sealed = sealed(destination);
    if (this.#hold !== null && this.#sealed.fingerprint !== before.fingerprint) {
      void this.#lift(this.#hold, "key or address has changed");
    }
    return true;
  }

  /** Lets held deliveries go on by itself; where the disk has no room to note that, as soon as it has. Never rejects. */
  async #lift(hold: Hold, why: string): Promise<void> {
    const { log } = this.#with;
    log.info({ environment: this.environment }, `${why}: deliveries go on`);
    try {
      await this.resume();
    } catch (error) {
      log.error({ environment: this.environment, err: error }, "held deliveries cannot be let go on yet");
      hold.triedAt = Number.NEGATIVE_INFINITY;
      this.#pace.ask();
    }
  }

  /**
   * Lets held deliveries go on: somebody says that the key is mended. Where that cannot be noted it rejects, and they are
   * held as before.
   */
  async resume(): Promise<void> {
    const hold = this.#hold;
    this.#hold = null;
    try {
      await this.#with.queue.deliveries.setHeld(this.environment, null);
    } catch (error) {
      this.#hold ??= hold;
      throw error;
    }
    const { environment } = this;
    if (hold !== null) this.#with.events.emit({ type: "hold-changed", environment, isHeld: false });
    this.#pace.ask();
  }

  /**
   * Starts what it was asked for before, as far as its hands are free, and nothing after that; resolves when all that
   * is on its way is answered and noted, or after so many seconds.
   */
  async drain(seconds: number): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    await within(
      seconds,
      this.#pace.stop().then(() => Promise.all(this.#onTheWay.values())),
    );
  }

  async #deliver(): Promise<number | null> {
    const { queue, concurrency } = this.#with;
    const free = concurrency - this.#onTheWay.size;
    const wait = this.#hold === null ? 0 : this.#hold.triedAt + probePause - performance.now();
    if (wait > 0) return wait;
    // Whether a destination that refused the key or was down is back, one delivery finds out.
    const most = this.#hold === null ? free : Math.min(free, 1 - this.#onTheWay.size);
    const allowed = this.#breaker.mayTake(Math.max(0, most));
    if (allowed === 0) return this.#untilProbe();
    if (this.#hold !== null) await queue.deliveries.setHeld(this.environment, null);
    const claims = await queue.deliveries.claim(this.environment, allowed, leaseMs);
    // A full disk is no answer: until it could be asked for one, the destination was not tried.
    if (this.#hold !== null) this.#hold.triedAt = performance.now();
    this.#breaker.started(claims.length);
    for (const claim of claims) this.#send(claim);
    // Nothing to try it with.
    if (this.#hold !== null && claims.length === 0) await this.#keepHold(this.#hold);
    // With all hands full, the next one that is done asks again.
    if (claims.length === allowed) return this.#untilProbe();
    const dueIn = await queue.deliveries.nextDueIn(this.environment);
    return dueIn === null ? null : Math.max(10, dueIn);
  }

  #untilProbe(): number | null {
    const at = this.#breaker.nextAt;
    return at === null ? null : Math.max(10, at - performance.now());
  }

  #send(claim: DeliveryClaim): void {
    const { log } = this.#with;
    const work = this.#attempt(claim)
      .catch((error) => log.error({ ...ofDelivery(claim), err: error }, "the answer cannot be noted"))
      .finally(() => {
        this.#onTheWay.delete(claim.claimToken);
        this.#pace.ask();
      });
    this.#onTheWay.set(claim.claimToken, work);
  }

  async #attempt(claim: DeliveryClaim): Promise<void> {
    const { delivery } = claim;
    if (!claim.isSound) {
      await this.#giveUpDamaged(claim);
      return;
    }
    const { timeoutSeconds, scheduleSeconds, events, log } = this.#with;
    const { environment } = this;
    const sentWith = this.#sealed;
    const began = performance.now();
    const { url: baseUrl, key: apiKey } = sentWith.destination;
    const result = await send(
      { baseUrl, apiKey, secrets: sentWith.secrets, timeoutSeconds },
      { id: delivery.id, body: delivery.body },
    );
    const decision = decide(result, {
      attempts: delivery.attempts,
      scheduleSeconds,
      random: Math.random,
    });
    const milliseconds = performance.now() - began;
    const wasDown = this.#breaker.isOpen;
    this.#breaker.note(isPassing(result) ? "failure" : "success");
    const isDown = this.#breaker.isOpen;
    if (isDown !== wasDown) events.emit({ type: "breaker-changed", environment, isOpen: isDown });
    const answer = answerOf(result);
    events.emit({
      type: "delivery-tried",
      environment,
      end: endOf[decision.kind],
      status: answer.status,
      attempt: delivery.attempts,
      milliseconds,
      age: Date.now() - delivery.createdAt,
    });
    const details = { ...ofDelivery({ delivery }), ...answer, attempts: delivery.attempts };
    const end = (how: AttemptEnd, ...counters: string[]): Promise<boolean> =>
      this.#note(claim, how, counters);
    switch (decision.kind) {
      case "delivered":
        log.info(details, "delivered");
        await end({ state: "delivered", answer }, "delivered");
        break;
      case "failed":
        log.error({ ...details, reason: decision.why }, "delivery failed for good");
        await end({ state: "failed", answer }, "undelivered");
        break;
      case "retry":
        log.warn(
          { ...details, retry_at: new Date(Date.now() + decision.delayMs).toISOString() },
          "delivery failed",
        );
        await end({ state: "pending", answer, delayMs: decision.delayMs, counts: true });
        break;
      case "hold": {
        // A key that was replaced while this was on its way says nothing about the new one.
        const isCurrent = sentWith.fingerprint === this.#sealed.fingerprint;
        const hold = isCurrent ? this.#holdAll(decision.why) : null;
        await end({ state: "pending", answer, delayMs: 0, counts: false });
        if (hold !== null) await this.#keepHold(hold);
        break;
      }
    }
    if (decision.kind !== "hold") await this.#afterProbe(isPassing(result));
    if (wasDown && !isDown) await this.#isBack();
  }

  /** What it says, or of whom, the disk has changed: it may not be booked. */
  async #giveUpDamaged(claim: DeliveryClaim): Promise<void> {
    const { events, log } = this.#with;
    const { attempts: attempt, createdAt, environment } = claim.delivery;
    this.#breaker.givenUp();
    log.error(ofDelivery(claim), "delivery is damaged in the database: it is not sent");
    events.emit({
      type: "delivery-tried",
      environment,
      end: "failed",
      status: null,
      attempt,
      milliseconds: 0,
      age: Date.now() - createdAt,
    });
    const detail =
      "never sent: the disk has changed it in the database; check the disk, and send its report again";
    await this.#note(claim, { state: "failed", answer: { status: null, detail } }, ["undelivered"]);
    if (this.#hold !== null) await this.#keepHold(this.#hold);
  }

  /**
   * Notes how an attempt ended, also when there is no room for it at first: what was booked must not be sent again. The
   * words of the answer are what takes room, and are given up before the answer is.
   */
  #note(
    { delivery, claimToken }: DeliveryClaim,
    end: AttemptEnd,
    counters: readonly string[],
  ): Promise<boolean> {
    const { queue, log } = this.#with;
    let noted = end;
    return untilWritten(() => queue.deliveries.end(claimToken, noted, counters), {
      isStopped: () => this.#stopped,
      onFull: ({ message }, pause) => {
        const details = { ...ofDelivery({ delivery }), retry_in_ms: pause, reason: message };
        log.error(details, "answer cannot be noted yet");
        noted = { ...end, answer: { ...end.answer, detail: "" } };
      },
    });
  }

  /** Stops all deliveries of the environment at once: none can succeed before somebody acts. `#keepHold` notes it. */
  #holdAll(reason: string): Hold {
    const { environment } = this;
    const { events, log } = this.#with;
    if (this.#hold === null) events.emit({ type: "hold-changed", environment, isHeld: true });
    this.#hold = { since: this.#hold?.since ?? Date.now(), reason, triedAt: performance.now() };
    log.error({ environment, reason }, heldMessage);
    return this.#hold;
  }

  /** Notes why deliveries are held, also when there is no room for it at first, as long as that is so. */
  #keepHold(hold: Hold): Promise<void> {
    const { queue, log } = this.#with;
    const { environment } = this;
    const { since, reason } = hold;
    const note = async (): Promise<void> => {
      // Somebody has let them go on meanwhile, or they are held for another reason.
      if (this.#hold !== hold) return;
      await queue.deliveries.setHeld(environment, { since, reason, fingerprint: this.#sealed.fingerprint });
    };
    return untilWritten(note, {
      isStopped: () => this.#stopped,
      onFull: ({ message }, pause) =>
        log.error({ environment, retry_in_ms: pause, reason: message }, "the hold cannot be noted yet"),
    });
  }

  /** A destination that looked at what was sent took the key; one in trouble (`isUnclear`) said nothing about it. */
  async #afterProbe(isUnclear: boolean): Promise<void> {
    if (this.#hold === null) return;
    if (isUnclear) {
      await this.#keepHold(this.#hold);
      return;
    }
    await this.#lift(this.#hold, "the key is accepted again");
  }

  /** What failed while the destination was down does not wait for times that were planned for a longer failure. */
  async #isBack(): Promise<void> {
    const { queue, log } = this.#with;
    const hurried = await queue.deliveries.hurry(this.environment);
    log.info({ environment: this.environment, deliveries: hurried }, "the destination is back");
  }
}

/** What came of an attempt, by what was decided. */
const endOf = { delivered: "delivered", failed: "failed", retry: "retried", hold: "held" } as const;
const heldMessage =
  "DELIVERIES ARE HELD: the destination refuses the key. Set the right LARAVEL_API_KEY and ocr-eco reload, or mend it there";

interface Hold {
  readonly since: number;
  readonly reason: string;
  triedAt: number;
}

/** A destination with what is made of its key and secrets. */
interface Sealed {
  readonly destination: Destination;
  readonly secrets: readonly Uint8Array[];
  /** Tells whether the operator changed something, without keeping the key. */
  readonly fingerprint: string;
}

function sealed(destination: Destination): Sealed {
  const { url, key, secrets } = destination;
  return {
    destination,
    secrets: secrets.flatMap((secret) => parseSecrets(secret)),
    fingerprint: createHash("sha256").update(`${url}\n${key}`).digest("hex").slice(0, 16),
  };
}

function answerOf(result: AttemptResult): Answer {
  return { status: result.kind === "answered" ? result.status : null, detail: result.detail };
}

function ofDelivery({ delivery }: Pick<DeliveryClaim, "delivery">): object {
  const { id, jobId, environment, reportId } = delivery;
  return { ...ofJob({ id: jobId, environment, reportId }), webhook_id: id };
}
