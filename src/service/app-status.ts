import { z } from "zod";
import { keyStates } from "../config/key-age.ts";
import type { Job } from "../queue/job.ts";
import { profiles } from "../reading/apps/index.ts";
import { fieldNames } from "../reading/extract/fields.ts";
import { withoutQuery } from "../without-query.ts";
import { MachineMeter } from "./machine.ts";
import type { Service } from "./service.ts";

/** Reports that are listed by name. */
const mostReports = 100;

const reportSchema = z.object({
  report_id: z.union([z.int(), z.string()]),
  user_id: z.union([z.int(), z.string()]),
  img_url: z.string(),
});

/** The members that clients of the old service know. */
const commonSchema = z.object({
  service: z.string(),
  version: z.string(),
  uptime: z.string().describe("As in 1 day, 2:03:04"),
  timestamp: z.iso.datetime(),
  ocr_engine: z.object({
    engine: z.string(),
    gpu_enabled: z.boolean(),
    gpu_device: z.string().nullable(),
    languages: z.array(z.string()),
    status: z.string(),
  }),
  queue: z.object({
    waiting_in_queue: z.int(),
    total_reports_tracked: z.int(),
    currently_processing: z.int(),
    queue_capacity: z.int(),
    reports_in_queue: z.array(reportSchema).describe("Only for callers with a key, without queries"),
  }),
  workers: z.object({
    total_workers: z.int(),
    busy_workers: z.int(),
    idle_workers: z.int(),
    worker_type: z.string(),
    processing_mode: z.string(),
  }),
  processing: z.object({
    supported_apps: z.array(z.string()),
    extraction_fields: z.array(z.string()),
    image_preprocessing: z.array(z.string()),
  }),
  system: z.object({ cpu_usage: z.string(), memory_usage: z.string(), disk_usage: z.string() }),
});

/** What the operator needs beyond that; only for callers with a key. */
const detailsSchema = z.object({
  instance_env: z.string().nullable(),
  ready: z.boolean(),
  not_ready_because: z.string().nullable(),
  paused: z.boolean(),
  jobs: z.record(z.string(), z.int()).describe("By state"),
  oldest_waiting_seconds: z.number().nullable(),
  keys_to_renew: z
    .array(
      z.object({
        name: z.string(),
        state: z.enum(keyStates).exclude(["valid"]),
        issued: z.string().nullable(),
        age_days: z.int().nullable(),
        expires: z.string().nullable(),
      }),
    )
    .describe("Keys that are more than 90 days old, expire within 14 days, or have expired"),
  deliveries: z.object({
    pending: z.int(),
    delivered: z.int(),
    failed: z.int(),
    unknown_answers: z.int(),
    oldest_pending_seconds: z.number().nullable(),
    pending_by_environment: z.record(z.string(), z.int()),
    held: z.array(z.object({ environment: z.string(), since: z.iso.datetime(), reason: z.string() })),
    down: z.array(z.string()).describe("Environments whose destination does not answer"),
  }),
});

export const appStatusSchema = commonSchema.extend({ details: detailsSchema.optional() });
type AppStatus = z.infer<typeof appStatusSchema>;

/** Puts together what `/app-status` says. */
export class AppStatusReport {
  readonly #service: Service;
  readonly #startedAt: number;
  readonly #version: string;
  readonly #meter: MachineMeter;

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
        engine: config.OCR_ENGINE === "tesseract" ? "tesseract" : "PP-OCR",
        gpu_enabled: false,
        gpu_device: null,
        languages: config.OCR_LANGUAGES.split("+"),
        status: busy + idle > 0 ? "ready" : "loading",
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
        image_preprocessing: ["upright by EXIF and text", "sRGB", "lines shrunk to their ink"],
      },
      system: {
        cpu_usage: percent(machine.cpu),
        memory_usage: percent(machine.memory),
        disk_usage: percent(machine.disk),
      },
      ...(known ? { details: await this.#details(counts) } : {}),
    };
  }

  async #details({
    oldestWaitingAt,
    ...jobs
  }: Awaited<ReturnType<Service["queue"]["jobs"]["counts"]>>): Promise<NonNullable<AppStatus["details"]>> {
    const { config, queue, couriers } = this.#service;
    const { unknown, oldestPendingAt, pendingByEnvironment, ...deliveries } = await queue.deliveries.counts();
    const because = await this.#service.notReady();
    return {
      instance_env: config.INSTANCE_ENV ?? null,
      ready: because === null,
      not_ready_because: because,
      paused: await queue.jobs.isPaused(),
      jobs,
      oldest_waiting_seconds: secondsSince(oldestWaitingAt),
      keys_to_renew: this.#service.keyWatch.toRenew(),
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
        down: couriers.filter(({ isDown }) => isDown).map(({ environment }) => environment),
      },
    };
  }
}

function shown({ reportId, userId, url }: Job): z.infer<typeof reportSchema> {
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
