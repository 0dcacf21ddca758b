import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { secretsOf } from "../../src/config/destinations.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

const base = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
const tracingOf = (settings: Record<string, string>) => parseServiceConfig(settings).tracing;

describe("where traces go", () => {
  test("is nowhere unless an endpoint is set", () => {
    expect(tracingOf({})).toBeNull();
    expect(tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "", OTEL_SERVICE_NAME: "steps" })).toBeNull();
  });

  test.each([
    [base, "http://127.0.0.1:4318/v1/traces"],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example.org/base/" },
      "https://otlp.example.org/base/v1/traces",
    ],
    [{ ...base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://t.example.org/in" }, "https://t.example.org/in"],
  ])("is the endpoint's path for them, or the whole address: %p", (settings, url) => {
    expect(tracingOf(settings)?.url.href).toBe(url);
  });

  test("comes with headers, also from a file, which are secret", () => {
    const path = join(temporaryFolder(), "headers");
    writeFileSync(path, "Authorization=Bearer%20a-key-for-traces, x-tenant=ours\n");
    const config = parseServiceConfig({ ...base, OTEL_EXPORTER_OTLP_HEADERS_FILE: path });
    expect(config.tracing?.headers).toEqual({ authorization: "Bearer a-key-for-traces", "x-tenant": "ours" });
    expect(secretsOf(config)).toContain("Bearer a-key-for-traces");
  });

  test.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:4318" },
    { OTEL_EXPORTER_OTLP_ENDPOINT: "grpc://127.0.0.1:4317" },
    { OTEL_EXPORTER_OTLP_ENDPOINT: "https://somebody:secret@otlp.example.org" },
    { OTEL_EXPORTER_OTLP_HEADERS: "Bearer secret" },
    { OTEL_EXPORTER_OTLP_HEADERS: "x-key=secret%0d%0ahost: there" },
    { OTEL_EXPORTER_OTLP_HEADERS: "x-key=%zz" },
    { OTEL_TRACES_SAMPLER: "sometimes" },
    { OTEL_TRACES_SAMPLER_ARG: "1.5" },
    { OTEL_BSP_SCHEDULE_DELAY: "0" },
  ])("is refused by its name, and without its secret, where it is wrong: %p", async (settings) => {
    const { code, message } = await failureOf(() => parseServiceConfig(settings as Record<string, string>));
    expect(code).toBe("CONFIG_INVALID");
    expect(message).toContain(Object.keys(settings)[0] ?? "");
    expect(message).not.toContain("secret");
  });
});
