import { problemOf } from "../api/problems.ts";
import type { Failure, FailureCode } from "../errors.ts";

/** What callers hear in place of sentences that are for the operator: those name files, and quote other programs. */
const forOperators: Readonly<Partial<Record<FailureCode, string>>> = {
  QUEUE_STORAGE_FULL: "The service has no room for more for now. Try again later.",
  QUEUE_UNREACHABLE: "The service cannot reach its queue for now. Try again later.",
  QUEUE_NEWER: "A newer version of the service has taken over its queue. Try again later.",
  QUEUE_MOVED: "The queue of the service is being moved. Try again later.",
  QUEUE_REFUSED: "The service cannot use its queue. Tell its operator.",
  QUEUE_DAMAGED: "The service cannot use its queue. Tell its operator.",
  WORKERS_UNAVAILABLE: "The service cannot read pictures for now. Try again later.",
  NATIVE_UNAVAILABLE: "The service cannot read pictures. Tell its operator.",
  LANGUAGE_CORRUPT: "The service cannot read pictures. Tell its operator.",
  LANGUAGE_UNKNOWN: "The service cannot read pictures. Tell its operator.",
};

/** The failure itself, or one without details of this machine. */
export function forCallers(failure: Failure): Failure {
  const message = forOperators[failure.code];
  return message === undefined ? failure : { code: failure.code, message };
}

/** Seconds after which it makes sense to ask again, of what passes by itself. */
const retryAfter: Readonly<Partial<Record<FailureCode, number>>> = {
  QUEUE_FULL: 30,
  QUEUE_STORAGE_FULL: 60,
  QUEUE_UNREACHABLE: 10,
  QUEUE_NEWER: 30,
  QUEUE_MOVED: 30,
  QUEUE_CLOSED: 10,
  DRAINING: 10,
  WORKERS_BUSY: 5,
  SIGN_IN_BUSY: 5,
  LIVE_FULL: 30,
  WORKERS_UNAVAILABLE: 30,
};

interface ProblemOptions {
  /** The request's name, see `Caller`. */
  readonly requestId: string;
  readonly details?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that tells of a failure: RFC 9457, with the members of the old service beside the standard ones. */
export function problem(
  { code, message }: Failure,
  { requestId, details, headers }: ProblemOptions,
): Response {
  const body = problemOf({ code, message }, requestId, details);
  const seconds = retryAfter[code];
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      "content-type": "application/problem+json",
      // The rest of what did not come in time is not waited for.
      ...(code === "REQUEST_TIMEOUT" ? { connection: "close" } : {}),
      ...(seconds === undefined ? {} : { "retry-after": String(seconds) }),
      ...headers,
    },
  });
}
