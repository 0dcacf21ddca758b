import { z } from "zod";
import { OcrEcoError } from "../errors.ts";
import { cores } from "../host/resources.ts";
import { deviceNames, engineNames, logLevels } from "./values.ts";

/** A whole number from the environment, within limits. */
export const whole = (least: number, most: number): z.ZodCoercedNumber => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * Everything that the environment (and a `.env` file in the working directory) can set, with its default.
 * The names are the ones of the service that this program replaces, where it had them.
 */
export const configSchema = z.object({
  OCR_ENGINE: z
    .enum(engineNames)
    .default("auto")
    .describe("Engine that reads: auto, tally (ours), paddle or tesseract"),
  OCR_DEVICE: z
    .enum(deviceNames)
    .default("auto")
    .describe(
      "Where models run: auto (the GPU in a service, where there is a faster one), cpu or webgpu (the GPU)",
    ),
  OCR_LANGUAGES: z
    .string()
    .regex(/^[\w-]+(\+[\w-]+)*$/, "must be languages joined by +, as in eng+ind")
    .default("eng+ind")
    .describe("Languages for tesseract, joined by +"),
  OCR_TIMEOUT_SECONDS: whole(1, 3600).default(30).describe("Seconds one picture may take"),
  TESSDATA_PREFIX: z.string().min(1).optional().describe("Folder with further <language>.traineddata files"),
  WORKER_COUNT: whole(1, 256)
    .default(() => Math.min(256, cores().count))
    .describe("Pictures read at the same time; the default is the number of cores that it may use"),
  WORKER_MAX_PICTURES: whole(1, 1_000_000)
    .default(1000)
    .describe("Pictures after which a worker is replaced"),
  WORKER_MAX_MEMORY_MB: whole(100, 1_000_000)
    .default(700)
    .describe("Resident memory in MiB above which a worker is replaced after its picture"),
  WORKER_MEMORY_LIMIT_MB: whole(300, 1_000_000)
    .default(1200)
    .describe("Resident memory in MiB at which a worker is killed, and its picture given up"),
  DOWNLOAD_TIMEOUT_SECONDS: whole(1, 600).default(15).describe("Seconds a download may take"),
  DOWNLOAD_MAX_MB: whole(1, 1000).default(15).describe("Size in MB beyond which a download is stopped"),
  OCR_ECO_CACHE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("Folder for the native libraries of the executable"),
  TIMEZONE: z
    .string()
    .refine(isTimeZone, "must be a time zone of the IANA database, as in Asia/Jakarta")
    .default("Asia/Jakarta")
    .describe("Whose midnight a day of steps begins at"),
  MAX_DAILY_STEPS: whole(1, 999_999)
    .default(45_000)
    .describe("More steps than this in a day always go to a human"),
  CHEAT_SIGNALS: z
    .stringbool()
    .default(true)
    .describe("Whether to look for signs that a picture was edited or is an old one: on or off"),
  LOG_LEVEL: z
    .enum(logLevels)
    .default("info")
    .describe("What is logged: trace, debug, info, warn, error, fatal or silent"),
});

export type Config = z.infer<typeof configSchema>;

/** Checks the given variables. Throws `CONFIG_INVALID` naming all that are wrong in one sentence each. */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const result = configSchema.safeParse(withoutEmpty(variables));
  if (result.success) return result.data;
  const wrong = problemsOf(result.error).map(([name, what]) => `${name}: ${what}`);
  throw new OcrEcoError("CONFIG_INVALID", `The configuration is wrong. ${wrong.join("; ")}.`);
}

/** `NAME=` in a .env file means that it is not set. */
export function withoutEmpty(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
    ),
  );
}

/** The names of what is wrong, each with what is wrong about it. */
export function problemsOf(error: z.ZodError): [name: string, what: string][] {
  return error.issues.map((issue) => [issue.path.join("."), issue.message]);
}
