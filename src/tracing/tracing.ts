import type { TracingConfig } from "../config/tracing.ts";
import type { ServiceEvent, ServiceEvents } from "../service/events.ts";
import type { Log } from "../service/log.ts";
import { sendSpans } from "./collector.ts";
import { encode } from "./otlp.ts";
import { type EndedSpan, spanCount, spansOf } from "./spans.ts";

/** Spans that are kept until they are sent, some hundred bytes each: what comes when there are so many is left out. */
const mostKept = 4096;
/** Spans in one request, unless who takes them says that it is too large. */
const mostAtOnce = 2048;
/** Milliseconds between two requests of that many, at least. */
const pauseMs = 1000;
/** The longest pause while nobody takes them, in milliseconds, unless they ask for a longer one; and the longest that they get. */
const longestPauseMs = 30_000;
const longestAskedMs = 300_000;
/** How long one request may take, in milliseconds. */
const patienceMs = 10_000;
/** How long sending what is left may take when the service ends, in milliseconds. */
const lastPatienceMs = 2000;

/** An event that has been heard; its spans are made when they are sent, and no second time. */
interface Heard {
  readonly event: ServiceEvent;
  readonly at: number;
  readonly count: number;
  spans: readonly EndedSpan[] | null;
}

/**
 * Listens to the service, and sends what it hears as spans. Nothing waits for it: what cannot be sent is kept while there is room,
 * which is counted in spans, and then left out.
 */
export class Tracing {
  readonly #config: Pick<TracingConfig, "url" | "serviceName" | "delayMs">;
  readonly #events: ServiceEvents;
  readonly #log: Log;
  readonly #stopListening: () => void;
  #headers: TracingConfig["headers"];
  #kept: Heard[] = [];
  /** The spans of all that is kept. */
  #keptSpans = 0;
  /** Those that there was no room for, and nobody was told of yet: telling of each would cost more than recording it. */
  #leftOut = 0;
  #timer: Timer | undefined;
  /** Whether the timer gives more the time to come. */
  #isWaitingForMore = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #sending: Promise<void> | null = null;
  #pause = pauseMs;
  /** How long who takes them asked to be left alone. */
  #asked = 0;
  #mostAtOnce = mostAtOnce;
  #isClosed = false;

  constructor({ headers, ...config }: TracingConfig, events: ServiceEvents, log: Log) {
    this.#config = config;
    this.#headers = headers;
    this.#events = events;
    this.#log = log;
    this.#stopListening = events.listen((event) => this.#hear(event));
  }

  /** Sends other headers from now on. */
  takeUp(headers: TracingConfig["headers"]): void {
    this.#headers = headers;
  }

  /** Sends what is left, as far as there is time. Resolves in two seconds at most, and never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    clearTimeout(this.#timer);
    const until = performance.now() + lastPatienceMs;
    const rest = (): number => until - performance.now();
    if (this.#sending !== null) await Promise.race([this.#sending, Bun.sleep(rest())]);
    while (this.#sending === null && this.#kept.length > 0 && rest() > 0) await this.#send(rest());
    this.#lose();
  }

  #hear(event: ServiceEvent): void {
    const count = spanCount(event);
    if (count === 0) return;
    if (this.#keptSpans + count > mostKept) this.#leftOut += count;
    else {
      this.#kept.push({ event, at: present(), count, spans: null });
      this.#keptSpans += count;
    }
    if (this.#sending !== null || this.#isClosed) return;
    if (this.#timer === undefined || (this.#isWaitingForMore && this.#isFull)) this.#plan();
  }

  /** Whether there is a request's worth of them. */
  get #isFull(): boolean {
    return this.#keptSpans >= this.#mostAtOnce;
  }

  #plan(): void {
    clearTimeout(this.#timer);
    this.#isWaitingForMore = !this.#isFull && this.#pause === pauseMs && this.#asked === 0;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sending = this.#send(patienceMs).finally(() => {
        this.#sending = null;
        this.#sentAt = performance.now();
        if (this.#kept.length > 0 && !this.#isClosed) this.#plan();
      });
    }, this.#untilNext());
    // Nobody stays for it: `close` sends what is left.
    this.#timer.unref();
  }

  async #send(milliseconds: number): Promise<void> {
    this.#tellLeftOut();
    const heard = this.#nextOnes();
    const spans = heard.flatMap((each) => {
      each.spans ??= spansOf(each.event, each.at);
      return each.spans;
    });
    const { url, serviceName } = this.#config;
    const result = await Promise.try(encode, spans, serviceName).then(
      (body) => sendSpans({ url, headers: this.#headers }, body, milliseconds),
      (error: unknown) => ({ kind: "refused", why: `they cannot be written (${error})` }) as const,
    );
    this.#asked = result.kind === "later" ? Math.min(longestAskedMs, result.afterMs) : 0;
    if (result.kind === "later") {
      this.#failed(result.why);
      return;
    }
    // Its limit stays as it is: from now on they go in parts.
    if (result.kind === "too-large" && heard.length > 1) {
      this.#mostAtOnce = Math.max(1, Math.floor(spans.length / 2));
      return;
    }
    // Only the end of the list has changed meanwhile.
    this.#kept.splice(0, heard.length);
    this.#keptSpans -= spans.length;
    if (result.kind !== "sent") {
      this.#told("refused", spans.length);
      this.#failed(result.why);
      return;
    }
    this.#told("sent", spans.length);
    if (this.#pause > pauseMs) this.#log.info({}, "traces are taken again");
    this.#pause = pauseMs;
  }

  /** Once for each time that they are not taken: what waits is tried again less and less often. */
  #failed(reason: string): void {
    if (this.#pause === pauseMs)
      this.#log.warn(
        { reason },
        "traces are not taken: look at OTEL_EXPORTER_OTLP_ENDPOINT and at who takes them",
      );
    this.#pause = Math.min(longestPauseMs, 2 * this.#pause);
    // There is nothing to hope for within the time that is left.
    if (this.#isClosed) this.#lose();
  }

  /**
   * Milliseconds. A request costs some of its own, however few spans are in it: they wait for more. When there are enough, there go as
   * many in a second in small requests as in large ones.
   */
  #untilNext(): number {
    if (this.#pause > pauseMs) return Math.max(this.#pause, this.#asked);
    const sincePause = this.#sentAt + (pauseMs * this.#mostAtOnce) / mostAtOnce - performance.now();
    return Math.max(this.#isFull ? sincePause : this.#config.delayMs, this.#asked, 0);
  }

  /** What goes into one request: at least one, however many spans that is. */
  #nextOnes(): readonly Heard[] {
    let spans = 0;
    const end = this.#kept.findIndex(({ count }, at) => {
      spans += count;
      return spans > this.#mostAtOnce && at > 0;
    });
    return end === -1 ? [...this.#kept] : this.#kept.slice(0, end);
  }

  #tellLeftOut(): void {
    const spans = this.#leftOut;
    this.#leftOut = 0;
    this.#told("left-out", spans);
  }

  #lose(): void {
    this.#tellLeftOut();
    this.#kept = [];
    this.#told("lost", this.#keptSpans);
    this.#keptSpans = 0;
  }

  #told(end: Extract<ServiceEvent, { type: "spans-ended" }>["end"], spans: number): void {
    if (spans > 0) this.#events.emit({ type: "spans-ended", end, spans });
  }
}

/** Milliseconds since 1970, with fractions, by the clock that nobody sets, unless it and the clock on the wall differ. */
function present(): number {
  const [fine, wall] = [performance.timeOrigin + performance.now(), Date.now()];
  return Math.abs(fine - wall) < 20 ? fine : wall;
}
