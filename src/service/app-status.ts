import type { z } from "zod";
import type { AppStatus, AppStatusDetails, queuedSchema } from "../api/app-status.ts";
import { CardMeter } from "../host/nvidia.ts";
import { residentBytes } from "../host/resident.ts";
import type { Job } from "../queue/job.ts";
import { profiles } from "../reading/apps/index.ts";
import { fieldNames } from "../reading/extract/fields.ts";
import { withoutQuery } from "../without-query.ts";
import { residentBytesOf } from "../workers/resident-memory.ts";
import { jobsOf } from "./app-status-jobs.ts";
import { gpuUse } from "./gpu-use.ts";
import type { HourFigures } from "./hour-figures.ts";
import { type MachineLoad, MachineMeter } from "./machine.ts";
import type { Service } from "./service.ts";

/** What reads, in words. */
const engineTexts = {
  auto: "tally, PP-OCR and tesseract",
  tally: "tally",
  paddle: "PP-OCR",
  tesseract: "tesseract",
} as const;

/** Reports that are listed by name. */
const mostReports = 100;

/** Puts together what `/app-status` says. */
export class AppStatusReport {
  readonly #service: Service;
  readonly #startedAt: number;
  readonly #version: string;
  readonly #meter: MachineMeter;
  readonly #card = new CardMeter();

  constructor(service: Service, startedAt: number, version: string) {
    this.#service = service;
    this.#startedAt = startedAt;
    this.#version = version;
    this.#meter = new MachineMeter(service.config.DATA_DIR);
  }

