import { statSync } from "node:fs";
import { isIP } from "node:net";
import type { z } from "zod";
import { OcrEcoError } from "../errors.ts";
import { isReloadable, isSecret, isSetting } from "./all-settings.ts";
import { attempt } from "./attempt.ts";
import { configSchema, problemsOf, withoutEmpty } from "./config.ts";
import { type Environments, readEnvironments } from "./destinations.ts";
import { type ApiKey, isForFiguresAlone } from "./keys.ts";
import { readKeys } from "./read-keys.ts";
import { dutiesOf } from "./role.ts";
import { readSecretFiles } from "./secret-files.ts";
import { serviceShape } from "./service-shape.ts";
import { type TracingConfig, tracingOf } from "./tracing.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const serviceSchema = configSchema.extend(serviceShape);

/** Settings of which only the keys are kept that they lead to. */
const ofKeys = {
  API_KEY: true,
  API_KEY_FILE: true,
  API_KEYS: true,
  API_KEYS_FILE: true,
  KEYS_FILE: true,
  METRICS_KEY: true,
  METRICS_KEY_FILE: true,
} as const;
/** The form of everything else. */
const settingsSchema = serviceSchema.omit(ofKeys);

/** Everything that `serve` runs with. */
export interface ServiceConfig
  extends Omit<z.infer<typeof serviceSchema>, keyof typeof ofKeys | "HOST">,
    Environments {
  readonly HOST: string;
  readonly keys: readonly ApiKey[];
  /** `null` where traces go nowhere. */
  readonly tracing: TracingConfig | null;
}

/** The settings, as they were written, that a running service does not take up: all but keys and secrets. */
export function fixedSettings(variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(withoutEmpty(variables)).filter(([name]) => isSetting(name) && !isReloadable(name)),
  );
}

/** A value of `.env.production` that must be replaced before the service may run with it. */
const placeholder = /change-me/i;
/** What documents and help write in the place of a key: `<key>`, `whsec_…`, `$API_KEY`, a command that makes one. */
const sampleSecret = /…|<\w+>|openssl rand|(^|:)\$?\{?[A-Z_]+_KEY\}?(:|$)/;

/** Checks of values whose meaning others know; each throws an error that says what is wrong. */
export type FurtherChecks = Readonly<Partial<Record<keyof typeof serviceShape, (value: string) => unknown>>>;

/**
 * Checks the variables that `serve` runs with. Throws `CONFIG_INVALID` naming all that is wrong at once: values of
 * the wrong form, ones that were left as they came, and what does not go together.
 */
