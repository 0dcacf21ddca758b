import type { Destination } from "../config/destinations.ts";
import type { Answer, AttemptEnd, DeliveryClaim, KeyAnswer } from "../queue/delivery.ts";
import { deliveriesTo } from "../queue/listeners.ts";
import type { Queue } from "../queue/port.ts";
import { contextIn, parseTraceparent, type Span, traceparentOf } from "../trace-context.ts";
import type { Breaker } from "../webhook/breaker.ts";
import { decide, isPassing } from "../webhook/decide.ts";
import { type AttemptResult, send } from "../webhook/send.ts";
import { DeliveryKey, type Sealed } from "./delivery-key.ts";
import type { ServiceEvents } from "./events.ts";
import { leaseMs } from "./heartbeat.ts";
import { type Log, ofJob } from "./log.ts";
import { Pace } from "./pace.ts";
import type { Traces } from "./traces.ts";
import { untilWritten } from "./until-written.ts";
import { within } from "./within.ts";

export interface CourierOptions {
  readonly queue: Queue;
  readonly destination: Destination;
  /** Spares the destination while it is down. */
  readonly breaker: Breaker;
  /** Deliveries that are made at the same time. */
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  /** Seconds before each attempt, counted from the one before. */
  readonly scheduleSeconds: readonly number[];
  /** Name the spans of jobs' traces. */
  readonly traces: Traces;
  /** Are told what becomes of deliveries. */
  readonly events: ServiceEvents;
  readonly log: Log;
}

/** How often a held destination is asked whether it takes the key by now, in milliseconds: with one delivery. */
const probePause = 300_000;

/** Delivers the results of one environment. Each has its own, so that none waits for another one's destination. */
export class Courier {
  readonly #with: Omit<CourierOptions, "destination" | "breaker">;
  readonly #key: DeliveryKey;
  readonly #breaker: Breaker;
  readonly #pace: Pace;
  readonly #onTheWay = new Map<string, Promise<void>>();
  #stopListening: () => void = () => {};
  #started = false;
  #stopped = false;

