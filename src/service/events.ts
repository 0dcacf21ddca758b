import type { FailureCode } from "../errors.ts";
import type { PartTime } from "../reading/part-times.ts";
import type { ScopeKind } from "../reading/scope/scope.ts";
import type { Span } from "../trace-context.ts";
import type { DecisionKind } from "../webhook/decided.ts";
import type { Result } from "../webhook/schema.ts";
import type { PoolEvent } from "../workers/pool.ts";
import type { Log } from "./log.ts";

/**
 * What happened, with its times in milliseconds. Nothing here names a person, a picture or an address. `span` is what happened as a part of
 * its job's trace, and `null` where that is not recorded: its id is known before, since others may name it.
 */
export type ServiceEvent =
  /** `route` is the pattern that answered, `null` where none did. */
  | Event<"request-answered", { method: string; route: string | null; status: number; milliseconds: number }>
  /** Reports were refused for being more than a caller may send. */
  | Event<"reports-limited", { key: string | null; reports: number }>
  | Event<
      "report-submitted",
      {
        environment: string;
        outcome: "new" | "known" | "full";
        /** `null` where it was refused. */
        jobId: string | null;
        milliseconds: number;
        span: Span | null;
      }
    >
  /** `waited` since the picture came in; `null` for a further attempt, which waits on purpose. */
  | Event<"job-taken", { waited: number | null } & OfAttempt>
  | Event<
      "job-read",
      {
        status: Result["status"];
        app: string | null;
        /** Codes of what speaks against its number. */
        doubts: readonly string[];
        scope: ScopeKind | null;
        milliseconds: number;
        /** Since the picture came in. */
        whole: number;
      } & OfAttempt
    >
  | Event<"job-retried", { code: FailureCode; pause: number; milliseconds: number } & OfAttempt>
  /** A person decided what it comes to, or took that back. */
  | Event<"job-reviewed", { environment: string; jobId: string; decision: DecisionKind | "undone" }>
  | Event<"job-failed", { code: FailureCode; milliseconds: number } & OfAttempt>
  /** An attempt ended and says nothing about its job: it waits again, or is another one by now. */
  | Event<"job-let-go", { why: "replaced" | "forgotten" | "released"; milliseconds: number } & OfAttempt>
  /** `isKnown`: its server said that it is still the one that is kept. */
  | Event<"picture-loaded", { isKnown: boolean; bytes: number; milliseconds: number; span: Span | null }>
  /** `isKnown`: the reading that is kept was taken; `parts` are of one that was not. */
  | Event<
      "picture-read",
      {
        isKnown: boolean;
        engines: readonly string[];
        app: string | null;
        milliseconds: number;
        parts: readonly PartTime[];
        span: Span | null;
      }
    >
  /** A picture could not be loaded, or not be read. */
  | Event<
      "picture-failed",
      { step: "load" | "read"; code: FailureCode; milliseconds: number; span: Span | null }
    >
  | PoolEvent
  /** `age` since its result was made, `whole` since the picture came in. */
  | Event<
      "delivery-tried",
      {
        environment: string;
        jobId: string;
        end: "delivered" | "failed" | "retried" | "held";
        /** `null` without an answer. */
        status: number | null;
        attempt: number;
        milliseconds: number;
        age: number;
        whole: number;
        span: Span | null;
      }
    >
  /** A destination is taken to be down, or back. */
  | Event<"breaker-changed", { environment: string; isOpen: boolean }>
  /** A destination refuses the key, or takes it again. */
  | Event<"hold-changed", { environment: string; isHeld: boolean }>
  /** Somebody tried to sign in at the dashboard. */
  | Event<"sign-in-tried", { end: "in" | "refused" | "limited" | "failed" }>
  /** A group of operations of the queue was brought to the disk. */
  | Event<"queue-synced", { milliseconds: number }>
  /** What became of recorded spans: `left-out` for want of room, `refused` by who takes them, or `lost` because nobody took them. */
  | Event<"spans-ended", { end: "sent" | "left-out" | "refused" | "lost"; spans: number }>;

/** What is told of an attempt at a job; `span` is that of the attempt, or of the wait before it. */
interface OfAttempt {
  readonly environment: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly span: Span | null;
}

type Event<Type extends string, Details> = { readonly type: Type } & Readonly<Details>;

/** Hears of everything that happens, in order and at once: it must not take long. */
export type Listener = (event: ServiceEvent) => void;

/**
 * The one seam between the service and whoever counts, traces or shows what it does: those who emit know nothing of those
 * who listen. A listener that throws stops nothing and nobody else.
 */
export class ServiceEvents {
  readonly #listeners = new Set<Listener>();
  readonly #failed = new WeakSet<Listener>();
  readonly #log: Pick<Log, "error">;

  constructor(log: Pick<Log, "error">) {
    this.#log = log;
  }

  /** Tells `listener` of all that happens from now on; what it gives back ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells all listeners. Never throws. */
  emit(event: ServiceEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // It would fail for each event, thousands of times a minute.
        if (this.#failed.has(listener)) continue;
        this.#failed.add(listener);
        this.#log.error({ err: error, event: event.type }, "a listener of the service's events fails");
      }
    }
  }
}
