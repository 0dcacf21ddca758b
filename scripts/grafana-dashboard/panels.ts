/** A panel of the dashboard: what it is called, what it asks Prometheus, and how it shows the answers. */
export interface PanelForm {
  readonly title: string;
  /** Says to a person what to look for. */
  readonly about: string;
  readonly kind: "time" | "number" | "bars";
  readonly unit: "short" | "percentunit" | "s" | "bytes" | "cpm" | "celsius";
  /** Expressions, each with what its answers are called. */
  readonly asks: readonly (readonly [expr: string, legend: string])[];
  /** Of 24 columns. */
  readonly width: 6 | 8 | 12 | 24;
  /** From where on a number is bad: red where it is above, or below where `isLowBad`. */
  readonly bad?: number;
  readonly isLowBad?: boolean;
  /** Whether panels lie on one another. */
  readonly isStacked?: boolean;
  /** What it needs that not every machine has. */
  readonly needs?: "gpu";
}

/** A row of panels under a heading. */
export interface RowForm {
  readonly title: string;
  readonly panels: readonly PanelForm[];
}

const job = 'job=~"$job"';
const per = "[$__rate_interval]";

/** The time that so many of a hundred did not exceed. */
function quantile(share: number, metric: string, by = ""): string {
  return `histogram_quantile(${share}, sum by (le${by}) (rate(ocr_eco_${metric}_seconds_bucket{${job}}${per})))`;
}

function perMinute(metric: string, by: string, where = ""): string {
  return `60 * sum by (${by}) (rate(ocr_eco_${metric}{${job}${where}}${per}))`;
}

const percentiles = (metric: string): PanelForm["asks"] => [
  [quantile(0.5, metric), "p50"],
  [quantile(0.95, metric), "p95"],
  [quantile(0.99, metric), "p99"],
];