  constructor({ destination, breaker, ...options }: CourierOptions) {
    this.#with = options;
    this.#breaker = breaker;
    const { environment } = destination;
    const { queue, events, log } = options;
    const isStopped = () => this.#stopped;
    this.#key = new DeliveryKey({ deliveries: queue.deliveries, destination, events, log, isStopped });
    this.#pace = new Pace(
      () => this.#deliver(),
      (error) => log.error({ environment, err: error }, "deliveries cannot be claimed"),
    );
  }

  get environment(): string {
    return this.#key.present.destination.environment;
  }

  /** Where they go: the base of the address, without name and password. */
  get url(): string {
    const { origin, pathname } = new URL(this.#key.present.destination.url);
    return `${origin}${pathname.replace(/\/$/, "")}`;
  }

  /** The claim tokens of the deliveries that are on their way. */
  get inHand(): string[] {
    return [...this.#onTheWay.keys()];
  }

  /** Whether the destination is taken to be down. */
  isDown(): Promise<boolean> {
    return this.#breaker.isOpen();
  }

  async start(): Promise<void> {
    this.#started = true;
    await this.#key.start();
    this.#stopListening = this.#with.queue.onWork(deliveriesTo(this.environment), this.#pace.ask);
    this.#pace.ask();
  }

  /**
   * Goes on with another key and other secrets; what is on its way keeps what it left with. Lets held deliveries go on
   * where the key is another one. False when nothing changed, or the address did, which needs a restart.
   */
  takeUp(destination: Destination): boolean {
    const isTaken = this.#key.takeUp(destination);
    if (isTaken && this.#started) this.#pace.ask();
    return isTaken;
  }

  /**
   * Lets held deliveries go on: somebody says that the key is mended. Where that cannot be noted it rejects, and they are
   * held as before.
   */
  async resume(): Promise<void> {
    await this.#key.resume();
    // Where others deliver, they hear of it.
    if (this.#started) this.#pace.ask();
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
    // Whoever notes that, or takes up another key, asks again.
    if (this.#key.isRefused) return null;
    const allowed = await this.#breaker.admit(Math.max(0, concurrency - this.#onTheWay.size));
    if (allowed === 0) return this.#untilProbe();
    const claims = await this.#claim(allowed);
    for (const claim of claims) this.#send(claim);
    // With all hands full, the next one that is done asks again.
    if (claims.length === allowed) return this.#untilProbe();
    const dueIn = await queue.deliveries.nextDueIn(this.environment, probePause);
    return dueIn === null ? null : Math.max(10, dueIn);
  }

  async #claim(most: number): Promise<DeliveryClaim[]> {
    let claims: DeliveryClaim[] = [];
    try {
      claims = await this.#with.queue.deliveries.claim(this.environment, most, leaseMs, probePause);
      return claims;
    } finally {
      if (claims.length === 0) await this.#breaker.giveBack();
    }
  }

  async #untilProbe(): Promise<number | null> {
    const nextIn = await this.#breaker.nextIn();
    return nextIn === null ? null : Math.max(10, nextIn);
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
    const { timeoutSeconds, scheduleSeconds, traces, events, log } = this.#with;
    const { environment } = this;
    const sentWith = this.#key.present;
    const span = traces.next(delivery.trace);
    const began = performance.now();
    const { url: baseUrl, key: apiKey } = sentWith.destination;
    const result = await send(
      { baseUrl, apiKey, secrets: sentWith.secrets, timeoutSeconds },
      { id: delivery.id, body: delivery.body, traceparent: handedOn(delivery.trace, span) },
    );
    const decision = decide(result, {
      attempts: delivery.attempts,
      scheduleSeconds,
      random: Math.random,
    });
    const milliseconds = performance.now() - began;
    const change = await this.#breaker.note(isPassing(result) ? "failure" : "success");
    if (change !== null) events.emit({ type: "breaker-changed", environment, isOpen: change === "opened" });
    const answer = answerOf(result);
    events.emit({
      type: "delivery-tried",
      environment,
      jobId: delivery.jobId,
      end: endOf[decision.kind],
      status: answer.status,
      attempt: delivery.attempts,
      milliseconds,
      age: Date.now() - delivery.createdAt,
      whole: Date.now() - delivery.waitedForSince,
      span,
    });
    const details = { ...ofDelivery({ delivery }), ...answer, attempts: delivery.attempts };
    // A destination in trouble says nothing about the key.
    const key = isPassing(result) ? null : "accepted";
    switch (decision.kind) {
      case "delivered":
        log.info(details, "delivered");
        await this.#note(claim, { state: "delivered", answer }, sentWith, key, "delivered");
        break;
      case "failed":
        log.error({ ...details, reason: decision.why }, "delivery failed for good");
        await this.#note(claim, { state: "failed", answer }, sentWith, key, "undelivered");
        break;
      case "retry": {
        const { delayMs } = decision;
        const retryAt = new Date(Date.now() + delayMs).toISOString();
        log.warn({ ...details, retry_at: retryAt }, "delivery failed");
        await this.#note(claim, { state: "pending", answer, delayMs, counts: true }, sentWith, key);
        break;
      }
      case "hold":
        await this.#hold(claim, answer, sentWith, decision.why);
        break;
    }
    if (change === "closed") await this.#isBack();
  }

  /** What it says, or of whom, the disk has changed: it may not be booked. */
  async #giveUpDamaged(claim: DeliveryClaim): Promise<void> {
    const { traces, events, log } = this.#with;
    const { attempts: attempt, createdAt, waitedForSince, environment, jobId, trace } = claim.delivery;
    await this.#breaker.giveBack();
    log.error(ofDelivery(claim), "delivery is damaged in the database: it is not sent");
    events.emit({
      type: "delivery-tried",
      environment,
      jobId,
      end: "failed",
      status: null,
      attempt,
      milliseconds: 0,
      age: Date.now() - createdAt,
      whole: Date.now() - waitedForSince,
      span: traces.next(trace),
    });
    const detail =
      "never sent: the disk has changed it in the database; check the disk, and send its report again";
    const end = { state: "failed", answer: { status: null, detail } } as const;
    await this.#note(claim, end, this.#key.present, null, "undelivered");
  }

  /**
   * Ends an attempt whose key was refused, and holds all deliveries of the environment with it: none can succeed before
   * somebody acts.
   */
  #hold(claim: DeliveryClaim, answer: Answer, sentWith: Sealed, refused: string): Promise<void> {
    const end = { state: "pending", answer, delayMs: 0, counts: false } as const;
    const key = { refused, fingerprint: sentWith.fingerprint };
    return this.#key.refuse(sentWith, refused, () => this.#note(claim, end, sentWith, key));
  }

  /**
   * Notes how an attempt ended, and with it what it says about the key, if that is still the one which deliveries leave with.
   * Also when there is no room for it at first: what was booked must not be sent again. The words of the answer are what
   * takes room, and are given up before the answer is.
   */
  async #note(
    { delivery, claimToken }: DeliveryClaim,
    end: AttemptEnd,
    sentWith: Sealed,
    key: KeyAnswer | null,
    ...counters: string[]
  ): Promise<void> {
    const { queue, log } = this.#with;
    let noted = end;
    const write = async (): Promise<boolean> => {
      const isTold = key !== null && sentWith === this.#key.present;
      const isKept = await queue.deliveries.end(claimToken, isTold ? { ...noted, key } : noted, counters);
      return isKept && isTold;
    };
    const isTold = await untilWritten(write, {
      isStopped: () => this.#stopped,
      onFull: ({ message }, pause) => {
        const details = { ...ofDelivery({ delivery }), retry_in_ms: pause, reason: message };
        log.error(details, "answer cannot be noted yet");
        noted = { ...end, answer: { ...end.answer, detail: "" } };
      },
    });
    if (isTold && key === "accepted") this.#key.goOn("the key is accepted again");
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

function answerOf(result: AttemptResult): Answer {
  return { status: result.kind === "answered" ? result.status : null, detail: result.detail };
}

/** What the destination hears of a trace: the attempt, where it is recorded, else what was kept. */
function handedOn(kept: string | null, span: Span | null): string | null {
  const context = span === null ? parseTraceparent(kept) : contextIn(span);
  return context === null ? null : traceparentOf(context);
}

function ofDelivery({ delivery }: Pick<DeliveryClaim, "delivery">): object {
  const { id, jobId, environment, reportId, trace } = delivery;
  return { ...ofJob({ id: jobId, environment, reportId, trace }), webhook_id: id };
}
