import { z } from "zod";
import { configSchema, whole } from "./config.ts";

/** What `serve` takes from the environment besides what reading takes, with its default. */
export const serviceShape = {
  DATA_DIR: z.string().min(1).default("./data").describe("Folder of the database and of the picture cache"),
  DATABASE_MAX_MB: whole(1, 1_000_000)
    .default(10_000)
    .describe("Size in MB beyond which the database takes in nothing more"),
  MAX_QUEUE_SIZE: whole(1, 10_000_000)
    .default(1000)
    .describe("Waiting jobs beyond which reports are refused"),
  JOBS_DONE_HOURS: whole(1, 100_000).default(24).describe("Hours after which finished jobs are deleted"),
  JOBS_FAILED_DAYS: whole(1, 10_000)
    .default(7)
    .describe("Days after which failed jobs and deliveries are deleted"),
  HISTORY_DAYS: whole(1, 10_000).default(90).describe("Days that picture hashes and daily totals are kept"),
  CACHE_HOURS: whole(0, 100_000)
    .default(24)
    .describe("Hours that pictures and readings are kept; 0 keeps none"),
  CACHE_MAX_MB: whole(1, 1_000_000).default(1000).describe("Size in MB that the picture cache may have"),
  WEBHOOK_TIMEOUT_SECONDS: whole(1, 600).default(30).describe("Seconds one delivery may take"),
  WEBHOOK_RETRY_SECONDS: z
    .string()
    .regex(/^\d+(,\d+)*$/, "must be seconds separated by commas, as in 0,5,300")
    .default("0,5,300,1800,7200,18000,36000,50400,72000,86400")
    .transform((text) => text.split(",").map(Number))
    .describe("Seconds before each attempt of a delivery, counted from the one before"),
  WEBHOOK_CONCURRENCY: whole(1, 1000)
    .default(8)
    .describe("Deliveries of one environment made at the same time"),
} as const;

export const serviceSchema = configSchema.extend(serviceShape);
export type ServiceConfig = z.infer<typeof serviceSchema>;
