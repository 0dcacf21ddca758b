import type { AppStatus, AppStatusDetails } from "../../src/api/app-status.ts";
import type { KnownStatus } from "../../src/service/findings.ts";

interface Changes {
  readonly queue?: Partial<AppStatus["queue"]>;
  readonly workers?: Partial<AppStatus["workers"]>;
  readonly details?: Partial<AppStatusDetails>;
  readonly hour?: Partial<AppStatusDetails["last_hour"]>;
  readonly machine?: Partial<AppStatusDetails["machine"]>;
  readonly deliveries?: Partial<AppStatusDetails["deliveries"]>;
  readonly storage?: Partial<AppStatusDetails["storage"]>;
}

/** What a service answers that is busy and fine, with something changed. */
export function statusWith({
  queue,
  workers,
  details,
  hour,
  machine,
  deliveries,
  storage,
}: Changes = {}): KnownStatus {
  const times = { p50: 0.5, p95: 1.7, p99: 2.1 };
  return {
    service: "OCR EcoSteps API",
    version: "0.1.0",
    uptime: "3 days, 2:03:04",
    timestamp: "2026-11-24T03:15:00.000Z",
    ocr_engine: {
      engine: "tally, PP-OCR and tesseract",
      gpu_enabled: false,
      gpu_device: null,
      languages: ["eng"],
      status: "ready",
    },
    queue: {
      waiting_in_queue: 40,
      total_reports_tracked: 44,
      currently_processing: 4,
      queue_capacity: 1000,
      reports_in_queue: [],
      ...queue,
    },
    workers: {
      total_workers: 4,
      busy_workers: 4,
      idle_workers: 0,
      worker_type: "child processes",
      processing_mode: "one picture at a time",
      ...workers,
    },
    processing: { supported_apps: [], extraction_fields: [], image_preprocessing: "" },
    system: { cpu_usage: "60.0%", memory_usage: "50.0%", disk_usage: "40.0%", python_version: "none" },
    details: {
      role: "all",
      instance_env: "production",
      started_at: "2026-11-21T01:11:56.000Z",
      ready: true,
      not_ready_because: null,
      stands_still_seconds: null,
      destinations: [],
      paused: false,
      jobs: { waiting: 40, active: 4, retrying: 0, done: 1000, failed: 2, cancelled: 0 },
      oldest_waiting_seconds: 3,
      pictures_per_minute: 120,
      last_hour: {
        read: 998,
        verified: 880,
        needs_review: 98,
        no_steps: 20,
        failed: 2,
        failed_share: 0.002,
        delivered: 990,
        undelivered: 0,
        read_by_minute: Array.from({ length: 60 }, (_, minute) => minute),
        waiting_seconds: times,
        reading_seconds: times,
        delivering_seconds: times,
        whole_seconds: times,
        ...hour,
      },
      in_hand: [],
      last_ended: [],
      last_failed: [],
      machine: {
        processors: 4,
        cpu_percent: 60,
        memory_percent: 50,
        disk_percent: 40,
        disk_free_bytes: 50e9,
        ...machine,
      },
      memory: { server_bytes: 90e6, workers_bytes: 2.2e9 },
      gpu: null,
      storage: {
        database_bytes: 300e6,
        database_limit_bytes: 10e9,
        may_lose: null,
        cache_bytes: 500e6,
        cache_limit_bytes: 1e9,
        ...storage,
      },
      keys_to_renew: [],
      deliveries: {
        pending: 3,
        delivered: 990,
        failed: 0,
        dismissed: 0,
        unknown_answers: 0,
        oldest_pending_seconds: 1,
        pending_by_environment: { staging: 3 },
        held: [],
        down: [],
        ...deliveries,
      },
      ...details,
    },
  };
}
