import { z } from "zod";
import { done, time } from "./common.ts";
import { endpoint } from "./endpoint.ts";

/** Something that somebody did to the service. */
export const auditEntrySchema = z.object({
  at: z.iso.datetime(),
  via: z.string().describe("The way on which it came: http, dashboard, cli or signal"),
  action: z.string().describe("As in jobs/cancel, or keys new of the command line"),
  by: z
    .string()
    .nullable()
    .describe("The name of the key, of the person or of the machine's user; null where nobody had to say"),
  address: z.string().nullable().describe("The client's; null of what was done on the machine"),
  target: z.record(z.string(), z.unknown()).describe("What came with it, without secrets and shortened"),
  outcome: z.string().describe("ok, or the code of the failure"),
  request_id: z.string().nullable().describe("The request's name in the log"),
});

export const listAudit = endpoint({
  method: "GET",
  path: "/admin/audit",
  scope: "admin",
  tag: "Administration",
  summary: "List who did what, newest first",
  description:
    "Of the audit log, each question looks at a bounded part: a page may have fewer entries than asked for, or none, and older ones all the same. Ask on with next until it is null.",
  query: z.object({
    by: z.string().min(1).max(255).optional().describe("The whole name of who did it"),
    action: z.string().min(1).max(64).optional().describe("Or its beginning: jobs finds jobs/cancel, too"),
    about: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe(
        "A value in what it was done to, as an id: a number as a whole, of a text any four characters or more",
      ),
    before: z
      .string()
      // The form of the mark is the reader's own affair; what is none of its marks finds nothing.
      .regex(/^[0-9a-z]{1,13}-\d{1,12}$/, "must be next of the page before")
      .optional()
      .describe("next of the page before; it stays right while entries are added"),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  }),
  answer: done(
    z.object({
      entries: z.array(auditEntrySchema),
      next: z.string().nullable().describe("Where to go on; null once all was looked at"),
      looked_at: z.object({
        bytes: z.int().describe("How much of the log was looked at for this page"),
        back_to: time.describe("When the oldest entry that was looked at was written, found or not"),
      }),
    }),
  ),
  problems: ["DATA_DIR_UNUSABLE", "QUEUE_UNREACHABLE"],
});
