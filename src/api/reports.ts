import { z } from "zod";
import { failureCodes } from "../errors.ts";
import { jobStates } from "../queue/job.ts";
import { callersId, environmentName, pictureAddress } from "./common.ts";
import { endpoint } from "./endpoint.ts";

export const reportSchema = z
  .object({
    report_id: callersId("report's id"),
    user_id: callersId("user's id"),
    s3_url: pictureAddress,
    environment: environmentName
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

const acceptedSchema = z
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

export const batchSchema = z.object({ reports: z.array(z.unknown()).min(1).max(100) });

const outcomeSchema = z.object({
  report_id: z.unknown(),
  status_code: z.int(),
  message: z.string(),
  job_id: z.string().optional(),
  status: z.enum(jobStates).optional(),
  code: z.enum(failureCodes).optional(),
  details: z.array(z.string()).optional(),
});

export const submitReport = endpoint({
  method: "POST",
  path: "/api/v1/ocr-ecosteps",
  scope: "submit",
  tag: "Reports",
  summary: "Send a report",
  description:
    "202 means that the report is on disk. Sent again while it waits, its picture is replaced: the newest one wins, and there is one result.",
  body: reportSchema,
  answer: { status: 202, description: "Taken in", schema: acceptedSchema },
  problems: [
    "ROLE_ELSEWHERE",
    "ENVIRONMENT_UNKNOWN",
    "RATE_LIMITED",
    "QUEUE_FULL",
    "QUEUE_STORAGE_FULL",
    "QUEUE_UNREACHABLE",
    "QUEUE_REPLICAS_AWAY",
    "DRAINING",
  ],
});

export const submitBatch = endpoint({
  method: "POST",
  path: "/api/v1/ocr-ecosteps/batch",
  scope: "submit",
  tag: "Reports",
  summary: "Send up to 100 reports",
  description:
    "Each has an outcome of its own, in order: what is wrong with one says nothing about the others.",
  body: batchSchema,
  answer: {
    status: 200,
    description: "An outcome for each",
    schema: z.object({ results: z.array(outcomeSchema) }),
  },
  problems: ["RATE_LIMITED", "DRAINING", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
});
