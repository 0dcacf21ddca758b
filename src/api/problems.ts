import { z } from "zod";
import { type Failure, type FailureCode, failureCodes, httpStatus } from "../errors.ts";

/** RFC 9457, and beside it the members that the service before this one had. */
export const problemSchema = z.object({
  type: z.string().describe("Names the kind of problem"),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("One sentence: what is wrong, and what to do"),
  code: z.enum(failureCodes).describe("Stable name of what is wrong"),
  error: z.string(),
  message: z.string(),
  request_id: z.string().describe("The request's name in the service's log, as in x-request-id"),
  details: z.array(z.string()).optional(),
});
type Problem = z.infer<typeof problemSchema>;

/** What the service before this one called its errors, where it had them. */
const titles: Readonly<Partial<Record<FailureCode, string>>> = {
  REQUEST_INVALID: "Validation Error",
  QUEUE_FULL: "Queue is full",
  KEY_MISSING: "Unauthorized",
  KEY_REFUSED: "Forbidden",
  RATE_LIMITED: "Too Many Requests",
  ROUTE_UNKNOWN: "Not Found",
  METHOD_NOT_ALLOWED: "Method Not Allowed",
  REQUEST_TOO_LARGE: "Payload Too Large",
};

/** What the service before this one said of every request of a wrong form. */
export const invalidMessage = "Data yang dikirim tidak valid";
/** What it said of a full queue. */
export const queueFullMessage = "Sistem sedang sibuk. Silakan coba lagi dalam beberapa saat.";

