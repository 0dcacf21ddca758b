import { z } from "zod";
import { failureCodes } from "../errors.ts";
import { deliveryStates } from "../queue/delivery.ts";
import { isCallersId, jobStates } from "../queue/job.ts";
import type { ListFilter } from "../queue/port.ts";
import { resultSchema } from "../webhook/schema.ts";

const idError = "must be a whole number up to 2^53 - 1, or a text of 1 to 255 printable characters";

export const callersId = (whose: string): z.ZodType<number | string> =>
  z
    .union(
      [
        z.int({ error: idError }),
        z.string().max(255, { error: idError }).refine(isCallersId, { error: idError }),
      ],
      { error: idError },
    )
    .describe(`The ${whose}: a whole number or a text; 5 and "5" are the same`);

/** Where a picture is. Whether it may be loaded from there is decided when it is. */
const pictureAddress = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .max(8192)
  .describe("Address of the screenshot; presigned ones are kept out of logs");

export const reportSchema = z
  .object({
    report_id: callersId("report's id"),
    user_id: callersId("user's id"),
    s3_url: pictureAddress,
    environment: z
      .string()
      .max(64)
      .nullish()
      .describe("Where the result goes: staging, production or another configured one, in any case"),
  })
  .meta({
    examples: [
      {
        report_id: 101,
        user_id: 145,
        s3_url: "https://s3.example.org/reports/a.png",
        environment: "production",
      },
    ],
  });

export const acceptedSchema = z
  .object({
    message: z.string(),
    job_id: z.string(),
    status: z.enum(jobStates),
  })
  .meta({
    examples: [
      {
        message: "Laporan Anda telah diterima dan dimasukkan ke dalam antrean verifikasi.",
        job_id: "019abcde-0123-7000-8000-000000000000",
        status: "waiting",
      },
    ],
  });

/** RFC 9457, and beside it the members that the service before this one had. */
export const problemSchema = z
  .object({
    type: z.string().describe("Names the kind of problem"),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("One sentence: what is wrong, and what to do"),
    code: z.enum(failureCodes).describe("Stable name of what is wrong"),
    error: z.string(),
    message: z.string(),
    request_id: z.string().describe("The request's name in the service's log, as in x-request-id"),
    details: z.array(z.string()).optional(),
  })
  .meta({
    examples: [
      {
        type: "urn:ocr-eco:problem:request-invalid",
        title: "Validation Error",
        status: 422,
        detail: "body -> s3_url: must be an http or https address",
        code: "REQUEST_INVALID",
        error: "Validation Error",
        message: "Data yang dikirim tidak valid",
        request_id: "0d0f3b9a-4c2e-4a57-9a51-2f3f6f1f9f0e",
        details: ["body -> s3_url: must be an http or https address"],
      },
    ],
  });

export const batchSchema = z.object({ reports: z.array(z.unknown()).min(1).max(100) });
export const batchAnswerSchema = z.object({
  results: z.array(
    z.object({
      report_id: z.unknown(),
      status_code: z.int(),
      message: z.string(),
      job_id: z.string().optional(),
      status: z.enum(jobStates).optional(),
      code: z.enum(failureCodes).optional(),
      details: z.array(z.string()).optional(),
    }),
  ),
});

const time = z.iso.datetime().nullable();
const stableError = z.object({ code: z.string(), message: z.string() }).nullable();
const reportIds = { report_id: z.union([z.int(), z.string()]), environment: z.string() };

export const deliverySchema = z.object({
  webhook_id: z.string(),
  job_id: z.string(),
  ...reportIds,
  state: z.enum(deliveryStates),
  attempts: z.int(),
  unknown_answers: z.int().describe("Attempts whose answer was never noted: they may have arrived"),
  created_at: time,
  last_attempt_at: time,
  ended_at: time,
  next_attempt_at: time,
  last_status: z.int().nullable().describe("HTTP status of the last answer"),
  last_answer: z.string().nullable().describe("Beginning of the last answer"),
});

export const jobSchema = z.object({
  job_id: z.string(),
  ...reportIds,
  user_id: z.union([z.int(), z.string()]),
  img_url: z.string().describe("Without its query"),
  state: z.enum(jobStates),
  attempts: z.int(),
  submitted_at: time,
  started_at: time,
  ended_at: time,
  next_attempt_at: time,
  error: stableError,
  result: resultSchema.nullable().describe("What was read, once the job is done"),
});

export const jobWithDeliveriesSchema = jobSchema.extend({ deliveries: z.array(deliverySchema) });

/** What the operator's lists and actions answer. */
export const jobsSchema = z.object({ jobs: z.array(jobSchema) });
export const deliveriesSchema = z.object({ deliveries: z.array(deliverySchema) });
export const pausedSchema = z.object({ paused: z.boolean() });
export const clearedSchema = z.object({ message: z.string() });
export const cancelledSchema = z.object({ cancelled: z.int() });
export const retriedSchema = z.object({ job_id: z.string().describe("Of the new job") });
export const resumedSchema = z.object({ environment: z.string() });
export const redeliveredSchema = z.object({ redelivered: z.int() });
export const dismissedSchema = z.object({ dismissed: z.int() });

/** What a list can be narrowed by; the beginnings of its ids have this form. */
export const listQuery = (idForm: RegExp) =>
  z.object({
    environment: z.string().max(64).optional(),
    report_id: z.string().max(255).optional(),
    before: z
      .string()
      .regex(idForm, "must be the last id of the page before")
      .optional()
      .describe("The last id of the page before, or its beginning"),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  });

/** The same for the queue, but for the environment: whether there is such a one, only the service knows. */
export function listFilter({
  report_id: reportId,
  before,
  limit,
}: z.infer<ReturnType<typeof listQuery>>): Omit<ListFilter<never>, "states" | "environment"> {
  return {
    ...(reportId === undefined ? {} : { reportId }),
    ...(before === undefined ? {} : { before }),
    most: limit,
  };
}

export const directSchema = z
  .object({ img_url: pictureAddress })
  .meta({ examples: [{ img_url: "https://s3.example.org/reports/a.png" }] });
export const localSchema = z
  .object({
    img_path: z.string().min(1).max(4096).describe("Path below LOCAL_IMAGE_ROOT"),
    category: z.string().max(255).optional().describe("Taken for compatibility; nothing depends on it"),
  })
  .meta({ examples: [{ img_path: "samples/a.png" }] });
export const uploadSchema = z.object({
  file: z.file().describe("The screenshot, in any format that the program reads"),
});

/** Sentences of a failed zod check, in the form of the old service. */
export function detailsOf(where: string, error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => `${[where, ...path.map(String)].join(" -> ")}: ${message}`);
}

/** What was deleted about somebody, or would be. */
export const forgottenSchema = z.object({
  jobs: z.int(),
  readings: z.int(),
  deliveries: z.int(),
  hashes: z.int().describe("Pictures that were remembered, so that copies are found"),
  cached_pictures: z.int().describe("Without those that somebody else has sent, too: they stay"),
  cached_readings: z.int(),
  mentions: z.int().describe("Results of others that named it as what they are a copy of, and do no more"),
  wiped: z
    .boolean()
    .describe("Whether the database's files hold nothing of it any more; else another program reads them"),
  dry_run: z.boolean(),
});
