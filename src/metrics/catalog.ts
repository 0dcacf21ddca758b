/** What every name begins with. */
export const prefix = "ocr_eco_";

/** How figures of several instances that share a queue are put together. */
export type Together =
  /** Each instance counts what it did itself. */
  | "sum"
  /** All instances see the same: the queue and what is kept with it. */
  | "max"
  /** Each instance, or each machine, has its own. */
  | "each";

interface Form {
  readonly help: string;
  readonly together: Together;
  /** What tells its series apart: never an id, an address or a text that somebody sent. */
  readonly labels?: readonly string[];
}

interface HistogramForm extends Form {
  /** Upper bounds, in seconds. */
  readonly buckets: readonly number[];
}

/** For what a report goes through: 30 s and 5 min are the service levels. */
const wayBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];
/** For what is done with one picture: 0.2 s is usual. */
const pictureBuckets = [0.05, 0.1, 0.15, 0.25, 0.4, 0.7, 1.5, 5, 30, 60, 300];
/** For what the disk and the program itself take. */
const shortBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

/** What only ever grows, from 0 when an instance starts. */
export const counters = {
  http_requests_total: {
    help: "Requests that were answered. route is as in the document of the API, none where nothing is there",
    together: "sum",
    labels: ["method", "route", "status"],
  },
  submissions_total: {
    help: "Reports that came in. outcome: new, known (its picture was replaced), full (refused, the queue is full)",
    together: "sum",
    labels: ["environment", "outcome"],
  },
  limited_reports_total: {
    help: "Reports refused because a key, or an address (key none), sends more than it may",
    together: "sum",
    labels: ["key"],
  },
  attempts_failed_total: {
    help: "Attempts at a job that failed. end: retried, or failed for good. code: as in the document of the API",
    together: "sum",
    labels: ["environment", "code", "end"],
  },
  readings_total: {
    help: "Jobs whose picture was read. status: verified (booked), needs_review and the others of the contract. app: unknown where it was not recognised",
    together: "sum",
    labels: ["environment", "app", "status"],
  },
  doubts_total: {
    help: "What spoke against booking a number, by its code; a reading may have several",
    together: "sum",
    labels: ["app", "doubt"],
  },
  scopes_total: {
    help: "What the number of a reading is the count of: day, several_days, unknown and others; none without a number",
    together: "sum",
    labels: ["app", "scope"],
  },
  review_decisions_total: {
    help: "What people decided about doubtful reports. decision: accepted (the program's own number), corrected, no_count, rejected, undone (taken back)",
    together: "sum",
    labels: ["environment", "decision"],
  },
  delivery_attempts_total: {
    help: "Attempts to deliver a result. end: delivered, retried, held, failed for good. answer: the class of the HTTP status as in 2xx, none without an answer",
    together: "sum",
    labels: ["environment", "end", "answer"],
  },
  cache_lookups_total: {
    help: "What was looked up among the pictures and readings that are kept. found: yes or no",
    together: "sum",
    labels: ["what", "found"],
  },
  worker_ends_total: {
    help: "Worker processes that ended. why: replaced (on purpose, after many pictures), died, or the code for which one was killed with its picture",
    together: "sum",
    labels: ["why"],
  },
  gpu_events_total: {
    help: "What became of the GPU while it was used. what: ready, lost, or another word of the log",
    together: "sum",
    labels: ["what"],
  },
  gpu_fallback_runs_total: {
    help: "Runs of models that the GPU should have taken, and the processor did",
    together: "sum",
  },
  sign_ins_total: {
    help: "Tries to sign in at the dashboard. end: in, refused (wrong name, password or key), limited (too many tries), failed (other reasons)",
    together: "sum",
    labels: ["end"],
  },
  trace_spans_total: {
    help: "Recorded spans of traces. end: sent, left-out (there were too many), refused (by who takes them), lost (not sent before the service ended)",
    together: "sum",
    labels: ["end"],
  },
} as const satisfies Readonly<Record<string, Form>>;

/** How long things take, in seconds. */
export const histograms = {
  http_request_seconds: {
    help: "From a request's arrival until its answer is made",
    together: "sum",
    labels: ["route"],
    buckets: shortBuckets,
  },
  waiting_seconds: {
    help: "From the 202 until a report's job is taken in hand for the first time. Service level: 300 s",
    together: "sum",
    labels: ["environment"],
    buckets: wayBuckets,
  },
  downloading_seconds: {
    help: "How long a picture took to load, or to be found unchanged. known: yes where the kept one was still the one",
    together: "sum",
    labels: ["known"],
    buckets: pictureBuckets,
  },
  reading_seconds: {
    help: "How long a picture took to read, waiting for a free worker included; not those whose reading was kept. engines: who read it",
    together: "sum",
    labels: ["engines", "app"],
    buckets: pictureBuckets,
  },
  result_seconds: {
    help: "From the 202 until the result of a picture that was read is on disk. Service level: 95 of 100 within 30 s",
    together: "sum",
    labels: ["environment"],
    buckets: wayBuckets,
  },
  delivering_seconds: {
    help: "From a result until its destination took it; one that an operator sends again counts from there, too",
    together: "sum",
    labels: ["environment"],
    buckets: wayBuckets,
  },
  whole_way_seconds: {
    help: "From the 202 until the destination took the result; one that an operator sends again counts from there, too",
    together: "sum",
    labels: ["environment"],
    buckets: wayBuckets,
  },
  database_sync_seconds: {
    help: "How long a group of the queue's operations took to be on disk",
    together: "sum",
    buckets: shortBuckets,
  },
  event_loop_delay_seconds: {
    help: "By how much a timer of the server process came too late, looked at twice a second",
    together: "each",
    buckets: shortBuckets,
  },
} as const satisfies Readonly<Record<string, HistogramForm>>;

