import { z } from "zod";

/** Which traces are recorded. */
export interface Sampling {
  /** The share of them, 0–1. */
  readonly ratio: number;
  /** Of a trace that a caller has begun, whether the caller records it. */
  readonly isParentBased: boolean;
}

/** Where traces go, and which. */
export interface TracingConfig {
  readonly url: URL;
  /** What is sent along: they may hold a key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly sampling: Sampling;
  /** How long a span may wait for others that are sent with it, in milliseconds. */
  readonly delayMs: number;
}

/** Samplers by the names that OpenTelemetry gives them. */
export const samplerNames = [
  "parentbased_always_on",
  "parentbased_traceidratio",
  "parentbased_always_off",
  "always_on",
  "traceidratio",
  "always_off",
] as const;

interface TracingSettings {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS?: Readonly<Record<string, string>> | undefined;
  readonly OTEL_SERVICE_NAME: string;
  readonly OTEL_TRACES_SAMPLER: (typeof samplerNames)[number];
  readonly OTEL_TRACES_SAMPLER_ARG: number;
  readonly OTEL_BSP_SCHEDULE_DELAY: number;
}

/** What the settings say about traces; `null` where they name nobody who takes them. */
export function tracingOf(settings: TracingSettings): TracingConfig | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = settings;
  const address = own ?? (base === undefined ? undefined : `${base.replace(/\/+$/, "")}/v1/traces`);
  if (address === undefined) return null;
  const sampler = settings.OTEL_TRACES_SAMPLER;
  const ratio = sampler.endsWith("always_on")
    ? 1
    : sampler.endsWith("always_off")
      ? 0
      : settings.OTEL_TRACES_SAMPLER_ARG;
  return {
    url: new URL(address),
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: settings.OTEL_SERVICE_NAME,
    sampling: { ratio, isParentBased: sampler.startsWith("parentbased_") },
    delayMs: settings.OTEL_BSP_SCHEDULE_DELAY,
  };
}

/** What is sent along with traces holds keys, and what addresses hold is shown: so none belongs into one of them. */
export const otlpAddress = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .refine((text) => {
    const url = URL.parse(text);
    return url === null || (url.username === "" && url.password === "");
  }, "must hold no name and password; OTEL_EXPORTER_OTLP_HEADERS can");

/** Headers as OpenTelemetry writes them: `name=value` separated by commas, values in the form of addresses (`%20`). */
export const otlpHeaders = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  for (const part of text.split(",").filter((each) => each.trim() !== "")) {
    const [, name, encoded = ""] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/.exec(part) ?? [];
    const value = decoded(encoded.trim());
    if (name === undefined || value === null) {
      context.addIssue("must be name=value separated by commas, with %20 for a space in a value");
      return z.NEVER;
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
});

/** `null` for what is no header's value. */
function decoded(text: string): string | null {
  try {
    const value = decodeURIComponent(text);
    return /^[\t\x20-\x7e]+$/.test(value) ? value : null;
  } catch {
    return null;
  }
}