/** All of the dashboard, from what matters most on. */
export const rows: readonly RowForm[] = [
  {
    title: "Service levels",
    panels: [
      {
        title: "Available",
        about: "Share of the time shown in which an instance took in reports. Promised: 99.9 % a month.",
        kind: "number",
        unit: "percentunit",
        asks: [[`min(avg_over_time(ocr_eco:up:max{${job}}[$__range]))`, ""]],
        width: 6,
        bad: 0.999,
        isLowBad: true,
      },
      {
        title: "Results within 30 s",
        about: "Of all reports, from the 202 to the result. Promised: 95 of 100.",
        kind: "number",
        unit: "percentunit",
        asks: [
          [
            `sum(increase(ocr_eco_result_seconds_bucket{${job}, le=~"30(\\\\.0)?"}[$__range])) / (sum(increase(ocr_eco_result_seconds_count{${job}}[$__range])) > 0)`,
            "",
          ],
        ],
        width: 6,
        bad: 0.95,
        isLowBad: true,
      },
      {
        title: "Failed for good",
        about: "Of all jobs that ended. Promised: under 1 %.",
        kind: "number",
        unit: "percentunit",
        asks: [
          [
            `(sum(increase(ocr_eco_attempts_failed_total{${job}, end="failed"}[$__range])) or vector(0)) / ((sum(increase(ocr_eco_readings_total{${job}}[$__range])) or vector(0)) + (sum(increase(ocr_eco_attempts_failed_total{${job}, end="failed"}[$__range])) or vector(0)) > 0)`,
            "",
          ],
        ],
        width: 6,
        bad: 0.01,
      },
      {
        title: "Oldest report waits",
        about: "Promised: under 5 minutes.",
        kind: "number",
        unit: "s",
        asks: [[`max(ocr_eco_queue_oldest_waiting_seconds{${job}})`, ""]],
        width: 6,
        bad: 300,
      },
    ],
  },
  {
    title: "What comes in",
    panels: [
      {
        title: "Requests a minute",
        about: "By status. 4xx are callers' mistakes; 5xx are ours, or a full queue.",
        kind: "time",
        unit: "cpm",
        asks: [[perMinute("http_requests_total", "status"), "{{status}}"]],
        width: 8,
        isStacked: true,
      },
      {
        title: "Reports a minute",
        about: "known: a report came again, and its picture was replaced. full: refused.",
        kind: "time",
        unit: "cpm",
        asks: [
          [perMinute("submissions_total", "outcome"), "{{outcome}}"],
          [`60 * (sum(rate(ocr_eco_limited_reports_total{${job}}${per})) or vector(0))`, "limited"],
        ],
        width: 8,
        isStacked: true,
      },
      {
        title: "Answering takes",
        about: "From a request's arrival until its answer is made.",
        kind: "time",
        unit: "s",
        asks: percentiles("http_request"),
        width: 8,
      },
    ],
  },
  {
    title: "The queue",
    panels: [
      {
        title: "Jobs that have not ended",
        about: "What waits grows while more comes in than is read.",
        kind: "time",
        unit: "short",
        asks: [
          [
            `sum by (state) (max by (job, state) (ocr_eco_jobs{${job}, state=~"waiting|retrying|active"}))`,
            "{{state}}",
          ],
        ],
        width: 8,
      },
      {
        title: "How full the queue is",
        about: "Of MAX_QUEUE_SIZE. At 100 % new reports are refused with 503.",
        kind: "time",
        unit: "percentunit",
        asks: [
          [
            `sum(max by (job, state) (ocr_eco_jobs{${job}, state=~"waiting|retrying"})) / sum(max by (job) (ocr_eco_queue_capacity{${job}}))`,
            "filled",
          ],
        ],
        width: 8,
      },
      {
        title: "From the 202 to the result",
        about: "All that a report goes through but its delivery.",
        kind: "time",
        unit: "s",
        asks: percentiles("result"),
        width: 8,
      },
      {
        title: "Where the time goes (p95)",
        about: "Waiting: too few workers. Downloading: the pictures' server. Reading: the machine.",
        kind: "time",
        unit: "s",
        asks: [
          [quantile(0.95, "waiting"), "waiting"],
          [quantile(0.95, "downloading"), "downloading"],
          [quantile(0.95, "reading"), "reading"],
          [quantile(0.95, "delivering"), "delivering"],
        ],
        width: 12,
      },
      {
        title: "Failures a minute",
        about: "By code. retried: another attempt follows.",
        kind: "time",
        unit: "cpm",
        asks: [[perMinute("attempts_failed_total", "code, end"), "{{code}} {{end}}"]],
        width: 12,
        isStacked: true,
      },
    ],
  },
  {
    title: "What is read",
    panels: [
      {
        title: "Readings a minute",
        about: "verified are booked; needs_review go to a human.",
        kind: "time",
        unit: "cpm",
        asks: [[perMinute("readings_total", "status"), "{{status}}"]],
        width: 12,
        isStacked: true,
      },
      {
        title: "Booked without a human look, by app",
        about: "A fall of one app: it has changed its screens.",
        kind: "bars",
        unit: "percentunit",
        asks: [
          [
            `(sum by (app) (increase(ocr_eco_readings_total{${job}, status="verified"}[$__range])) or sum by (app) (increase(ocr_eco_readings_total{${job}}[$__range])) * 0) / (sum by (app) (increase(ocr_eco_readings_total{${job}}[$__range])) > 0)`,
            "{{app}}",
          ],
        ],
        width: 12,
      },
      {
        title: "What is doubted most",
        about: "Codes of docs/reasons.md; a reading may have several.",
        kind: "bars",
        unit: "short",
        asks: [[`topk(10, sum by (doubt) (increase(ocr_eco_doubts_total{${job}}[$__range])))`, "{{doubt}}"]],
        width: 12,
      },
      {
        title: "What numbers are the count of",
        about: "Only a day is booked.",
        kind: "bars",
        unit: "short",
        asks: [[`sum by (scope) (increase(ocr_eco_scopes_total{${job}}[$__range]))`, "{{scope}}"]],
        width: 12,
      },
    ],
  },
  {
    title: "What people decide",
    panels: [
      {
        title: "Doubtful reports without a decision",
        about:
          "Grows while fewer are decided than come. Nothing to mend where the application's own people decide.",
        kind: "time",
        unit: "short",
        asks: [[`sum(max by (job) (ocr_eco_reviews_open{${job}}))`, "open"]],
        width: 8,
      },
      {
        title: "How old the oldest of them is",
        about: "Of REVIEW_DAYS. At 100 % they are offered to nobody any more.",
        kind: "time",
        unit: "percentunit",
        asks: [
          [
            `max(ocr_eco_reviews_oldest_seconds{${job}}) / (max(ocr_eco_reviews_kept_seconds{${job}}) > 0)`,
            "oldest",
          ],
        ],
        width: 8,
      },
      {
        title: "Decisions a minute",
        about:
          "accepted: the program's own number was right, and in doubt all the same. corrected: it was wrong.",
        kind: "time",
        unit: "cpm",
        asks: [[perMinute("review_decisions_total", "decision"), "{{decision}}"]],
        width: 8,
        isStacked: true,
      },
    ],
  },
  {
    title: "Who looks at the dashboard",
    panels: [
      {
        title: "Signed in, and watching",
        about: "Sessions last twelve hours; a page that is open watches.",
        kind: "time",
        unit: "short",
        asks: [
          [`sum(max by (job) (ocr_eco_sessions{${job}}))`, "signed in"],
          [`sum(ocr_eco_live_streams{${job}})`, "watching"],
        ],
        width: 12,
      },
      {
        title: "Tries to sign in a minute",
        about: "Many that are refused or limited: somebody guesses. The log names the name and the address.",
        kind: "time",
        unit: "cpm",
        asks: [[perMinute("sign_ins_total", "end"), "{{end}}"]],
        width: 12,
        isStacked: true,
      },
    ],
  },
  {
    title: "Deliveries",
    panels: [
      {
        title: "Attempts a minute",
        about: "By environment and end.",
        kind: "time",
        unit: "cpm",
        asks: [[perMinute("delivery_attempts_total", "environment, end"), "{{environment}} {{end}}"]],
        width: 8,
        isStacked: true,
      },
      {
        title: "Pending, and failed for good",
        about: "Failed ones wait for an operator.",
        kind: "time",
        unit: "short",
        asks: [
          [
            `sum by (environment) (max by (job, environment) (ocr_eco_deliveries_pending{${job}}))`,
            "{{environment}} pending",
          ],
          [`sum(max by (job) (ocr_eco_deliveries{${job}, state="failed"}))`, "failed"],
        ],
        width: 8,
      },
      {
        title: "Held, or down",
        about: "1 while an environment's key is refused, or its destination does not answer.",
        kind: "time",
        unit: "short",
        asks: [
          [`max by (environment) (ocr_eco_destination_held{${job}})`, "{{environment}} held"],
          [`max by (environment) (ocr_eco_destination_down{${job}})`, "{{environment}} down"],
        ],
        width: 8,
      },
      {
        title: "From the 202 until the destination has it",
        about: "The whole way of a report.",
        kind: "time",
        unit: "s",
        asks: percentiles("whole_way"),
        width: 24,
      },
    ],
  },
  {
    title: "Workers and machine",
    panels: [
      {
        title: "Workers",
        about: "All busy for long: reports wait.",
        kind: "time",
        unit: "short",
        asks: [
          [`sum by (state) (ocr_eco_workers{${job}})`, "{{state}}"],
          [`sum(ocr_eco_workers_wanted{${job}})`, "wanted"],
        ],
        width: 8,
      },
      {
        title: "Use of the workers",
        about: "Share of them that is busy.",
        kind: "time",
        unit: "percentunit",
        asks: [[`sum(ocr_eco_workers{${job}, state="busy"}) / (sum(ocr_eco_workers{${job}}) > 0)`, "busy"]],
        width: 8,
      },
      {
        title: "Workers that ended",
        about: "In an hour. replaced is on purpose; all else costs a picture an attempt.",
        kind: "time",
        unit: "short",
        asks: [
          [`sum by (why) (increase(ocr_eco_worker_ends_total{${job}}[1h]))`, "{{why}}"],
          [`sum(ocr_eco_pictures_waiting{${job}})`, "pictures that wait for one"],
        ],
        width: 8,
      },
      {
        title: "Processors, memory, disk",
        about: "Of what the program may use.",
        kind: "time",
        unit: "percentunit",
        asks: [
          [`max by (instance) (ocr_eco_machine_cpu_ratio{${job}})`, "{{instance}} processors"],
          [`max by (instance) (ocr_eco_machine_memory_ratio{${job}})`, "{{instance}} memory"],
          [`max by (instance) (ocr_eco_machine_disk_ratio{${job}})`, "{{instance}} disk"],
        ],
        width: 12,
      },
      {
        title: "Memory",
        about: "The server process, and all workers.",
        kind: "time",
        unit: "bytes",
        asks: [
          [`sum(ocr_eco_process_resident_bytes{${job}})`, "server"],
          [`sum(ocr_eco_workers_memory_bytes{${job}})`, "workers"],
        ],
        width: 12,
        isStacked: true,
      },
      {
        title: "Disk and event loop (p99)",
        about: "A slow disk makes submissions slow; a late loop makes everything late.",
        kind: "time",
        unit: "s",
        asks: [
          [quantile(0.99, "database_sync"), "sync of the database"],
          [quantile(0.99, "event_loop_delay"), "delay of the event loop"],
        ],
        width: 12,
      },
      {
        title: "Database and cache",
        about: "Beyond its limit the database takes in nothing more; the cache lets go of the oldest.",
        kind: "time",
        unit: "bytes",
        asks: [
          [`sum(max by (job) (ocr_eco_database_bytes{${job}}))`, "database"],
          [`sum(max by (job) (ocr_eco_cache_bytes{${job}}))`, "cache"],
        ],
        width: 12,
      },
      {
        title: "GPU: memory",
        about: "In use by all that run on it.",
        kind: "time",
        unit: "bytes",
        asks: [
          [`max by (instance) (ocr_eco_gpu_memory_used_bytes{${job}})`, "{{instance}} used"],
          [`max by (instance) (ocr_eco_gpu_memory_bytes{${job}})`, "{{instance}} all"],
        ],
        width: 12,
        needs: "gpu",
      },
      {
        title: "GPU: use",
        about: "Share of the time in which something ran on it.",
        kind: "time",
        unit: "percentunit",
        asks: [[`max by (instance) (ocr_eco_gpu_busy_ratio{${job}})`, "{{instance}}"]],
        width: 12,
        needs: "gpu",
      },
    ],
  },
];
