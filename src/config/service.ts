import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import type { z } from "zod";
import { OcrEcoError } from "../errors.ts";
import { configSchema, problemsOf, withoutEmpty } from "./config.ts";
import { destinationShape, type Environments, readEnvironments } from "./destinations.ts";
import { type ApiKey, defaultKey, parseKeys } from "./keys.ts";
import { serviceShape } from "./service-shape.ts";

const serviceSchema = configSchema.extend(serviceShape);

/** Everything that `serve` runs with. */
export interface ServiceConfig
  extends Omit<z.infer<typeof serviceSchema>, "API_KEY" | "API_KEYS" | "KEYS_FILE" | "HOST">,
    Environments {
  readonly HOST: string;
  readonly keys: readonly ApiKey[];
}

/** A value of `.env.production` that must be replaced before the service may run with it. */
const placeholder = /change-me/i;

/** Checks of values whose meaning others know; each throws an error that says what is wrong. */
export type FurtherChecks = Readonly<Partial<Record<keyof typeof serviceShape, (value: string) => unknown>>>;

/**
 * Checks the variables that `serve` runs with. Throws `CONFIG_INVALID` naming all that is wrong at once: values of
 * the wrong form, ones that were left as they came, and what does not go together.
 */
export function parseServiceConfig(
  variables: Readonly<Record<string, string | undefined>>,
  further: FurtherChecks = {},
): ServiceConfig {
  const set = withoutEmpty(variables);
  const wrong: string[] = [];
  const problem = (name: string, what: string): void => {
    const line = `${name}: ${what}`;
    if (!wrong.includes(line)) wrong.push(line);
  };
  for (const [name, value] of Object.entries(set)) {
    const isOurs = name in serviceSchema.shape || /^(LARAVEL_API_|WEBHOOK_SECRET)/.test(name);
    if (isOurs && placeholder.test(value)) problem(name, "is still the sample value; set your own");
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
  const environments = readEnvironments(set, problem);
  const keys = readKeys(set, problem);
  const host = set["HOST"] ?? (keys.length === 0 ? "127.0.0.1" : "0.0.0.0");
  if (keys.length === 0 && !isLoopback(host)) {
    problem("API_KEY", `must be set, because HOST is ${host}: without a key only this machine may ask`);
  }
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
  if (!parsed.success || wrong.length > 0) {
    throw new OcrEcoError("CONFIG_INVALID", `The configuration is wrong. ${wrong.join("; ")}.`);
  }
  const { API_KEY: _, API_KEYS: __, KEYS_FILE: ___, ...settings } = parsed.data;
  return { ...settings, HOST: host, ...environments, keys };
}

function readKeys(
  set: Readonly<Record<string, string>>,
  problem: (name: string, what: string) => void,
): readonly ApiKey[] {
  const from = (name: string, read: (value: string) => ApiKey[]): ApiKey[] => {
    const value = set[name];
    return value === undefined
      ? []
      : (attempt(
          () => read(value),
          (what) => problem(name, what),
        ) ?? []);
  };
  const named = [
    ...from("API_KEYS", (value) => parseKeys(value, ",", false)),
    ...from("KEYS_FILE", (path) => parseKeys(readFileSync(path, "utf8"), /\r?\n/, true)),
  ];
  const first = set["API_KEY"];
  const keys = first === undefined ? named : [defaultKey(first, named), ...named];
  for (const [index, key] of keys.entries()) {
    const twin = keys.slice(0, index).find((other) => other.name === key.name || sameHash(other, key));
    if (twin !== undefined) problem("API_KEYS", `${twin.name} and ${key.name} are one key, or have one name`);
  }
  return keys;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function sameHash(one: ApiKey, other: ApiKey): boolean {
  return Buffer.from(one.hash).equals(Buffer.from(other.hash));
}

/** What `action` returns; what it throws is told instead. */
function attempt<T>(action: () => T, tell: (what: string) => void): T | undefined {
  try {
    return action();
  } catch (error) {
    tell((error instanceof Error ? error.message : String(error)).replace(/\.$/, ""));
    return undefined;
  }
}

/** Whether only this machine can reach what listens there. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Names, defaults and descriptions of everything that can be set, for documents. */
export const allSettings: Readonly<Record<string, z.ZodType>> = {
  ...serviceSchema.shape,
  ...destinationShape,
};