/** How things are when somebody asks. */
export const gauges = {
  build_info: {
    help: "Always 1. version and commit of the program, and the Bun that is inside",
    together: "each",
    labels: ["version", "commit", "bun"],
  },
  ready: { help: "1 while reports are taken in, 0 while /ready says no", together: "each" },
  jobs: { help: "Jobs that are kept, by state", together: "max", labels: ["state"] },
  queue_capacity: { help: "Waiting and retrying jobs beyond which reports are refused", together: "max" },
  queue_oldest_waiting_seconds: {
    help: "For how long the oldest waiting job waits; 0 without one",
    together: "max",
  },
  queue_paused: { help: "1 while an operator has paused the queue", together: "max" },
  queue_stands_still_seconds: {
    help: "For how long no job has ended although there are some, where that is too long; else 0",
    together: "each",
  },
  deliveries: {
    help: "Deliveries that are kept, by state; failed ones wait for an operator",
    together: "max",
    labels: ["state"],
  },
  deliveries_pending: {
    help: "Deliveries on their way, by environment",
    together: "max",
    labels: ["environment"],
  },
  deliveries_oldest_pending_seconds: {
    help: "For how long the oldest pending delivery is pending; 0 without one",
    together: "max",
  },
  destination_held: {
    help: "1 while deliveries of an environment are held, because its key is refused",
    together: "max",
    labels: ["environment"],
  },
  destination_down: {
    help: "1 while a destination is spared, because it does not answer",
    together: "each",
    labels: ["environment"],
  },
  reviews_open: { help: "Doubtful reports that nobody has decided about", together: "max" },
  reviews_oldest_seconds: {
    help: "How old the result of the oldest of them is; 0 without one",
    together: "max",
  },
  reviews_kept_seconds: {
    help: "How old that may be before they are offered to nobody any more (REVIEW_DAYS); 0 where none is reviewed",
    together: "max",
  },
  sessions: { help: "Sessions of people who are signed in at the dashboard", together: "max" },
  live_streams: { help: "Pages that watch the service live", together: "sum" },
  workers: { help: "Worker processes. state: busy or idle", together: "sum", labels: ["state"] },
  workers_wanted: { help: "Worker processes that there should be", together: "sum" },
  workers_memory_bytes: { help: "Resident memory of all workers", together: "sum" },
  pictures_waiting: { help: "Pictures at hand that wait for a free worker", together: "sum" },
  keys: {
    help: "Keys that should be renewed. state: old (over 90 days), expiring or expired",
    together: "max",
    labels: ["state"],
  },
  database_bytes: { help: "Size of the database", together: "max" },
  database_limit_bytes: { help: "Size from which the database takes in nothing more", together: "max" },
  cache_bytes: { help: "Size of the kept pictures and readings, at most a minute old", together: "max" },
  cache_limit_bytes: { help: "Size that they may have", together: "max" },
  machine_cpu_ratio: {
    help: "Use of the processors that the program may use, 0 to 1, since it was asked before",
    together: "each",
  },
  machine_memory_ratio: { help: "Memory in use, of what the program may use, 0 to 1", together: "each" },
  machine_disk_ratio: { help: "Use of the disk that DATA_DIR is on, 0 to 1", together: "each" },
  machine_disk_free_bytes: { help: "Free on the disk that DATA_DIR is on", together: "each" },
  gpu_info: { help: "1 while a GPU is used; device is its name", together: "each", labels: ["device"] },
  gpu_wanted: {
    help: "1 where OCR_DEVICE is webgpu, or auto has used a GPU since the start",
    together: "each",
  },
  gpu_memory_bytes: { help: "Memory of the GPU, as its driver says", together: "each" },
  gpu_memory_used_bytes: {
    help: "Memory of the GPU in use by all that run on it; NVIDIA's alone",
    together: "each",
  },
  gpu_busy_ratio: { help: "Use of the GPU, 0 to 1; NVIDIA's alone", together: "each" },
  gpu_celsius: { help: "Temperature of the GPU; NVIDIA's alone", together: "each" },
  process_resident_bytes: { help: "Resident memory of the server process", together: "each" },
  process_heap_bytes: { help: "Memory of JavaScript's objects in the server process", together: "each" },
  process_cpu_seconds: { help: "Processor time of the server process since its start", together: "each" },
  process_start_time_seconds: { help: "When the service started, in seconds since 1970", together: "each" },
  process_open_files: { help: "Files and sockets that the server process has open", together: "each" },
  process_open_files_limit: { help: "As many as it may have open", together: "each" },
} as const satisfies Readonly<Record<string, Form>>;

export type CounterName = keyof typeof counters;
export type HistogramName = keyof typeof histograms;
export type GaugeName = keyof typeof gauges;

/** The labels that a metric needs, each with its value. */
export type LabelsOf<Labels> = Labels extends { readonly labels: readonly (infer Name extends string)[] }
  ? Readonly<Record<Name, string>>
  : Readonly<Record<never, string>>;

const togetherWords: Readonly<Record<Together, string>> = {
  sum: "Over instances: sum.",
  max: "Over instances: max, all see the same.",
  each: "Each instance has its own.",
};

/** The sentences that stand beside a metric where it is scraped. */
export function helpOf({ help, together }: Pick<Form, "help" | "together">): string {
  return `${help}. ${togetherWords[together]}`;
}
