import type { AttemptResult } from "./send.ts";

/** What is to be done after an attempt. */
export type Decision =
  | { readonly kind: "delivered" }
  /** Never sent again by itself. */
  | { readonly kind: "failed"; readonly why: string }
  /** Milliseconds from now on. */
  | { readonly kind: "retry"; readonly delayMs: number }
  /** The destination refuses the key: no delivery of the environment can succeed before somebody acts. */
  | { readonly kind: "hold"; readonly why: string };

interface Circumstances {
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** Seconds before each attempt, counted from the one before; the first stands before the first attempt. */
  readonly scheduleSeconds: readonly number[];
  /** From 0 to 1, so that what failed together does not come back together. */
  readonly random: () => number;
}

/** By how much a wait is made longer or shorter. */
const jitter = 0.1;
/** A destination that asks for more than a day is not believed. */
const mostRetryAfterSeconds = 86_400;

/**
 * What follows from an attempt's result: only 2xx is success; 401 and 403 hold the environment; other 3xx and 4xx
 * fail at once, because the same delivery would be refused again; 408, 429, 5xx and silence are tried again on the
 * schedule, never before a `Retry-After`, until the schedule ends.
 */
export function decide(
  result: AttemptResult,
  { attempts, scheduleSeconds, random }: Circumstances,
): Decision {
  if (result.kind === "answered") {
    const { status } = result;
    if (status >= 200 && status < 300) return { kind: "delivered" };
    if (status === 401 || status === 403) {
      return { kind: "hold", why: `the destination refuses the key (${status})` };
    }
    if (!isPassing(result)) return { kind: "failed", why: refusal(status) };
  }
  const planned = scheduleSeconds[attempts];
  if (planned === undefined) return { kind: "failed", why: `${attempts} attempts failed` };
  const asked = result.kind === "answered" ? (result.retryAfterSeconds ?? 0) : 0;
  const seconds = Math.max(
    planned * (1 - jitter + 2 * jitter * random()),
    Math.min(asked, mostRetryAfterSeconds),
  );
  return { kind: "retry", delayMs: Math.ceil(seconds * 1000) };
}

/**
 * Whether a result speaks of the destination's condition and not of the delivery: nothing came back, it is in
 * trouble, or it is busy. For the circuit breaker, too.
 */
export function isPassing(result: AttemptResult): boolean {
  if (result.kind === "unanswered") return true;
  return result.status === 408 || result.status === 429 || result.status >= 500;
}

function refusal(status: number): string {
  if (status === 422) return "the destination refuses what was sent (422)";
  if (status === 404 || status === 410) return `the destination does not exist (${status})`;
  if (status >= 300 && status < 400)
    return `the destination leads elsewhere (${status}): redirects are not followed`;
  return `the destination answered with ${status}`;
}