export function parseServiceConfig(variables: Variables, further: FurtherChecks = {}): ServiceConfig {
  const wrong: string[] = [];
  const wrongIn = (name: string, what: string): void => {
    const line = `${name}: ${what}`;
    if (!wrong.includes(line)) wrong.push(line);
  };
  const { variables: set, sourceOf } = readSecretFiles(withoutEmpty(variables), wrongIn);
  const problem = (name: string, what: string): void => wrongIn(sourceOf(name), what);
  for (const [name, value] of Object.entries(set)) {
    const isOurs = isSetting(name);
    const isSample = placeholder.test(value) || (isSecret(name) && sampleSecret.test(value));
    if (isOurs && isSample) problem(name, "is still the sample value; set your own");
  }
  const parsed = serviceSchema.safeParse(set);
  if (!parsed.success) for (const line of problemsOf(parsed.error)) problem(...line);
  for (const [name, check] of Object.entries(further)) {
    const value = set[name];
    if (value !== undefined)
      attempt(
        () => check(value),
        (what) => problem(name, what),
      );
  }
  const role = parsed.data?.ROLE ?? "all";
  const duties = dutiesOf[role];
  if (role !== "all" && set["QUEUE_URL"] === undefined)
    problem(
      "ROLE",
      `is ${role}, but nobody shares the queue: set QUEUE_URL to the Redis that keeps it, or leave ROLE out`,
    );
  const environments = readEnvironments(set, problem, duties.delivers);
  const keys = readKeys(set, problem);
  // A key for the figures alone lets nobody do anything else, and shuts nobody out.
  const isOpen = keys.every(isForFiguresAlone);
  const host = set["HOST"] ?? (isOpen ? "127.0.0.1" : "0.0.0.0");
  if (isOpen && !isLoopback(host)) {
    problem("API_KEY", `must be set, because HOST is ${host}: without a key only this machine may ask`);
  }
  const figuresHost = parsed.data?.METRICS_HOST;
  if (
    set["METRICS_PORT"] !== undefined &&
    figuresHost !== undefined &&
    !isLoopback(figuresHost) &&
    !keys.some(isForFiguresAlone)
  )
    problem(
      "METRICS_KEY",
      `must be set, because METRICS_HOST is ${figuresHost}: without a key only this machine may ask`,
    );
  for (const which of ["QUEUE", "CACHE"]) {
    for (const name of [`${which}_PASSWORD`, `${which}_CA_FILE`, `${which}_SENTINEL_PASSWORD`])
      if (set[name] !== undefined && set[`${which}_URL`] === undefined)
        problem(name, `says nothing without ${which}_URL: set that, too`);
  }
  if ((parsed.data?.QUEUE_REPLICAS ?? 0) > 0 && set["QUEUE_URL"] === undefined)
    problem("QUEUE_REPLICAS", "says nothing without QUEUE_URL: set that, too");
  const local = set["LOCAL_IMAGE_ROOT"];
  if (local !== undefined && !isFolder(local)) problem("LOCAL_IMAGE_ROOT", "must be a folder that exists");
  for (const [one, other] of [
    ["TLS_CERT_FILE", "TLS_KEY_FILE"],
    ["TLS_KEY_FILE", "TLS_CERT_FILE"],
  ] as const) {
    if (set[one] !== undefined && set[other] === undefined) problem(other, `must be set, because ${one} is`);
  }
  if (parsed.data?.REQUIRE_HTTPS && set["TLS_CERT_FILE"] === undefined && set["TRUST_PROXY"] === undefined)
    problem(
      "REQUIRE_HTTPS",
      "would refuse everything: set TLS_CERT_FILE, or TRUST_PROXY for a proxy with https",
    );
  const wanted = (set["DEFAULT_ENVIRONMENT"] ?? "staging").toLowerCase();
  if (!environments.known.includes(wanted))
    problem("DEFAULT_ENVIRONMENT", `is ${wanted}, but there is no LARAVEL_API_URL_${wanted.toUpperCase()}`);
  const reviewed = parsed.data?.REVIEW_DELIVER ?? "all";
  for (const name of reviewed === "all" ? [] : reviewed) {
    if (!environments.known.includes(name))
      problem("REVIEW_DELIVER", `names ${name}, but there is no LARAVEL_API_URL_${name.toUpperCase()}`);
  }
  if (!parsed.success || wrong.length > 0) {
    throw new OcrEcoError("CONFIG_INVALID", `The configuration is wrong. ${wrong.join("; ")}.`);
  }
  const settings = settingsSchema.parse(set);
  // Who does not read has no workers, whatever a file that all instances share says.
  const workers = duties.reads ? settings.WORKER_COUNT : 0;
  return {
    ...settings,
    WORKER_COUNT: workers,
    HOST: host,
    ...environments,
    keys,
    tracing: tracingOf(settings),
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether only this machine can reach what listens there. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Where a service keeps its data, and what limits them. */
const placesSchema = serviceSchema.pick({
  DATA_DIR: true,
  DATABASE_MAX_MB: true,
  QUEUE_URL: true,
  QUEUE_PASSWORD: true,
  QUEUE_CA_FILE: true,
  QUEUE_SENTINEL_PASSWORD: true,
  QUEUE_REPLICAS: true,
  CACHE_URL: true,
  CACHE_PASSWORD: true,
  CACHE_CA_FILE: true,
  CACHE_MAX_MB: true,
  REVIEW_MAX_MB: true,
  TIMEZONE: true,
});
export type Places = z.infer<typeof placesSchema> & Pick<Environments, "known">;

/** Checks these alone, and does not mind what else `serve` would refuse. Throws `CONFIG_INVALID`. */
export function parsePlaces(variables: Variables): Places {
  const all = withoutEmpty(variables);
  const wrong: string[] = [];
  const ofServers = Object.entries(all).filter(([name]) => /^(QUEUE|CACHE)_/.test(name));
  const { variables: read } = readSecretFiles(Object.fromEntries(ofServers), (name, what) => {
    wrong.push(`${name}: ${what}`);
  });
  const set = { ...all, ...read };
  const parsed = placesSchema.safeParse(set);
  if (parsed.success && wrong.length === 0)
    return { ...parsed.data, known: readEnvironments(set, () => {}).known };
  if (!parsed.success) wrong.push(...problemsOf(parsed.error).map(([name, what]) => `${name}: ${what}`));
  throw new OcrEcoError("CONFIG_INVALID", `The configuration is wrong. ${wrong.join("; ")}.`);
}
