/**
 * Every way in which ocr-eco can fail, in one list. The code is stable and decides the process's exit
 * status, the HTTP status, and whether trying again can help; the sentence that a person reads is written
 * where the failure happens, because only there are the name and the remedy known.
 */
const failures = {
  USAGE: { exit: 2, http: 400, retry: false },
  CONFIG_INVALID: { exit: 2, http: 500, retry: false },

  FILE_NOT_FOUND: { exit: 1, http: 404, retry: false },
  FILE_NOT_READABLE: { exit: 1, http: 403, retry: false },
  NO_PICTURES: { exit: 1, http: 404, retry: false },
  OUTPUT_NOT_WRITABLE: { exit: 1, http: 500, retry: false },

  LABELS_NOT_FOUND: { exit: 1, http: 404, retry: false },
  LABELS_INVALID: { exit: 1, http: 422, retry: false },
  BASELINE_INVALID: { exit: 1, http: 422, retry: false },

  IMAGE_EMPTY: { exit: 1, http: 422, retry: false },
  IMAGE_NOT_AN_IMAGE: { exit: 1, http: 422, retry: false },
  IMAGE_FORMAT_UNSUPPORTED: { exit: 1, http: 422, retry: false },
  IMAGE_CORRUPT: { exit: 1, http: 422, retry: false },
  IMAGE_TOO_LARGE: { exit: 1, http: 422, retry: false },
  IMAGE_TOO_SMALL: { exit: 1, http: 422, retry: false },

  URL_INVALID: { exit: 1, http: 422, retry: false },
  DOWNLOAD_STATUS: { exit: 1, http: 502, retry: false },
  DOWNLOAD_NOT_AN_IMAGE: { exit: 1, http: 422, retry: false },
  DOWNLOAD_TOO_LARGE: { exit: 1, http: 422, retry: false },
  DOWNLOAD_TIMEOUT: { exit: 1, http: 504, retry: true },
  DOWNLOAD_FAILED: { exit: 1, http: 502, retry: true },

  URL_FORBIDDEN: { exit: 1, http: 422, retry: false },
  DOWNLOAD_REDIRECTS: { exit: 1, http: 502, retry: false },
  DOWNLOAD_SERVER_BUSY: { exit: 1, http: 502, retry: true },

  RELOAD_IMPOSSIBLE: { exit: 1, http: 500, retry: false },
  DATA_DIR_UNUSABLE: { exit: 1, http: 500, retry: false },
  QUEUE_IN_USE: { exit: 1, http: 500, retry: false },
  QUEUE_NEWER: { exit: 1, http: 503, retry: true },
  QUEUE_MOVED: { exit: 1, http: 503, retry: true },
  QUEUE_DAMAGED: { exit: 1, http: 500, retry: false },
  QUEUE_STORAGE_FULL: { exit: 1, http: 503, retry: true },
  QUEUE_UNREACHABLE: { exit: 1, http: 503, retry: true },
  QUEUE_REPLICAS_AWAY: { exit: 1, http: 503, retry: true },
  QUEUE_REFUSED: { exit: 1, http: 503, retry: false },
  CACHE_UNREACHABLE: { exit: 1, http: 503, retry: true },
  BACKUP_EXISTS: { exit: 1, http: 409, retry: false },
  BACKUP_FAILED: { exit: 1, http: 500, retry: false },
  BACKUP_INVALID: { exit: 1, http: 422, retry: false },
  QUEUE_CLOSED: { exit: 1, http: 503, retry: true },
  QUEUE_FULL: { exit: 1, http: 503, retry: true },
  CANCELLED: { exit: 1, http: 409, retry: false },

  // Where a command asks a service, what the service finds wrong is what was typed.
  REQUEST_INVALID: { exit: 2, http: 422, retry: false },
  REQUEST_TOO_LARGE: { exit: 1, http: 413, retry: false },
  REQUEST_MALFORMED: { exit: 1, http: 400, retry: false },
  REQUEST_TIMEOUT: { exit: 1, http: 408, retry: true },
  URL_TOO_LONG: { exit: 1, http: 414, retry: false },
  // These are wrong usage, too.
  ENVIRONMENT_UNKNOWN: { exit: 2, http: 422, retry: false },
  HTTPS_REQUIRED: { exit: 2, http: 403, retry: false },
  KEY_MISSING: { exit: 2, http: 401, retry: false },
  KEY_REFUSED: { exit: 2, http: 403, retry: false },
  SIGN_IN_REFUSED: { exit: 2, http: 403, retry: false },
  SIGN_IN_BUSY: { exit: 1, http: 503, retry: true },
  SESSION_OVER: { exit: 2, http: 401, retry: false },
  CROSS_SITE: { exit: 2, http: 403, retry: false },
  HOST_FOREIGN: { exit: 2, http: 403, retry: false },
  LIVE_FULL: { exit: 1, http: 503, retry: true },
  BATCH_TOO_LARGE: { exit: 1, http: 422, retry: false },
  RATE_LIMITED: { exit: 1, http: 429, retry: true },
  ROUTE_UNKNOWN: { exit: 1, http: 404, retry: false },
  METHOD_NOT_ALLOWED: { exit: 1, http: 405, retry: false },
  JOB_UNKNOWN: { exit: 1, http: 404, retry: false },
  PICTURE_GONE: { exit: 1, http: 404, retry: false },
  DELIVERY_UNKNOWN: { exit: 1, http: 404, retry: false },
  REVIEW_UNKNOWN: { exit: 1, http: 404, retry: false },
  REVIEW_DECIDED: { exit: 1, http: 409, retry: false },
  REVIEW_REPLACED: { exit: 1, http: 409, retry: false },
  REVIEW_HELD: { exit: 1, http: 409, retry: false },
  REVIEW_TOO_EARLY: { exit: 1, http: 409, retry: false },
  REVIEW_SENT: { exit: 1, http: 409, retry: false },
  FILTER_CHANGED: { exit: 1, http: 409, retry: false },
  ID_AMBIGUOUS: { exit: 1, http: 409, retry: false },
  NOTHING_KEPT: { exit: 1, http: 404, retry: false },
  LOCAL_OFF: { exit: 1, http: 403, retry: false },
  ROLE_ELSEWHERE: { exit: 2, http: 421, retry: false },
  DRAINING: { exit: 1, http: 503, retry: true },
  KEY_EXISTS: { exit: 1, http: 409, retry: false },
  KEY_UNKNOWN: { exit: 1, http: 404, retry: false },
  KEYS_FILE_UNUSABLE: { exit: 1, http: 500, retry: false },
  USER_EXISTS: { exit: 1, http: 409, retry: false },
  USER_UNKNOWN: { exit: 1, http: 404, retry: false },
  USERS_FILE_UNUSABLE: { exit: 1, http: 500, retry: false },
  PORT_UNAVAILABLE: { exit: 1, http: 500, retry: false },

  // What commands meet that ask a running service.
  SERVER_UNREACHABLE: { exit: 3, http: 502, retry: true },
  SERVER_TIMEOUT: { exit: 3, http: 504, retry: true },
  SERVER_TLS: { exit: 3, http: 502, retry: false },
  SERVER_REDIRECTS: { exit: 3, http: 502, retry: false },
  SERVER_UNKNOWN: { exit: 3, http: 502, retry: false },
  SERVER_OLDER: { exit: 3, http: 502, retry: false },
  SERVER_FAILED: { exit: 3, http: 502, retry: true },

  LOADTEST_PRODUCTION: { exit: 2, http: 409, retry: false },
  LOADTEST_REFUSED: { exit: 1, http: 409, retry: false },
  LOADTEST_ENDED: { exit: 1, http: 409, retry: false },

  OCR_TIMEOUT: { exit: 1, http: 504, retry: true },
  OCR_MEMORY: { exit: 1, http: 422, retry: false },
  WORKER_DIED: { exit: 1, http: 500, retry: true },
  WORKERS_UNAVAILABLE: { exit: 1, http: 503, retry: true },
  WORKERS_BUSY: { exit: 1, http: 503, retry: true },
  GPU_UNAVAILABLE: { exit: 1, http: 503, retry: true },
  LANGUAGE_UNKNOWN: { exit: 2, http: 422, retry: false },
  LANGUAGE_CORRUPT: { exit: 1, http: 500, retry: false },
  NATIVE_UNAVAILABLE: { exit: 1, http: 500, retry: false },
  INTERNAL: { exit: 1, http: 500, retry: true },
} as const satisfies Record<string, { exit: number; http: number; retry: boolean }>;

/** A stable name for one way to fail. */
export type FailureCode = keyof typeof failures;

/** All codes, for schemas and documents. */
export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

/** A failure as plain data: what crosses process borders and is printed. */
export interface Failure {
  readonly code: FailureCode;
  /** One sentence: what is wrong, naming the thing, and what to do about it. */
  readonly message: string;
}

/** A failure on its way up the stack. Anything else that is thrown is a defect and becomes `INTERNAL`. */
export class OcrEcoError extends Error implements Failure {
  override readonly name = "OcrEcoError";

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Turns whatever was thrown into a failure with a code and a sentence. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof OcrEcoError) return { code: thrown.code, message: thrown.message };
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "INTERNAL", message: `Something went wrong inside ocr-eco: ${detail}` };
}

/** What was thrown, as a part of a sentence about it: without an end, and without a word of whose fault it is. */
export function reasonOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, "");
}

/** The exit status of a process that ends because of this failure. */
export function exitStatus(code: FailureCode): number {
  return failures[code].exit;
}

/** Whether trying again can help. */
export function isRetryable(code: FailureCode): boolean {
  return failures[code].retry;
}

/** The status of an HTTP answer that tells of this failure. */
export function httpStatus(code: FailureCode): number {
  return failures[code].http;
}
