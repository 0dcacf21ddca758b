import { z } from "zod";
import { whole } from "./config.ts";
import { rateLimit } from "./keys.ts";
import { lastingSecret, reloadable, secret } from "./marks.ts";
import { cacheUrl, queueUrl } from "./queue-url.ts";
import { roleNames } from "./role.ts";
import { otlpAddress, otlpHeaders, samplerNames } from "./tracing.ts";
import { type ReviewedStatus, type ReviewSignal, reviewedStatusNames, reviewSignals } from "./values.ts";

/** Items separated by commas. */
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

const hosts = list.refine(
  (items) => items.every((item) => /^(\*\.)?[\w-]+(\.[\w-]+)*$/.test(item)),
  "must be names of hosts separated by commas, as in s3.example.org,*.example.net",
);

const network = z.union([z.cidrv4(), z.cidrv6()]);
const networks = list.refine(
  (items) => items.every((item) => network.safeParse(item).success),
  "must be CIDRs separated by commas, as in 10.1.0.0/16,fd00::/8",
);

const address = z.union([network, z.ipv4(), z.ipv6()]);
const addresses = list.refine(
  (items) => items.every((item) => address.safeParse(item).success),
  "must be addresses or CIDRs separated by commas, as in 127.0.0.1,10.1.0.0/16",
);

/** Thirty days: whatever waits longer is forgotten. */
const mostSeconds = 2_592_000;

const delays = z
  .string()
  .regex(/^\d+(,\d+)*$/, "must be seconds separated by commas, as in 0,5,300")
  .transform((text) => text.split(",").map(Number))
  .refine((all) => all.every((each) => each <= mostSeconds), `must be no more than ${mostSeconds} each`);

/** Names of signals; `none` alone stands for no signal at all. */
const signals = z.string().transform((text, context): readonly ReviewSignal[] => {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  if (names.length === 1 && names[0] === "none") return [];
  const known = reviewSignals.filter((name) => names.includes(name));
  if (known.length === names.length) return known;
  context.addIssue(`must be none, or some of ${reviewSignals.join(", ")}, as in copy,date`);
  return z.NEVER;
});

/** Results that a person may decide about. */
const reviewedStatuses = z.string().transform((text, context): readonly ReviewedStatus[] => {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  const known = reviewedStatusNames.filter((name) => names.includes(name));
  if (known.length === names.length) return known;
  context.addIssue(`must be some of ${reviewedStatusNames.join(", ")}`);
  return z.NEVER;
});

/** Names of environments; `all` and `none` stand alone. */
const someEnvironments = z
  .string()
  .default("all")
  .transform((text): "all" | readonly string[] => {
    const names = text
      .split(",")
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== "");
    if (names.length === 1 && names[0] === "all") return "all";
    return names.length === 1 && names[0] === "none" ? [] : names;
  });