/** The body of an answer that tells of a failure; `details` say what is wrong with the request, one by one. */
export function problemOf(
  { code, message }: Failure,
  requestId: string,
  details?: readonly string[],
): Problem {
  const title = titles[code] ?? code.toLowerCase().replaceAll("_", " ");
  return {
    type: `urn:ocr-eco:problem:${code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status: httpStatus(code),
    detail: details?.join("; ") ?? message,
    code,
    error: title,
    message,
    request_id: requestId,
    ...(details === undefined ? {} : { details: [...details] }),
  };
}

/** What an answer of each kind says, as an example. */
const sentences: Readonly<Partial<Record<FailureCode, string>>> = {
  KEY_MISSING: "No key was sent. Send it as the header x-api-key.",
  KEY_REFUSED: "The key in x-api-key is not known here.",
  SIGN_IN_REFUSED: "The name or the password is wrong.",
  SIGN_IN_BUSY: "Too many sign in at the same time. Try again in a few seconds.",
  SESSION_OVER: "The session is over. Sign in again.",
  CROSS_SITE: "This does not come from the dashboard's own page. Open /dashboard anew, and try again there.",
  HOST_FOREIGN:
    "Without a key this service answers to localhost, 127.0.0.1 and [::1] alone. Ask it by one of these.",
  LIVE_FULL: "200 watch already. Close a page, and try again.",
  REQUEST_MALFORMED: "The body is no JSON in UTF-8. Send a JSON object.",
  REQUEST_TIMEOUT: "The body did not come in whole within 10 s. Send it faster, or less at once.",
  REQUEST_TOO_LARGE: "The body has more than 1 MB. Send less at once.",
  REQUEST_INVALID: invalidMessage,
  URL_TOO_LONG: "The address has more than 8,192 characters. Send a shorter one.",
  ROUTE_UNKNOWN: "The figures are not here, but on the port that METRICS_PORT names.",
  ENVIRONMENT_UNKNOWN: "There is no environment moon. There are: staging, production.",
  RATE_LIMITED: "The key app may send 60 reports a minute. Send this again in 12 s.",
  QUEUE_FULL: queueFullMessage,
  QUEUE_STORAGE_FULL: "The service has no room for more for now. Try again later.",
  QUEUE_UNREACHABLE: "The service cannot reach its queue for now. Try again later.",
  QUEUE_MOVED: "The queue of the service is being moved. Try again later.",
  QUEUE_NEWER: "A newer version of the service has taken over its queue. Try again later.",
  QUEUE_REPLICAS_AWAY:
    "Fewer than 1 replica of the queue's server have it for now. Send it again: it stays one report.",
  CACHE_UNREACHABLE: "The server that keeps pictures does not answer. Try again later.",
  ROLE_ELSEWHERE:
    "This instance reads no pictures: ask one with ROLE=worker or ROLE=all. Its own is ROLE=api.",
  DRAINING: "The service is about to end. Try again in a few seconds.",
  JOB_UNKNOWN: "There is no such job. Finished ones are deleted after a while.",
  PICTURE_GONE: "The picture of this job is not kept any more.",
  DELIVERY_UNKNOWN: "There is no delivery with this id.",
  ID_AMBIGUOUS:
    "Several jobs have an id that begins with 019a: 019abcde and 019abcdf. Write more of the one that you mean.",
  REVIEW_UNKNOWN:
    "Nobody is to decide about this job: it is not in doubt, or nothing is kept of it any more.",
  REVIEW_DECIDED: "bela has decided about this report already.",
  REVIEW_REPLACED: "Its report was sent again, and the newer picture stands for it. Nothing was decided.",
  REVIEW_HELD: "bela is looking at this report now.",
  REVIEW_TOO_EARLY:
    "What was read is still on its way to the application. Decide when it has arrived, so that it does not come last.",
  REVIEW_SENT: "The decision has been sent to the application, and cannot be taken back here.",
  FILTER_CHANGED:
    "By now the filter finds 12 jobs that this can be done to, and not 10. Look at them again; nothing was done.",
  NOTHING_KEPT: "Nothing is kept about the user 145.",
  IMAGE_EMPTY: "a.png is empty. Send the whole picture.",
  IMAGE_NOT_AN_IMAGE: "a.png is no picture.",
  IMAGE_FORMAT_UNSUPPORTED: "a.png is a picture of a kind that is not read.",
  IMAGE_CORRUPT: "a.png is damaged. Send it again.",
  IMAGE_TOO_LARGE: "a.png has more pixels than are read.",
  IMAGE_TOO_SMALL: "a.png is too small for anything to be read on it.",
  OCR_MEMORY: "Reading a.png would take more memory than a worker may have.",
  OCR_TIMEOUT: "a.png was not read within 30 s.",
  WORKER_DIED: "The worker that read a.png has ended. Try again.",
  WORKERS_BUSY: "No worker is free. Try again in a few seconds.",
  WORKERS_UNAVAILABLE: "The service cannot read pictures for now. Try again later.",
  DATA_DIR_UNUSABLE:
    "data/audit.jsonl cannot be read (EACCES). It must be a file of the service's own, and no link.",
  INTERNAL: "Something went wrong here. The log of the service says what.",
  URL_FORBIDDEN: "10.0.0.1 is an address inside of a network: no picture is loaded from there.",
  DOWNLOAD_NOT_AN_IMAGE: "What is at the address is no picture.",
  DOWNLOAD_TOO_LARGE: "The picture at the address has more than 20 MB.",
  DOWNLOAD_STATUS: "The picture's server answered 404.",
  DOWNLOAD_FAILED: "The picture's server cannot be reached.",
  DOWNLOAD_REDIRECTS: "The picture's server leads on too often.",
  DOWNLOAD_SERVER_BUSY: "The picture's server answered 503. Try again.",
  DOWNLOAD_TIMEOUT: "The picture was not loaded within 10 s.",
  LOCAL_OFF: "LOCAL_IMAGE_ROOT is not set, so no picture of this machine is read.",
  FILE_NOT_FOUND: "There is no file samples/a.png below LOCAL_IMAGE_ROOT.",
  FILE_NOT_READABLE: "The file samples/a.png cannot be read.",
};

const requestId = "0d0f3b9a-4c2e-4a57-9a51-2f3f6f1f9f0e";

/** An answer that tells of this failure, for the document. Throws for one that no endpoint has. */
export function exampleOf(code: FailureCode): Problem {
  const message = sentences[code];
  if (message === undefined) throw new Error(`there is no example of ${code}`);
  const details = ["body -> s3_url: must be an http or https address"];
  return problemOf({ code, message }, requestId, code === "REQUEST_INVALID" ? details : undefined);
}
