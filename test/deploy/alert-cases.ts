const verified = 'readings_total{environment="production",app="Samsung Health",status="verified"}';
const failed = 'attempts_failed_total{environment="production",code="IMAGE_CORRUPT",end="failed"}';
const needsReview = 'readings_total{environment="production",app="Samsung Health",status="needs_review"}';
const decisions = 'review_decisions_total{environment="production",decision="accepted"}';

/** Series of one instance at which nothing is wrong, as promtool writes them: a start, a step, and how often; 600 of them. */
export const usual: Readonly<Record<string, string>> = {
  up: "1x600",
  ready: "1x600",
  'jobs{state="waiting"}': "1x600",
  'jobs{state="retrying"}': "0x600",
  'jobs{state="active"}': "2x600",
  queue_capacity: "1000x600",
  queue_paused: "0x600",
  workers_wanted: "2x600",
  queue_oldest_waiting_seconds: "2x600",
  queue_stands_still_seconds: "0x600",
  machine_cpu_ratio: "0.95x600",
  machine_memory_ratio: "0.5x600",
  machine_disk_ratio: "0.5x600",
  [verified]: "0+20x600",
  [needsReview]: "0+5x600",
  [failed]: "0+0.1x600",
  'result_seconds_bucket{environment="production",le="30"}': "0+25x600",
  'result_seconds_count{environment="production"}': "0+25x600",
  'waiting_seconds_bucket{environment="production",le="300"}': "0+25x600",
  'waiting_seconds_count{environment="production"}': "0+25x600",
  'destination_held{environment="production"}': "0x600",
  'destination_down{environment="production"}': "0x600",
  'deliveries{state="failed"}': "0x600",
  'worker_ends_total{why="replaced"}': "0+3x600",
  'worker_ends_total{why="died"}': "0x600",
  'workers{state="busy"}': "2x600",
  'workers{state="idle"}': "0x600",
  'keys{state="old"}': "0x600",
  database_bytes: "1e9x600",
  database_limit_bytes: "1e10x600",
  reviews_oldest_seconds: "1e6x600",
  reviews_kept_seconds: "1209600x600",
  [decisions]: "0x600",
  gpu_wanted: "1x600",
  'gpu_info{device="a card"}': "1x600",
};

interface AlertCase {
  readonly fires: Readonly<Record<string, string>>;
  readonly silent: Readonly<Record<string, string>>;
  readonly alsoSilent?: Readonly<Record<string, string>>;
  /** Other ways to go wrong, in which a series may be missing: `_` stands for no value. */
  readonly alsoFires?: Readonly<Record<string, string>>;
  /** From one value to the next; 1 where it is left out. */
  readonly minutes?: number;
}

/** What goes wrong for each alert, as series in the place of the usual ones; and what is nearly that, at which it must be silent. */
export const alertCases: Readonly<Record<string, AlertCase>> = {
  OcrEcoDown: {
    alsoFires: { up: "_x600", ready: "_x600" },
    fires: { up: "1x550 0x50", ready: "1x550" },
    silent: { ready: "1x598 0x2" },
  },
  OcrEcoAvailabilityFast: { fires: { ready: "1x590 0x10" }, silent: { ready: "1x500 0x1 1x99" } },
  OcrEcoAvailabilitySlow: { fires: { ready: "1x570 0x30" }, silent: { ready: "1x239 0x1 1x360" } },
  OcrEcoQueueFilling: {
    fires: { 'jobs{state="waiting"}': "700x600", 'jobs{state="retrying"}': "150x600" },
    silent: { 'jobs{state="waiting"}': "700x600" },
  },
  OcrEcoQueueStuck: { fires: { queue_stands_still_seconds: "200x600" }, silent: {} },
  OcrEcoQueuePaused: { fires: { queue_paused: "1x600" }, silent: { queue_paused: "0x590 1x10" } },
  OcrEcoCpuHigh: { fires: {}, silent: { 'jobs{state="waiting"}': "0x600" } },
  OcrEcoMemoryHigh: {
    fires: { machine_memory_ratio: "0.9x600" },
    silent: { machine_memory_ratio: "0.84x600" },
  },
  OcrEcoFailures: {
    alsoFires: { [verified]: "_x600", [needsReview]: "_x600", [failed]: "0+3x600" },
    fires: {
      [failed]: "0+3x600",
    },
    silent: {
      [failed]: "0+1x600",
    },
  },
  OcrEcoErrorLevel: {
    alsoFires: { [verified]: "_x600", [needsReview]: "_x600", [failed]: "0+3x600" },
    fires: {
      [failed]: "0+0.5x600",
    },
    silent: {},
  },
  OcrEcoResultsLate: {
    alsoFires: {
      'result_seconds_bucket{environment="production",le="30"}': "_x600",
      'result_seconds_bucket{environment="production",le="30.0"}': "0+23x600",
    },
    fires: { 'result_seconds_bucket{environment="production",le="30"}': "0+23x600" },
    silent: { 'result_seconds_bucket{environment="production",le="30"}': "0+24x600" },
  },
  OcrEcoWaitingLong: {
    fires: { queue_oldest_waiting_seconds: "301x600" },
    silent: { queue_oldest_waiting_seconds: "299x600" },
  },
  OcrEcoDeliveriesHeld: { fires: { 'destination_held{environment="production"}': "1x600" }, silent: {} },
  OcrEcoDestinationDown: {
    fires: { 'destination_down{environment="production"}': "1x600" },
    silent: { 'destination_down{environment="production"}': "0x595 1x5" },
  },
  OcrEcoDeliveriesFailed: { fires: { 'deliveries{state="failed"}': "1x600" }, silent: {} },
  OcrEcoWorkersDying: { fires: { 'worker_ends_total{why="died"}': "0+1x600" }, silent: {} },
  OcrEcoNoWorkers: {
    fires: { 'workers{state="busy"}': "0x600" },
    // One of whom no workers are wanted has another role.
    silent: { 'workers{state="busy"}': "0x600", workers_wanted: "0x600" },
  },
  OcrEcoKeyToRenew: { fires: { 'keys{state="old"}': "1x600" }, silent: {} },
  OcrEcoDiskFilling: {
    fires: { machine_disk_ratio: "0.95x600" },
    silent: { machine_disk_ratio: "0.89x600" },
  },
  OcrEcoDatabaseFilling: {
    fires: { database_bytes: "8.1e9x600" },
    silent: { database_bytes: "7.9e9x600" },
  },
  OcrEcoAcceptedShareDropped: {
    alsoFires: { [verified]: "0+20x300 _x300", [needsReview]: "0+5x600" },
    minutes: 30,
    fires: { [needsReview]: "0+5x300 1500+20x300" },
    silent: { [needsReview]: "0+5x300 1500+7x300" },
  },
  OcrEcoReviewsUndecided: {
    minutes: 30,
    fires: { [decisions]: "0x500 1x100" },
    silent: { [decisions]: "0x500 1x100", reviews_oldest_seconds: "9.6e5x600" },
    // Somebody tried it once, and the application's people decide.
    alsoSilent: { [decisions]: "0x100 1x500" },
  },
  OcrEcoGpuLost: {
    fires: { 'gpu_info{device="a card"}': "1x500" },
    silent: { gpu_wanted: "0x600", 'gpu_info{device="a card"}': "1x500" },
  },
};