/** What `serve` takes from the environment besides what reading takes, with its default. */
export const serviceShape = {
  ROLE: z
    .enum(roleNames)
    .default("all")
    .describe(
      "What this instance does where several share a queue: all, api (takes reports in), worker (reads pictures) or deliver (sends results)",
    ),
  HOST: z
    .string()
    .min(1)
    .optional()
    .describe("Address to listen on; the default is 0.0.0.0, and 127.0.0.1 while no key is set"),
  PORT: whole(0, 65_535).default(8000).describe("Port to listen on; 0 takes any that is free"),
  API_KEY: secret(
    z
      .string()
      .regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, "must be one line, without spaces around it")
      .optional()
      .describe("The key that clients send as x-api-key"),
  ),
  API_KEY_FILE: reloadable(z.string().optional().describe("File that holds this key")),
  API_KEYS: secret(
    z
      .string()
      .min(1)
      .optional()
      .describe("Further keys, separated by commas or line breaks: name:key:scopes:limit:issued[:expires]"),
  ),
  API_KEYS_FILE: reloadable(z.string().optional().describe("File that holds these keys")),
  KEYS_FILE: reloadable(
    z
      .string()
      .min(1)
      .optional()
      .describe(
        "File of further keys, a line for each with its SHA-256; unset: `keys` in DATA_DIR, if it is there",
      ),
  ),
  USERS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File of the people who may sign in at /dashboard, as ocr-eco users writes it; unset: `users` in DATA_DIR, if it is there. With QUEUE_URL they are on that server instead",
    ),
  METRICS_KEY: secret(
    z
      .string()
      .regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, "must be one line, without spaces around it")
      .optional()
      .describe(
        "A key for /metrics alone, as x-api-key or Authorization: Bearer; keys with read may ask, too",
      ),
  ),
  METRICS_KEY_FILE: reloadable(z.string().optional().describe("File that holds this key")),
  METRICS_PORT: whole(1, 65_535)
    .optional()
    .describe(
      "A port for /metrics alone, which is then nowhere else; a key is asked for where there is one for the figures",
    ),
  METRICS_HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("Address that METRICS_PORT is listened to on"),
  RATE_LIMIT: rateLimit
    .default({ most: 10, seconds: 60 })
    .describe("Reports for each client address with a key that has no limit of its own, or unlimited"),
  TLS_CERT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("Certificate with its chain, in PEM; with TLS_KEY_FILE the service speaks https itself"),
  TLS_KEY_FILE: z.string().min(1).optional().describe("The certificate's key, in PEM"),
  REQUIRE_HTTPS: z
    .stringbool()
    .default(false)
    .describe("Whether requests that came to a trusted proxy, or here, without https are refused: on or off"),
  TRUST_PROXY: addresses.describe("Addresses or CIDRs of proxies whose X-Forwarded-… headers count"),
  DEFAULT_ENVIRONMENT: z
    .string()
    .toLowerCase()
    .default("staging")
    .describe("Environment of reports that name none"),
  INSTANCE_ENV: z.string().optional().describe("What this instance is for, shown in /app-status"),
  APP_NAME: z.string().default("OCR EcoSteps API").describe("Name that the service gives itself"),
  APP_VERSION: z.string().optional().describe("Version that the service gives itself"),

  DATA_DIR: z.string().min(1).default("./data").describe("Folder of the database and of the picture cache"),
  DATABASE_MAX_MB: whole(1, 1_000_000)
    .default(10_000)
    .describe("Size in MB beyond which the database takes in nothing more"),
  QUEUE_URL: lastingSecret(
    queueUrl
      .optional()
      .describe(
        "Redis server that keeps the queue, and what else instances share, for several of them: redis://user@host:6379/0, rediss:// with TLS, redis+sentinel:// or redis+cluster:// for several that stand in for each other; unset: the database in DATA_DIR",
      ),
  ),
  QUEUE_URL_FILE: z.string().optional().describe("File that holds this address"),
  QUEUE_PASSWORD: lastingSecret(
    z
      .string()
      .min(1)
      .optional()
      .describe("Password for that server; goes before one in QUEUE_URL, and takes a restart as that does"),
  ),
  QUEUE_PASSWORD_FILE: z.string().optional().describe("File that holds this password"),
  QUEUE_CA_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("Certificates, in PEM, that the server's is checked by instead of the system's"),
  QUEUE_SENTINEL_PASSWORD: lastingSecret(
    z.string().min(1).optional().describe("Password for the Sentinels that QUEUE_URL names"),
  ),
  QUEUE_SENTINEL_PASSWORD_FILE: z.string().optional().describe("File that holds this password"),
  QUEUE_REPLICAS: whole(0, 10)
    .default(0)
    .describe(
      "Replicas of that server that must have a report before its 202: in their append-only files where it can wait for that, else in memory",
    ),
  MAX_QUEUE_SIZE: whole(1, 10_000_000)
    .default(1000)
    .describe("Waiting jobs beyond which reports are refused"),
  JOB_RETRY_SECONDS: delays
    .default([5, 30, 120, 600])
    .describe("Seconds before each further attempt at a picture that could not be loaded or read"),
  JOBS_DONE_HOURS: whole(1, 100_000).default(24).describe("Hours after which finished jobs are deleted"),
  JOBS_FAILED_DAYS: whole(1, 10_000)
    .default(7)
    .describe("Days after which failed jobs and deliveries are deleted"),
  TEXT_HOURS: whole(0, 100_000)
    .default(24)
    .describe("Hours after its delivery that a picture's whole text is kept; 0 keeps it no longer than that"),
  HISTORY_DAYS: whole(1, 10_000).default(90).describe("Days that picture hashes and daily totals are kept"),
  DRAIN_SECONDS: whole(0, 3600)
    .default(30)
    .describe("Seconds that pictures and deliveries in hand get when the service is told to end"),

  ALLOWED_IMAGE_HOSTS: hosts.describe("The only hosts that pictures are loaded from, as in *.example.org"),
  ALLOWED_PRIVATE_NETWORKS: networks.describe("Private networks that pictures may be loaded from, as CIDRs"),
  LOCAL_IMAGE_ROOT: z
    .string()
    .min(1)
    .optional()
    .describe("Folder below which /local reads pictures; unset: /local is off"),
  CACHE_HOURS: whole(0, 100_000)
    .default(24)
    .describe("Hours that pictures and readings are cached; 0 caches none. Readings: TEXT_HOURS at most"),
  CACHE_MAX_MB: whole(1, 1_000_000).default(1000).describe("Size in MB that the picture cache may have"),
  CACHE_URL: lastingSecret(
    cacheUrl
      .optional()
      .describe(
        "Redis server, or cluster, that keeps cached pictures and those for the review, for all instances that share a queue; unset: DATA_DIR",
      ),
  ),
  CACHE_URL_FILE: z.string().optional().describe("File that holds this address"),
  CACHE_PASSWORD: lastingSecret(
    z.string().min(1).optional().describe("Password for that server; goes before one in CACHE_URL"),
  ),
  CACHE_PASSWORD_FILE: z.string().optional().describe("File that holds this password"),
  CACHE_CA_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("Certificates, in PEM, that the server's is checked by instead of the system's"),
  DIRECT_WAIT_SECONDS: whole(1, 600)
    .default(5)
    .describe("Seconds that a direct reading waits for a worker before it is refused"),
  ACCEPT: z
    .string()
    .default("verified")
    .describe("Which readings are booked: verified, or none in an emergency; also for single apps"),
  REVIEW_SIGNALS: signals
    .default(["copy", "date"])
    .describe(
      "Signals that send a sure reading to a human: copy, date, clock, digits and bars, separated by commas, or none",
    ),
  REVIEW_DATE_DAYS: whole(0, 365)
    .default(1)
    .describe("Days by which the date on the screen may lie before the report's without being another day's"),
  REVIEW_DAYS: whole(0, 365)
    .default(14)
    .describe(
      "Days that a doubtful reading, with its picture, is kept for whoever reviews it, and then as a label; 0 reviews none",
    ),
  REVIEW_OF: reviewedStatuses
    .default(["needs_review"])
    .describe("Which results a person decides about: needs_review, no_steps, or both"),
  REVIEW_MAX_MB: whole(1, 1_000_000)
    .default(5000)
    .describe("Size in MB that the pictures for the review may have; those of decided reports go first"),
  REVIEW_DELIVER: someEnvironments.describe(
    "Environments to which what a person decides is delivered: all, none, or names separated by commas",
  ),
  REVIEW_UNDO_SECONDS: whole(0, 3600)
    .default(30)
    .describe("Seconds for which a decision can be taken back before it is delivered"),

  WEBHOOK_TIMEOUT_SECONDS: whole(1, 600).default(30).describe("Seconds one delivery may take"),
  WEBHOOK_RETRY_SECONDS: delays
    .default([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
    .describe("Seconds before each attempt of a delivery, counted from the one before"),
  WEBHOOK_CONCURRENCY: whole(1, 1000)
    .default(8)
    .describe("Deliveries of one environment made at the same time"),

  OTEL_EXPORTER_OTLP_ENDPOINT: otlpAddress
    .optional()
    .describe("Where traces go, as OTLP over HTTP: the base, to which /v1/traces is added; unset: nowhere"),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: otlpAddress
    .optional()
    .describe("The same as a whole address, which goes before"),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    otlpHeaders
      .optional()
      .describe("Headers sent there, as name=value separated by commas; keys for it belong here"),
  ),
  OTEL_EXPORTER_OTLP_HEADERS_FILE: reloadable(
    z.string().optional().describe("File that holds these headers"),
  ),
  OTEL_SERVICE_NAME: z.string().min(1).default("ocr-eco").describe("Name of the service in traces"),
  OTEL_TRACES_SAMPLER: z
    .enum(samplerNames)
    .default("parentbased_always_on")
    .describe(
      "Which traces are recorded: always_on, always_off or traceidratio; with parentbased_ callers decide on theirs",
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: "must be a number from 0 to 1" })
    .min(0, { error: "must be a number from 0 to 1" })
    .max(1, { error: "must be a number from 0 to 1" })
    .default(1)
    .describe("The share of traces that traceidratio records, from 0 to 1"),
  OTEL_BSP_SCHEDULE_DELAY: whole(100, 60_000)
    .default(5000)
    .describe("Milliseconds that a span waits for others to be sent with, unless there are 2,048 before"),
} as const;
