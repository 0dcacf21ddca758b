import { z } from "zod";

/** What `plan --json` prints. Memory is in MB (10⁶ bytes). */
export const planSchema = z.strictObject({
  machine: z.strictObject({
    cores: z.int().describe("As many as this program may use"),
    cores_limited_by: z.string().nullable().describe("The control group's file that allows no more"),
    gpu: z.string().nullable().describe("On which the models ran; null for the CPU"),
    available_mb: z.number().describe("Memory that was free for this program at the start"),
    memory_limited_by: z.string().nullable().describe("The control group's file that allows no more"),
    load: z.number().describe("Load average of the whole machine in the minute before"),
  }),
  pictures: z.strictObject({
    folder: z.string().nullable().describe("null for the pictures that the program brings along"),
    count: z.int(),
  }),
  seconds: z.number().describe("How long it was to measure"),
  memory_kind: z.enum(["pss", "rss"]).describe("How the workers' memory is summed up"),
  measured: z.array(
    z.strictObject({
      worker_count: z.int(),
      pictures_per_minute: z.number(),
      core_share: z.number().describe("How much of a core each worker had: 1 is a whole one"),
      memory_mb: z.int().describe("Of all workers together"),
      of_peak: z.number().describe("How many times the peak that is"),
      pictures: z.int().describe("How many were read meanwhile"),
      recommended: z.boolean(),
    }),
  ),
  demand: z.strictObject({
    users_per_day: z.int(),
    pictures_per_user: z.number(),
    peak_share_percent: z.number(),
    peak_hours: z.number(),
    peak_pictures: z.int(),
    peak_pictures_per_minute: z.number(),
  }),
  suggestion: z.strictObject({
    machines: z.int().describe("Like this one; each has its own queue and its part of the pictures"),
    WORKER_COUNT: z.int(),
    MAX_QUEUE_SIZE: z.int(),
    memory_mb: z.int().describe("Of workers and server"),
    memory_suffices: z.boolean(),
    headroom: z.number().describe("How many times the peak all machines read"),
    longest_wait_seconds: z.number().describe("Of the last picture, if all of the peak came at once"),
    users_per_day: z.int().describe("That one machine carries, with a margin"),
  }),
  warnings: z.array(z.string()),
});

export type Plan = z.infer<typeof planSchema>;
