import { z } from "zod";
import { keyStates } from "../config/key-age.ts";
import { roleNames } from "../config/role.ts";
import { jobStates } from "../queue/job.ts";

export const queuedSchema = z.object({
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
    reports_in_queue: z.array(queuedSchema).describe("Only for callers with a key, without queries"),
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
    image_preprocessing: z.string().describe("The application prints it as it is"),
  }),
  system: z.object({
    cpu_usage: z.string(),
    memory_usage: z.string(),
    disk_usage: z.string(),
    python_version: z.string().describe("The application prints it; what runs instead of Python"),
  }),
});

const percentiles = z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable();

const lastHourSchema = z
  .object({
    read: z.int().describe("Jobs whose picture was read, accepted or not"),
    verified: z.int().describe("Of those that were read: booked without a human look"),
    needs_review: z.int(),
    no_steps: z.int(),
    failed: z.int().describe("Jobs that failed for good"),
    failed_share: z.number().nullable().describe("Of both, from 0 to 1"),
    delivered: z.int(),
    undelivered: z.int().describe("Deliveries that failed for good"),
    read_by_minute: z.array(z.int()).describe("In each of the last 60 minutes that are over, oldest first"),
    waiting_seconds: percentiles.describe("From 202 until a job is taken in hand for the first time"),
    reading_seconds: percentiles.describe("From then until its picture is read, loading included"),
    delivering_seconds: percentiles.describe("From there until the destination took the result"),
    whole_seconds: percentiles.describe("From 202 until then"),
  })
  .describe(
    "What this process did; it begins anew with a restart. p95 is what 95 of a hundred did not exceed, within 2 %; null when there was nothing",
  );

const jobSchema = z.object({
  job_id: z.string(),
  report_id: z.union([z.int(), z.string()]),
  environment: z.string(),
});

const inHandSchema = jobSchema.extend({
  step: z
    .enum(["loading", "reading"])
    .describe("Whether its picture is still loaded, or is read or waits for a worker that is free"),
  since: z.iso.datetime().describe("When it was taken in hand"),
});

const endedSchema = jobSchema.extend({
  state: z.enum(jobStates),
  ended_at: z.iso.datetime().nullable(),
  status: z.string().nullable().describe("What its result says: verified, needs_review, …"),
  steps: z.int().nullable().describe("As read, accepted or not"),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

const machineSchema = z.object({
  processors: z.int(),
  cpu_percent: z.number(),
  memory_percent: z.number(),
  disk_percent: z.number().describe("Of the disk that DATA_DIR is on"),
  disk_free_bytes: z.int(),
});

const memorySchema = z.object({
  server_bytes: z.int(),
  workers_bytes: z.int().describe("All workers together"),
});

const gpuSchema = z
  .object({
    device: z.string().nullable().describe("Its name; null while it is not used"),
    not_used_because: z.string().nullable(),
    required: z.boolean().describe("Whether OCR_DEVICE asks for it by name"),
    process_bytes: z.int().describe("Memory of the process that owns it"),
    memory_bytes: z.int().nullable().describe("As much as it has, as its driver says"),
    memory_used_bytes: z
      .int()
      .nullable()
      .describe("By all that run on it; of NVIDIA's cards only, as what follows"),
    busy_percent: z.number().nullable(),
    celsius: z.number().nullable(),
  })
  .nullable()
  .describe("null where no GPU is used: OCR_DEVICE, or there is none");

const storageSchema = z.object({
  database_bytes: z.int().describe("Where Redis keeps the queue, the memory that it has in use"),
  database_limit_bytes: z.int().describe("DATABASE_MAX_MB, or the maxmemory of Redis"),
  may_lose: z
    .string()
    .nullable()
    .describe("What a power cut may take of what was accepted, where Redis is set up so; null where nothing"),
  cache_bytes: z.int().describe("At most a minute old"),
  cache_limit_bytes: z.int().describe("CACHE_MAX_MB"),
});

/**
 * What the operator needs beyond that; only for callers with a key. Where instances share a queue, jobs, deliveries, `paused`, `last_failed`,
 * the last hour and what is known of destinations are of all of them; the rest is of the one that answers.
 */
const detailsSchema = z.object({
  role: z.enum(roleNames).describe("What this instance does of what a service does"),
  instance_env: z.string().nullable(),
  started_at: z.iso.datetime(),
  ready: z.boolean(),
  not_ready_because: z.string().nullable(),
  stands_still_seconds: z
    .number()
    .nullable()
    .describe("Since when no job has ended although there are some, where that is too long"),
  paused: z.boolean(),
  jobs: z.record(z.string(), z.int()).describe("By state"),
  oldest_waiting_seconds: z.number().nullable(),
  pictures_per_minute: z
    .number()
    .describe("Read, over the last minutes, by all instances that share a queue"),
  last_hour: lastHourSchema,
  in_hand: z.array(inHandSchema).describe("What is worked on, the oldest first"),
  last_ended: z
    .array(endedSchema)
    .describe("Up to ten jobs that this process ended, newest first, without those that were deleted since"),
  last_failed: z.array(endedSchema).describe("Up to five failed jobs, newest first"),
  machine: machineSchema,
  memory: memorySchema,
  gpu: gpuSchema,
  storage: storageSchema,
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
  destinations: z
    .array(z.object({ environment: z.string(), url: z.string() }))
    .describe("Where the results of each environment go"),
  deliveries: z.object({
    pending: z.int(),
    delivered: z.int(),
    failed: z.int().describe("They wait for an operator"),
    dismissed: z.int(),
    unknown_answers: z.int(),
    oldest_pending_seconds: z.number().nullable(),
    pending_by_environment: z.record(z.string(), z.int()),
    held: z.array(z.object({ environment: z.string(), since: z.iso.datetime(), reason: z.string() })),
    down: z.array(z.string()).describe("Environments whose destination does not answer"),
  }),
});

/** What `/app-status` answers. */
export const appStatusSchema = commonSchema.extend({ details: detailsSchema.optional() });
export type AppStatus = z.infer<typeof appStatusSchema>;
export type AppStatusDetails = z.infer<typeof detailsSchema>;
