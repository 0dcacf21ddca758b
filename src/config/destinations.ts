import { z } from "zod";
import { attempt } from "./attempt.ts";
import { reloadable, secret } from "./marks.ts";
import type { QueueAddress } from "./queue-url.ts";
import { parseSecrets, wordsOf } from "./signing-secrets.ts";
import type { TracingConfig } from "./tracing.ts";

/** Environments that every installation knows, with a destination or without. */
const always = ["staging", "production"] as const;

/** Names that no environment can have: what ends in `_FILE` names a file. */
export const reservedEnvironment = /(^|_)FILE$/i;

/** Settings that exist for every environment that is named: the same with its name behind them. */
const ofEnvironments = ["LARAVEL_API_URL", "LARAVEL_API_KEY", "WEBHOOK_SECRET"] as const;
/** Two of them may come from files. */
const ofFile = /^(.+)_FILE$/;

/**
 * The setting that counts for all environments, where this is the one of a single environment: `LARAVEL_API_KEY` for
 * `LARAVEL_API_KEY_ACCEPTANCE`, `LARAVEL_API_KEY_FILE` for `LARAVEL_API_KEY_ACCEPTANCE_FILE`. Else `null`.
 */
export function ofAllEnvironments(name: string): string | null {
  const [, inner] = ofFile.exec(name) ?? [];
  const whole = inner ?? name;
  const base = ofEnvironments.find(
    (each) => whole.startsWith(each) && /^_[A-Z0-9_]+$/.test(whole.slice(each.length)),
  );
  if (base === undefined) return null;
  return inner === undefined ? base : `${base}_FILE`;
}

declare const fromConfiguration: unique symbol;

/**
 * An address that the operator configured, the only kind that results are sent to: it may well be in a private network,
 * so nothing checks where it leads. An address from anybody else, as one that came with a report, is no such address, and
 * must be checked by images/address-guard.ts, and connected to as that says, before anything is sent there.
 */
export type ConfiguredAddress = string & { readonly [fromConfiguration]: true };

/** Where the results of one environment go. */
export interface Destination {
  /** In lower case. */
  readonly environment: string;
  /** Base address of the Laravel application. */
  readonly url: ConfiguredAddress;
  /** What is sent there as `x-api-key`. */
  readonly key: string;
  /** `whsec_…`; the first one signs, further ones too while one rotates. Empty: nothing is signed. */
  readonly secrets: readonly string[];
  /** The settings that address and key come from. */
  readonly setBy: { readonly url: string; readonly key: string };
}

/** What must never be seen of whom the service sends something to. */
export function secretsOf({
  destinations,
  tracing,
  QUEUE_URL: queue,
  QUEUE_PASSWORD: password,
  QUEUE_SENTINEL_PASSWORD: sentinels,
  CACHE_URL: pictures,
  CACHE_PASSWORD: picturesPassword,
}: Pick<Environments, "destinations"> & {
  readonly tracing: TracingConfig | null;
  readonly QUEUE_URL?: QueueAddress | undefined;
  readonly QUEUE_PASSWORD?: string | undefined;
  readonly QUEUE_SENTINEL_PASSWORD?: string | undefined;
  readonly CACHE_URL?: QueueAddress | undefined;
  readonly CACHE_PASSWORD?: string | undefined;
}): string[] {
  return [
    ...[queue?.password, password, sentinels, pictures?.password, picturesPassword].filter(
      (each) => each !== undefined,
    ),
    ...[...destinations.values()].flatMap(({ key, secrets }) => [key, ...secrets]),
    ...Object.values(tracing?.headers ?? {}),
  ];
}

export interface Environments {
  /** Names in lower case, with a destination or without. */
  readonly known: readonly string[];
  /** Those that results can be sent to: by this instance, or where that does not deliver, by others. */
  readonly addressed: ReadonlySet<string>;
  readonly destinations: ReadonlyMap<string, Destination>;
}

