import { z } from "zod";
import type { FailureCode } from "../errors.ts";
import { resultSchema } from "../webhook/schema.ts";
import { pictureAddress } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const description =
  "No queue and no webhook. 503 with Retry-After when no worker is free within a few seconds.";
const answer = { status: 200, description: "What was read", schema: resultSchema } as const;
/** What a picture can be that is not read, and why no worker reads it. */
export const notRead = [
  "IMAGE_EMPTY",
  "IMAGE_NOT_AN_IMAGE",
  "IMAGE_FORMAT_UNSUPPORTED",
  "IMAGE_CORRUPT",
  "IMAGE_TOO_LARGE",
  "IMAGE_TOO_SMALL",
  "OCR_MEMORY",
  "WORKER_DIED",
  "INTERNAL",
  "ROLE_ELSEWHERE",
  "WORKERS_BUSY",
  "WORKERS_UNAVAILABLE",
  "DRAINING",
  "OCR_TIMEOUT",
] as const satisfies readonly FailureCode[];

export const readAddress = endpoint({
  method: "POST",
  path: "/api/v1/ocr-ecosteps/dev",
  scope: "read",
  tag: "Direct readings",
  summary: "Read the picture at an address",
  description,
  body: z
    .object({ img_url: pictureAddress })
    .meta({ examples: [{ img_url: "https://s3.example.org/reports/a.png" }] }),
  answer,
  problems: [
    ...notRead,
    "URL_FORBIDDEN",
    "DOWNLOAD_NOT_AN_IMAGE",
    "DOWNLOAD_TOO_LARGE",
    "DOWNLOAD_STATUS",
    "DOWNLOAD_FAILED",
    "DOWNLOAD_REDIRECTS",
    "DOWNLOAD_SERVER_BUSY",
    "DOWNLOAD_TIMEOUT",
  ],
});

export const readUpload = endpoint({
  method: "POST",
  path: "/api/v1/ocr",
  scope: "read",
  tag: "Direct readings",
  summary: "Read an uploaded picture",
  description,
  body: z.object({ file: z.file().describe("The screenshot, in any format that the program reads") }),
  isForm: true,
  answer,
  problems: notRead,
});

export const readLocal = endpoint({
  method: "POST",
  path: "/api/v1/ocr-ecosteps/local",
  scope: "admin",
  tag: "Direct readings",
  summary: "Read a picture of the service's machine, below LOCAL_IMAGE_ROOT",
  description,
  body: z
    .object({
      img_path: z.string().min(1).max(4096).describe("Path below LOCAL_IMAGE_ROOT"),
      category: z.string().max(255).optional().describe("Taken for compatibility; nothing depends on it"),
    })
    .meta({ examples: [{ img_path: "samples/a.png" }] }),
  answer,
  problems: [...notRead, "LOCAL_OFF", "FILE_NOT_FOUND", "FILE_NOT_READABLE"],
  isAction: true,
});
