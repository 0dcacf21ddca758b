import type { z } from "zod";
import { type Failure, type FailureCode, httpStatus } from "../errors.ts";
import type { problemSchema } from "./schemas.ts";

/** What the service before this one called its errors, where it had them. */
const titles: Readonly<Partial<Record<FailureCode, string>>> = {
  REQUEST_INVALID: "Validation Error",
  QUEUE_FULL: "Queue is full",
  KEY_MISSING: "Unauthorized",
  KEY_REFUSED: "Forbidden",
  RATE_LIMITED: "Too Many Requests",
  ROUTE_UNKNOWN: "Not Found",
  REQUEST_TOO_LARGE: "Payload Too Large",
};

/** Seconds after which it makes sense to ask again, of what passes by itself. */
const retryAfter: Readonly<Partial<Record<FailureCode, number>>> = {
  QUEUE_FULL: 30,
  QUEUE_STORAGE_FULL: 60,
  QUEUE_CLOSED: 10,
  DRAINING: 10,
  WORKERS_BUSY: 5,
  WORKERS_UNAVAILABLE: 30,
};

interface ProblemOptions {
  readonly details?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that tells of a failure: RFC 9457, with the members of the old service beside the standard ones. */
export function problem({ code, message }: Failure, { details, headers }: ProblemOptions = {}): Response {
  const status = httpStatus(code);
  const title = titles[code] ?? code.toLowerCase().replaceAll("_", " ");
  const body: z.infer<typeof problemSchema> = {
    type: `urn:ocr-eco:problem:${code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status,
    detail: details?.join("; ") ?? message,
    code,
    error: title,
    message,
    ...(details === undefined ? {} : { details: [...details] }),
  };
  const seconds = retryAfter[code];
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      ...(seconds === undefined ? {} : { "retry-after": String(seconds) }),
      ...headers,
    },
  });
}
