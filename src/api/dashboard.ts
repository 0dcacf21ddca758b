import { z } from "zod";
import { roles } from "../people/roles.ts";
import { resultSchema } from "../webhook/schema.ts";
import { totals } from "./about.ts";
import { ownId, time } from "./common.ts";
import { notRead } from "./direct.ts";
import { endpoint } from "./endpoint.ts";

const sessionSchema = z.object({
  signed_in: z.boolean(),
  open: z
    .boolean()
    .describe("Whether the service has no key: then everybody on its machine may do everything"),
  name: z.string().nullable(),
  role: z
    .enum(roles)
    .nullable()
    .describe("look: see everything; review: decide about doubtful reports, too; operate: change all things"),
  csrf: z.string().nullable().describe("Goes as x-csrf-token with every request that changes something"),
  ends_at: time.describe("When the session ends, whatever is done in it"),
});

const cookie =
  "The session is in the cookie that comes with it, for this name by https and for localhost alone.";

export const signIn = endpoint({
  method: "POST",
  path: "/dashboard/sign-in",
  scope: null,
  tag: "Dashboard",
  summary: "Begin a session, with a name and a password or with a key",
  description: `${cookie} Tries are limited by client address and by name.`,
  body: z
    .union([
      z.strictObject({ name: z.string().min(1).max(64), password: z.string().min(1).max(1000) }),
      z.strictObject({ key: z.string().min(1).max(1000) }),
    ])
    .meta({ examples: [{ name: "anna", password: "<password>" }, { key: "<key>" }] }),
  answer: { status: 200, description: "Signed in", schema: sessionSchema },
  problems: ["SIGN_IN_REFUSED", "SIGN_IN_BUSY", "RATE_LIMITED", "CROSS_SITE", "QUEUE_UNREACHABLE"],
});

export const signOut = endpoint({
  method: "POST",
  path: "/dashboard/sign-out",
  scope: null,
  tag: "Dashboard",
  summary: "End the session",
  answer: { status: 200, description: "Signed out", schema: sessionSchema },
  problems: ["CROSS_SITE", "QUEUE_UNREACHABLE"],
});

export const session = endpoint({
  method: "GET",
  path: "/dashboard/session",
  scope: null,
  tag: "Dashboard",
  summary: "Who is signed in",
  answer: { status: 200, description: "The session, or that there is none", schema: sessionSchema },
  problems: ["QUEUE_UNREACHABLE"],
});

export const live = endpoint({
  method: "GET",
  path: "/dashboard/live",
  scope: "look",
  tag: "Dashboard",
  summary: "How the service is, each second",
  description:
    "Server-sent events: `status` has what /app-status answers with a key, `over` says that the session has ended. Who does not read is hung up on.",
  answer: {
    status: 200,
    description: "A stream that does not end by itself",
    schema: z.string(),
    type: "text/event-stream",
  },
  problems: ["LIVE_FULL", "DRAINING", "CROSS_SITE"],
});

/** The same as for keys that read, for whoever looks. */
export const dashboardTotals = endpoint({
  method: "GET",
  path: "/dashboard/totals",
  scope: "look",
  tag: "Dashboard",
  summary: "What was done on each of the last days",
  query: totals.query,
  answer: totals.answer,
  problems: totals.problems,
});

const boxSchema = z.object({
  kind: z
    .enum(["chosen", "candidate", "tie", "field", "line"])
    .describe(
      "chosen: the count; candidate: another number that is called steps; tie: a line that makes it the count; field: another one; line: all that is read",
    ),
  text: z.string(),
  x: z.number().describe("In pixels of the upright picture, as what follows"),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

const engineText = z.object({
  engine: z.string(),
  text: z.string().describe("Empty where it read nothing"),
});

const numberSchema = z.object({
  steps: z.int().positive(),
  text: z.string().describe("As printed"),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

/** What was found on a picture, and where. */
const foundSchema = z.object({
  width: z.int().describe("Of the upright picture"),
  height: z.int(),
  turned: z.number().describe("By how much it was turned clockwise, in degrees, besides what its EXIF says"),
  count_as_read: z
    .object({ first: engineText, second: engineText.nullable().describe("null where none was asked") })
    .nullable()
    .describe("What each engine read where the count stands; null without one"),
  boxes: z.array(boxSchema).describe("What lies above others comes later"),
});

export const tryPicture = endpoint({
  method: "POST",
  path: "/dashboard/try",
  scope: "look",
  tag: "Dashboard",
  summary: "Read an uploaded picture, and say where everything was found on it",
  description: "As /api/v1/ocr; nothing of the picture is kept.",
  body: z.object({ file: z.file().describe("The screenshot, in any format that the program reads") }),
  isForm: true,
  answer: {
    status: 200,
    description: "What was read, and where",
    schema: z.object({
      ...foundSchema.shape,
      result: resultSchema,
      engines: z.array(z.string()),
      milliseconds: z.number(),
    }),
  },
  problems: notRead,
});

const jobId = z.object({ job_id: ownId });

export const jobPicture = endpoint({
  method: "GET",
  path: "/dashboard/jobs/:job_id/picture",
  scope: "look",
  tag: "Dashboard",
  summary: "The picture of a job as it came, for as long as it is kept",
  params: jobId,
  query: z.object({
    shown: z
      .enum(["true", "false"])
      .optional()
      .describe("true: HEIC and TIFF as WebP, since not every browser shows those"),
  }),
  answer: {
    status: 200,
    description: "The file, with the content type of its format",
    schema: z.string(),
    type: "image/png",
  },
  problems: ["JOB_UNKNOWN", "PICTURE_GONE", "CACHE_UNREACHABLE", ...notRead],
});

export const jobBoxes = endpoint({
  method: "GET",
  path: "/dashboard/jobs/:job_id/boxes",
  scope: "look",
  tag: "Dashboard",
  summary: "Where everything was found on the picture of a job, for as long as that is kept",
  params: jobId,
  answer: {
    status: 200,
    description: "What was found",
    schema: foundSchema.extend({
      numbers: z
        .array(numberSchema)
        .describe("All whole numbers on it, for whoever knows better which is the count"),
    }),
  },
  problems: ["JOB_UNKNOWN", "PICTURE_GONE", "CACHE_UNREACHABLE", ...notRead],
});