/** What a header can hold. */
const headerKey = z.string().regex(/^[\x21-\x7e]+$/, "must be of visible ASCII characters");
const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
const secrets = z.string().superRefine((text, context) => {
  attempt(
    () => parseSecrets(text),
    (message) => context.addIssue({ code: "custom", message }),
  );
});

const described = (schema: z.ZodType, what: string): z.ZodType => schema.optional().describe(what);

/** The settings of this file, for documents. Each exists for further environments, too. */
export const destinationShape: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  ["", ...always.map((name) => `_${name.toUpperCase()}`)].flatMap((suffix) => {
    const whose = suffix === "" ? "all environments without one of their own" : suffix.slice(1).toLowerCase();
    return [
      [`LARAVEL_API_URL${suffix}`, described(address, `Where the results of ${whose} go`)],
      [
        `LARAVEL_API_KEY${suffix}`,
        secret(described(z.string(), `Key sent there as x-api-key, for ${whose}`)),
      ],
      [`LARAVEL_API_KEY${suffix}_FILE`, reloadable(described(z.string(), "File that holds this key"))],
      [`WEBHOOK_SECRET${suffix}`, secret(described(secrets, `Secret that signs the deliveries of ${whose}`))],
      [`WEBHOOK_SECRET${suffix}_FILE`, reloadable(described(z.string(), "File that holds this secret"))],
    ];
  }),
);

/**
 * Reads `LARAVEL_API_URL`, `LARAVEL_API_KEY`, `WEBHOOK_SECRET` and the same names with `_<ENVIRONMENT>`, which go
 * before. `problem` hears of everything that is wrong. Who does not deliver needs no key: an address says
 * that somebody does.
 */
export function readEnvironments(
  variables: Readonly<Record<string, string | undefined>>,
  problem: (name: string, what: string) => void,
  delivers = true,
): Environments {
  const own = Object.keys(variables)
    .map((name) => /^LARAVEL_API_URL_([A-Z0-9_]+)$/.exec(name)?.[1])
    .filter((name) => name !== undefined && variables[`LARAVEL_API_URL_${name}`] !== "")
    .filter((name) => {
      const isReserved = reservedEnvironment.test(String(name));
      if (isReserved) problem(`LARAVEL_API_URL_${name}`, "no environment's name may end in FILE");
      return !isReserved;
    })
    .map((name) => String(name).toLowerCase());
  const known = [...new Set([...always, ...own])];
  const destinations = new Map<string, Destination>();
  const addressed = new Set<string>();
  for (const environment of known) {
    const suffix = environment.toUpperCase();
    const named = (base: string): { name: string; value: string } | null => {
      for (const name of [`${base}_${suffix}`, base]) {
        const value = variables[name];
        if (value !== undefined && value !== "") return { name, value };
      }
      return null;
    };
    const check = (schema: z.ZodType, part: { name: string; value: string } | null): void => {
      const result = part === null ? null : schema.safeParse(part.value);
      if (part !== null && result?.success === false)
        problem(part.name, result.error.issues[0]?.message ?? "is wrong");
    };
    const [url, key, secret] = [named("LARAVEL_API_URL"), named("LARAVEL_API_KEY"), named("WEBHOOK_SECRET")];
    check(address, url);
    check(headerKey, key);
    check(secrets, secret);
    if (url === null) continue;
    addressed.add(environment);
    if (key === null) {
      if (delivers)
        problem(`LARAVEL_API_KEY_${suffix}`, `or LARAVEL_API_KEY must be set, because ${url.name} is`);
      continue;
    }
    destinations.set(environment, {
      environment,
      url: url.value.replace(/\/+$/, "") as ConfiguredAddress,
      key: key.value,
      secrets: secret === null ? [] : wordsOf(secret.value),
      setBy: { url: url.name, key: key.name },
    });
  }
  return { known, addressed, destinations };
}