  /** `known` says whether the caller showed a key. */
  async make(known: boolean): Promise<AppStatus> {
    const { config, queue, pool } = this.#service;
    const [counts, machine] = [await queue.jobs.counts(), await this.#meter.measure()];
    const open = counts.waiting + counts.retrying;
    const { size, busy, idle } = pool.load;
    const waiting = known
      ? await queue.jobs.list({ states: ["waiting", "retrying", "active"], most: mostReports })
      : [];
    return {
      service: config.APP_NAME,
      version: this.#version,
      uptime: uptime(Date.now() - this.#startedAt),
      timestamp: new Date().toISOString(),
      ocr_engine: {
        engine: engineTexts[config.OCR_ENGINE],
        gpu_enabled: (pool.gpu?.device ?? null) !== null,
        gpu_device: pool.gpu?.device?.name ?? null,
        languages: config.OCR_LANGUAGES.split("+"),
        status: size === 0 ? "elsewhere" : busy + idle > 0 ? "ready" : "loading",
      },
      queue: {
        waiting_in_queue: open,
        total_reports_tracked: open + counts.active,
        currently_processing: counts.active,
        queue_capacity: config.MAX_QUEUE_SIZE,
        reports_in_queue: waiting.map(shown),
      },
      workers: {
        total_workers: size,
        busy_workers: busy,
        idle_workers: idle,
        worker_type: "child processes",
        processing_mode: "one picture at a time for each worker",
      },
      processing: {
        supported_apps: profiles.map(({ name }) => name),
        extraction_fields: ["steps", ...fieldNames],
        image_preprocessing: "upright by EXIF and text, sRGB, lines shrunk to their ink",
      },
      system: {
        cpu_usage: percent(machine.cpu),
        memory_usage: percent(machine.memory),
        disk_usage: percent(machine.disk),
        python_version: `none (Bun ${Bun.version})`,
      },
      ...(known ? { details: await this.#details(counts, machine) } : {}),
    };
  }

  async #details(
    { oldestWaitingAt, ...jobs }: Awaited<ReturnType<Service["queue"]["jobs"]["counts"]>>,
    machine: MachineLoad,
  ): Promise<AppStatusDetails> {
    const { config, queue, processor, couriers, pool, lastHour } = this.#service;
    const { unknown, oldestPendingAt, pendingByEnvironment, ...deliveries } = await queue.deliveries.counts();
    const because = await this.#service.notReady();
    const hour = await lastHour.figures();
    return {
      role: config.ROLE,
      instance_env: config.INSTANCE_ENV ?? null,
      started_at: new Date(this.#startedAt).toISOString(),
      ready: because === null,
      not_ready_because: because,
      stands_still_seconds: await processor.standsStillFor(),
      paused: await queue.jobs.isPaused(),
      jobs,
      oldest_waiting_seconds: secondsSince(oldestWaitingAt),
      pictures_per_minute: hour.perMinute("read"),
      last_hour: shownHour(hour),
      ...(await jobsOf(queue, processor.atWork)),
      machine: {
        processors: machine.processors,
        cpu_percent: machine.cpu,
        memory_percent: machine.memory,
        disk_percent: machine.disk,
        disk_free_bytes: machine.diskFreeBytes,
      },
      memory: { server_bytes: residentBytes(), workers_bytes: residentBytesOf(pool.processIds) },
      gpu: await this.#gpu(),
      storage: {
        database_bytes: await queue.bytes(),
        database_limit_bytes: await queue.mostBytes(),
        may_lose: queue.loss,
        cache_bytes: await this.#service.cache.bytes(),
        cache_limit_bytes: config.CACHE_MAX_MB * 1e6,
      },
      keys_to_renew: this.#service.keyWatch.toRenew(),
      destinations: couriers.map(({ environment, url }) => ({ environment, url })),
      deliveries: {
        ...deliveries,
        unknown_answers: unknown,
        oldest_pending_seconds: secondsSince(oldestPendingAt),
        pending_by_environment: { ...pendingByEnvironment },
        held: (await queue.deliveries.held()).map(({ environment, since, reason }) => ({
          environment,
          since: new Date(since).toISOString(),
          reason,
        })),
        down: await environmentsDown(couriers),
      },
    };
  }

  async #gpu(): Promise<AppStatusDetails["gpu"]> {
    const { config, pool } = this.#service;
    if (pool.gpu === null) return null;
    const { device, because, pid } = pool.gpu;
    const use = await gpuUse(this.#card, device);
    return {
      device: device?.name ?? null,
      not_used_because: because,
      required: config.OCR_DEVICE === "webgpu",
      process_bytes: pid === null ? 0 : residentBytesOf([pid]),
      memory_bytes: use.memoryBytes,
      memory_used_bytes: use.memoryUsedBytes,
      busy_percent: use.busyPercent,
      celsius: use.celsius,
    };
  }
}

async function environmentsDown(couriers: Service["couriers"]): Promise<string[]> {
  const down = await Promise.all(
    couriers.map(async (courier) => ((await courier.isDown()) ? [courier.environment] : [])),
  );
  return down.flat();
}

function shownHour(hour: HourFigures): AppStatusDetails["last_hour"] {
  const [read, failed] = [hour.count("read"), hour.count("failed")];
  return {
    read,
    verified: hour.count("verified"),
    needs_review: hour.count("needs_review"),
    no_steps: hour.count("no_steps"),
    failed,
    failed_share: read + failed === 0 ? null : failed / (read + failed),
    delivered: hour.count("delivered"),
    undelivered: hour.count("undelivered"),
    read_by_minute: hour.byMinute("read"),
    waiting_seconds: hour.percentiles("waiting"),
    reading_seconds: hour.percentiles("reading"),
    delivering_seconds: hour.percentiles("delivering"),
    whole_seconds: hour.percentiles("whole"),
  };
}

function shown({ reportId, userId, url }: Job): z.infer<typeof queuedSchema> {
  return { report_id: reportId, user_id: userId, img_url: withoutQuery(url) };
}

function percent(value: number): string {
  return `${value.toFixed(1)}%`;
}

function secondsSince(ms: number | null): number | null {
  return ms === null ? null : Math.max(0, (Date.now() - ms) / 1000);
}

/** As Python prints a time span: `1 day, 2:03:04`, `0:15:30`. */
export function uptime(milliseconds: number): string {
  const all = Math.max(0, Math.floor(milliseconds / 1000));
  const [days, hours, minutes, seconds] = [
    Math.floor(all / 86_400),
    Math.floor(all / 3600) % 24,
    Math.floor(all / 60) % 60,
    all % 60,
  ];
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${hours}:${two(minutes)}:${two(seconds)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? "" : "s"}, ${clock}`;
}
