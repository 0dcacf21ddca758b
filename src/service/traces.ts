import type { Sampling } from "../config/tracing.ts";
import {
  contextIn,
  firstSpan,
  isSampled,
  parseTraceparent,
  type Span,
  sampled,
  spanIn,
  type TraceContext,
  traceparentOf,
} from "../trace-context.ts";

/** How the trace of a report goes on with its submission. */
interface Begun {
  /** The `traceparent` that is kept with the job; `null` where there is no trace. */
  readonly kept: string | null;
  /** The submission itself; `null` where it is not recorded. */
  readonly span: Span | null;
}

/**
 * Decides which jobs are traced, and names the spans of their traces. What a caller sent as `traceparent` is kept in any case, and
 * handed on: unchanged where nothing is recorded here. Whether it is, is decided once, when the report comes in; from then
 * on the `traceparent` that is kept with the job says so, whoever works on it.
 */
export class Traces {
  readonly #sampling: Sampling | null;

  /** `null` records nothing. */
  constructor(sampling: Sampling | null) {
    this.#sampling = sampling;
  }

  /** What becomes of a report's trace. `traceparent` is what its caller sent, which may be anything. */
  begin(traceparent: string | null): Begun {
    const caller = parseTraceparent(traceparent);
    if (this.#sampling === null) return { kept: caller === null ? null : traceparentOf(caller), span: null };
    const { ratio, isParentBased } = this.#sampling;
    if (caller === null) {
      // Nobody would ever see the trace of which nothing is recorded.
      if (ratio < 1 && Math.random() >= ratio) return { kept: null, span: null };
      const span = firstSpan();
      return { kept: traceparentOf(contextIn(span)), span };
    }
    const isWanted = isParentBased ? isSampled(caller) : isAmong(caller, ratio);
    const context = sampled(caller, isWanted);
    if (!isWanted) return { kept: traceparentOf(context), span: null };
    const span = spanIn(context);
    return { kept: traceparentOf(contextIn(span)), span };
  }

  /** The next span of a job by the `traceparent` that is kept with it; `null` where it is not recorded. */
  next(kept: string | null): Span | null {
    if (this.#sampling === null || kept === null) return null;
    const context = parseTraceparent(kept);
    return context === null || !isSampled(context) ? null : spanIn(context);
  }
}

/** Whether a trace is among the share that is recorded: all services that know its id decide alike. */
function isAmong({ traceId }: TraceContext, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-13), 16) < ratio * 2 ** 52;
}
